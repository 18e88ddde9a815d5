"""The log of every act: who reads it, what it tells, and that it lasts."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext

from articles.desk import workflow
from articles.models import Article, guards
from newsroom import ledger
from newsroom.desk import urls  # noqa: F401 (it loads the desk, which tells who signs in)
from tests import make

pytestmark = pytest.mark.django_db
LOG = "/admin/admin/logentry/"


@pytest.fixture
def editor():
    return make.editor("olga")


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def act(by: User, repr_: str = "A story", message: str = "Published.", **fields) -> LogEntry:
    kind = ContentType.objects.get_for_model(Article)
    fields = {"content_type": kind, "object_id": "1", "action_flag": CHANGE} | fields
    return LogEntry.objects.create(user=by, object_repr=repr_, change_message=message, **fields)


@pytest.fixture
def as_chief(client):
    client.force_login(make.chief("root"))
    return client


def told(client, **query) -> list[str]:
    return [entry.object_repr for entry in client.get(LOG, query).context["cl"].result_list]


def table(client, **query) -> list[list[str]]:
    answer = client.get(f"{LOG}export/", query)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("role", "reads", "takes"),
    [
        ("editor", 200, 403),
        ("chief", 200, 200),
        ("reporter", 403, 403),
        ("moderator", 403, 403),
        ("section_editor", 403, 403),
    ],
)
def test_who_may_read_it_and_who_takes_it_away(client, role, reads, takes):
    client.force_login(getattr(make, role)())
    assert (client.get(LOG).status_code, client.get(f"{LOG}export/").status_code) == (reads, takes)


@pytest.mark.parametrize("address", [LOG, f"{LOG}export/"])
def test_stranger_is_sent_to_the_login(client, address):
    assert "/admin/login/" in client.get(address).headers["Location"]


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_nobody_writes_in_it_or_takes_from_it(client, path):
    chief = make.chief()
    client.force_login(chief)
    address = LOG + path.format(pk=act(chief).pk)
    assert client.get(address).status_code == 403
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert LogEntry.objects.count() == 1


def test_an_entry_cannot_be_changed(client):
    chief = make.chief()
    client.force_login(chief)
    entry = act(chief)
    assert client.post(f"{LOG}{entry.pk}/change/", {"change_message": "Never."}).status_code == 403
    entry.refresh_from_db()
    assert entry.change_message == "Published."


def test_newest_act_stands_first(as_editor, editor):
    act(editor, "First")
    act(editor, "Second")
    assert told(as_editor) == ["Second", "First"]


def test_it_is_narrowed_by_person_act_kind_article_day_and_words(as_chief, editor):
    long_ago = datetime(2025, 3, 4, 12, tzinfo=UTC)
    rosa = make.reporter("rosa")
    other = act(rosa, "Hers", "Withdrawn.", object_id="7", action_flag=3, action_time=long_ago)
    act(editor, "His", object_id="8", content_type=ContentType.objects.get_for_model(User))
    for query in (
        {"person": other.user_id},
        {"act": "3"},
        {"kind": other.content_type_id},
        {"article": "7"},
        {"to": "2025-03-04"},
        {"q": "withdrawn"},
    ):
        assert told(as_chief, **query) == ["Hers"], query
        assert [row[5] for row in table(as_chief, **query)[1:]] == ["Hers"], query
    assert told(as_chief, act="1", **{"from": "2025-03-05"}) == []
    assert told(as_chief, act="2", **{"from": "2025-03-05"}) == ["His"]


@pytest.mark.parametrize(
    "query",
    [
        "?person=zzz&act=9&kind=%00&article=%00&from=zzz",
        "?article=%D9%A1",
        "?p=999",
        "?o=9.9",
        "?user__password__startswith=p",
        "?q=%00",
        "?article=" + "9" * 400,
        "?upto=zzz&as=zzz",
        "?upto=" + "9" * 400,
    ],
)
def test_odd_addresses_are_answered(as_chief, editor, query):
    act(editor)
    assert as_chief.get(LOG + query).status_code in (200, 302, 400)
    assert as_chief.get(f"{LOG}export/{query}").status_code in (200, 302, 400)


def test_nothing_in_a_table_is_run_by_a_spreadsheet(as_chief, editor):
    act(editor, "=HYPERLINK(1)", "@SUM(1)")
    row = table(as_chief, act="2")[1]
    assert row[5:] == ["'=HYPERLINK(1)", "'@SUM(1)"]


def test_a_list_costs_the_same_with_1_and_50_acts(as_editor, editor):
    def cost() -> int:
        as_editor.get(LOG)
        with CaptureQueriesContext(connection) as captured:
            as_editor.get(LOG)
        return len(captured)

    act(editor)
    one = cost()
    for number in range(49):
        act(make.reporter(), object_id=str(number))
    assert cost() == one


def test_a_story_s_whole_way_is_told(as_editor, editor):
    article = make.article("The way", by=editor)
    workflow.submit(article, by=editor)
    workflow.approve(article, by=editor)
    workflow.assign(article, by=editor, to=editor)
    workflow.publish(article, by=editor)
    workflow.unpublish(article, by=editor)
    assert len(told(as_editor, article=article.pk)) == 5


# --- Those who stand in it ---


def test_who_has_acted_is_not_deleted_but_made_inactive(client):
    chief, rosa = make.chief(), make.reporter("rosa")
    act(rosa)
    client.force_login(chief)
    page = client.post(f"/admin/auth/user/{rosa.pk}/delete/")
    assert "Untick “Active” instead" in page.text
    client.post(f"/admin/auth/user/{rosa.pk}/delete/", {"post": "yes"})
    assert User.objects.filter(username="rosa").exists()
    assert LogEntry.objects.filter(user=rosa).count() == 1


def test_who_has_acted_is_not_deleted_with_many_either(client):
    rosa, idle = make.reporter("rosa"), make.reporter("idle")
    act(rosa)
    client.force_login(make.chief())
    chosen = {"action": "delete_selected", "_selected_action": [rosa.pk, idle.pk], "post": "yes"}
    client.post("/admin/auth/user/", chosen)
    assert User.objects.filter(username__in=["rosa", "idle"]).count() == 2


def test_who_never_acted_can_be_deleted(client):
    idle = make.reporter("idle")
    client.force_login(make.chief())
    assert client.post(f"/admin/auth/user/{idle.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not User.objects.filter(username="idle").exists()


# --- It lasts ---


def test_the_database_lets_nobody_change_a_line_or_take_one_out(editor):
    entry = act(editor)
    for attempt in (
        lambda: LogEntry.objects.update(change_message="Never."),
        lambda: LogEntry.objects.filter(pk=entry.pk).delete(),
        editor.delete,
    ):
        with pytest.raises(IntegrityError, match="log_kept"), transaction.atomic():
            attempt()
    assert LogEntry.objects.get().change_message == "Published."


def test_it_opens_for_an_erasure_and_no_longer(editor):
    act(editor)
    with guards.lifted(guards.LOG):
        assert LogEntry.objects.update(object_repr="erased") == 1
    with pytest.raises(IntegrityError, match="log_kept"), transaction.atomic():
        LogEntry.objects.update(object_repr="again")


# --- Who comes and goes ---


def signing() -> list[str]:
    found = LogEntry.objects.filter(action_flag=ledger.SIGN_IN).order_by("pk")
    return [f"{entry.user}: {entry.change_message}" for entry in found]


def test_who_signs_in_and_out_is_told_and_who_is_refused_once_a_minute(client):
    make.user("rosa"), User.objects.create_user("reader", password="a long enough one")
    for name in ("rosa", "rosa", "rosa", "reader", "nobody"):
        authenticate(HttpRequest(), username=name, password="wrong")
    cache.delete(f"desk-refused-lately-{User.objects.get(username='rosa').pk}")
    authenticate(HttpRequest(), username="rosa", password="wrong")
    client.post("/admin/login/", {"username": "rosa", "password": "a long enough one"})
    client.post("/admin/logout/")
    assert signing() == [
        "rosa: Sign-in refused.",
        "rosa: Sign-in refused, 3 times since the last line.",
        "rosa: Signed in.",
        "rosa: Signed out.",
    ]


# --- As a file, and page by page ---


def test_it_is_taken_away_as_lines_of_json_and_that_is_told(as_chief, editor):
    entry = act(editor, "A story", "“Quoted”, she said.")
    lines = b"".join(as_chief.get(f"{LOG}export/", {"as": "json"}).streaming_content).decode().splitlines()
    assert [json.loads(line)["what"] for line in lines if json.loads(line)["number"] == entry.pk] == [
        "“Quoted”, she said."
    ]
    assert LogEntry.objects.latest("pk").object_repr == "Log saved as a file"


def test_the_command_writes_the_days_that_are_asked_for_and_stands_in_the_log_itself(editor):
    for day in (3, 4, 5):
        act(editor, f"Of day {day}", action_time=datetime(2025, 3, day, 12, tzinfo=UTC))
    out = io.StringIO()
    call_command("export_log", "--from", "2025-03-04", "--to", "2025-03-04", stdout=out)
    assert [json.loads(line)["thing"] for line in out.getvalue().splitlines()] == ["Of day 4"]
    last = LogEntry.objects.latest("pk")
    assert (last.user.username, last.object_repr) == (ledger.COMMAND_LINE, "export_log")
    assert not last.user.has_usable_password()


def test_what_comes_in_meanwhile_moves_nothing_from_page_to_page(as_editor, editor):
    LogEntry.objects.bulk_create(
        LogEntry(user=editor, object_repr=f"Act {n}", action_flag=CHANGE, change_message="") for n in range(102)
    )
    first = as_editor.get(LOG).context["cl"]
    act(editor, "Later")
    second = as_editor.get(LOG + first.get_query_string({"p": 2})).context["cl"]
    assert [entry.object_repr for entry in second.result_list] == ["Act 1", "Act 0"]


def test_the_list_reads_an_index_and_counts_no_further_than_it_reaches(as_editor, editor):
    act(editor)
    with CaptureQueriesContext(connection) as captured:
        as_editor.get(LOG, {"person": editor.pk})
    counts = [query["sql"] for query in captured if "COUNT(" in query["sql"] and "django_admin_log" in query["sql"]]
    assert counts
    assert all("LIMIT 10000" in sql for sql in counts)
    if connection.vendor == "sqlite":
        plan = LogEntry.objects.filter(user=editor).order_by("-pk")[:100].explain()
        assert "USING INDEX log_person" in plan or "USING INDEX django_admin_log_user_id" in plan
        assert "TEMP B-TREE" not in plan
