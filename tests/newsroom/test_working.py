"""Task workers: several side by side, each task once, and none lost with the worker that had it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command, get_commands
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from articles import patience
from articles.desk.mail import send
from newsroom import working

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = QUEUE


def a_mail(**fields):
    task = DBTaskResult.objects.get(pk=send.enqueue("olga@news.example", "Handed over", "Your story.").id)
    DBTaskResult.objects.filter(pk=task.pk).update(**fields)
    return task


def work(worker="one"):
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, worker_id=worker, verbosity=0)


def test_the_worker_is_ours_and_runs_what_waits():
    assert get_commands()["db_worker"] == "newsroom"
    task = a_mail()
    work()
    assert len(mail.outbox) == 1 and str(task.pk) in mail.outbox[0].extra_headers["Message-ID"]
    work("two")
    task.refresh_from_db()
    assert len(mail.outbox) == 1 and task.status == Status.SUCCESSFUL


def test_what_failed_is_tried_again_later_each_time_later_and_not_for_ever(settings):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.articles.desk.test_handover.Down"
    task = a_mail()
    for wait in working.WAITS:
        before = timezone.now()
        work()
        task.refresh_from_db()
        assert task.status == Status.READY and task.finished_at is None
        assert before + timedelta(seconds=wait) <= task.run_after <= timezone.now() + timedelta(seconds=wait)
        work()
        assert len(task.worker_ids) == working.WAITS.index(wait) + 1
        DBTaskResult.objects.update(run_after=timezone.now())
    work()
    task.refresh_from_db()
    assert task.status == Status.FAILED
    settings.EMAIL_BACKEND = backend
    work()
    assert not mail.outbox


def test_a_task_of_a_dead_worker_is_taken_up_and_one_of_a_live_one_is_not():
    now, begun = timezone.now(), timezone.now() - 2 * working.LEASE
    held = a_mail(status=Status.RUNNING, started_at=begun, run_after=now + working.LEASE, worker_ids=["alive"])
    begins = a_mail(status=Status.RUNNING, started_at=now, worker_ids=["just now"])
    left = a_mail(status=Status.RUNNING, started_at=begun, run_after=now, worker_ids=["dead"])
    never = a_mail(status=Status.RUNNING, started_at=begun, worker_ids=["dead at once"])
    deadly = a_mail(status=Status.RUNNING, started_at=begun, run_after=now, worker_ids=["dead"] * 9)
    work()
    found = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert [found[one.pk] for one in (held, begins)] == [Status.RUNNING] * 2
    assert [found[one.pk] for one in (left, never, deadly)] == [Status.SUCCESSFUL] * 2 + [Status.FAILED]
    assert len(mail.outbox) == 2


def test_a_task_is_on_lease_while_it_runs():
    task = a_mail(status=Status.RUNNING, started_at=timezone.now())
    working.renew(task)
    task.refresh_from_db()
    assert task.run_after > timezone.now() + working.LEASE / 2
    DBTaskResult.objects.update(status=Status.SUCCESSFUL, run_after=timezone.now())
    working.renew(task)
    assert DBTaskResult.objects.get().run_after <= timezone.now()


def test_what_is_done_is_written_down_once_the_database_is_back(monkeypatch):
    monkeypatch.setattr(patience, "RETRY", 0)
    answers = iter([OperationalError("gone"), OperationalError("gone"), "stored"])

    def write():
        if isinstance(answer := next(answers), Exception):
            raise answer
        return answer

    assert patience.patiently(write)() == "stored"
    monkeypatch.setattr(patience, "PATIENCE", -1)
    answers = iter([OperationalError("gone")])
    with pytest.raises(OperationalError):
        patience.patiently(write)()


def test_a_worker_outlives_its_database(monkeypatch, caplog):
    monkeypatch.setattr(working, "RETRY", 0)
    worker = working.Worker(
        queue_names=["*"],
        interval=0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id="one",
        excluded_queue_names=[],
    )
    task, ready, gone = a_mail(), DBTaskResult.objects.ready, [1, 1]

    def lost_twice():
        if gone:
            gone.pop()
            raise OperationalError("gone")
        return ready()

    monkeypatch.setattr(DBTaskResult.objects, "ready", lost_twice, raising=False)
    worker.run()
    task.refresh_from_db()
    assert task.status == Status.SUCCESSFUL and len(mail.outbox) == 1
    assert caplog.text.count("tasks wait for it") >= 1
