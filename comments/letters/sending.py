"""Handing letters to the mail server: after what they tell is stored, by the task worker where there is one, once each.

A letter is claimed before it is handed over, by putting off the time when others may try. So two workers never send the
same one; and if the one who claimed it is never heard of again, it is tried again when that time comes.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from articles.patience import patiently
from comments.letters.kinds import compose
from comments.models import Letter
from comments.models.letter import MOST_TRIES

logger = logging.getLogger(__name__)

# Minutes that a claim lasts, which are those until the next attempt. The first is longer than a server may take.
WAITS = (5, 15, 60, 240, 720, 720)
BATCH = 100


def note(letters: Iterable[Letter]) -> None:
    """Keep those letters that are the first with their mark, and send them when the transaction is stored."""
    new = list(letters)
    if not new:
        return
    Letter.objects.bulk_create(new, ignore_conflicts=True)
    marks = [letter.mark for letter in new]
    transaction.on_commit(lambda: _hand_over(marks), robust=True)


def _hand_over(marks: list[str]) -> None:
    """Have them sent when they are due. What is due later, where nothing runs later, is left to `manage.py`."""
    fresh = Letter.objects.filter(mark__in=marks, sent_at=None, tries=0).exclude(kind=Letter.Kind.DIGEST)
    by_time: dict[datetime, list[int]] = {}
    for pk, due_at in fresh.values_list("pk", "due_at"):
        by_time.setdefault(due_at, []).append(pk)
    for due_at, pks in by_time.items():
        _enqueue(pks, due_at)


def can_wait() -> bool:
    """Whether a worker does things later."""
    return deliver.get_backend().supports_defer


def _enqueue(pks: list[int], due_at: datetime) -> None:
    if due_at <= timezone.now():
        deliver.enqueue(pks)
    elif can_wait():
        deliver.using(run_after=due_at).enqueue(pks)


@task()
def deliver(pks: list[int]) -> None:
    """Send these letters, and those that could not be sent later."""
    failed = [pk for pk in pks if send(pk) is False]
    for pk, due_at in Letter.objects.due(_far()).filter(pk__in=failed).values_list("pk", "due_at"):
        _enqueue([pk], due_at)


def send(pk: int, at: datetime | None = None) -> bool | None:
    """Send one letter. False if the server did not take it; None if there was nothing to send, or others send it."""
    letter = claim(pk, at or timezone.now())
    if letter is None:
        return None
    message = compose(letter)
    if message is None:
        # What it was to tell is no longer so. It was not sent, so it may be written again.
        letter.delete()
        return None
    return hand_to_server(message, [letter.pk])


def claim(pk: int, at: datetime) -> Letter | None:
    """The letter, if it is due and nobody else has it; it is then ours for as long as `WAITS` says."""
    letter = Letter.objects.due(at).filter(pk=pk).select_related("comment", "decision", "colleague").first()
    if letter is None:
        return None
    until = at + timedelta(minutes=WAITS[letter.tries])
    won = Letter.objects.due(at).filter(pk=pk, tries=letter.tries).update(tries=F("tries") + 1, due_at=until)
    return letter if won else None


def hand_to_server(message: EmailMessage, pks: list[int]) -> bool:
    """Whether the server took it; the letters that it stands for are marked as sent then."""
    letters = Letter.objects.filter(pk__in=pks)
    try:
        message.send()
    except (OSError, SMTPException) as error:
        logger.warning("A letter could not be sent: %s", type(error).__name__)
        return False
    except ValueError as error:
        # An address that no mail can be written to, which waiting does not change.
        logger.warning("A letter was given up: %s", type(error).__name__)
        letters.update(tries=MOST_TRIES)
        return True
    # What has gone must not go again for want of a note of it.
    note = patiently(letters.update) if can_wait() else letters.update
    note(sent_at=timezone.now())
    return True


def send_due(most: int) -> Iterator[tuple[int, int]]:
    """Send what is due, at most so many. Yields how many were sent and how many failed so far, a batch at a time."""
    sent = failed = 0
    while sent + failed < most:
        due = Letter.objects.due(timezone.now()).exclude(kind=Letter.Kind.DIGEST).order_by("due_at", "pk")
        pks = list(due.values_list("pk", flat=True)[: min(BATCH, most - sent - failed)])
        if not pks:
            break
        results = [send(pk) for pk in pks]
        sent, failed = sent + results.count(True), failed + results.count(False)
        yield sent, failed


def _far() -> datetime:
    return timezone.now() + timedelta(days=2)
