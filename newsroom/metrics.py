"""Figures for Prometheus at /metrics: how requests are answered, and how the newsroom does.

Imported only where NEWSROOM_METRICS_TOKEN is set. Requests are counted in files that the processes of one machine share
(prometheus_client's multiprocess mode). What a process has counted that is gone is added up into one file, so that neither
the number of files grows nor a counter ever falls.
"""

import fcntl
import os
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import django
from django.conf import settings
from django.utils import timezone

# Containers may share the folder, and each has a process of the same number.
FOLDER = Path(settings.NEWSROOM_METRICS_DIR) / socket.gethostname()
FOLDER.mkdir(parents=True, exist_ok=True)
# prometheus_client decides by this, when it is imported, where it counts.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FOLDER)

from prometheus_client import (  # noqa: E402
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric  # noqa: E402
from prometheus_client.mmap_dict import MmapedDict  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402
from prometheus_client.registry import Collector  # noqa: E402

from newsroom import __version__, figures, observed, readiness  # noqa: E402
from newsroom.observed import Asked  # noqa: E402

CONTENT_TYPE = CONTENT_TYPE_LATEST
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# What a request is counted under for which no view was found.
NO_VIEW = "none"

_own = CollectorRegistry()
requests = Histogram(
    "newsroom_request_seconds",
    "Seconds until Django had answered, by the view and the kind of status. Pages that were kept are not among it.",
    ["view", "outcome"],
    buckets=BUCKETS,
    registry=_own,
)
pages = Counter(
    "newsroom_pages",
    "Public pages by where they came from: kept, made, made in parts, or stale while the database was away.",
    ["source"],
    registry=_own,
)
_seconds: dict[tuple[str, str], Histogram] = {}
# What the pages that are kept have counted in this process, and what of it is told already.
_answered: dict[str, int] = {}
_told: dict[str, int] = {}
_lock = Lock()


def watch(answered: dict[str, int]) -> None:
    """Tell of what is counted there too: when Django is asked for something, which it is once a minute for each page."""
    global _answered
    _answered = answered


def _gather() -> None:
    with _lock:
        for source, number in _answered.items():
            pages.labels(source).inc(number - _told.get(source, 0))
            _told[source] = number


def count(asked: Asked) -> None:
    key = (asked.view or NO_VIEW, f"{asked.status[:1] or 5}xx")
    child = _seconds.get(key)
    if child is None:
        child = _seconds[key] = requests.labels(*key)
    child.observe(asked.seconds)
    _gather()


def kept_and_all() -> tuple[int, int]:
    """Of the public pages that processes of this machine have answered: those that were kept, and all."""
    _gather()
    with _alone(fcntl.LOCK_SH):
        samples = [one for metric in MultiProcessCollector(None, str(FOLDER)).collect() for one in metric.samples]
    found = {one.labels["source"]: int(one.value) for one in samples if one.name == "newsroom_pages_total"}
    return found.get(observed.KEPT, 0), sum(found.values())


def page() -> str:
    """All figures in Prometheus' text format. What cannot be asked just now is left out, and `newsroom_ready` says why."""
    _gather()
    with _alone(fcntl.LOCK_EX):
        _add_up()
        registry = CollectorRegistry()
        MultiProcessCollector(registry, str(FOLDER))
        registry.register(_Newsroom())
        return generate_latest(registry).decode()


# --- Counted in this process and others -------------------------------------------------------------------------------

# The file of the processes that are gone; no process has this number.
GONE = 0


@contextmanager
def _alone(how: int) -> Iterator[None]:
    with (FOLDER / "lock").open("w") as file:
        fcntl.flock(file, how)
        yield


def _add_up() -> None:
    """Move what processes have counted that are gone into one file."""
    for path in FOLDER.glob("*_*.db"):
        kind, _, number = path.stem.rpartition("_")
        if number.isdecimal() and int(number) != GONE and not _is_there(int(number)):
            whole = MmapedDict(str(FOLDER / f"{kind}_{GONE}.db"))
            for key, value, _timestamp, _place in MmapedDict.read_all_values_from_file(str(path)):
                whole.write_value(key, whole.read_value(key)[0] + value, 0)
            whole.close()
            path.unlink()


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


# --- Asked for when it is read ----------------------------------------------------------------------------------------

Samples = Iterable[tuple[dict[str, str], float]]


class _Newsroom(Collector):
    def collect(self) -> Iterator[Metric]:
        labels = {"version": __version__, "django": django.__version__, "python": sys.version.split()[0]}
        yield _gauge("newsroom_info", "Versions.", [(labels, 1)])
        parts = readiness.parts()
        ready = [({"part": name}, float(said == readiness.OK)) for name, said in parts.items()]
        yield _gauge("newsroom_ready", "Whether that part answers as it should.", ready)
        if parts["database"] != readiness.OK:
            return
        for name, help, ask in FIGURES:
            [samples] = figures.told([ask])
            if samples is not None:
                yield _gauge(f"newsroom_{name}", help, samples)


def _gauge(name: str, help: str, samples: Samples) -> Metric:
    found = list(samples)
    gauge = GaugeMetricFamily(name, help, labels=list(found[0][0]) if found else [])
    for labels, value in found:
        gauge.add_metric(list(labels.values()), value)
    return gauge


def _one(ask: Callable[[], float | None]) -> Callable[[], Samples]:
    def samples() -> Samples:
        value = ask()
        return [({}, value)] if value is not None else []

    return samples


def _waiting(ask: Callable[..., figures.Waiting], part: str) -> Callable[[], Samples]:
    return _one(lambda: getattr(ask(timezone.now()), part))


def _backup_time() -> float | None:
    last = figures.last_backup() if settings.NEWSROOM_BACKUP_TO else None
    return last.made_at.timestamp() if last else 0 if settings.NEWSROOM_BACKUP_TO else None


def _comments() -> Samples:
    return [({"status": status}, n) for status, n in figures.comments_of_the_day(timezone.now()).items()]


def _replicas_up() -> Samples:
    return [({"replica": one.name}, float(one.lag is not None)) for one in figures.replicas()]


def _replicas() -> Samples:
    return [({"replica": one.name}, one.lag) for one in figures.replicas() if one.lag is not None]


FIGURES: list[tuple[str, str, Callable[[], Samples]]] = [
    ("tasks_waiting", "Tasks that a worker might begin.", _waiting(figures.tasks_waiting, "number")),
    ("tasks_oldest_seconds", "Since when the oldest might have begun.", _waiting(figures.tasks_waiting, "oldest")),
    (
        "tasks_failed",
        "Tasks that failed in this clock hour and the last.",
        _one(lambda: sum(hour.failed for hour in figures.hours(timezone.now(), most=2))),
    ),
    (
        "publish_delay_seconds",
        "Seconds until what follows a publication was done, at most in this clock hour and the last.",
        _one(lambda: figures.publish_delay(timezone.now())),
    ),
    ("comments_day", "Comments of the last 24 hours, by what became of them.", _comments),
    ("comments_held", "Comments that wait for a moderator.", _waiting(figures.comments_held, "number")),
    ("comments_held_oldest_seconds", "For how long the oldest has.", _waiting(figures.comments_held, "oldest")),
    ("letters_waiting", "Mail to readers that is due.", _waiting(figures.letters_waiting, "number")),
    ("letters_oldest_seconds", "For how long the oldest is.", _waiting(figures.letters_waiting, "oldest")),
    ("letters_given_up", "Mail to readers that could not be sent.", _one(figures.letters_given_up)),
    ("webhooks_waiting", "Messages to webhooks that are due.", _waiting(figures.webhooks_waiting, "number")),
    ("webhooks_oldest_seconds", "For how long the oldest is.", _waiting(figures.webhooks_waiting, "oldest")),
    (
        "webhooks_given_up",
        "Messages to webhooks of the last 24 hours that nobody took.",
        _one(lambda: figures.webhooks_given_up(timezone.now())),
    ),
    ("replica_up", "Whether a replica answers.", _replicas_up),
    ("replica_lag_seconds", "By how much one that answers is behind.", _replicas),
    ("backup_timestamp_seconds", "When the last backup was made; 0 if there is none.", _one(_backup_time)),
    ("database_bytes", "Size of the database.", _one(figures.database_bytes)),
    ("media_bytes", "Size of the media library on this machine, within the hour.", _one(figures.media_bytes)),
    ("disk_free_bytes", "Free on the disk that this machine writes to.", _one(lambda: figures.disk().free)),
    ("disk_bytes", "Size of that disk.", _one(lambda: figures.disk().total)),
]
