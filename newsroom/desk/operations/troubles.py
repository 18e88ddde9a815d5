"""What is amiss, in words, and what to do about it. Prometheus is told the same in deploy/prometheus/newsroom.rules.yml."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.desk.operations.seen import Seen
from newsroom.figures import MOST

# Seconds that things may wait; what a share of the disk may be left; and the age of a backup.
TASK_WAITS, MESSAGE_WAITS, COMMENT_WAITS = 300, 3600, 24 * 3600
REPLICA_LAGS = 30
DISK_LEFT = 0.1
BACKUP_AGE = timedelta(hours=36)


class Trouble(NamedTuple):
    what: str
    do: str


def troubles(seen: Seen, at: datetime) -> list[Trouble]:
    return [*_parts(seen), *_tasks(seen), *_messages(seen), *_storage(seen, at), *_people(seen)]


def _parts(seen: Seen) -> Iterator[Trouble]:
    wrong = {name: said for name, said in seen.parts.items() if said != "ok"}
    if "migrations" in wrong:
        yield Trouble(_("The database does not have all migrations."), _("Run “manage.py migrate”."))
    if "cache" in wrong:
        yield Trouble(
            _("The cache does not answer. Limits on comments and on sign-in may not hold."),
            _("Look whether the server that CACHE_URL names runs."),
        )
    for replica in seen.replicas or []:
        if replica.lag is None:
            yield Trouble(
                _("The replica %(name)s does not answer.") % {"name": replica.name},
                _("Readers are served by the others. Look at its log, and start it again."),
            )
        elif replica.lag > REPLICA_LAGS:
            yield Trouble(
                _("The replica %(name)s is %(n)d seconds behind.") % {"name": replica.name, "n": replica.lag},
                _("Look for a long query on it, a full disk, or a slow line to it."),
            )


def _tasks(seen: Seen) -> Iterator[Trouble]:
    if seen.tasks and seen.tasks.oldest > TASK_WAITS:
        yield Trouble(
            _("Tasks wait: %(n)s, the oldest for %(time)s. Mail, similar posts and pictures are late.")
            % {"n": number(seen.tasks.number), "time": span(seen.tasks.oldest)},
            _("Start a worker: “manage.py db_worker”. If one runs, its log says what it is at."),
        )
    if failed := sum(hour.failed for hour in (seen.hours or [])[-2:]):
        said = ngettext(
            "%(n)d task failed in the last two hours.", "%(n)d tasks failed in the last two hours.", failed
        )
        yield Trouble(said % {"n": failed}, _("The worker's log says why, with a traceback."))


def _messages(seen: Seen) -> Iterator[Trouble]:
    if seen.letters and seen.letters.oldest > MESSAGE_WAITS:
        yield Trouble(
            _("Mail to readers waits: %(n)s, the oldest for %(time)s.")
            % {"n": number(seen.letters.number), "time": span(seen.letters.oldest)},
            _("Look whether the mail server of NEWSROOM_EMAIL_URL answers, then run “manage.py send_letters”."),
        )
    if seen.webhooks and seen.webhooks.oldest > MESSAGE_WAITS:
        yield Trouble(
            _("Messages to webhooks wait: %(n)s, the oldest for %(time)s.")
            % {"n": number(seen.webhooks.number), "time": span(seen.webhooks.oldest)},
            _("Run “manage.py send_webhooks”; without a worker, run it every minute."),
        )


def _storage(seen: Seen, at: datetime) -> Iterator[Trouble]:
    if seen.disk and seen.disk.free < seen.disk.total * DISK_LEFT:
        yield Trouble(
            _("The disk is nearly full: %(percent)d per cent are left.")
            % {"percent": 100 * seen.disk.free // seen.disk.total},
            _("Make room or a larger disk. If it fills, nothing can be saved."),
        )
    if not seen.has_backups:
        yield Trouble(
            _("Nobody has said where backups go."),
            _("Set NEWSROOM_BACKUP_TO, and run “manage.py backup” every night."),
        )
    elif seen.backup is None:
        yield Trouble(
            _("There is no backup, or its place cannot be read."),
            _("Run “manage.py backup --list”; it says what is wrong."),
        )
    elif at - seen.backup.made_at > BACKUP_AGE:
        yield Trouble(
            _("The last backup is %(time)s old.") % {"time": timesince(seen.backup.made_at, at)},
            _("Run “manage.py backup”, and look why the timer does not."),
        )


def _people(seen: Seen) -> Iterator[Trouble]:
    if seen.held and seen.held.oldest > COMMENT_WAITS:
        yield Trouble(
            _("Comments wait for a moderator: %(n)s, the oldest for %(time)s.")
            % {"n": number(seen.held.number), "time": span(seen.held.oldest)},
            _("Tell the moderators."),
        )


def number(found: int) -> str:
    return _("%(n)d or more") % {"n": MOST} if found >= MOST else str(found)


def span(seconds: float) -> str:
    """In minutes and more, as Django words it; a short one in seconds."""
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", round(seconds)) % {"n": round(seconds)}
    return timesince(datetime(2000, 1, 1), datetime(2000, 1, 1) + timedelta(seconds=seconds))
