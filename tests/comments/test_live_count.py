"""The quiet line: how many comments came since a page was made."""

import pytest
from django.core.cache import cache

from articles.desk import workflow
from tests import make


@pytest.fixture
def path(edition):
    return f"{edition.get_absolute_url()}comments/count/"


def test_it_tells_what_came_since_the_page_was_made(client, edition, say, path):
    say(), say(), say(status="pending")
    assert client.get(f"{path}?since=1").json() == {"count": 2, "new": 1, "words": "1 new comment"}
    assert client.get(path).json()["words"] == "2 new comments"
    for since in ("2", "9"):
        assert client.get(f"{path}?since={since}").json()["new"] == 0


def test_the_page_asks_with_the_number_that_it_shows(client, edition, say):
    say()
    page = client.get(edition.get_absolute_url()).text
    assert f'data-live="{edition.get_absolute_url()}comments/count/?since=1"' in page
    assert f'data-newest="{edition.get_absolute_url()}?order=newest#comments"' in page


def test_the_database_is_asked_once_for_all_readers(client, say, path, django_assert_num_queries):
    say()
    with django_assert_num_queries(2):
        first = client.get(f"{path}?since=0")
    say()
    with django_assert_num_queries(0):
        again = client.get(f"{path}?since=0", headers={"if-none-match": first["ETag"]})
        assert client.get(f"{path}?since=1").json()["new"] == 0
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, max-age=30" and not first.cookies and "Vary" not in first
    cache.clear()
    assert client.get(f"{path}?since=1").json()["new"] == 1


@pytest.mark.parametrize("since", ["", "-1", "x", "1.5", "²", "٣", "9" * 10, "\0", "1 "])
def test_what_is_no_count_is_not_found(client, path, since):
    assert client.get(path, {"since": since}).status_code == 404


def test_addresses_that_are_made_up_leave_nothing_in_the_cache(client, edition, path, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"OPTIONS": {"MAX_ENTRIES": 8}}}
    client.get(path)
    for number in range(20):
        assert client.get(f"/2026/01/01/none-{number}/comments/count/").status_code == 404
    assert cache.get(f"comments:count:{edition.get_absolute_url()}") == 0


def test_a_story_that_nobody_reads_has_none(client, edition, path):
    assert client.post(path).status_code == 405
    workflow.withdraw(edition.article, by=make.superuser(), notice="It was wrong.")
    assert client.get(path).status_code == 404
