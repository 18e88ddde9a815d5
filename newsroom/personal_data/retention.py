"""What has been kept for long enough, and how it goes: in batches, so that nobody waits and the work may be stopped.

How long is said by the rules of the conversation (`Policy.keep_days`) and by the settings `NEWSROOM_KEEP_…`.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from articles.desk import pruning
from articles.models import Presence, ShareLink, guards
from articles.models.webhook import Delivery
from articles.public import webhooks
from comments.models import Letter, Policy
from comments.models.letter import MOST_TRIES
from comments.privacy import scrubbing
from newsroom import ledger
from newsroom.personal_data.inventory import model_of

BATCH = 1000
# Newest saves of each story that stay, however old; as `prune_revisions` has it.
KEEP_SAVES = 20
ANSWERED = (ShareLink.Answer.APPROVED, ShareLink.Answer.REFUSED)


@dataclass(frozen=True)
class Rule:
    """One kind of thing that is not kept for ever. `days` is None where it is, for now.

    `count` says how many are older than a time; `erase` lets go of them, and yields how many after each batch.
    """

    name: str
    days: int | None
    count: Callable[[datetime], int]
    erase: Callable[[datetime], Iterator[int]]


def rules() -> list[Rule]:
    """In the order in which they are kept: whoever holds to something goes before it."""
    return [
        Rule("traces of readers", Policy.current().keep_days, scrubbing.waiting, _scrub),
        _deleted("letters to readers and colleagues", settings.NEWSROOM_KEEP_LETTERS, _letters),
        _deleted("links to drafts", settings.NEWSROOM_KEEP_SHARE_LINKS, _unanswered_links),
        Rule(
            "addresses of who signed off",
            settings.NEWSROOM_KEEP_SHARE_LINKS or None,
            lambda before: _answered_links(before).count(),
            _forget_addresses,
        ),
        Rule("old revisions", settings.NEWSROOM_KEEP_REVISIONS or None, _count_revisions, _prune_revisions),
        _deleted("sign-ins in the log", settings.NEWSROOM_KEEP_SIGN_INS, _sign_ins, guards.LOG),
        _deleted("acts in the log", settings.NEWSROOM_KEEP_LOG, _acts, guards.LOG),
        _deleted("finished tasks", settings.NEWSROOM_KEEP_TASKS, _tasks),
        _deleted("messages to webhooks", webhooks.KEEP.days, _deliveries),
        _deleted("who has a story open", 1, _presences),
        Rule("sessions that are over", 0, lambda now: _sessions(now).count(), _end_sessions),
    ]


def _deleted(name: str, days: int, rows: Callable[[datetime], QuerySet[Any]], guard: str = "") -> Rule:
    """A rule by which rows are deleted; 0 days are for ever. `guard` is what the database keeps them by."""
    return Rule(name, days or None, lambda before: rows(before).count(), lambda before: _delete(rows(before), guard))


def _delete(found: QuerySet[Any], guard: str = "") -> Iterator[int]:
    for pks in _batches(found):
        resting: AbstractContextManager[None] = guards.lifted(guard) if guard else nullcontext()
        with transaction.atomic(), resting:
            found.model._base_manager.filter(pk__in=pks).delete()
        yield len(pks)


def _batches(found: QuerySet[Any]) -> Iterator[list[Any]]:
    """Their keys, lowest first. What was looked at is not looked at again, however much of it stays."""
    rows = found.order_by("pk").values_list("pk", flat=True)
    pks = list(rows[:BATCH])
    while pks:
        yield pks
        pks = list(rows.filter(pk__gt=pks[-1])[:BATCH])


# --- Readers ---


def _scrub(before: datetime) -> Iterator[int]:
    scrubbed = 0
    for progress in scrubbing.scrub(before):
        yield progress.scrubbed - scrubbed
        scrubbed = progress.scrubbed


def _letters(before: datetime) -> QuerySet[Letter]:
    """Those that were sent or given up; one that is on its way goes on."""
    return Letter.objects.filter(Q(sent_at__lt=before) | Q(sent_at=None, tries__gte=MOST_TRIES, created_at__lt=before))


# --- The desk ---


def _links(before: datetime) -> QuerySet[ShareLink]:
    return ShareLink.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before))


def _unanswered_links(before: datetime) -> QuerySet[ShareLink]:
    return _links(before).exclude(answer__in=ANSWERED)


def _answered_links(before: datetime) -> QuerySet[ShareLink]:
    """Who signed a story off, and what they said, stays with the story; where to write to them does not."""
    return _links(before).filter(answer__in=ANSWERED).exclude(email="")


def _forget_addresses(before: datetime) -> Iterator[int]:
    for pks in _batches(_answered_links(before)):
        yield ShareLink.objects.filter(pk__in=pks).update(email="")


def _count_revisions(before: datetime) -> int:
    rule = pruning.Rule(before, KEEP_SAVES)
    return sum(pruning.prune(batch, rule, dry_run=True) for batch in pruning.batches(rule))


def _prune_revisions(before: datetime) -> Iterator[int]:
    rule = pruning.Rule(before, KEEP_SAVES)
    return (pruning.prune(batch, rule) for batch in pruning.batches(rule))


def _sign_ins(before: datetime) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(action_flag=ledger.SIGN_IN, action_time__lt=before)


def _acts(before: datetime) -> QuerySet[LogEntry]:
    return LogEntry.objects.exclude(action_flag=ledger.SIGN_IN).filter(action_time__lt=before)


# --- Of the moment ---


def _tasks(before: datetime) -> QuerySet[Any]:
    return DBTaskResult.objects.finished().filter(finished_at__lt=before)


def _deliveries(before: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(created_at__lt=before)


def _presences(before: datetime) -> QuerySet[Presence]:
    return Presence.objects.filter(seen_at__lt=before)


def _sessions(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)


def _end_sessions(now: datetime) -> Iterator[int]:
    yield from _delete(_sessions(now))
    if seen := model_of("usersessions.UserSession"):
        going_on = Session.objects.filter(session_key=OuterRef("session_key"))
        yield from _delete(seen._base_manager.filter(~Exists(going_on)))
