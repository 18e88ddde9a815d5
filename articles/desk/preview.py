"""Any version of an article as readers would see it: what is saved, what is not saved yet, an old one, or one to come.

Pages for the desk alone: nobody keeps them, no search engine takes them in, and only the desk may frame them.
"""

import re

from csp.constants import SELF
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.desk import revisions, workflow
from articles.desk.draft import Draft
from articles.desk.rules import Action, demand
from articles.desk.status import moment
from articles.models import FOREVER, Address, Article, Edition, Revision
from articles.public import share_cards, views

THEMES = ("light", "dark")

_NUMBERED = re.compile(r"(revision|edition):([1-9][0-9]{0,8})", re.ASCII)
_SITTING = re.compile(r"[\w-]{1,40}", re.ASCII)


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    view, drawn = (desk.admin_site.admin_view(require_safe(one)) for one in (show, card))
    return [
        path("<int:pk>/preview/", view, name="articles_article_preview"),
        path("<int:pk>/card/", drawn, name="articles_article_card"),
    ]


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The version that `of` names: `saved`, `autosave`, `revision:3` or `edition:3`. `theme` makes it light or dark."""
    article = get_object_or_404(Article, pk=pk)
    demand(request.user, Action.READ, article)  # type: ignore[arg-type]  # signed in, or not here
    of = request.GET.get("of", "saved")
    numbered = _NUMBERED.fullmatch(of)
    if numbered and numbered[1] == "edition":
        return _edition(request, get_object_or_404(_editions(article), number=int(numbered[2])))
    if numbered:
        return _revision(request, article, get_object_or_404(article.revisions.all(), number=int(numbered[2])))
    if of == "autosave" and (mine := _autosave(request, article)):
        return _revision(request, article, mine)
    if of not in ("saved", "autosave"):
        raise Http404
    return preview_page(request, Draft.of(article), said=_saved(revisions.latest(article)))


def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card by which the story would be shared as it is saved now. It is kept nowhere."""
    article = get_object_or_404(Article, pk=pk)
    demand(request.user, Action.READ, article)  # type: ignore[arg-type]  # signed in, or not here
    shown = share_cards.of_story(draft_edition(Draft.of(article)))
    return _private(HttpResponse(share_cards.draw(shown), content_type=share_cards.TYPES[shown.words.format]))


def preview_page(request: HttpRequest, draft: Draft, said: str = "") -> HttpResponse:
    """The page of a draft; `said` names the version in the bar above it."""
    extra = {"preview": True, "preview_bar": said or _("Preview: not published"), "theme": _theme(request)}
    return _private(views.edition_page(request, draft_edition(draft), extra=extra))


def draft_edition(draft: Draft) -> Edition:
    """An unsaved edition that says what the draft says."""
    article, now = draft.story, timezone.now()
    first = article.editions.ever_live().order_by("live_from").first()
    published_at = first.published_at if first else now
    values = workflow.edition_values(draft)
    edition = Edition(
        article=article,
        number=0,
        change=Edition.Change.UPDATE if first else Edition.Change.FIRST,
        live_from=now,
        live_until=FOREVER,
        published_at=published_at,
        updated_at=now if first else published_at,
        **values,
    )
    edition.address = Address(path=Address.path_for(published_at, edition.slug or "preview"), article=article)
    return edition


# --- Versions ---


def _editions(article: Article):  # type: ignore[no-untyped-def]  # a queryset of the related manager
    return article.editions.select_related("section", "illustration", "address")


def _edition(request: HttpRequest, edition: Edition) -> HttpResponse:
    extra = {"preview": True, "preview_bar": _published(edition), "theme": _theme(request)}
    if not edition.is_withdrawn:
        return _private(views.edition_page(request, edition, extra=extra))
    gone = {"headline": edition.headline, "notice": edition.note, "withdrawn": True}
    return _private(render(request, "articles/gone.html", gone | extra))


def _revision(request: HttpRequest, article: Article, revision: Revision) -> HttpResponse:
    return preview_page(request, Draft.from_snapshot(article, revision.snapshot), said=_saved(revision))


def _autosave(request: HttpRequest, article: Article) -> Revision | None:
    """What was last kept of the reader's own open forms, or of the one that `sitting` names."""
    mine = article.revisions.autosaves().filter(created_by=request.user.pk)
    sitting = request.GET.get("sitting", "")
    if _SITTING.fullmatch(sitting):
        mine = mine.filter(sitting=sitting)
    return mine.order_by("-created_at").first()


def _saved(revision: Revision | None) -> str:
    if revision is None:
        return _("Preview: not published")
    values = {"number": revision.number, "when": moment(revision.created_at)}
    if revision.kind == Revision.Kind.AUTOSAVED:
        return _("Preview of what is not saved yet, kept on %(when)s") % values
    return _("Preview of revision %(number)s, saved on %(when)s") % values


def _published(edition: Edition) -> str:
    values = {"number": edition.number, "when": moment(edition.live_from)}
    if edition.live_from == edition.live_until:
        return _("Preview of edition %(number)s, which was cancelled") % values
    if edition.live_from > timezone.now():
        return _("Preview of edition %(number)s, scheduled for %(when)s") % values
    if edition.is_live():
        return _("Edition %(number)s, live since %(when)s") % values
    return _("Edition %(number)s, which went live on %(when)s and is over") % values


# --- The response ---


def _theme(request: HttpRequest) -> str:
    theme = request.GET.get("theme", "")
    return theme if theme in THEMES else ""


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # read by csp.middleware
    return response
