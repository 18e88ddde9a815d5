"""What a task worker does beside its tasks, so that several may run, on one machine or many, and any of them may die.

Who runs a task has it on lease: in the column `run_after`, which says nothing else of a task that runs, stands until when.
A thread renews it. A task whose lease is over belongs to a worker that is dead, and is given out again; one that failed is
tried again later, the same row with the same id. All our tasks may safely run twice.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

# How long a worker has a task without being heard of, and how often it is heard of.
LEASE, BEAT = timedelta(seconds=60), 15.0
# Seconds until the next attempt, after each that failed.
WAITS = (10, 60, 300, 1800, 7200)
# Seconds between two tries to reach a database that is gone, and for which what is done waits to be written down.
RETRY, PATIENCE = 1.0, 120
GONE = (OperationalError, InterfaceError)


class Worker(db_worker.Worker):
    """django-tasks-db's, with leases and further attempts. It outlives the loss of its database."""

    def run(self) -> None:
        is_lost = False
        while True:
            try:
                if is_lost:
                    connections["default"].ensure_connection()
                    logger.info("The database answers again.")
                is_lost = False
                return super().run()
            except GONE as error:
                if self.batch or not self.running:
                    raise
                if not is_lost:
                    logger.warning("The database does not answer; tasks wait for it: %s", type(error).__name__)
                is_lost = True
                close_old_connections()
                time.sleep(RETRY)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        # What is done is not done again for want of a note of it.
        db_task_result.set_successful = patiently(db_task_result.set_successful)  # type: ignore[method-assign]
        with lease(db_task_result):
            super().run_task(db_task_result)
        if db_task_result.status == Status.FAILED:
            try_again(db_task_result)


@contextmanager
def lease(task: DBTaskResult) -> Iterator[None]:
    """Hold the task for as long as the block runs and this process lives."""
    over = threading.Event()
    _renew(task)
    beat = threading.Thread(target=_beat, args=(task, over), daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def _beat(task: DBTaskResult, over: threading.Event) -> None:
    while not over.wait(BEAT):
        try:
            _renew(task)
            give_out_again()
        except GONE:
            logger.debug("A lease could not be renewed.", exc_info=True)
        finally:
            connections.close_all()


def _renew(task: DBTaskResult) -> None:
    running = DBTaskResult.objects.filter(pk=task.pk, status=Status.RUNNING)
    running.update(run_after=timezone.now() + LEASE)


def give_out_again() -> int:
    """Give tasks of dead workers to whoever is free. Returns how many there were."""
    now = timezone.now()
    # Before its first beat a task has no lease, but it has begun.
    dead = DBTaskResult.objects.filter(status=Status.RUNNING, run_after__lt=now, started_at__lt=now - LEASE)
    if count := dead.update(status=Status.READY, run_after=now):
        logger.warning("%d tasks of workers that are gone are given out again.", count)
    return count


def try_again(task: DBTaskResult) -> None:
    """Put a task that failed back, for later, as long as it has attempts left."""
    tried = len(task.worker_ids)
    if tried <= len(WAITS):
        later = timezone.now() + timedelta(seconds=WAITS[tried - 1])
        failed = DBTaskResult.objects.filter(pk=task.pk, status=Status.FAILED)
        failed.update(status=Status.READY, run_after=later, finished_at=None)
        logger.warning("Task %s failed at attempt %d and is tried again: %s", task.task_path, tried, _reason(task))


def _reason(task: DBTaskResult) -> str:
    return task.exception_class_path


def patiently(write: Callable[..., Any]) -> Callable[..., Any]:
    """The same, which waits for a database that is gone, for `PATIENCE` seconds at most."""

    def written(*args: Any, **kwargs: Any) -> Any:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return write(*args, **kwargs)
            except GONE:
                if time.monotonic() > until:
                    raise
                close_old_connections()
                time.sleep(RETRY)

    return written
