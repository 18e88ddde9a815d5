"""Sending what webhooks are told, and keeping their secrets: by Standard Webhooks 1.0 (https://www.standardwebhooks.com).

A message is sent until somebody answers with success, and may come more than once. It goes to public addresses alone, and
follows no redirect.
"""

import base64
import json
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import link_fetch
from articles.models.webhook import Delivery, Webhook
from articles.public import webhooks

Status = Delivery.Status
# Before the second try, the third and so on. After the last the message is given up: a little over two days in all.
WAITS = [timedelta(minutes=m) for m in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60)]
# For how long nobody else takes a message that is being sent.
LEASE = timedelta(minutes=2)
# For how long what is sent is signed with the old secret too.
OVERLAP = timedelta(days=1)
# So many messages given up one after the other switch a webhook off.
MOST_FAILED = 5
BOUNDS = link_fetch.Bounds(timeout=10, total=20)
TEST = "test"


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


@transaction.atomic
def add(webhook: Webhook, *, by: User) -> str:
    """Store a new webhook. Returns its secret, which nobody is shown again."""
    _demand(by)
    webhook.secret, webhook.created_by = new_secret(), by
    webhook.save()
    LogEntry.objects.log_actions(by.pk, [webhook], ADDITION, change_message=_("Added."), single_object=True)
    return webhook.secret


@transaction.atomic
def rotate(webhook: Webhook, *, by: User) -> str:
    """Give it a new secret. For a day messages carry both signatures, so that the other side can change over."""
    _demand(by)
    locked = Webhook.objects.select_for_update().get(pk=webhook.pk)
    locked.old_secret, locked.old_until, locked.secret = locked.secret, timezone.now() + OVERLAP, new_secret()
    locked.save(update_fields=["old_secret", "old_until", "secret"])
    LogEntry.objects.log_actions(by.pk, [webhook], CHANGE, change_message=_("New secret."), single_object=True)
    return locked.secret


def test(webhook: Webhook, *, by: User) -> Delivery:
    """Send a message that tells of nothing, now. Returns what became of it; it is not tried again."""
    _demand(by)
    key, waits = f"{TEST}-{secrets.token_hex(8)}", timezone.now() + LEASE
    delivery = Delivery.objects.create(webhook=webhook, key=key, event=TEST, payload={}, next_try=waits)
    _send(delivery, timezone.now())
    Delivery.objects.filter(pk=delivery.pk, status=Status.WAITING).update(status=Status.FAILED)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def send_again(delivery: Delivery, *, by: User) -> None:
    """Let the message be sent once more from the start, under its old key."""
    _demand(by)
    again = {"status": Status.WAITING, "tries": 0, "next_try": timezone.now(), "problem": ""}
    Delivery.objects.filter(pk=delivery.pk).exclude(status=Status.WAITING).update(**again)
    LogEntry.objects.log_actions(by.pk, [delivery], CHANGE, change_message=_("Sent again."), single_object=True)
    webhooks.soon()


class Done(NamedTuple):
    tried: int
    again: datetime | None
    """When the first of those that failed is due again."""


def send_due(at: datetime | None = None, most: int | None = None) -> Done:
    """Note what has happened, and send what is due, the oldest first; `most` messages at most."""
    webhooks.note_stories(at or timezone.now())
    due = Delivery.objects.filter(status=Status.WAITING, next_try__lte=at or timezone.now(), webhook__is_active=True)
    tried, again = 0, []
    for delivery in due.select_related("webhook").order_by("pk")[:most]:
        now = at or timezone.now()
        if claim(delivery, now):
            tried += 1
            if next_try := _send(delivery, now):
                again.append(next_try)
    Delivery.objects.filter(created_at__lt=(at or timezone.now()) - webhooks.KEEP).delete()
    return Done(tried, min(again, default=None))


def claim(delivery: Delivery, at: datetime) -> bool:
    """Whether it is ours to send: of two workers that have read the same row, one moves it on."""
    as_read = Delivery.objects.filter(pk=delivery.pk, status=Status.WAITING, next_try=delivery.next_try)
    return bool(as_read.update(next_try=at + LEASE))


def _demand(by: User) -> None:
    if not by.is_superuser:
        raise PermissionDenied


def _send(delivery: Delivery, at: datetime) -> datetime | None:
    """Send it now. Returns when to try again, if that is needed."""
    hook = delivery.webhook
    delivery.payload = webhooks.still_said(delivery, at)
    body = json.dumps(delivery.message, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    answer = link_fetch.post(hook.url, body, _headers(hook, delivery.key, at, body), BOUNDS)
    told: dict[str, Any] = {
        "payload": delivery.payload,
        "tries": delivery.tries + 1,
        "code": answer.status,
        "problem": answer.problem[:200],
    }
    if answer.status is not None and 200 <= answer.status < 300:
        told |= {"status": Status.SENT, "sent_at": at, "problem": ""}
    elif delivery.tries < len(WAITS):
        told |= {"next_try": at + WAITS[delivery.tries]}
    else:
        told |= {"status": Status.FAILED}
    Delivery.objects.filter(pk=delivery.pk).update(**told)
    if answer.status == 410 or (told.get("status") == Status.FAILED and _fails_always(hook)):
        Webhook.objects.filter(pk=hook.pk).update(is_active=False)
        return None
    return told.get("next_try")


def _headers(hook: Webhook, key: str, at: datetime, body: bytes) -> dict[str, str]:
    sent = int(at.timestamp())
    known = [hook.secret]
    if hook.old_secret and hook.old_until and at < hook.old_until:
        known.append(hook.old_secret)
    return {
        "Content-Type": "application/json",
        "User-Agent": link_fetch.agent("webhooks"),
        "webhook-id": key,
        "webhook-timestamp": str(sent),
        "webhook-signature": " ".join(webhooks.signature(secret, key, sent, body) for secret in known),
    }


def _fails_always(hook: Webhook) -> bool:
    last = hook.deliveries.exclude(status=Status.WAITING).exclude(event=TEST).order_by("-pk")
    told = list(last.values_list("status", flat=True)[:MOST_FAILED])
    return len(told) == MOST_FAILED and set(told) == {Status.FAILED}
