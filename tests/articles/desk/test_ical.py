"""The calendar feed: RFC 5545 on the wire, one secret a person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.desk import ical, workflow
from articles.models import Article, CalendarLink
from tests import make

LINK = "/admin/articles/article/calendar/link/"


def path_of(response) -> str:
    return response.context["feed"].removeprefix("http://testserver")


def make_link(client) -> str:
    return path_of(client.post(LINK, {"make": "1"}, follow=True))


def unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


@pytest.fixture
def feed(as_editor):
    return make_link(as_editor)


@pytest.mark.django_db
def test_the_feed_says_what_its_owner_may_see(client, feed, editor):
    soon = timezone.now().replace(microsecond=0) + timedelta(days=3)
    story = make.article("Ports; ships, and\\more", planned_for=soon, assignee=make.reporter("rosa"))
    edition = workflow.schedule(make.article("Ж" * 60), by=editor, live_from=soon)
    client.logout()
    response = client.get(feed)
    lines = unfolded(response.content)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert "SUMMARY:Planned: Ports\\; ships\\, and\\\\more" in lines
    assert f"SUMMARY:Scheduled: {'Ж' * 60}" in lines
    assert f"UID:planned-{story.pk}@localhost" in lines
    assert f"UID:edition-{edition.pk}@localhost" in lines
    assert f"DTSTART:{soon:%Y%m%dT%H%M%SZ}" in lines
    assert "DESCRIPTION:rosa" in lines
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert client.get(feed).content == response.content


@pytest.mark.django_db
def test_every_event_has_what_it_must_have_once(client, feed):
    soon = timezone.now() + timedelta(days=3)
    make.article("Both", planned_for=soon, due_at=soon)
    make.live("Out", ago=timedelta(days=2))
    lines = unfolded(client.get(feed).content)
    for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
        values = [line for line in lines if line.startswith(f"{name}:")]
        assert len(values) == 3
        assert name != "UID" or len(set(values)) == 3


@pytest.mark.django_db
def test_it_reaches_from_30_days_ago_to_180_ahead(client, feed):
    for days in (-29, -31, 179, 181):
        make.article(f"In {days}", planned_for=timezone.now() + timedelta(days=days))
    text = client.get(feed).content.decode()
    assert [days for days in (-29, -31, 179, 181) if f"In {days}" in text] == [-29, 179]


@pytest.mark.django_db
def test_a_reporters_feed_holds_nothing_of_others(client, reporter):
    make.article("Secret plan", planned_for=timezone.now() + timedelta(days=1))
    client.force_login(reporter)
    feed = make_link(client)
    assert b"Secret plan" not in client.get(feed).content


@pytest.mark.django_db
def test_the_address_is_shown_once_and_only_a_hash_is_kept(as_editor, feed):
    secret = feed.removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in as_editor.get("/admin/articles/article/calendar/").text
    assert secret not in CalendarLink.objects.get().key


@pytest.mark.django_db
def test_the_page_that_shows_the_address_can_be_loaded_again(as_editor):
    answer = as_editor.post(f"{LINK}?date=2030-06-12", {"make": "1"})
    assert answer.url == "/admin/articles/article/calendar/?view=week&date=2030-06-12"
    page = as_editor.get(answer.url)
    assert "no-store" in page.headers["Cache-Control"]
    as_editor.get(answer.url)
    assert as_editor.get(path_of(page)).status_code == 200


@pytest.mark.django_db
def test_making_and_ending_the_address_are_in_the_log(as_editor, editor):
    for act in ("make", "remove", "remove"):
        as_editor.post(LINK, {act: "1"})
    entries = LogEntry.objects.filter(user=editor, object_id=str(editor.pk)).order_by("pk")
    assert [(entry.content_type.model, entry.change_message) for entry in entries] == [
        ("user", "Secret address of the calendar made; one made before has ended."),
        ("user", "Secret address of the calendar ended."),
    ]


@pytest.mark.django_db
def test_a_new_address_ends_the_old(as_editor, feed):
    new = make_link(as_editor)
    assert [as_editor.get(one).status_code for one in (feed, new)] == [404, 200]
    as_editor.post(LINK, {"remove": "1"})
    assert as_editor.get(new).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_the_address_of_one_who_has_left_is_dead(client, feed, editor, change):
    for name, value in change.items():
        setattr(editor, name, value)
    editor.save()
    assert client.get(feed).status_code == 404


@pytest.mark.django_db
def test_the_address_of_one_without_rights_is_dead(client, feed, editor):
    editor.groups.clear()
    assert client.get(feed).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["x", "é", "0" * 64, "x" * 101, "%00"])
def test_an_unknown_address_is_not_found(client, secret):
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


@pytest.mark.django_db
def test_the_feed_only_reads_and_costs_the_same_for_any_number(client, feed, django_assert_num_queries):
    assert client.post(feed).status_code == 405
    for size in (1, 20):
        while Article.objects.count() < size:
            make.article(planned_for=timezone.now() + timedelta(days=1), assignee=make.reporter())
        # The link with its owner, their rights, and the entries.
        with django_assert_num_queries(5):
            client.get(feed)


@given(st.text(max_size=300))
def test_any_text_folds_and_unfolds_to_itself(text):
    line = ical.escaped(text.encode(errors="ignore").decode())
    content = ical.folded(f"SUMMARY:{line}")
    assert unfolded(content) == [f"SUMMARY:{line}"]


def test_times_are_utc():
    assert ical.utc(datetime(2026, 3, 29, 2, 30, tzinfo=UTC)) == "20260329T023000Z"
