"""The mechanics of an article's time line: cutting it, placing editions on it, and keeping their places right.

Nothing here asks who may: `publishing` does, and calls with the article locked.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import tags
from articles.desk import figures, revisions
from articles.desk.checks import Problem
from articles.desk.workflow.refusals import NotPossible, NotReady
from articles.models import FOREVER, Address, Article, Correction, Edition, EditionAuthor, EditionTag
from articles.models.edition import EditionLink
from articles.models.prepared import Prepared
from articles.public.search import documents
from articles.tasks import draw_card_soon, refresh_similar, send_webhooks_soon

Change = Edition.Change


# --- What stands on the line ---


def running(article: Article, at: datetime) -> Edition | None:
    """The edition that is live at that time."""
    return _running.first(article=article.pk, at=at)


def _before(article: Article, at: datetime) -> Edition | None:
    """The one that went live last before that time."""
    return _earlier.first(article=article.pk, at=at)


_running = Prepared(lambda article, at: Edition.objects.live(at).filter(article=article), article=int, at=datetime)
_starting = Prepared(
    lambda article, at: Edition.objects.ever_live().filter(article=article, live_from=at), article=int, at=datetime
)
_earlier = Prepared(
    lambda article, at: (
        Edition.objects.ever_live().filter(article=article, live_from__lt=at).order_by("-live_from")[:1]
    ),
    article=int,
    at=datetime,
)
_scheduled = Prepared(
    lambda article, at: Edition.objects.scheduled(at).filter(article=article).order_by("live_from"),
    article=int,
    at=datetime,
)
_numbers = Prepared(
    lambda article: Edition.objects.filter(article=article).order_by("-number").values_list("number", flat=True)[:1],
    article=int,
)


# --- Changing it ---


def insert(article: Article, live_from: datetime, values: dict[str, Any], *, follow: bool = True) -> Edition:
    """Cut the time line at `live_from`, and let a new edition run from there to where the line goes on.

    `follow` has similar posts, the card and webhooks follow; see `refresh`.
    """
    taken = _starting.first(article=article.pk, at=live_from)
    if taken is not None and live_from <= timezone.now():
        raise NotPossible(_("Another edition went live at this very instant. Look at it, then publish again."))
    until, takes_over = FOREVER, False
    if taken is not None:
        until, takes_over = taken.live_until, taken.takes_over
        annul(taken)
    elif now := running(article, live_from):
        until, takes_over = now.live_until, True
        now.move_end(live_from)
    elif coming := _scheduled.first(article=article.pk, at=live_from):
        until = coming.live_from
    if values.get("revision_id") is None:
        values["revision_id"] = revisions.record(article, by=values["published_by"]).pk
    edition = _store(article, live_from, until, values | {"takes_over": takes_over})
    settle(article, live_from)
    if follow:
        refresh(article, live_from)
    return edition


def _store(article: Article, live_from: datetime, live_until: datetime, values: dict[str, Any]) -> Edition:
    """Insert an edition with the links that lead to it, placed after whatever goes live before it."""
    before = _before(article, live_from)
    placed = values | _placement(before, live_from, values["change"])
    last = _numbers.first(article=article.pk) or 0
    edition = Edition(article=article, number=last + 1, live_from=live_from, live_until=live_until, **placed)
    edition.address = _claim(article, Address.path_for(edition.published_at, edition.slug))
    edition.save(force_insert=True)
    figures.note(edition)
    shared = EditionLink.shared_values(edition)
    EditionTag.objects.bulk_create(
        EditionTag(content_object=edition, tag_id=tag, **shared) for tag in tags.standing(edition.tag_list)
    )
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author_id=author["id"], **shared)
        for author in edition.byline
        if not edition.is_withdrawn
    )
    documents.store(edition)
    return edition


def _placement(before: Edition | None, live_from: datetime, change: str) -> dict[str, Any]:
    """What an edition takes from the one before it: when the story was first live, and when it last changed."""
    if before is None:
        return {"change": Change.FIRST, "published_at": live_from, "updated_at": live_from}
    if change == Change.FIRST:
        change = Change.UPDATE
    updated_at = live_from if change in Edition.MATERIAL else before.updated_at
    return {"change": change, "published_at": before.published_at, "updated_at": updated_at}


def settle(article: Article, since: datetime) -> None:
    """Issue again those scheduled editions whose place has changed because another came before them, or went.

    Their rows are never edited: the old one is cancelled and a copy, rightly placed, takes its interval.
    """
    for edition in _scheduled(article=article.pk, at=since):
        placed = _placement(_before(article, edition.live_from), edition.live_from, edition.change)
        if all(getattr(edition, name) == value for name, value in placed.items()):
            continue
        until = edition.live_until
        edition.move_end(edition.live_from)
        copy = _store(article, edition.live_from, until, copied(edition))
        corrections = Correction.objects.filter(edition=edition)
        if copy.change == Change.CORRECTION:
            corrections.update(edition=copy)
        else:
            corrections.delete()


def copied(edition: Edition) -> dict[str, Any]:
    """Everything of an edition that does not depend on its place in time."""
    names = [field.attname for field in Edition.story_fields()]
    names += [
        "takes_over",
        "change",
        "note",
        "revision_id",
        "byline",
        "sources",
        "tag_list",
        "word_count",
        "published_by",
    ]
    return {name: getattr(edition, name) for name in names}


def _claim(article: Article, path: str) -> Address:
    address, _made = Address.objects.get_or_create(path=path, defaults={"article": article})
    if address.article_id != article.pk:
        message = _("Another story stands at %(path)s. Change the slug.") % {"path": path}
        raise NotReady([Problem("slug", message, "address_taken")])
    return address


def refresh(article: Article, from_time: datetime | None = None) -> None:
    """Bring similar posts up to date, and once more when an edition that is yet to come goes live; draw its card."""
    transaction.on_commit(lambda: refresh_similar.enqueue(article.pk), robust=True)
    if from_time is not None and from_time > timezone.now() and refresh_similar.get_backend().supports_defer:
        later = refresh_similar.using(run_after=from_time)
        transaction.on_commit(lambda: later.enqueue(article.pk), robust=True)
    draw_card_soon(article.pk, from_time)
    send_webhooks_soon(from_time)


def annul(edition: Edition) -> None:
    """Empty the interval of an edition that is not live yet: it never was, and neither was its correction."""
    edition.move_end(edition.live_from)
    Correction.objects.filter(edition=edition).delete()


def take_out(edition: Edition) -> None:
    """Take an edition that is not live yet off the line; what it would have replaced stays up instead."""
    before = edition.article.editions.ever_live().filter(live_until=edition.live_from).first()
    end = edition.live_until
    edition.move_end(edition.live_from)
    if before is not None and edition.takes_over:
        before.move_end(end)
