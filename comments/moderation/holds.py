"""What holds a comment back. Each rule gives back a Finding, with what it found where it found something."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from articles.models.prepared import FIXED, Prepared
from comments import signed, text
from comments.models import Comment, Commenter
from comments.moderation import blocks, words
from comments.moderation.draft import NOBODY, Draft

Reason = Comment.Reason
Status = Comment.Status

QUICKEST = timedelta(seconds=2)
OLDEST_PAGE = timedelta(days=30)
LATELY = timedelta(days=1)
WEEK = timedelta(days=7)
# Fewer decisions say nothing about a writer.
LEAST_DECIDED = 3
# Shorter texts are said often, and mean nothing by it: thanks, well said.
LEAST_REPEATED = 20
LINKS_TOLD = 5


@dataclass(frozen=True)
class Finding:
    """Why a comment does not appear at once, and what was found in it, in words for moderators."""

    reason: str
    found: tuple[str, ...] = ()
    status: str = Status.PENDING
    """Where the comment goes because of it: to the queue, or to the spam."""


# --- How it came ---


def hold_trapped(draft: Draft, at: datetime) -> Finding | None:
    return Finding(Reason.TRAP, status=Status.SPAM) if draft.trap else None


def hold_unstamped(draft: Draft, at: datetime) -> Finding | None:
    """A form that is not ours, or one that was sent back faster, or later, than people do."""
    made = signed.stamped_at(draft.stamp, draft.edition.article_id)
    if made is None:
        return Finding(Reason.NO_STAMP)
    if at - made < QUICKEST:
        return Finding(Reason.TOO_FAST)
    return Finding(Reason.OLD_PAGE) if at - made > OLDEST_PAGE else None


def hold_everything(draft: Draft, at: datetime) -> Finding | None:
    return Finding(Reason.HELD) if draft.discussion.is_held(draft.policy) else None


# --- What it says ---


def hold_refused_words(draft: Draft, at: datetime) -> Finding | None:
    found = _words(draft, draft.policy.refuse_words)
    return Finding(Reason.REFUSED_WORD, found, Status.SPAM) if found else None


def hold_words(draft: Draft, at: datetime) -> Finding | None:
    found = _words(draft, draft.policy.hold_words)
    return Finding(Reason.WORD, found) if found else None


def hold_links(draft: Draft, at: datetime) -> Finding | None:
    if not draft.hold_links or text.count_links(draft.text) < draft.hold_links:
        return None
    return Finding(Reason.LINKS, tuple(link[:100] for link in text.links(draft.text)[:LINKS_TOLD]))


def hold_name(draft: Draft, at: datetime) -> Finding | None:
    return Finding(Reason.NAME, (draft.name,)) if text.mixes_scripts(draft.name) else None


def hold_spam(draft: Draft, at: datetime) -> Finding | None:
    """Reads like what moderators called spam; from `Policy.spam_mark` on it goes to the spam at once."""
    percent = draft.judgement.percent
    if percent < draft.policy.spam_hold:
        return None
    status = Status.SPAM if percent >= draft.policy.spam_mark else Status.PENDING
    return Finding(Reason.SPAM, (f"{percent} %", *draft.judgement.because), status)


def hold_repeated(draft: Draft, at: datetime) -> Finding | None:
    """The same words within a day from the same address or network, wherever they were said."""
    if len(draft.text) < LEAST_REPEATED:
        return None
    said = _said(**draft.writer, since=at - LATELY, fingerprint=draft.fingerprint)
    others = [pk for pk in said if not (draft.edits and draft.edits.pk == pk)]
    return Finding(Reason.REPEATED) if others else None


def _words(draft: Draft, listed: str) -> tuple[str, ...]:
    return words.find(listed, draft.text, draft.name, draft.email, draft.website) if listed else ()


# --- Who says it ---


def hold_blocked(draft: Draft, at: datetime) -> Finding | None:
    block = blocks.found(draft, at)
    return Finding(Reason.BLOCKED, (str(block.get_kind_display()),)) if block else None


def hold_rejected(draft: Draft, at: datetime) -> Finding | None:
    """So much of what this address wrote was rejected within a week. What writers took back themselves is left out."""
    if not (draft.policy.hold_rejected and draft.email_key):
        return None
    own = Comment.objects.filter(draft.same_address, decided_at__gt=at - WEEK)
    decided = own.exclude(removal_reason__in=[Comment.Removal.WRITER, Comment.Removal.ERASED])
    bad = Count("pk", filter=Q(status__in=[Status.SPAM, Status.REMOVED]))
    counted = decided.aggregate(all=Count("pk"), bad=bad)
    if counted["all"] < LEAST_DECIDED or counted["bad"] * 100 < counted["all"] * draft.policy.hold_rejected:
        return None
    return Finding(Reason.REJECTED, (f"{counted['bad']}/{counted['all']}",))


def hold_unconfirmed(draft: Draft, at: datetime) -> Finding | None:
    if draft.user or not draft.policy.must_confirm:
        return None
    confirmed = Commenter.objects.filter(email_key=draft.email_key).exclude(confirmed_at=None)
    return None if confirmed.exists() else Finding(Reason.UNCONFIRMED)


def hold_first(draft: Draft, at: datetime) -> Finding | None:
    """Fewer comments of this writer have been approved than the rules ask for."""
    wanted = draft.hold_first
    if not wanted:
        return None
    if draft.user:
        known = list(Comment.objects.filter(user=draft.user).approved().values_list("pk", flat=True)[:wanted])
    else:
        known = _of_guest(address=draft.email_key or NOBODY, name=text.key(draft.name), most=wanted)
    return None if len(known) >= wanted else Finding(Reason.FIRST)


# --- What the rules look up ---

_said = Prepared(
    lambda address, network, since, fingerprint: Comment.objects.filter(
        Q(email_key=address) | Q(network=network), created_at__gt=since, fingerprint=fingerprint
    ).values_list("pk", flat=True)[:2],
    address=str,
    network=str,
    since=datetime,
    fingerprint=str,
)
# A member's name and address prove nothing in the hands of a guest.
_of_guest = Prepared(
    lambda address, name, most: (
        Comment.objects.filter(email_key=address, name_key=name, user=None)
        .approved()
        .values_list("pk", flat=True)[:most]
    ),
    address=str,
    name=str,
    most=FIXED,
)

# By what is written alone, whoever wrote it and wherever.
WRITTEN = (hold_refused_words, hold_words, hold_links, hold_name, hold_spam)
# Whatever it was sent with, which the words that are put in their place later are not.
EDITED = (
    hold_everything,
    hold_blocked,
    *WRITTEN,
    hold_repeated,
    hold_rejected,
    hold_unconfirmed,
    hold_first,
)
HOLDS = (hold_trapped, hold_unstamped, *EDITED)
