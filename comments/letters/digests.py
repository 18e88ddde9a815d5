"""The answers of a day in one mail, once a day to each person.

Each answer is a letter of its own that waits for the morning; what is due then to one address goes out together.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from comments import text
from comments.letters import kinds, people
from comments.letters.sending import WAITS, hand_to_server
from comments.models import Commenter, Letter
from comments.models.letter import LetterQuerySet

# A morning may come early, so two digests are somewhat less than a day apart.
BETWEEN = timedelta(hours=20)
BATCH = 100
# Answers in one digest; the next day brings the rest.
MOST = 200


def plan(commenter: Commenter, due_at: datetime) -> None:
    """Have a worker send this person's digest then. Where there is none, `manage.py send_digests` does."""
    if send_later.get_backend().supports_defer:
        pk = commenter.pk
        transaction.on_commit(lambda: send_later.using(run_after=due_at).enqueue(pk), robust=True)


@task()
def send_later(commenter_id: int) -> None:
    commenter = Commenter.objects.filter(pk=commenter_id).first()
    if commenter is not None:
        send(commenter.email)


def send_due(most: int) -> Iterator[tuple[int, int]]:
    """Send what is due, to so many people at most. Yields how many digests went and how many failed, a batch at a time."""
    at, last, sent, failed, asked = timezone.now(), "", 0, 0, 0
    while asked < most:
        due = _due(at).filter(to__gt=last).order_by("to").values_list("to", flat=True).distinct()
        found = list(due[: min(BATCH, most - asked)])
        if not found:
            break
        results = [send(email) for email in found]
        last, asked = found[-1], asked + len(found)
        sent, failed = sent + results.count(True), failed + results.count(False)
        yield sent, failed


def send(email: str, at: datetime | None = None) -> bool | None:
    """Send one person's digest. False if the server did not take it; None if none is due, or others send it."""
    at = at or timezone.now()
    commenter, letters = _claim(email, at)
    if commenter is None or not letters:
        return None
    said = kinds.digest(commenter, letters)
    pks = [letter.pk for letter in letters]
    if said is None:
        Letter.objects.filter(pk__in=pks).delete()
        return None
    taken = hand_to_server(kinds.message(letters[0], said), pks)
    if not taken:
        # So that it is tried again today.
        Commenter.objects.filter(pk=commenter.pk).update(digest_at=commenter.digest_at)
    return taken


def _claim(email: str, at: datetime) -> tuple[Commenter | None, list[Letter]]:
    """The person, as they were before, and the letters that are ours now; none if it is too early or others have them."""
    with transaction.atomic():
        person = Commenter.objects.select_for_update().filter(email_key=text.key(email)).first()
        due = _due(at).filter(to=email)
        if person is None or people.reader(email) is None:
            due.delete()
            return None, []
        if person.digest_at and person.digest_at > at - BETWEEN:
            return None, []
        rows = due.select_related("comment__parent").order_by("pk")
        letters = list(rows[:MOST])
        if letters:
            until = at + timedelta(minutes=WAITS[letters[0].tries])
            mine = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
            mine.update(tries=F("tries") + 1, due_at=until)
            Commenter.objects.filter(pk=person.pk).update(digest_at=at)
    return person, letters


def _due(at: datetime) -> LetterQuerySet:
    return Letter.objects.due(at).filter(kind=Letter.Kind.DIGEST)
