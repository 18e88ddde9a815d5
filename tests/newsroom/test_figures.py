"""Figures of what waits, what failed and how large it is, from the rows that there are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult, get_date_max

from articles.models.webhook import Delivery, Webhook
from comments.models import Comment, Discussion, Letter
from newsroom import figures
from tests import make

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 29, 12, 30, tzinfo=UTC)


def ago(**span):
    return AT - timedelta(**span)


def task(status="READY", enqueued=None, **fields):
    values = {"run_after": get_date_max(), "task_path": "articles.tasks.draw_card", "backend_name": "default"}
    row = DBTaskResult.objects.create(status=status, args_kwargs={"args": [], "kwargs": {}}, **values | fields)
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=enqueued or ago(minutes=1))


def test_a_task_waits_since_it_might_have_begun():
    task(enqueued=ago(minutes=4))
    task(enqueued=ago(hours=9), run_after=ago(minutes=2))
    task(enqueued=ago(hours=9), run_after=ago(minutes=-2))
    task("RUNNING", enqueued=ago(hours=9))
    assert figures.tasks_waiting(AT) == (2, 240.0)


def test_nothing_waits_for_no_time():
    assert figures.tasks_waiting(AT) == figures.comments_held(AT) == figures.letters_waiting(AT) == (0, 0.0)


def test_tasks_are_told_by_the_hour_in_which_they_ended():
    task("SUCCESSFUL", enqueued=ago(minutes=20), finished_at=ago(minutes=10))
    task("SUCCESSFUL", enqueued=ago(hours=5), run_after=ago(minutes=80), finished_at=ago(minutes=75))
    task("FAILED", enqueued=ago(minutes=75), finished_at=ago(minutes=70))
    task("SUCCESSFUL", enqueued=ago(days=3), finished_at=ago(days=2))
    found = figures.hours(AT, most=3)
    assert [hour.begins.hour for hour in found] == [10, 11, 12]
    assert [(hour.done, hour.failed, hour.slowest) for hour in found] == [(0, 0, 0), (1, 1, 300), (1, 0, 600)]


def test_a_publication_is_late_until_the_last_that_follows_it_is_done():
    task("SUCCESSFUL", enqueued=ago(minutes=20), finished_at=ago(minutes=15))
    task("SUCCESSFUL", enqueued=ago(minutes=50), finished_at=ago(minutes=1), task_path="articles.tasks.add_avif")
    assert figures.publish_delay(AT) == 300
    assert all(import_string(path).module_path == path for path in figures.FOLLOWING)


def test_the_last_sign_of_a_worker_is_the_last_task_that_it_took_or_ended():
    assert figures.last_task(AT) is None
    task("SUCCESSFUL", started_at=ago(minutes=9), finished_at=ago(minutes=3))
    task("RUNNING", started_at=ago(minutes=5))
    assert figures.last_task(AT) == ago(minutes=3)


def test_comments_are_told_by_what_became_of_them_and_since_when_they_wait():
    discussion = Discussion.objects.get_or_create(article_id=make.live("A headline").article_id)[0]
    for status, hours in (("pending", 5), ("pending", 30), ("approved", 2), ("spam", 2), ("approved", 40)):
        Comment.objects.create(
            discussion=discussion, status=status, created_at=ago(hours=hours), name="Bea", text="Yes"
        )
    assert figures.comments_of_the_day(AT) == {"pending": 1, "approved": 1, "spam": 1, "removed": 0}
    assert figures.comments_held(AT) == (2, 30 * 3600.0)


def test_mail_and_messages_that_are_not_sent_are_told():
    for number, fields in enumerate([{}, {"sent_at": AT}, {"tries": 6}]):
        Letter.objects.create(kind="reply", to="a@b.example", mark=str(number), due_at=ago(minutes=2), **fields)
    hook = Webhook.objects.create(url="https://hook.example/", events=[], secret="x")
    for number, status in enumerate(("waiting", "failed", "sent")):
        Delivery.objects.create(
            webhook=hook, key=str(number), event="test", payload={}, status=status, next_try=ago(minutes=3)
        )
    Delivery.objects.update(created_at=ago(hours=1))
    assert (figures.letters_waiting(AT), figures.letters_given_up()) == ((1, 120.0), 1)
    assert (figures.webhooks_waiting(AT), figures.webhooks_given_up(AT)) == ((1, 180.0), 1)


def test_the_newest_backup_that_was_finished_counts_and_when_it_was_checked(settings, tmp_path):
    settings.NEWSROOM_BACKUP_TO = str(tmp_path / "there")
    assert figures.last_backup() is None
    folder = tmp_path / "there" / "2026-11-28T033000Z"
    folder.mkdir(parents=True)
    (folder / "database.sqlite3").write_bytes(b"x" * 700)
    (tmp_path / "there" / "2026-11-29T033000Z").mkdir()
    assert figures.last_backup() is None
    (folder / "backup.json").write_text("{}")
    (folder / "checked").write_text("2026-11-28T05:00:00+00:00")
    made, checked = datetime(2026, 11, 28, 3, 30, tzinfo=UTC), datetime(2026, 11, 28, 5, tzinfo=UTC)
    assert figures.last_backup() == (made, 700, checked)


@pytest.mark.django_db(transaction=True)
def test_a_backup_whose_checksums_were_compared_says_when(settings, tmp_path, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("the place is the same on every database")
    settings.NEWSROOM_BACKUP_TO, settings.VAR_DIR = str(tmp_path / "there"), tmp_path
    call_command("backup", verbosity=0)
    assert figures.last_backup().checked_at is None
    call_command("backup", check="newest", verbosity=0)
    assert figures.last_backup().checked_at is not None


def test_what_does_not_answer_is_left_out_and_the_rest_is_told(settings):
    settings.NEWSROOM_BACKUP_TO = ""
    assert figures.told([figures.last_backup, lambda: 7]) == [None, 7]


def test_sizes_are_of_this_machine(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"x" * 5)
    (tmp_path / "c").write_bytes(b"x" * 3)
    assert figures._size_of(str(tmp_path)) == 8
    assert figures.database_bytes() > 100_000
    assert 0 < figures.disk().free <= figures.disk().total


def test_a_server_that_follows_no_other_is_not_behind():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    assert figures._lag_of("default") == 0


def test_a_server_without_standbys_names_no_replica():
    assert figures.replicas() == []


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_asks_the_same_however_much_there_is(client, rows):
    for number in range(rows):
        task("SUCCESSFUL", enqueued=ago(minutes=20), finished_at=ago(minutes=10))
        task()
        Letter.objects.create(kind="reply", to="a@b.example", mark=str(number))
    client.force_login(make.superuser())
    client.get("/admin/operations/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/admin/operations/").status_code == 200
    assert len(asked) == QUERIES[connection.vendor]


QUERIES = {"sqlite": 15, "postgresql": 16}
