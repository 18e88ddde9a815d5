"""What is not accepted at all. Each rule raises Refused, with the sentence that its writer reads."""

import math
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models.prepared import FIXED, Prepared
from comments import text
from comments.closing import Closing
from comments.models import Block, Comment
from comments.moderation import blocks, quota
from comments.moderation.draft import Draft

# People who share a network: a household, an office, a school.
NETWORK_TIMES = 3


class Refused(Exception):
    """The comment is not accepted. The message is for its writer; `status` is the HTTP answer."""

    status = 403


class Closed(Refused):
    def __init__(self, closing: Closing) -> None:
        self.closing, self.since = closing, closing.since
        super().__init__(str(closing))


class SignInNeeded(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only people who are signed in can comment here."))


class KeptOut(Refused):
    """Does not say why: who is kept out would only look for the way round."""

    def __init__(self) -> None:
        super().__init__(_("We cannot take this comment."))


class Duplicate(Refused):
    status = 409

    def __init__(self) -> None:
        super().__init__(_("You have said exactly that here already. Change your comment, or leave it at that."))


class Flood(Refused):
    """`retry_after` says in how many seconds the next one is taken."""

    status = 429

    def __init__(self, retry_after: float) -> None:
        self.retry_after = max(1, math.ceil(retry_after))
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        return ngettext(
            "You are posting too quickly. Wait %(n)d second, then post this comment again.",
            "You are posting too quickly. Wait %(n)d seconds, then post this comment again.",
            self.retry_after,
        ) % {"n": self.retry_after}


class TooMany(Flood):
    def _sentence(self) -> str:
        minutes = math.ceil(self.retry_after / 60)
        return ngettext(
            "That is a great deal for one hour. Wait %(n)d minute, then send it again.",
            "That is a great deal for one hour. Wait %(n)d minutes, then send it again.",
            minutes,
        ) % {"n": minutes}


# --- The rules ---


def refuse_closed(draft: Draft, at: datetime) -> None:
    closing = draft.discussion.closing(at, draft.edition.published_at)
    if closing:
        raise Closed(closing)


def refuse_guest(draft: Draft, at: datetime) -> None:
    if draft.user is None and draft.policy.must_sign_in:
        raise SignInNeeded


def refuse_blocked(draft: Draft, at: datetime) -> None:
    """An address, network or pattern that is kept out. Who is trusted may sit in any network."""
    if draft.is_trusted:
        return
    found = blocks.found(draft, at)
    if found and found.effect == Block.Effect.REFUSE:
        raise KeptOut


def refuse_duplicate(draft: Draft, at: datetime) -> None:
    """The same words to the same person from the same address, unless they were removed.

    Writers without an address are known by name; with one, two may have the same name.
    """
    parent = draft.parent.pk if draft.parent else None
    said = _said(address=draft.email_key, article=draft.edition.article_id, fingerprint=draft.fingerprint)
    for pk, below, name in said:
        is_same = below == parent and (draft.email_key or name == text.key(draft.name))
        if is_same and not (draft.edits and draft.edits.pk == pk):
            raise Duplicate


def refuse_flood(draft: Draft, at: datetime) -> None:
    """Another one from this address or network within the interval, or too many within the hour."""
    if draft.is_trusted:
        return
    most = draft.policy.per_hour
    # Those of a transaction that overtook this one are later than `at`, and count as well.
    found = _lately(**draft.writer, since=at - quota.HOUR, most=most * (1 + NETWORK_TIMES) or 1)
    interval = timedelta(seconds=settings.NEWSROOM_COMMENT_INTERVAL)
    if interval and found and found[0][0] > at - interval:
        raise Flood((found[0][0] + interval - at).total_seconds())
    from_address = [time for time, address, _network in found if draft.email_key and address == draft.email_key]
    from_network = [time for time, _address, network in found if draft.network and network == draft.network]
    seconds = quota.wait(from_address, most, at) or quota.wait(from_network, most * NETWORK_TIMES, at)
    if seconds:
        raise TooMany(seconds)


# --- What the rules look up ---

_said = Prepared(
    lambda address, article, fingerprint: (
        Comment.objects.filter(email_key=address, discussion_id=article, fingerprint=fingerprint)
        .exclude(status=Comment.Status.REMOVED)
        .values_list("pk", "parent_id", "name_key")
    ),
    address=str,
    article=int,
    fingerprint=str,
)
_lately = Prepared(
    lambda address, network, since, most: (
        Comment.objects.filter(Q(email_key=address) | Q(network=network), created_at__gt=since)
        .order_by("-created_at")
        .values_list("created_at", "email_key", "network")[:most]
    ),
    address=str,
    network=str,
    since=datetime,
    most=FIXED,
)

REFUSALS = (refuse_closed, refuse_guest, refuse_blocked, refuse_duplicate, refuse_flood)
# Of new words in an old comment: it is no new one, and its writer has been let in.
OF_AN_EDIT = (refuse_blocked, refuse_duplicate)
