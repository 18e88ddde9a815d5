"""All that the page on how the house runs is made of, asked for once."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from newsroom import figures, readiness
from newsroom.figures import Backup, Disk, Hour, Replica, Waiting


class Seen(NamedTuple):
    """None stands for what does not answer, or for what there is none of."""

    parts: dict[str, str]
    has_backups: bool
    tasks: Waiting | None = None
    hours: list[Hour] | None = None
    last_task: datetime | None = None
    comments: dict[str, int] | None = None
    held: Waiting | None = None
    letters: Waiting | None = None
    webhooks: Waiting | None = None
    database: int | None = None
    media: int | None = None
    disk: Disk | None = None
    backup: Backup | None = None
    replicas: list[Replica] | None = None
    kept: tuple[int, int] | None = None
    """Public pages that were kept, and all; where requests are counted."""


def look(at: datetime) -> Seen:
    has_backups = bool(settings.NEWSROOM_BACKUP_TO)
    asks = {
        "tasks": lambda: figures.tasks_waiting(at),
        "hours": lambda: figures.hours(at),
        "last_task": lambda: figures.last_task(at),
        "comments": lambda: figures.comments_of_the_day(at),
        "held": lambda: figures.comments_held(at),
        "letters": lambda: figures.letters_waiting(at),
        "webhooks": lambda: figures.webhooks_waiting(at),
        "database": figures.database_bytes,
        "media": figures.media_bytes,
        "disk": figures.disk,
        "backup": figures.last_backup if has_backups else lambda: None,
        "replicas": figures.replicas,
        "kept": _kept,
    }
    answers = dict(zip(asks, figures.told(asks.values()), strict=True))
    return Seen(readiness.parts(), has_backups, **answers)


def _kept() -> tuple[int, int] | None:
    if not settings.NEWSROOM_METRICS_TOKEN:
        return None
    from newsroom import metrics

    return metrics.kept_and_all()
