"""Watching the links of sources: which are asked, in what order, and when one counts as broken."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import tasks
from articles.desk import link_checks, revisions
from articles.desk.link_fetch import Answer
from articles.models import LinkCheck, Source
from tests import make

pytestmark = pytest.mark.django_db
OK, GONE, BUSY = Answer(200), Answer(404, "The page is gone (404)."), Answer(503, "An error (503).")
AWAY = Answer(None, "Nobody answers there.", reached=False)


@pytest.fixture
def web(monkeypatch):
    """The web as a table of answers; addresses that are not in it answer well."""
    answers, asked = {}, []

    def ask(url, bounds):
        asked.append(url)
        return answers.get(url, OK)

    monkeypatch.setattr(link_checks, "ask", ask)
    monkeypatch.setattr(link_checks.time, "sleep", lambda seconds: None)
    answers["asked"] = asked
    return answers


def link(name: str, **fields) -> str:
    url = f"https://{name}.example/"
    make.article(sources=[(name, url, "based_on")])
    if fields:
        LinkCheck.objects.create(url=url, **fields)
    return url


def days_ago(number: float):
    return timezone.now() - timedelta(days=number)


def test_new_links_are_taken_up_and_lost_ones_forgotten():
    url = link("new")
    make.article(sources=[("again", url, "document"), ("no link", "", "interview"), ("odd", "ftp://x/", "document")])
    LinkCheck.objects.create(url="https://lost.example/")
    link_checks.take_up()
    assert list(LinkCheck.objects.values_list("url", "checked_at")) == [(url, None)]


def test_the_never_and_the_longest_not_asked_come_first():
    for name, fields in {
        "well": {"checked_at": days_ago(15)},
        "fresh": {"checked_at": days_ago(13)},
        "failed": {"checked_at": days_ago(2), "failures": 1},
        "failed just now": {"checked_at": days_ago(0.5), "failures": 1},
        "new": {},
    }.items():
        LinkCheck.objects.create(url=name, **fields)
    assert [check.url for check in link_checks.due()] == ["new", "well", "failed"]


def test_an_answer_is_stored_and_a_failure_counted_until_all_is_well(web):
    url = link("a")
    link_checks.take_up()
    for answer, failures in ((BUSY, 1), (BUSY, 2), (OK, 0)):
        web[url] = answer
        list(link_checks.ask_all(list(LinkCheck.objects.all())))
        check = LinkCheck.objects.get()
        assert (check.status, check.problem, check.failures) == (answer.status, answer.problem, failures)
        assert check.checked_at is not None


def test_a_page_that_is_gone_is_broken_at_once_and_others_the_second_time(web):
    gone, busy = link("gone"), link("busy")
    web |= {gone: GONE, busy: BUSY}
    link_checks.take_up()
    for broken in ({gone}, {gone, busy}):
        list(link_checks.ask_all(list(LinkCheck.objects.all())))
        assert {check.url for check in LinkCheck.objects.broken()} == broken


def test_the_command_goes_on_where_it_was_stopped(web, monkeypatch, capsys):
    monkeypatch.setattr(link_checks, "BATCH", 2)
    urls = [link(f"l{number}") for number in range(5)]
    plain_ask = link_checks.ask

    def ask(url, bounds):
        if url == urls[2]:
            raise KeyboardInterrupt
        return plain_ask(url, bounds)

    monkeypatch.setattr(link_checks, "ask", ask)
    call_command("check_links")
    assert "Stopped after 2 of 5" in capsys.readouterr().out
    monkeypatch.setattr(link_checks, "ask", plain_ask)
    call_command("check_links", limit=2)
    assert "2 of 2 links asked, 0 with a problem." in capsys.readouterr().out
    call_command("check_links")
    assert LinkCheck.objects.exclude(checked_at=None).count() == 5
    assert sorted(web["asked"]) == sorted(urls)


def test_without_a_network_nothing_is_held_against_anybody(web):
    for name in ("a", "b", "c"):
        web[link(name)] = AWAY
    with pytest.raises(CommandError, match="Is there a network"):
        call_command("check_links")
    assert set(LinkCheck.objects.values_list("checked_at", "failures")) == {(None, 0)}


def test_one_host_that_is_away_is_a_failure(web):
    web[link("a")] = AWAY
    call_command("check_links")
    assert LinkCheck.objects.get().failures == 1


@pytest.mark.parametrize("limit", [0, -1])
def test_an_impossible_limit_is_refused(limit):
    with pytest.raises(CommandError):
        call_command("check_links", limit=limit)


def test_it_can_be_switched_off(web, settings):
    settings.NEWSROOM_LINK_CHECKS = False
    article = make.article(sources=[("a", "https://a.example/", "based_on")])
    with pytest.raises(CommandError, match="NEWSROOM_LINK_CHECKS"):
        call_command("check_links")
    tasks.check_links.call(article.pk)
    assert web["asked"] == []


def test_the_task_asks_what_is_due_of_one_article(web):
    link("other")
    article = make.article(sources=[("a", "https://a.example/", "based_on"), ("b", "https://b.example/", "document")])
    LinkCheck.objects.create(url="https://b.example/", checked_at=days_ago(1))
    for _ in range(2):
        tasks.check_links.call(article.pk)
    assert web["asked"] == ["https://a.example/"]


def test_saving_asks_nobody_where_there_is_no_worker(web, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make.article(sources=[("a", "https://a.example/", "based_on")])
    assert web["asked"] == []


def test_saving_new_links_leaves_them_to_the_worker(settings, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    article = make.article()

    def save() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            revisions.record(article, by=None)
        return DBTaskResult.objects.filter(task_path="articles.tasks.check_links").count()

    assert save() == 0
    Source.objects.create(article=article, name="A", url="https://a.example/")
    assert save() == 1
    make.rewrite(article)
    assert save() == 1
