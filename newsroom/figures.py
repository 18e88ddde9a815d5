"""How the newsroom does, in figures: what waits, what failed, how large it is. For Prometheus and for the desk's page on it.

All is computed when it is asked for, from rows that are there anyway. No figure counts further than `MOST`, and none reads
the archive.
"""

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import TruncHour
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from articles.models.webhook import Delivery
from comments.models import Comment
from comments.models.letter import MOST_TRIES, Letter
from newsroom.backup import Refused, manifest, places

logger = logging.getLogger(__name__)
MOST = 10_000
# Of these the last so many tell how many were given up.
LATEST = 1000
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Files that are looked at to see how large the media library is, and seconds for which that is remembered.
MOST_FILES, REMEMBERED = 100_000, 3600


class Waiting(NamedTuple):
    """Things that wait, counted up to MOST, and for how many seconds the oldest has."""

    number: int
    oldest: float


def _waiting(rows: QuerySet, since: str, at: datetime) -> Waiting:
    number = rows.order_by()[:MOST].count()
    oldest = rows.aggregate(oldest=Min(since))["oldest"] if number else None
    return Waiting(number, max(0.0, (at - oldest).total_seconds()) if oldest else 0.0)


# --- Tasks -----------------------------------------------------------------------------------------------------------


def _due() -> Case:
    """When a task might have begun."""
    return Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))


def tasks_waiting(at: datetime) -> Waiting:
    """Those that a worker might begin now."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    due = ready.filter(Q(run_after=get_date_max()) | Q(run_after__lte=at))
    return _waiting(due.annotate(due=_due()), "due", at)


class Hour(NamedTuple):
    """Tasks that ended in one hour, and the seconds that passed at most until one was done that might have begun."""

    begins: datetime
    done: int
    failed: int
    slowest: float


# Tasks that follow a publication.
FOLLOWING = [f"articles.tasks.{name}" for name in ("refresh_similar", "draw_card", "send_webhooks")]


def publish_delay(at: datetime) -> float:
    """Seconds that passed at most, in this clock hour and the last, until what follows a publication was done."""
    return max(hour.slowest for hour in hours(at, most=2, task_path__in=FOLLOWING))


def hours(at: datetime, most: int = 24, **only: Any) -> list[Hour]:
    """The last hours, this one last; those in which nothing ended too. Rows of tasks are pruned, so they are not many."""
    first = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - HOUR * (most - 1)
    took = ExpressionWrapper(F("finished_at") - _due(), output_field=DurationField())
    ended = DBTaskResult.objects.filter(finished_at__gte=first, finished_at__lte=at, **only).order_by()
    found = {
        row["hour"]: Hour(row["hour"], row["all"] - row["failed"], row["failed"], _seconds(row["slowest"]))
        for row in ended.annotate(hour=TruncHour("finished_at", tzinfo=UTC), took=took)
        .values("hour")
        .annotate(all=Count("pk"), failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)), slowest=Max("took"))
    }
    all_hours = [first + HOUR * number for number in range(most)]
    return [found.get(hour, Hour(hour, 0, 0, 0.0)) for hour in all_hours]


def _seconds(span: timedelta | None) -> float:
    return max(0.0, span.total_seconds()) if span else 0.0


def last_task(at: datetime) -> datetime | None:
    """The last sign of a worker: when it last began or ended a task of the last day."""
    found = DBTaskResult.objects.filter(started_at__gte=at - DAY).aggregate(a=Max("started_at"), b=Max("finished_at"))
    return max((one for one in found.values() if one), default=None)


# --- The conversation, mail, webhooks --------------------------------------------------------------------------------


def comments_of_the_day(at: datetime) -> dict[str, int]:
    """Comments of the last day by what became of them."""
    found = (
        Comment.objects.filter(status__in=Comment.Status.values, created_at__gte=at - DAY).order_by().values("status")
    )
    counts = {row["status"]: row["n"] for row in found.annotate(n=Count("pk"))}
    return {status: counts.get(status, 0) for status in Comment.Status.values}


def comments_held(at: datetime) -> Waiting:
    return _waiting(Comment.objects.pending(), "created_at", at)


def letters_waiting(at: datetime) -> Waiting:
    return _waiting(Letter.objects.due(at), "due_at", at)


def letters_given_up() -> int:
    return Letter.objects.filter(sent_at=None, tries__gte=MOST_TRIES).order_by()[:MOST].count()


def webhooks_waiting(at: datetime) -> Waiting:
    """Messages to webhooks that are due. What waits for a next try does not count."""
    waiting = Delivery.objects.filter(status=Delivery.Status.WAITING, next_try__lte=at, webhook__is_active=True)
    return _waiting(waiting, "next_try", at)


def webhooks_given_up(at: datetime) -> int:
    """Of the last messages, those of the last day that nobody took."""
    latest = Delivery.objects.order_by("-pk").values_list("status", "created_at")[:LATEST]
    return sum(status == Delivery.Status.FAILED and made >= at - DAY for status, made in latest)


# --- Size ------------------------------------------------------------------------------------------------------------


def database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


class Disk(NamedTuple):
    total: int
    free: int


def disk() -> Disk:
    """Of the file system on which this machine keeps what it writes."""
    usage = shutil.disk_usage(settings.VAR_DIR)
    return Disk(usage.total, usage.free)


_media: tuple[float, int | None] = (0.0, None)


def media_bytes() -> int | None:
    """Bytes of the media library on this machine, as they were within the hour; None for a bucket, and for a huge one."""
    global _media
    if not isinstance(default_storage, FileSystemStorage):
        return None
    if time.monotonic() >= _media[0]:
        _media = (time.monotonic() + REMEMBERED, _size_of(str(default_storage.location)))
    return _media[1]


def _size_of(folder: str) -> int | None:
    size, seen, folders = 0, 0, [folder]
    while folders:
        with suppress(FileNotFoundError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                seen += 1
                if seen > MOST_FILES:
                    return None
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    size += entry.stat(follow_symlinks=False).st_size
    return size


# --- Backups and replicas --------------------------------------------------------------------------------------------


class Backup(NamedTuple):
    made_at: datetime
    size: int
    """Bytes of the database in it."""
    checked_at: datetime | None
    """When all its checksums were last compared."""


def last_backup() -> Backup | None:
    """The newest that was finished, in the place that NEWSROOM_BACKUP_TO names. Raises Refused or what the place raises."""
    place = places.at(settings.NEWSROOM_BACKUP_TO)
    for name in reversed(manifest.folders(place)):
        if place.exists(f"{name}/{manifest.FILE}"):
            _folders, files = place.listdir(name)
            size = sum(place.size(f"{name}/{file}") for file in files if file not in manifest.OURS)
            return Backup(manifest.moment_of(name), size, manifest.checked_at(place, name))
    return None


class Replica(NamedTuple):
    name: str
    lag: float | None
    """Seconds by which it is behind; None if it does not answer, or the server does not say."""


# One that has replayed all it got is not behind, however long nothing was written.
_LAG = """
    SELECT CASE WHEN NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp()) END
"""
_STANDBYS = "SELECT application_name, EXTRACT(EPOCH FROM replay_lag) FROM pg_stat_replication ORDER BY 1"


def replicas() -> list[Replica]:
    """Those that we read from, and those that the primary server knows of."""
    if connection.vendor != "postgresql":
        return []
    found = [Replica(alias, _lag_of(alias)) for alias in connections if alias != DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(_STANDBYS)
        # Without a delay in writing there is none in replaying either, and PostgreSQL says nothing.
        found += [Replica(f"standby {name}", float(lag or 0)) for name, lag in cursor.fetchall()]
    return found


def _lag_of(alias: str) -> float | None:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(_LAG)
            [lag] = cursor.fetchone()
    except DatabaseError:
        return None
    return float(lag) if lag is not None else None


def told(asks: Iterable[Callable[[], Any]]) -> list[Any]:
    """What each says, None for one that cannot because the database, the disk or the place of the backups does not answer."""
    answers: list[Any] = []
    faults: tuple[type[Exception], ...] = (DatabaseError, Refused, *places.failures())
    for ask in asks:
        try:
            answers.append(ask())
        except faults:
            logger.warning("A figure could not be had.", exc_info=True)
            answers.append(None)
    return answers
