"""Mail to colleagues when a story passes from one to the other. It goes out once the move is stored."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import mail, people
from articles.desk.rules import Action, may_ever
from articles.desk.status import moment
from articles.models import Article, ShareLink


def submitted(article: Article, *, by: User, note: str = "") -> None:
    """Tell the assignee if that is an editor, else every editor."""
    assignee = article.assignee
    given = assignee is not None and assignee.is_active and may_ever(assignee, Action.APPROVE, article)
    _tell(
        [assignee] if given else list(people.editors(article.section_id)),
        article,
        _("For review: %(headline)s"),
        "submitted",
        by,
        note,
    )


def approved(article: Article, *, by: User, note: str = "") -> None:
    """Tell whoever began the story, and its assignee."""
    _tell([article.created_by, article.assignee], article, _("Approved: %(headline)s"), "approved", by, note)


def returned(article: Article, *, by: User, note: str = "") -> None:
    """Tell whoever began the story, and its assignee, why it comes back."""
    _tell([article.created_by, article.assignee], article, _("Sent back: %(headline)s"), "returned", by, note)


def assigned(article: Article, *, to: User, by: User) -> None:
    """Tell the new assignee, with the due time."""
    _tell([to], article, _("For you: %(headline)s"), "assigned", by, "")


def shared(link: ShareLink) -> None:
    """Send the link to the person outside, if a mail address was given."""
    if link.email:
        asks = link.answer == ShareLink.Answer.PENDING
        subject = _("Asked for your sign-off: %(headline)s") if asks else _("To read before publication: %(headline)s")
        mail.write(
            link.email,
            "shared",
            subject % {"headline": headline(link.article)},
            share=link,
            asks=asks,
            until=moment(link.expires_at),
            by=people.name_of(link.created_by),
            headline=headline(link.article),
        )


def answered(link: ShareLink) -> None:
    """Tell whoever asked what the person outside says."""
    asker = link.created_by
    if asker is not None and asker.is_active and asker.email:
        signed = link.answer == ShareLink.Answer.APPROVED
        subject = _("Signed off: %(headline)s") if signed else _("Sign-off refused: %(headline)s")
        mail.write(
            asker.email,
            "answered",
            subject % {"headline": headline(link.article)},
            link=link,
            signed=signed,
            **_about(link.article),
        )


def headline(article: Article) -> str:
    return article.headline or _("a story without a headline")


def _tell(to: list[User | None], article: Article, subject: str, template: str, by: User, note: str) -> None:
    about = _about(article)
    mail.tell(to, by=by, template=template, subject=subject % about, note=note.strip(), **about)


def _about(article: Article) -> dict[str, Any]:
    form = reverse("admin:articles_article_change", args=[article.pk])
    return {
        "headline": headline(article),
        "section": article.section,
        "due": moment(article.due_at) if article.due_at else "",
        "form": f"{settings.NEWSROOM_SITE_URL}{form}",
    }
