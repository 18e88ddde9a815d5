"""What stands beside the card in hand: the story and whom it answers, the person, the network, and what happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import languages
from articles.desk.people import name_of
from articles.html import excerpt
from articles.models import Edition
from comments import text
from comments.desk import masked
from comments.desk.people.record import outcomes
from comments.models import Block, Comment, Commenter
from comments.moderation import blocks
from comments.moderation.telling import tell_all

# Names that are shown of one address or network, and the newest comments of a network that are asked for them.
NAMES, LATELY = 8, 200
PASSAGE = 420


@dataclass(frozen=True)
class Event:
    """One line of what happened. `words` is what somebody wrote, shown as such."""

    at: datetime
    said: str
    words: str = ""


@dataclass(frozen=True)
class Person:
    """Who wrote it, as far as an address tells."""

    address: str
    network: str
    since: datetime | None
    until: datetime | None
    counts: dict[str, int]
    names: list[str]
    neighbours: list[str]
    """Names under which others wrote from the same network lately."""
    note: str
    is_confirmed: bool
    blocks: list[Block]

    @property
    def total(self) -> int:
        return sum(self.counts[status] for status in Comment.Status.values)


@dataclass(frozen=True)
class Context:
    comment: Comment
    person: Person
    headline: str
    path: str
    passage: str
    history: list[Event]

    @property
    def parent(self) -> str:
        """What it answers."""
        return text.tidy(self.comment.parent.text) if self.comment.parent else ""


def context(comment: Comment, viewer: User | AnonymousUser) -> Context:
    """In a number of queries that depends on nothing but what there is to be told."""
    story = Edition.objects.listed().filter(article=comment.discussion_id).select_related("address").first()
    return Context(
        comment,
        person_of(comment, viewer),
        headline=story.headline if story else "",
        path=story.address.path if story else "",
        passage=_passage(story) if story else "",
        history=sorted(_history(comment), key=lambda event: event.at),
    )


def person_of(comment: Comment, viewer: User | AnonymousUser) -> Person:
    theirs = Comment.objects.filter(email_key=comment.email_key) if comment.email_key else Comment.objects.none()
    counts = theirs.aggregate(**outcomes())
    counts["reported"] = theirs.filter(reports__isnull=False).values("pk").distinct().count()
    ends = theirs.order_by("created_at").values_list("created_at", flat=True)
    known = Commenter.objects.filter(email_key=comment.email_key).first() if comment.email_key else None
    return Person(
        address=masked.address(comment.email, viewer),
        network=masked.network(comment.network, viewer),
        since=ends.first(),
        until=ends.last(),
        counts=counts,
        names=_names(theirs.order_by()),
        neighbours=_neighbours(comment),
        note=known.note if known else "",
        is_confirmed=bool(known and known.confirmed_at),
        blocks=list(blocks_on(comment.email_key, comment.network)),
    )


def blocks_on(address: str, network: str) -> Any:
    """What is in force against this address, by itself or by a pattern, or against this network."""
    named = blocks.meaning(address, [network])
    return Block.objects.in_force(timezone.now()).filter(named).select_related("created_by")


def _names(comments: Any) -> list[str]:
    return list(comments.values_list("name", flat=True).distinct()[:NAMES])


def _neighbours(comment: Comment) -> list[str]:
    if not comment.network:
        return []
    near = Comment.objects.filter(network=comment.network).order_by("-created_at")
    lately = near.exclude(email_key=comment.email_key, name_key=comment.name_key).values_list("name", flat=True)
    return list(dict.fromkeys(lately[:LATELY]))[:NAMES]


def _passage(story: Edition) -> str:
    return Truncator(story.standfirst or excerpt(story.body)).chars(PASSAGE)


def _history(comment: Comment) -> Iterator[Event]:
    yield Event(comment.created_at, _("Received"))
    for wording in comment.wordings.all():
        yield Event(wording.until, _("Changed by its writer; before, it said:"), text.tidy(wording.text))
    for report in comment.reports.all():
        outcome = f" ({languages.within(report.get_outcome_display())})" if report.outcome else ""
        said = _("Reported: %(reason)s%(outcome)s") % {"reason": report.get_reason_display(), "outcome": outcome}
        yield Event(report.at, said, report.text)
    for note in comment.notes.select_related("by"):
        yield Event(note.at, _("Note by %(name)s:") % {"name": name_of(note.by) or _("somebody")}, note.text)
    for decision in comment.decisions.select_related("moderator"):
        yield Event(decision.at, tell_all(decision))
