"""Pages that are answered ahead of Django: the same bytes, never old, and nobody's own."""

import gc
import gzip
import re
import threading
import time
from datetime import timedelta
from io import BytesIO
from types import CellType, FunctionType
from typing import ClassVar
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections, connection
from django.http import HttpRequest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Identity, Section, Slot
from comments import own, visitors
from comments.models import Comment, Discussion
from newsroom.freshness import Freshness
from newsroom.page_cache import PageCache
from newsroom.wsgi import django
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


class Site:
    """The application, its cache, and how often Django was asked."""

    all: ClassVar[list["Site"]] = []

    def __init__(self, megabytes=1):
        Site.all.append(self)
        self.made = 0
        self.cache = PageCache(self._django, megabytes)

    def _django(self, environ, start_response):
        self.made += 1
        return django(environ, start_response)

    def ask(self, path, query="", method="GET", **headers):
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver"}
        environ |= {"wsgi.input": BytesIO(), **headers}
        setup_testing_defaults(environ)
        told = []
        result = self.cache(environ, lambda status, headers, exc_info=None: told.append((status, headers)))
        body = b"".join(result)
        status, headers = told[-1]
        return int(status[:3]), dict(headers), body

    def is_kept(self, path, **headers):
        """Whether the next request is answered without Django."""
        before = self.made
        self.ask(path, **headers)
        return self.made == before


@pytest.fixture
def site():
    """A process of its own, as far as the cache is concerned."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield Site()
    for one in Site.all:
        one.cache.freshness.close()
    Site.all.clear()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def edition():
    return make.live("The ferry that waits", tags=["coast"])


def comment(edition, **fields):
    discussion, _made = Discussion.objects.get_or_create(article_id=edition.article_id)
    fields = {"status": "approved", "created_at": timezone.now(), "name": "Bea", "text": "Well put."} | fields
    made = Comment.objects.create(discussion=discussion, **fields)
    Comment.objects.filter(pk=made.pk).update(root=made.pk)
    if made.is_approved:
        Discussion.objects.recount()
    return made


def test_a_page_is_made_once_and_has_the_same_bytes_again(site, edition):
    path = edition.get_absolute_url()
    first, second = site.ask(path), site.ask(path)
    assert first == second and first[0] == 200 and b"The ferry that waits" in first[2] and site.made == 1
    assert "Surrogate-Key" not in first[1] and "Set-Cookie" not in first[1]
    assert int(first[1]["Content-Length"]) == len(first[2])


def test_whoever_takes_gzip_gets_it_and_whoever_does_not_gets_the_page(site, edition):
    plain = site.ask(edition.get_absolute_url())
    small = site.ask(edition.get_absolute_url(), HTTP_ACCEPT_ENCODING="br, gzip;q=0.5")
    assert small[1]["Content-Encoding"] == "gzip" and gzip.decompress(small[2]) == plain[2] and site.made == 1
    assert small[1]["Vary"] == "Accept-Encoding" == plain[1]["Vary"]
    assert site.ask(edition.get_absolute_url(), HTTP_ACCEPT_ENCODING="gzip;q=0, identity") == plain


def test_whoever_has_the_page_is_told_so(site, edition):
    path = edition.get_absolute_url()
    tag = site.ask(path)[1]["ETag"]
    for known in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
        status, headers, body = site.ask(path, HTTP_IF_NONE_MATCH=known)
        assert (status, body, headers["ETag"]) == (304, b"", tag)
    assert site.ask(path, HTTP_IF_NONE_MATCH='"other"')[0] == 200
    assert Site().ask("/")[1]["ETag"] == site.ask("/")[1]["ETag"], "another process gives the same page another tag"


def test_a_feed_is_not_sent_again_to_whoever_asks_by_its_time(site):
    make.live()
    status, headers, _body = site.ask("/feed/")
    assert status == 200
    assert site.ask("/feed/", HTTP_IF_MODIFIED_SINCE=headers["Last-Modified"])[0] == 304
    assert site.ask("/feed/", HTTP_IF_MODIFIED_SINCE="Mon, 01 Jan 2001 00:00:00 GMT")[0] == 200
    assert site.made == 1


def test_the_head_of_a_page_has_its_length_and_no_body(site, edition):
    path = edition.get_absolute_url()
    assert site.ask(path, method="HEAD")[0] == 200 and not site.cache.pages
    page = site.ask(path)
    before = site.made
    head = site.ask(path, method="HEAD")
    assert head[2] == b"" and head[:2] == page[:2] and site.made == before


def test_a_picture_is_not_kept(site, edition):
    page = site.ask(edition.get_absolute_url())[2].decode()
    card = re.search(r'property="og:image" content="[^"]*?(/card/[^"]+)"', page)[1]
    status, headers, body = site.ask(card)
    assert status == 200 and headers["Content-Type"] == "image/png" and body.startswith(b"\x89PNG")
    assert len(site.cache.pages) == 1


CHANGES = {
    "an update": (
        lambda edition: workflow.publish(make.rewrite(edition.article, "The ferry came"), by=make.superuser()),
        "The ferry came",
    ),
    "another story": (lambda edition: make.live("The tram that waits", tags=["coast"]), "The tram that waits"),
    "a comment": (comment, "1 comment"),
    "the site's name": (lambda edition: Identity(name="The Tide").save(), "The Tide"),
    "the name of a section": (lambda edition: Section.objects.update(name="Far away"), "Far away"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_first_request_after_a_change_gets_the_new_page(site, edition, what):
    act, word = CHANGES[what]
    elsewhere = Site()
    paths = [edition.get_absolute_url(), "/", "/section/world/", "/tag/coast/"]
    for one in (site, elsewhere):
        assert not any(word.encode() in one.ask(path)[2] for path in paths)
        assert all(one.is_kept(path) for path in paths)
    act(edition)
    for one in (site, elsewhere):
        assert all(word.encode() in one.ask(path)[2] for path in paths)
        assert all(one.is_kept(path) for path in paths)


def test_what_is_withdrawn_is_gone_with_the_next_request(site, edition):
    paths = ["/", "/section/world/", "/feed/"]
    assert all(b"The ferry that waits" in site.ask(path)[2] for path in paths)
    assert site.ask(edition.get_absolute_url())[0] == 200
    workflow.withdraw(edition.article, by=make.superuser(), notice="It was wrong.")
    assert not any(b"The ferry that waits" in site.ask(path)[2] for path in paths)
    assert site.ask(edition.get_absolute_url())[0] == 410


def test_a_story_put_first_leads_with_the_next_request(site, edition):
    make.live("The tram that waits", ago=timedelta(hours=1))
    front = site.ask("/")[2]
    assert front.index(b"The tram that waits") < front.index(b"The ferry that waits")
    Slot.objects.create(article_id=edition.article_id, position=0)
    front = site.ask("/")[2]
    assert front.index(b"The ferry that waits") < front.index(b"The tram that waits")


def test_a_comment_changes_the_page_of_its_story_and_leaves_other_stories(site, edition):
    other = make.live()
    path, elsewhere = edition.get_absolute_url(), other.get_absolute_url()
    site.ask(path), site.ask(elsewhere)
    comment(edition, text="I waited too.")
    assert site.is_kept(elsewhere)
    assert b"I waited too." in site.ask(path)[2]


def test_under_a_story_only_the_conversation_is_made_anew(site, edition):
    path, last = edition.get_absolute_url(), None
    site.ask(path)
    for number in range(1, 4):
        comment(edition, text=f"I waited {number} hours.", name=f"Bea {number}")
        status, headers, body = site.ask(path, HTTP_ACCEPT_ENCODING="gzip")
        plain = site.ask(path)
        assert (status, gzip.decompress(body), headers["ETag"]) == (200, plain[2], plain[1]["ETag"])
        assert int(headers["Content-Length"]) == len(body) and headers["ETag"] != last
        assert plain[1].keys() == Site().ask(path)[1].keys() and _words(plain) == _words(Site().ask(path))
        assert f'"commentCount":{number}'.encode() in plain[2] and f"I waited {number} hours.".encode() in plain[2]
        last = headers["ETag"]
    # With the first the page was made in parts, of which the others needed no more than one.
    assert site.made == 2
    assert site.ask(path, HTTP_IF_NONE_MATCH=last)[0] == 304


def test_a_page_made_of_parts_is_packed_as_a_whole_once_it_is_wanted_again(site, edition, settings):
    path = edition.get_absolute_url()
    site.ask(path), comment(edition), site.ask(path)
    comment(edition, text="I waited too.")
    asked = [site.ask(path, HTTP_ACCEPT_ENCODING="gzip") for _again in range(3)]
    first, again, last = (body for _status, _headers, body in asked)
    assert len(again) < len(first) and again == last and site.made == 2
    assert gzip.decompress(again) == gzip.decompress(first)
    assert all(int(headers["Content-Length"]) == len(body) for _status, headers, body in asked)
    settings.NEWSROOM_PURGE_URL = "http://127.0.0.1:9/"
    comment(edition, text="And I.")
    [first, again] = [site.ask(path, HTTP_ACCEPT_ENCODING="gzip")[2] for _again in range(2)]
    assert first == again, "a cache in front of us asks but once"


def test_what_anybody_may_have_is_packed_without_random_bytes(site, edition):
    def is_named(path):
        """Whether the packed file has a name (RFC 1952, 2.3.1), which is where Django puts them."""
        return any(Site().ask(path, HTTP_ACCEPT_ENCODING="gzip")[2][3] & 8 for _again in range(4))

    assert is_named("/admin/login/") and not is_named("/feed/")


def _words(answer):
    """The page, but for the second in which its form was made."""
    return re.sub(rb'(name="stamp" value=")[^"]*', rb"\1", answer[2])


@pytest.mark.parametrize("what", ["an update", "the site's name", "the name of a section"])
def test_a_page_in_parts_shows_what_changed_around_them(site, edition, what):
    path = edition.get_absolute_url()
    for number in range(3):
        comment(edition, text=f"I waited {number} hours.")
        site.ask(path)
    act, word = CHANGES[what]
    act(edition)
    assert word.encode() in site.ask(path)[2]
    comment(edition, text="And now?")
    page = site.ask(path)[2]
    assert word.encode() in page and b"And now?" in page


def test_a_page_of_the_conversation_that_is_no_more_is_gone(site, edition, settings):
    settings.NEWSROOM_COMMENT_ROOTS = 1
    said = [comment(edition, text=f"I waited {number} hours.") for number in range(3)]
    comment(edition, text="The last.", parent=said[0])
    for _number in range(2):
        assert site.ask(edition.get_absolute_url(), "page=3")[0] == 200
        Comment.objects.filter(pk=said[0].pk).update(is_pick=True)
    Comment.objects.filter(pk=said[2].pk).update(status="removed")
    assert site.ask(edition.get_absolute_url(), "page=3")[0] == 404


def test_a_template_that_shows_the_count_elsewhere_is_kept_whole(site, edition, settings, tmp_path):
    (tmp_path / "includes").mkdir()
    (tmp_path / "includes" / "_byline.html").write_text("<p>Said: {{ edition.comment_count }}</p>")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    path = edition.get_absolute_url()
    for number in range(4):
        assert f"<p>Said: {number}</p>".encode() in site.ask(path)[2]
        comment(edition, text=f"I waited {number} hours.")
    assert site.made == 4


def test_what_only_the_newsroom_sees_leaves_every_page(site, edition):
    paths = [edition.get_absolute_url(), "/"]
    [site.ask(path) for path in paths]
    make.article("A draft", tags=["unheard of"])
    make.rewrite(edition.article)
    comment(edition, status="pending")
    assert all(site.is_kept(path) for path in paths)


def test_a_scheduled_story_appears_when_its_time_has_come(site, edition):
    now = timezone.now()
    workflow.schedule(make.article("The ferry returns"), by=make.superuser(), live_from=now + timedelta(minutes=5))
    assert b"The ferry returns" not in site.ask("/")[2]
    assert site.is_kept("/")
    due = site.cache.freshness.moment.due
    midnight = timezone.localtime(now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert abs(due - min(now + timedelta(minutes=5), midnight).timestamp()) < 1
    assert site.cache.pages.get(next(iter(site.cache.pages))).until <= due


def test_a_page_is_made_anew_when_its_time_is_over(site, edition):
    site.ask("/")
    page = site.cache.pages.get(next(iter(site.cache.pages)))
    page.until = timezone.now().timestamp() - 1
    assert not site.is_kept("/") and site.is_kept("/")


@pytest.mark.parametrize("cookie", ["sessionid=x", f"a=b; {own.COOKIE}=x", f"{visitors.COOKIE}=x"])
def test_whoever_has_a_cookie_of_ours_is_answered_by_django(site, edition, cookie):
    site.ask(edition.get_absolute_url())
    assert not site.is_kept(edition.get_absolute_url(), HTTP_COOKIE=cookie)
    assert site.is_kept(edition.get_absolute_url(), HTTP_COOKIE="theme=dark")


@pytest.mark.parametrize("path", ["/admin/", "/nowhere/", "/preview/abc/", "/comments/privacy/"])
def test_what_is_private_or_not_there_is_not_kept(site, path):
    site.ask(path)
    assert not site.cache.pages


def test_what_is_posted_reaches_django(site, edition):
    site.ask(edition.get_absolute_url())
    before = site.made
    assert site.ask(edition.get_absolute_url(), method="POST")[0] in (403, 405)
    assert site.made == before + 1


def test_hosts_addresses_and_queries_are_told_apart(site, edition, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    make.live()
    pages = {
        site.ask("/")[2],
        site.ask("/section/world/")[2],
        site.ask(edition.get_absolute_url(), "reply=1")[2],
        site.ask(edition.get_absolute_url())[2],
    }
    assert len(pages) >= 3
    site.ask("/", HTTP_HOST="other.example")
    assert site.made == 5
    assert site.ask("/", HTTP_HOST="evil.example")[0] == 400


def test_what_many_wait_for_is_made_once_for_those_who_asked_before_it_was_begun(site, edition):
    path = edition.get_absolute_url()
    site.ask(path)
    begun, go_on, answers, looked, made = threading.Event(), threading.Event(), [], [], []
    look = site.cache.freshness.now

    def counted_look():
        looked.append(1)
        return look()

    def slow(environ, start_response):
        made.append(1)
        begun.set()
        go_on.wait(20)
        answer = django(environ, start_response)
        connection.close()
        return answer

    Identity(name="The Tide").save()
    site.cache.freshness.now, site.cache.application = counted_look, slow
    threads = [threading.Thread(target=lambda: answers.append(site.ask(path)[2])) for _number in range(6)]
    threads[0].start()
    begun.wait(20)
    for thread in threads[1:]:
        thread.start()
    # The first looked when it asked and when it began; each of the others has asked by now.
    while len(looked) < 7:
        time.sleep(0)
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 6 and all(b"The Tide" in answer for answer in answers)
    # Whoever asked while the first was being made waits for a second one, together with all the others.
    assert len(made) == 2


def test_no_more_is_kept_than_there_is_room_for(site, edition):
    pages = site.cache.pages
    pages.room = 30_000
    for number in [*range(1, 40), *range(1, 30, 3), *range(20, 40), *range(1, 10)]:
        site.ask("/", f"any={number}")
        assert pages.used <= pages.room
        assert pages.used == sum(pages.get(key).size for key in pages)
    assert 0 < len(pages) < 39
    pages.clear()
    assert (pages.used, len(pages)) == (0, 0)


def test_addresses_that_are_asked_for_once_push_out_no_page_that_is_read(site, edition):
    site.cache.pages.room = 60_000
    read = [("/", ""), ("/archive/", ""), (edition.get_absolute_url(), "")]
    for address in read * 2:
        site.ask(*address)
    for number in range(60):
        site.ask("/", f"any={number}")
    assert all(site.is_kept(path) for path, _query in read)


def test_what_is_asked_for_often_is_kept_longest(site, edition):
    site.cache.pages.room = 30_000
    site.ask("/")
    for number in range(1, 40):
        site.ask("/", f"any={number}")
        assert site.is_kept("/")


def test_a_closed_site_says_so_at_once(site, settings, tmp_path):
    settings.NEWSROOM_MAINTENANCE_FILE = tmp_path / "maintenance"
    site = Site()
    assert site.ask("/")[0] == 200
    settings.NEWSROOM_MAINTENANCE_FILE.write_text("Back at noon.")
    assert site.ask("/")[0] == 503
    settings.NEWSROOM_MAINTENANCE_FILE.unlink()
    assert site.is_kept("/")


def test_readers_get_what_was_kept_while_the_database_is_gone(site, edition, caplog):
    path = edition.get_absolute_url()
    page = site.ask(path)

    def gone():
        raise DatabaseError("gone")

    site.cache.freshness._version = gone
    assert site.ask(path) == page and "does not answer" in caplog.text
    assert site.cache.freshness.connection is None
    del site.cache.freshness._version
    comment(edition, text="I waited too.")
    site.cache.freshness.retry_at = 0
    assert b"I waited too." in site.ask(path)[2]


def _gone(*_args):
    raise DatabaseError("gone")


def test_what_was_withdrawn_does_not_come_back_while_the_database_is_gone(site, edition, settings):
    settings.NEWSROOM_COMMENT_ROOTS = 1
    said = [comment(edition, text=f"I waited {number} hours.") for number in range(2)]
    path = edition.get_absolute_url()
    assert b"I waited" in site.ask(path, "page=2")[2] and site.ask(path)[0] == 200
    Comment.objects.filter(pk=said[1].pk).update(status="removed")
    assert site.ask(path, "page=2")[0] == 404
    workflow.withdraw(edition.article, by=make.superuser(), notice="It was wrong.")
    assert site.ask(path)[0] == 410
    site.cache.freshness._version = _gone
    for query in ("", "page=2"):
        assert site.ask(path, query)[0] == 410
    assert site.cache.pages.used == sum(site.cache.pages.get(key).size for key in site.cache.pages)


def test_a_database_that_goes_while_a_page_is_made_costs_no_reader_the_page(site, edition):
    path = edition.get_absolute_url()
    first = site.ask(path)
    comment(edition, text="I waited too.")
    now, asked = site.cache.freshness.now, []

    def once():
        asked.append(1)
        return now() if len(asked) == 1 else _gone()

    site.cache.freshness.now = once
    assert site.ask(path) == first
    del site.cache.freshness.now
    site.cache.freshness.read = _gone
    other = make.live("Another ferry")
    assert b"Another ferry" in site.ask(other.get_absolute_url())[2]


def test_of_whoever_caused_a_page_in_parts_nothing_is_kept(site, edition):
    path = edition.get_absolute_url()
    site.ask(path)
    comment(edition)
    site.ask(path, HTTP_X_LONG="of a visitor" * 1000, HTTP_USER_AGENT="A browser", REMOTE_ADDR="203.0.113.9")
    (page,) = [page for key in site.cache.pages if (page := site.cache.pages.get(key)).frame]
    held = gc.get_referents(*page.frame.parts.late)
    seen, left = set(), held
    while left:
        seen |= {id(one) for one in left}
        left = [
            one
            for one in gc.get_referents(*left)
            if id(one) not in seen and isinstance(one, (dict, list, tuple, CellType, FunctionType, HttpRequest))
        ]
        held += left
    metas = [one.META for one in held if isinstance(one, HttpRequest)]
    assert metas and not any({"HTTP_X_LONG", "HTTP_USER_AGENT"} & meta.keys() or meta["REMOTE_ADDR"] for meta in metas)


def test_asking_leaves_no_transaction_open(edition):
    freshness = Freshness()
    freshness.now()
    if connection.vendor == "sqlite":
        assert not freshness.connection.in_transaction
    else:
        assert freshness.connection.info.transaction_status.name == "IDLE"
    before = freshness.now()
    assert freshness.now() is before
    make.live()
    assert freshness.now() is not before
    freshness.close()


def test_while_the_database_is_gone_one_request_waits_for_it_and_others_are_told_so_at_once(site, edition):
    site.ask("/")
    site.cache.freshness._version = _gone
    with site.cache.trial:
        for path, method in ((edition.get_absolute_url(), "GET"), ("/2026/04/25/tide/comment/", "POST")):
            status, headers, _body = site.ask(path, method=method)
            assert (status, headers["Cache-Control"]) == (503, "no-store") and headers["Retry-After"]
        assert site.ask("/")[0] == 200
        assert site.ask("/healthz")[0] == 200
    assert site.ask(edition.get_absolute_url())[0] == 200
