"""What becomes of a new comment. Each rule is a small function; they are tried in the order of the tuples at the end.

First what is refused, then who is trusted, then what is held. Nothing is stored here.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models.edition import Edition
from articles.models.taxonomy import Author
from comments import signed, text
from comments.models import Comment, Discussion

Reason = Comment.Reason
Status = Comment.Status

LINKS_HELD = 2
QUICKEST = timedelta(seconds=2)
OLDEST_PAGE = timedelta(days=30)


@dataclass(frozen=True)
class Draft:
    """A comment that somebody wants to post, and how it reached us."""

    edition: Edition
    discussion: Discussion
    text: str
    name: str
    email: str = ""
    website: str = ""
    parent: Comment | None = None
    user: User | None = None
    """Who is signed in, if the name is theirs."""
    network: str = ""
    stamp: str = ""
    """The form's mark, as it came back: `comments.signed`."""
    trap: str = ""
    """What stood in the field that people do not see."""

    @cached_property
    def badge(self) -> str:
        if self.user is None:
            return ""
        authors = [author["id"] for author in self.edition.byline]
        if Author.objects.filter(user=self.user, pk__in=authors).exists():
            return Comment.Badge.AUTHOR
        return Comment.Badge.STAFF if self.user.is_staff else ""

    @cached_property
    def is_trusted(self) -> bool:
        """Moderators and the authors of the story answer as they please."""
        if self.user is None:
            return False
        return self.badge == Comment.Badge.AUTHOR or self.user.has_perm("comments.moderate_comment")


@dataclass(frozen=True)
class Verdict:
    status: str
    reasons: tuple[str, ...] = ()


class Refused(Exception):
    """The comment is not accepted. The message is for its writer; `status` is the HTTP answer."""

    status = 403


class Closed(Refused):
    def __init__(self, since: datetime) -> None:
        self.since = since
        when = formats.date_format(timezone.localtime(since), "j F Y, H:i")
        super().__init__(_("This discussion has been closed since %(when)s.") % {"when": when})


class Duplicate(Refused):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("You have said exactly that here already. Change your comment, or leave it at that."))


class Flood(Refused):
    status = 429

    def __init__(self, retry_after: float) -> None:
        self.retry_after = max(1, math.ceil(retry_after))
        message = ngettext(
            "You are posting too quickly. Wait %(n)d second, then post this comment again.",
            "You are posting too quickly. Wait %(n)d seconds, then post this comment again.",
            self.retry_after,
        )
        super().__init__(message % {"n": self.retry_after})


# --- What is refused ---


def refuse_closed(draft: Draft, at: datetime) -> None:
    since = draft.discussion.closed_since(at)
    if since:
        raise Closed(since)


def refuse_duplicate(draft: Draft, at: datetime) -> None:
    """The same words to the same person from the same address, unless they were removed.

    Writers without an address are known by name; with one, two may have the same name.
    """
    email_key = text.key(draft.email)
    writer = Q(email_key=email_key) if email_key else Q(email_key="", name_key=text.key(draft.name))
    said = Comment.objects.filter(
        writer,
        discussion_id=draft.edition.article_id,
        parent=draft.parent,
        fingerprint=text.fingerprint(draft.text),
    )
    if said.exclude(status=Status.REMOVED).exists():
        raise Duplicate


def refuse_flood(draft: Draft, at: datetime) -> None:
    """Another one from this address or network within the interval."""
    if draft.is_trusted:
        return
    interval = timedelta(seconds=settings.NEWSROOM_COMMENT_INTERVAL)
    writer = Q()
    if draft.email:
        writer |= Q(email_key=text.key(draft.email))
    if draft.network:
        writer |= Q(network=draft.network)
    recent = Comment.objects.filter(created_at__gt=at - interval, created_at__lte=at)
    last = recent.filter(writer).aggregate(last=Max("created_at"))["last"] if writer else None
    if last:
        raise Flood((last + interval - at).total_seconds())


# --- What is held ---


def hold_trapped(draft: Draft, at: datetime) -> str:
    return Reason.TRAP if draft.trap else ""


def hold_unstamped(draft: Draft, at: datetime) -> str:
    """A form that is not ours, or one that was sent back faster, or later, than people do."""
    made = signed.stamped_at(draft.stamp, draft.edition.article_id)
    if made is None:
        return Reason.NO_STAMP
    if at - made < QUICKEST:
        return Reason.TOO_FAST
    return Reason.OLD_PAGE if at - made > OLDEST_PAGE else ""


def hold_everything(draft: Draft, at: datetime) -> str:
    return Reason.HELD if draft.discussion.mode == Discussion.Mode.HELD else ""


def hold_links(draft: Draft, at: datetime) -> str:
    return Reason.LINKS if text.count_links(draft.text) >= LINKS_HELD else ""


def hold_first(draft: Draft, at: datetime) -> str:
    """Nobody has approved anything by this writer yet."""
    if draft.user:
        known = Comment.objects.filter(user=draft.user)
    else:
        # A member's name and address prove nothing in the hands of a guest.
        known = Comment.objects.by_writer(draft.name, draft.email).filter(user=None)
    return "" if known.approved().exists() else Reason.FIRST


REFUSALS = (refuse_closed, refuse_duplicate, refuse_flood)
HOLDS = (hold_trapped, hold_unstamped, hold_everything, hold_links, hold_first)


def assess(draft: Draft, at: datetime) -> Verdict:
    """Whether the comment appears at once, or is held and why. Raises Refused if it is not accepted at all."""
    for refuse in REFUSALS:
        refuse(draft, at)
    if draft.is_trusted:
        return Verdict(Status.APPROVED)
    reasons = tuple(filter(None, (hold(draft, at) for hold in HOLDS)))
    if Reason.TRAP in reasons:
        return Verdict(Status.SPAM, reasons)
    return Verdict(Status.PENDING if reasons else Status.APPROVED, reasons)
