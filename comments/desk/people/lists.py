"""People in lists: who wrote lately, who is held or kept out, of whom something is noted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy

from comments.desk import masked
from comments.desk.people import entries, record
from comments.models import Block, Comment, Commenter
from comments.moderation.erasing import ERASED

PAGE = 25
# Comments whose writers are looked for, so that one who wrote them all does not make the list look through a million.
WINDOW = 500


@dataclass(frozen=True)
class Row:
    name: str
    address: str
    url: str
    record: record.Record
    ago: str
    """How long ago the last comment was written; empty if none was."""
    in_force: list[str]
    is_noted: bool


@dataclass(frozen=True)
class Kind:
    """`keys` gives the addresses after a place in the list, and the place from which to look further, if there is."""

    name: str
    label: str | Promise
    empty: str | Promise
    keys: Callable[[int | None], tuple[list[str], int | None]]


def _page(rows: QuerySet[Any], column: str, before: int | None) -> tuple[list[str], int | None]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk").values_list(column, "pk")[: PAGE + 1])
    return list(dict.fromkeys(key for key, _pk in found[:PAGE])), found[PAGE - 1][1] if len(found) > PAGE else None


def _lately(before: int | None) -> tuple[list[str], int | None]:
    rows = Comment.objects.order_by("-pk").values_list("email_key", "pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found: dict[str, None] = {}
    last, looked = None, 0
    for key, pk in rows[:WINDOW]:
        if key and key not in found:
            if len(found) == PAGE:
                return list(found), last
            found[key] = None
        last, looked = pk, looked + 1
    return list(found), last if looked == WINDOW else None


def _blocked(before: int | None) -> tuple[list[str], int | None]:
    standing = Block.objects.in_force(timezone.now()).filter(kind=Block.Kind.ADDRESS)
    return _page(standing.exclude(value__startswith=ERASED), "value", before)


def _noted(before: int | None) -> tuple[list[str], int | None]:
    return _page(Commenter.objects.exclude(note=""), "email_key", before)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("lately", gettext_lazy("Wrote lately"), gettext_lazy("Nobody has written yet."), _lately),
        Kind("blocked", gettext_lazy("Held or kept out"), gettext_lazy("No address is held or kept out."), _blocked),
        Kind("noted", gettext_lazy("With a note"), gettext_lazy("Nothing is noted of anybody."), _noted),
    )
}


def rows(keys: list[str], viewer: User | AnonymousUser) -> list[Row]:
    """In the order given. Five queries, for one address or all of a page."""
    found, standing = record.records(keys), record.in_force(keys)
    known = {person.email_key: person for person in Commenter.objects.filter(email_key__in=keys)}
    newest = _comments(one.newest for one in found.values())
    return [
        _row(key, known.get(key), newest.get(found[key].newest), found[key], standing[key], viewer) for key in keys
    ]


def _comments(pks: Iterable[int]) -> dict[int, Comment]:
    return Comment.objects.only("name", "email", "created_at").in_bulk({pk for pk in pks if pk})


def _row(
    key: str,
    person: Commenter | None,
    comment: Comment | None,
    record: record.Record,
    standing: list[Block],
    viewer: User | AnonymousUser,
) -> Row:
    return Row(
        name=comment.name if comment else "",
        address=masked.address((comment or person).email if comment or person else key, viewer),  # type: ignore[union-attr]
        url=url_of(person, comment),
        record=record,
        ago=timesince(comment.created_at, depth=1) if comment else "",
        in_force=entries.in_words(standing),
        is_noted=bool(person and person.note),
    )


def url_of(person: Commenter | None, comment: Comment | None) -> str:
    """Where the record stands: by the person's own row, or by a comment of theirs; empty for whoever has neither."""
    if person:
        return reverse("admin:comments_commenter_change", args=[person.pk])
    return reverse("admin:comments_commenter_of", args=[comment.pk]) if comment else ""
