"""What a cache in front is told: all that has changed, by whomever, and nothing else."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.desk import workflow
from comments.models import Comment
from newsroom import headers, purging
from newsroom.page_cache import PageCache
from newsroom.purging import EVERYTHING, NOTHING, Changes, Purge
from newsroom.wsgi import django
from tests import make
from tests.pages import say

stored = pytest.mark.django_db(transaction=True)


@pytest.fixture
def changes():
    """Asked once already, so that it knows of everything until now."""
    made = Changes()
    made.look(timezone.now())
    return made


# --- What has changed ---


@stored
def test_at_first_everything_may_have_changed():
    make.live()
    assert Changes().look(timezone.now()).old == EVERYTHING


@stored
def test_nothing_is_told_twice_and_looking_is_cheap(changes, django_assert_max_num_queries):
    make.live()
    changes.look(timezone.now())
    with django_assert_max_num_queries(3):
        assert changes.look(timezone.now()) == NOTHING


@stored
def test_a_draft_is_nothing_that_readers_see(changes):
    article, editor = make.article("Not yet"), make.editor()
    changes.look(timezone.now())
    article.headline = "Not yet, with another headline"
    article.save()
    assert changes.look(timezone.now()) == NOTHING
    workflow.publish(article, by=editor)
    assert "stories" in changes.look(timezone.now()).old


@stored
def test_what_is_withdrawn_is_gone_and_lists_are_old(changes):
    edition = make.live()
    changes.look(timezone.now())
    workflow.withdraw(edition.article, by=make.editor(), notice="It was wrong.")
    told = changes.look(timezone.now())
    assert told.gone == {f"article-{edition.article_id}"}
    assert told.old >= {"any", "stories"}


@stored
def test_a_comment_concerns_its_story_alone(changes):
    first, second = make.live(), make.live()
    comment = say("It never waits.", first.article_id)
    changes.look(timezone.now())
    key = f"article-{first.article_id}"
    Comment.objects.filter(pk=comment.pk).update(status="removed")
    assert changes.look(timezone.now()) == Purge(frozenset({"any", key}), frozenset({key}))
    assert second.article_id != first.article_id


@stored
def test_a_section_stands_around_every_story(changes):
    make.section("Harbour")
    assert changes.look(timezone.now()).old == {"any", "frame"}


@stored
def test_a_scheduled_story_is_told_in_its_time(changes):
    # At noon, for midnight is a time at which pages change as well.
    noon = timezone.localtime(timezone.now() + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)
    edition = workflow.schedule(make.article(), by=make.editor(), live_from=noon)
    changes.look(noon - timedelta(hours=1))
    assert changes.look(noon - timedelta(minutes=1)) == NOTHING
    told = changes.look(noon + timedelta(seconds=1))
    assert told == Purge(EVERYTHING, frozenset({f"article-{edition.article_id}"}))
    assert changes.look(noon + timedelta(seconds=2)) == NOTHING


@stored
def test_where_too_much_has_changed_everything_has(changes, monkeypatch):
    monkeypatch.setattr(purging, "MOST", 2)
    for number in range(3):
        say("Said.", make.live(f"Story {number}").article_id)
    assert changes.look(timezone.now()) == Purge(EVERYTHING, frozenset({"stories"}))


# --- Telling it ---


@pytest.fixture
def cache(settings):
    """A cache that notes what it is told, and answers with the next of `statuses` while there is one."""

    class Cache(BaseHTTPRequestHandler):
        told, statuses = [], []  # noqa: RUF012 (of this fixture's class alone)

        def do_PURGE(self):  # noqa: N802 (http.server's name for it)
            self.told.append((self.headers["Surrogate-Key"], self.headers["Surrogate-Key-Gone"]))
            self.send_response(self.statuses.pop(0) if self.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments):
            """Say nothing of it on the console."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Cache)
    settings.NEWSROOM_PURGE_URL = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield Cache
    server.shutdown()
    server.server_close()
    thread.join()


@stored
def test_what_a_cache_could_not_be_told_waits_for_it(cache, caplog):
    cache.statuses += [503, 503]
    with caplog.at_level("INFO", "newsroom.purging"):
        told = next(told for told in purging.watch() if told != NOTHING)
    assert told.old == EVERYTHING
    assert cache.told == [("any frame stories", "")] * 3
    assert [line for line in caplog.messages if "status 503" in line] == caplog.messages[:1]
    assert "can be told again" in caplog.messages[-1]


def test_the_whole_cache_can_be_emptied_by_hand(cache, capsys):
    call_command("purge_cache", "--all")
    assert cache.told == [("", "any frame stories")]
    assert "empty" in capsys.readouterr().out


def test_a_cache_that_refuses_is_named_to_who_asked(cache):
    cache.statuses.append(405)
    with pytest.raises(CommandError, match="status 405"):
        call_command("purge_cache", "--all")


def test_without_a_cache_there_is_nobody_to_tell():
    with pytest.raises(CommandError, match="NEWSROOM_PURGE_URL"):
        call_command("purge_cache")


# --- What pages say to it ---


@stored
@pytest.mark.parametrize("url", ["", "http://127.0.0.1:6081"])
def test_a_page_names_what_it_shows_only_where_a_cache_is_told_of_changes(url, settings):
    settings.NEWSROOM_PURGE_URL = url
    edition, told = make.live(), []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": edition.get_absolute_url(), "HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    cache = PageCache(django, 1)
    cache(environ, lambda status, headers, exc_info=None: told.extend(headers))
    cache.freshness.close()
    keys = f"frame stories article-{edition.article_id}" if url else None
    assert dict(told).get("Surrogate-Key") == keys


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("public, max-age=0, must-revalidate", "public, max-age=0, s-maxage=2, stale-while-revalidate=2"),
        ("public, max-age=10", "public, max-age=10, s-maxage=2, stale-while-revalidate=2"),
        ("public, max-age=31536000, immutable", "public, max-age=31536000, immutable"),
        ("private, no-store", "private, no-store"),
        ("no-store", "no-store"),
    ],
)
def test_only_what_anybody_may_see_may_be_shown_to_others(told, expected, settings):
    settings.NEWSROOM_CACHE_SECONDS = 2
    assert headers.for_shared(told) == expected


def test_the_process_says_that_it_is_alive(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")
