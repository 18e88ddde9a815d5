"""One card a comment: what a moderator must know to decide, for a page of them in the same number of queries."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.desk.people import name_of
from articles.models import Edition
from comments import text
from comments.desk.people.record import outcomes
from comments.desk.shown import read_headline
from comments.models import Comment, Discussion, Note, Report
from comments.moderation import Seen
from comments.moderation.telling import ago

Status, Reason = Comment.Status, Comment.Reason
# Why a comment was held that makes it likely to be spam.
SUSPECT = {Reason.SPAM, Reason.TRAP, Reason.REFUSED_WORD}
# What a moderator may give as the reason of a removal; the others are said by their writers.
REMOVALS = [(code, label) for code, label in Comment.Removal.choices if code not in Comment.BY_WRITERS]

_LINK = re.compile(r"((?:https?://|www\.)[^\s<>\"]+)", re.IGNORECASE)


class Offer(NamedTuple):
    """What a button sends, what it says, and the key that presses it."""

    do: str
    label: str | Promise
    key: str = ""


APPROVE = Offer("approve", gettext_lazy("Approve"), "a")
KEEP = Offer("keep", gettext_lazy("Keep"), "a")
REOPEN = Offer("reopen", gettext_lazy("Back to the queue"))
SPAM = Offer("spam", gettext_lazy("Spam"), "s")
PICK, UNPICK = (
    Offer("pick", gettext_lazy("Editors’ pick"), "p"),
    Offer("unpick", gettext_lazy("No longer a pick"), "p"),
)


@dataclass(frozen=True)
class Record:
    """What became of the comments of one address."""

    approved: int = 0
    removed: int = 0
    spam: int = 0
    pending: int = 0
    reported: int = 0

    @property
    def total(self) -> int:
        return self.approved + self.removed + self.spam + self.pending

    @property
    def words(self) -> list[str]:
        if self.total <= 1:
            return [_("First comment")]
        said = [
            ngettext("%(n)d approved", "%(n)d approved", self.approved) % {"n": self.approved}
            if self.approved
            else _("None approved of %(n)d") % {"n": self.total}
        ]
        if self.removed:
            said.append(ngettext("%(n)d removed", "%(n)d removed", self.removed) % {"n": self.removed})
        if self.spam:
            said.append(ngettext("%(n)d spam", "%(n)d spam", self.spam) % {"n": self.spam})
        return said


@dataclass(frozen=True)
class Card:
    comment: Comment
    record: Record | None
    headline: str
    path: str
    """Where the story stands; empty if readers cannot see it."""
    reports: list[tuple[str, int, list[str]]] = field(default_factory=list)
    """Each reason with the number of people who gave it and what they wrote."""
    is_noted: bool = False
    next: str = ""
    """The fragment of what is read after this."""

    @property
    def seen(self) -> str:
        """What a button of this card sends of what stands on it."""
        return str(Seen.of(self.comment))

    @property
    def chips(self) -> list[str]:
        return self.record.words if self.record else [_("No address")]

    @property
    def because(self) -> list[str]:
        """Why it was held, with what was found."""
        labels = dict(Reason.choices)
        found = self.comment.details if isinstance(self.comment.details, dict) else {}
        return [_because(str(labels.get(code, code)), found.get(code)) for code in self.comment.reasons]

    @property
    def text(self) -> SafeString:
        """As it was written, its links marked but not live."""
        parts = _LINK.split(text.tidy(self.comment.text))
        return format_html_join("", "{}", ((_marked(part, place % 2),) for place, part in enumerate(parts)))

    @property
    def likely(self) -> str:
        """What will most often be done with it; empty for what is decided."""
        if self.comment.status != Status.PENDING and not self.comment.reported_at:
            return ""
        return "spam" if SUSPECT & set(self.comment.reasons) else self.good[0].do

    @property
    def good(self) -> list[Offer]:
        if self.comment.is_withdrawn:
            return []
        if self.comment.is_approved:
            if self.comment.reported_at:
                return [KEEP]
            return [UNPICK if self.comment.is_pick else PICK, REOPEN]
        return [APPROVE] if self.comment.status == Status.PENDING else [APPROVE, REOPEN]

    @property
    def bad(self) -> list[Offer]:
        return [] if self.comment.status == Status.SPAM or self.comment.is_withdrawn else [SPAM]

    @property
    def may_answer(self) -> bool:
        return self.comment.status == Status.PENDING and bool(self.path)

    @property
    def may_remove(self) -> bool:
        return self.comment.status != Status.REMOVED

    @property
    def removals(self) -> Sequence[tuple[str, Any]]:
        return REMOVALS

    @property
    def decided(self) -> str:
        """Who decided what it is, and how long ago."""
        if not self.comment.decided_at:
            return ""
        said = {
            "state": self.comment.get_status_display(),
            "name": name_of(self.comment.decided_by) or _("a former colleague"),
            "ago": ago(self.comment.decided_at),
            "reason": self.comment.get_removal_reason_display(),
        }
        if self.comment.is_withdrawn:
            return _("%(reason)s %(ago)s") % said
        if self.comment.removal_reason:
            return _("%(state)s by %(name)s %(ago)s: %(reason)s") % said
        return _("%(state)s by %(name)s %(ago)s") % said


def cards(comments: list[Comment]) -> list[Card]:
    """The cards of these comments, in their order, in five queries."""
    stories = _stories({comment.discussion_id for comment in comments})
    people, said = records({comment.email_key for comment in comments}), _reports(comments)
    noted = set(Note.objects.filter(comment__in=comments).values_list("comment", flat=True))
    places = [*(f"card-{comment.pk}" for comment in comments[1:]), "further"] if comments else []
    return [
        Card(
            comment,
            people.get(comment.email_key),
            *stories.get(comment.discussion_id, ("", "")),
            reports=said[comment.pk],
            is_noted=comment.pk in noted,
            next=place,
        )
        for comment, place in zip(comments, places, strict=True)
    ]


def records(keys: Iterable[str]) -> dict[str, Record]:
    """What became of the comments of each of these addresses, in one query."""
    named = [key for key in keys if key]
    found: Any = Comment.objects.filter(email_key__in=named).values("email_key").annotate(**outcomes()).order_by()
    return {row.pop("email_key"): Record(**row) for row in found}


def _stories(articles: set[int]) -> dict[int, tuple[str, str]]:
    """The newest headline that readers have read, and where the story stands if they still can."""
    live = Edition.objects.listed().filter(article=OuterRef("pk")).values("address__path")[:1]
    found = Discussion.objects.filter(pk__in=articles).annotate(headline=read_headline("pk"), path=Subquery(live))
    return {pk: (headline or "", path or "") for pk, headline, path in found.values_list("pk", "headline", "path")}


def _reports(comments: list[Comment]) -> dict[int, list[tuple[str, int, list[str]]]]:
    labels = dict(Report.Reason.choices)
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    words: dict[tuple[int, str], list[str]] = defaultdict(list)
    for report in Report.objects.filter(comment__in=comments, outcome=Report.Outcome.OPEN):
        numbers[report.comment_id][report.reason] += 1
        if report.text:
            words[report.comment_id, report.reason].append(report.text)
    return defaultdict(
        list,
        {
            pk: [(str(labels.get(code, code)), n, words[pk, code]) for code, n in counter.most_common()]
            for pk, counter in numbers.items()
        },
    )


def _because(label: str, found: object) -> str:
    words = ", ".join(str(one) for one in found) if isinstance(found, list | tuple) else ""
    return f"{label}: {words}" if words else label


def _marked(part: str, is_link: int) -> str | SafeString:
    return format_html("<mark>{}</mark>", part) if is_link else part
