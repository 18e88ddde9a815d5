"""What webhooks are told: stories that have become public, changed or gone, as readers see them at that moment.

Nothing is noted when an editor schedules or cancels. What has happened is read off the editions themselves, so a story is
told of once its time has come, however it came, and a cancelled one never.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.models.edition import FOREVER, Edition
from articles.models.prepared import Prepared
from articles.models.webhook import Delivery, Webhook
from articles.public.data import shapes
from articles.public.feeds.entry import whole
from articles.public.feeds.stories import entry_id

Event, Change = Webhook.Event, Edition.Change
# How far back is looked each time: what was committed after its own time had come is still found.
LATE = timedelta(minutes=10)
# For how long a message is kept, and how far back a webhook is told that was switched on again.
KEEP = timedelta(days=30)
EVENTS = {
    Change.FIRST: Event.PUBLISHED,
    Change.UPDATE: Event.UPDATED,
    Change.CORRECTION: Event.CORRECTED,
    Change.WITHDRAWAL: Event.WITHDRAWN,
}
STORY_EVENTS = {*EVENTS.values(), Event.TAKEN_DOWN}
# What is said of a story that readers do not see any more.
WHERE = ("id", "url")

# Called when there is something to send, inside the transaction.
AFTER_NOTE: list[Callable[[], None]] = []


class Happening(NamedTuple):
    event: str
    key: str
    """The same for the same event at every try, by which a receiver knows a repetition."""
    payload: dict[str, Any]


_active = Prepared(lambda: Webhook.objects.filter(is_active=True))


def note(event: str, key: str, payload: dict[str, Any]) -> bool:
    """Keep a message for each webhook that wants this event; whether there is any. Once for each key."""
    wanted = [hook for hook in _active() if event in hook.events]
    made = [Delivery(webhook=hook, key=key, event=event, payload=payload) for hook in wanted]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    if made:
        soon()
    return bool(made)


def note_stories(at: datetime) -> None:
    """Keep a message for everything that has happened to stories since each webhook was last told."""
    for pk in Webhook.objects.filter(is_active=True).values_list("pk", flat=True):
        with transaction.atomic():
            hook = Webhook.objects.select_for_update().filter(pk=pk, is_active=True).first()
            if hook is None:
                continue
            since = max(hook.told_until - LATE, hook.created_at, at - KEEP)
            happened = [one for one in happenings(since, at) if one.event in hook.events]
            made = [
                Delivery(webhook=hook, key=one.key, event=one.event, payload=one.payload, next_try=at)
                for one in happened
            ]
            Delivery.objects.bulk_create(made, ignore_conflicts=True)
            Webhook.objects.filter(pk=pk).update(told_until=at)


def happenings(since: datetime, at: datetime) -> Iterator[Happening]:
    """What readers could see happen after `since` and by `at`, oldest first."""
    came = Edition.objects.ever_live().filter(live_from__gt=since, live_from__lte=at, change__in=EVENTS)
    later = Edition.objects.ever_live().filter(article=OuterRef("article"), live_from=OuterRef("live_until"))
    went = Edition.objects.ever_live().filter(live_until__gt=since, live_until__lte=at).exclude(Exists(later))
    told = [(one.live_from, EVENTS[Change(one.change)], one) for one in came.for_page()]
    told += [(one.live_until, Event.TAKEN_DOWN, one) for one in went.exclude(live_until=FOREVER).for_page()]
    for _when, event, edition in sorted(told, key=lambda one: (one[0], one[2].pk)):
        yield Happening(event, f"{event}-{edition.pk}", _payload(edition, event, at))


def still_said(delivery: Delivery, at: datetime) -> dict[str, Any]:
    """What of a message may be said by now: tries go on for days, and readers may have stopped seeing the story."""
    kind, _dash, number = delivery.key.rpartition("-")
    if kind not in STORY_EVENTS or Edition.objects.live(at).filter(pk=number).exists():
        return delivery.payload
    return {name: delivery.payload[name] for name in WHERE if name in delivery.payload}


def soon() -> None:
    """Have a worker send what is due."""
    for follow in AFTER_NOTE:
        follow()


def signature(secret: str, key: str, sent: int, body: bytes) -> str:
    """The signature of a message by Standard Webhooks 1.0; `secret` begins with `whsec_`, `sent` is in Unix seconds."""
    signed = f"{key}.{sent}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _payload(edition: Edition, event: str, at: datetime) -> dict[str, Any]:
    """The story as readers see it now; of one that they do not see any more, no more than where it stood."""
    where = {"id": entry_id(edition), "url": whole(edition.get_absolute_url())}
    if event == Event.TAKEN_DOWN or not edition.is_live(at):
        return where
    if edition.is_withdrawn:
        return where | {"notice": edition.note}
    note = {"note": edition.note} if edition.change in Edition.MATERIAL else {}
    return shapes.whole_story(edition, None, at) | note
