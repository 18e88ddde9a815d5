"""Links by which people outside read a draft, and sign it off."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import revisions, secret_links, workflow
from articles.desk.colleagues import article_for, respond, who
from articles.desk.rules import Action, may
from articles.desk.status import moment
from articles.models import Article, ShareLink

Answer = ShareLink.Answer
# A state is never told by colour alone.
SHAPES = {"open": "○", "read": "◐", "approved": "✓", "refused": "✕", "over": "–"}
# Older ones that are over and said nothing are left out of the form.
SHOWN = 20


@dataclass(frozen=True)
class Shown:
    """One link as the panel shows it."""

    link: ShareLink
    latest: int | None

    @property
    def address(self) -> str:
        """What to hand out; empty when it leads nowhere, or not from here."""
        return secret_links.address_of(self.link) if self.link.is_open() else ""

    @property
    def code(self) -> str:
        if self.link.answer in (Answer.APPROVED, Answer.REFUSED):
            return str(self.link.answer)
        if not self.link.is_open():
            return "over"
        return "read" if self.link.opened_at else "open"

    @property
    def shape(self) -> str:
        return SHAPES[self.code]

    @property
    def state(self) -> str:
        """What has come of it, in words."""
        link = self.link
        if self.code == "approved":
            return _("Signed off by %(name)s, %(when)s") % _answer(link)
        if self.code == "refused":
            return _("Refused by %(name)s, %(when)s") % _answer(link)
        if link.revoked_at:
            return _("Revoked %(when)s") % {"when": moment(link.revoked_at)}
        if not link.is_open():
            return _("Expired %(when)s") % {"when": moment(link.expires_at)}
        if link.opened_at:
            return _("Opened %(when)s") % {"when": moment(link.opened_at)}
        return _("Not opened yet")

    @property
    def detail(self) -> str:
        link = self.link
        made = {"name": who(link.created_by), "when": moment(link.created_at), "until": moment(link.expires_at)}
        return _("Made by %(name)s on %(when)s, good until %(until)s.") % made

    @property
    def asked(self) -> str:
        """What a sign-off is about, and whether it still counts; empty for a link to read only."""
        revision = self.link.revision
        if revision is None:
            return ""
        said = _("For the sign-off of revision %(number)s.") % {"number": revision.number}
        return said if revision.pk == self.latest else said + " " + _("Something else has been saved since.")


@dataclass(frozen=True)
class Links:
    article: Article
    rows: tuple[Shown, ...]


def of(article: Article, user: Any) -> Links | None:
    """The links of the article, newest first, for those who may share it. Two queries."""
    if not may(user, Action.SHARE, article):
        return None
    latest = revisions.latest(article)
    links = article.share_links.select_related("created_by", "revision").defer("revision__snapshot")
    return Links(article, tuple(Shown(link, latest.pk if latest else None) for link in links[:SHOWN]))


def rendered(article: Article, user: Any) -> str:
    """The list of links as it stands in the form; what is being typed stands beside it and is left alone."""
    return render_to_string("admin/articles/article/_sharing_list.html", {"links": of(article, user)})


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""

    def revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
        article = article_for(request, pk, Action.SHARE)
        found = article.share_links.filter(pk=link).first()
        if found is None:
            raise Http404
        workflow.revoke(found, by=request.user)  # type: ignore[arg-type]  # signed in, or not here
        said = _("The link leads nowhere any more.")
        return respond(request, desk, article, {"sharing": rendered(article, request.user)}, said)

    view = desk.admin_site.admin_view
    return [
        path("<int:pk>/share/<int:link>/revoke/", view(require_POST(revoke)), name="articles_article_share_revoke"),
    ]


def _answer(link: ShareLink) -> dict[str, str]:
    return {"name": link.answered_by, "when": moment(link.answered_at or timezone.now())}
