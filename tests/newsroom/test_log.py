"""The log of every act: who reads it, what it tells, and that it lasts."""

import csv
import io

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import workflow
from articles.models import Article
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


def told(client, **query) -> list[str]:
    return [entry.object_repr for entry in client.get(LOG, query).context["cl"].result_list]


def table(client, **query) -> list[list[str]]:
    answer = client.get(f"{LOG}export/", query)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize("address", [LOG, f"{LOG}export/"])
@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("chief", 200), ("reporter", 403), ("moderator", 403)])
def test_who_may_read_it(client, role, status, address):
    client.force_login(getattr(make, role)())
    assert client.get(address).status_code == status


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


def test_it_is_narrowed_by_person_act_kind_article_day_and_words(as_editor, editor):
    other = act(make.reporter("rosa"), "Hers", "Withdrawn.", object_id="7", action_flag=3)
    act(editor, "His", object_id="8", content_type=ContentType.objects.get_for_model(User))
    LogEntry.objects.filter(pk=other.pk).update(action_time="2025-03-04T12:00Z")
    for query in (
        {"person": other.user_id},
        {"act": "3"},
        {"kind": other.content_type_id},
        {"article": "7"},
        {"to": "2025-03-04"},
        {"q": "withdrawn"},
    ):
        assert told(as_editor, **query) == ["Hers"], query
        assert [row[5] for row in table(as_editor, **query)[1:]] == ["Hers"], query
    assert told(as_editor, **{"from": "2025-03-05"}) == ["His"]


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
    ],
)
def test_odd_addresses_are_answered(as_editor, editor, query):
    act(editor)
    assert as_editor.get(LOG + query).status_code in (200, 302, 400)
    assert as_editor.get(f"{LOG}export/{query}").status_code in (200, 302, 400)


def test_nothing_in_a_table_is_run_by_a_spreadsheet(as_editor, editor):
    act(editor, "=HYPERLINK(1)", "@SUM(1)")
    row = table(as_editor)[1]
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
