"""What can be done to the arrangement of the front page, one function each.

Each checks the permission, holds the one lock of the arrangement, and leaves a line in the log of the story. It is made
on the arrangement that the editor saw (`seen`), or not at all: two who arrange at once cannot undo each other unawares.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.rules import Action, may_ever
from articles.desk.status import moment
from articles.desk.workflow import NotPossible
from articles.desk.workflow.record import log
from articles.models import FOREVER, Article, Edition, Slot
from articles.models.remit import is_limited
from articles.public.front import PLACES

Arrangement = list[Slot]


class Overtaken(NotPossible):
    """Somebody else has arranged the page since the editor looked at it, or a slot's time has run out."""


def token(slots: Arrangement) -> str:
    """A short name for exactly this arrangement."""
    told = ";".join(f"{slot.article_id} {slot.expires_at} {slot.size}" for slot in slots)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def place(article: Article, *, by: User, seen: str, at: int | None = None) -> None:
    """Give a story that is live or scheduled the place `at`, counted from 0, or the last one.

    This and the others raise PermissionDenied, Overtaken, or NotPossible.
    """

    def change(slots: Arrangement) -> Arrangement:
        now = timezone.now()
        if any(slot.article_id == article.pk for slot in slots):
            raise NotPossible(_("This story has a place already."))
        if len(slots) >= PLACES:
            raise NotPossible(_("Every place is taken. Remove a story first."))
        if not shown_or_coming(article, now):
            raise NotPossible(_("Only what is live or scheduled can stand on the front page."))
        slot = Slot(article=article, placed_by=by)
        return _with(slots, slot, at if at is not None else len(slots))

    _arrange(article, change, by=by, seen=seen, said=_("Placed on the front page."))


def move(article: Article, to: int, *, by: User, seen: str) -> None:
    """Put a story that has a place into the place `to`, counted from 0; the others close up around it."""

    def change(slots: Arrangement) -> Arrangement:
        slot = _slot(slots, article)
        return _with([one for one in slots if one is not slot], slot, to)

    said = _("Moved to place %(place)d of the front page.") % {"place": to + 1}
    _arrange(article, change, by=by, seen=seen, said=said)


def keep_until(article: Article, until: datetime | None, *, by: User, seen: str) -> None:
    """Let the story keep its place until that time, or until somebody removes it."""

    def change(slots: Arrangement) -> Arrangement:
        if until is not None and not timezone.now() < until < FOREVER:
            raise NotPossible(_("That time has passed, or is too far away. Choose another one."))
        _slot(slots, article).expires_at = until
        return slots

    said = _("Keeps its place on the front page.")
    if until:
        said = _("Keeps its place on the front page until %(when)s.") % {"when": moment(until)}
    _arrange(article, change, by=by, seen=seen, said=said)


def resize(article: Article, size: str, *, by: User, seen: str) -> None:
    """Make the story big, which shows where it leads, or usual again."""

    def change(slots: Arrangement) -> Arrangement:
        _slot(slots, article).size = size
        return slots

    said = _("Big on the front page.") if size == Slot.Size.BIG else _("Of the usual size on the front page.")
    _arrange(article, change, by=by, seen=seen, said=said)


def remove(article: Article, *, by: User, seen: str) -> None:
    """Take the story out of its place; it stands where its date puts it."""

    def change(slots: Arrangement) -> Arrangement:
        gone = _slot(slots, article)
        return [slot for slot in slots if slot is not gone]

    _arrange(article, change, by=by, seen=seen, said=_("Removed from its place on the front page."))


def shown_or_coming(article: Article, now: datetime) -> bool:
    editions = article.editions.ever_live().not_over(now)
    return editions.exclude(change=Edition.Change.WITHDRAWAL).exists()


@transaction.atomic
def _arrange(
    article: Article, change: Callable[[Arrangement], Arrangement], *, by: User, seen: str, said: str
) -> None:
    if not by.has_perm("articles.arrange_front") or (is_limited(by) and not may_ever(by, Action.PUBLISH, article)):
        raise PermissionDenied
    _lock()
    stored = list(Slot.objects.current())
    if token(stored) != seen:
        raise Overtaken(_("The front page was arranged anew meanwhile. Here it is as it stands now."))
    _store(change(stored))
    log(by, article, said)


def _lock() -> None:
    """Wait until nobody else arranges. Rows of slots cannot be locked before they are there; their type's row can."""
    ContentType.objects.select_for_update(no_key=True).get(app_label="articles", model="slot")


def _store(after: Arrangement) -> None:
    # This also drops those whose time is over.
    Slot.objects.exclude(pk__in=[slot.pk for slot in after if slot.pk]).delete()
    for position, slot in enumerate(after):
        slot.position = position
    Slot.objects.bulk_update([slot for slot in after if slot.pk], ["position", "expires_at", "size"])
    Slot.objects.bulk_create(slot for slot in after if not slot.pk)


def _with(slots: Arrangement, slot: Slot, at: int) -> Arrangement:
    at = max(0, min(at, len(slots)))
    return [*slots[:at], slot, *slots[at:]]


def _slot(slots: Arrangement, article: Article) -> Slot:
    found = next((slot for slot in slots if slot.article_id == article.pk), None)
    if found is None:
        raise NotPossible(_("This story has no place on the front page."))
    return found
