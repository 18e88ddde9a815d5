"""What a task worker does beside its tasks, so that several may run, on one machine or many, and any of them may die.

Who runs a task has it on lease: in the column `run_after`, which says nothing else of a task that runs, stands until when.
A thread renews it. A task whose lease is over belongs to a worker that is dead, and is given out again; one that failed is
tried again later, the same row with the same id. All our tasks may safely run twice.
"""

import logging
import threading
import time
from datetime import timedelta

from django.db import close_old_connections, connection
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult, get_date_max

from articles.patience import GONE, RETRY, patiently

logger = logging.getLogger(__name__)

# How long a worker has a task without being heard of, and how often it is heard of.
LEASE, BEAT = timedelta(seconds=60), 15.0
# Seconds until the next attempt, after each that failed.
WAITS = (10, 60, 300, 1800, 7200)
# Tasks of dead workers that one look takes up.
MOST = 100


class Worker(db_worker.Worker):
    """django-tasks-db's, with leases and further attempts. It outlives the loss of its database."""

    held: DBTaskResult | None = None

    def run(self) -> None:
        over = threading.Event()
        threading.Thread(target=self._beat, args=(over,), daemon=True).start()
        try:
            give_out_again()
            self._run()
        finally:
            over.set()

    def _run(self) -> None:
        is_lost = False
        while True:
            try:
                if is_lost:
                    connection.ensure_connection()
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
        db_task_result.set_successful = patiently(db_task_result.set_successful)
        renew(db_task_result)
        self.held = db_task_result
        try:
            super().run_task(db_task_result)
        finally:
            self.held = None
        if db_task_result.status == Status.FAILED:
            try_again(db_task_result)

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(BEAT):
            try:
                if (task := self.held) is not None:
                    renew(task)
                give_out_again()
            except GONE:
                logger.debug("The database does not answer.", exc_info=True)
            finally:
                connection.close()


def renew(task: DBTaskResult) -> None:
    """Have it for another while."""
    running = DBTaskResult.objects.filter(pk=task.pk, status=Status.RUNNING)
    running.update(run_after=timezone.now() + LEASE)


def give_out_again() -> None:
    """Give tasks of dead workers to whoever is free; one that has been the death of all of them is given up."""
    now = timezone.now()
    # In the moment before it has a lease, a task has just begun; whose worker died in it has none.
    has_none = Q(run_after__lt=now) | Q(run_after=get_date_max())
    dead = DBTaskResult.objects.filter(has_none, status=Status.RUNNING, started_at__lt=now - LEASE)
    for task in dead[:MOST]:
        is_given_up = len(task.worker_ids) > len(WAITS)
        told = (
            {"status": Status.FAILED, "finished_at": now}
            if is_given_up
            else {"status": Status.READY, "run_after": now}
        )
        if dead.filter(pk=task.pk).update(**told):
            outcome = "is given up" if is_given_up else "is given out again"
            logger.warning("Task %s, whose worker is gone, %s.", task.task_path, outcome)


def try_again(task: DBTaskResult) -> None:
    """Put a task that failed back, for later, as long as it has attempts left."""
    tried = len(task.worker_ids)
    if tried > len(WAITS):
        return
    failed = DBTaskResult.objects.filter(pk=task.pk, status=Status.FAILED)
    failed.update(
        status=Status.READY, run_after=timezone.now() + timedelta(seconds=WAITS[tried - 1]), finished_at=None
    )
    kind = task.exception_class_path
    logger.warning("Task %s failed at attempt %d and is tried again: %s", task.task_path, tried, kind)
