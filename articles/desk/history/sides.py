"""What can be compared: a revision, an edition, an autosave, or the article as it is saved."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles import html, languages
from articles.desk import revisions
from articles.desk.compare import Names
from articles.desk.draft import Draft, Snapshot
from articles.models import Article, Author, Edition, Illustration, Revision, Section

SAVED = "saved"
# What a revision says that was entered without a snapshot, as the sample archive's are: nothing.
EMPTY: Snapshot = {"fields": {}, "tags": [], "bylines": [], "sources": []}
_NUMBERED = re.compile(r"(revision|edition|autosave):([0-9]{1,9})")


@dataclass(frozen=True)
class Side:
    """One of two that are compared. `code` stands in addresses: `saved`, `revision:3`, `edition:1`, `autosave:17`."""

    code: str
    label: str
    snapshot: Snapshot
    when: datetime
    who: User | None
    preview: str
    """What the preview calls it."""

    @property
    def is_saved(self) -> bool:
        return self.code == SAVED


def side_of(article: Article, code: str) -> Side:
    """The side of that code. Raises Http404 if the article has none such."""
    if code == SAVED:
        return _saved(article)
    match = _NUMBERED.fullmatch(code)
    if match is None:
        raise Http404
    found = {"revision": _revision, "edition": _edition, "autosave": _autosave}[match[1]](article, int(match[2]))
    if found is None:
        raise Http404
    return found


def usual_start(article: Article) -> str:
    """What the article as saved is compared with if nobody says: what readers see, or else the save before the last."""
    live = article.editions.live().values_list("number", flat=True).first()
    if live is not None:
        return f"edition:{live}"
    numbers = list(article.revisions.saves().values_list("number", flat=True)[:2])
    return f"revision:{numbers[-1]}" if numbers else SAVED


def names_of(*snapshots: Snapshot) -> Names:
    """What the ids in the snapshots stand for, as far as it is still there. Three queries."""
    pictures = {pk for snapshot in snapshots for pk in pictures_in(snapshot)}
    return Names(
        sections=_named(Section, "name", {snapshot["fields"].get("section_id") for snapshot in snapshots}),
        pictures=_named(Illustration, "title", pictures),
        authors=_named(Author, "name", {pk for snapshot in snapshots for pk in snapshot["bylines"]}),
    )


def pictures_in(snapshot: Snapshot) -> list[int]:
    """Ids of the lead picture and of those in the text."""
    lead = snapshot["fields"].get("illustration_id")
    return [*([lead] if lead else []), *html.figure_ids(snapshot["fields"].get("body") or "")]


def _named(model: type[Any], field: str, pks: Collection[int | None]) -> dict[int, str]:
    return dict(model._default_manager.filter(pk__in=[pk for pk in pks if pk]).values_list("pk", field))


def _saved(article: Article) -> Side:
    last = article.revisions.saves().for_history().first()
    who = last.created_by if last else None
    return Side(SAVED, _("The article as saved"), revisions.snapshot(article), article.saved_at, who, SAVED)


def _revision(article: Article, number: int) -> Side | None:
    found = article.revisions.saves().select_related("created_by").filter(number=number).first()
    if found is None:
        return None
    label = _("Revision %(number)d") % {"number": number}
    label += f" “{found.name}”" if found.name else ""
    return _of_revision(found, f"revision:{number}", label)


def _autosave(article: Article, pk: int) -> Side | None:
    found = article.revisions.autosaves().select_related("created_by").filter(pk=pk).first()
    return _of_revision(found, f"autosave:{pk}", _("Autosave")) if found else None


def _of_revision(revision: Revision, code: str, label: str) -> Side:
    preview = f"revision:{revision.number}"
    return Side(code, label, EMPTY | revision.snapshot, revision.created_at, revision.created_by, preview)


def _edition(article: Article, number: int) -> Side | None:
    found = article.editions.select_related("published_by").filter(number=number).first()
    if found is None:
        return None
    label = _("Edition %(number)d (%(change)s)") % {
        "number": number,
        "change": languages.within(found.get_change_display()),
    }
    if found.is_live(timezone.now()):
        label += ", " + _("live")
    code = f"edition:{number}"
    return Side(code, label, snapshot_of(found), found.live_from, found.published_by, code)


def snapshot_of(edition: Edition) -> Snapshot:
    """What an edition says, in the shape of a revision's snapshot."""
    return revisions.snapshot_of(
        Draft(
            story=edition,  # type: ignore[arg-type]  # only its story fields are read
            tags=[Tag(name=tag["name"]) for tag in edition.tag_list],
            authors=[Author(pk=author["id"]) for author in edition.byline],
            sources=edition.sources,
        )
    )
