"""Copies of the database: readers' pages are made from those that lack nothing, and go on when the first one is gone."""

from contextlib import contextmanager
from inspect import getclosurevars

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import Edition
from comments import visitors
from newsroom import replicas
from newsroom.replicas import Router, may_read, reading
from tests import make
from tests.newsroom.test_page_cache import Site, site  # noqa: F401 (a fixture)

ALIAS = "replica1"


@pytest.mark.parametrize(
    ("path", "query", "is_read"),
    [
        ("/", "", True),
        ("/2026/04/25/tide/", "", True),
        ("/comments/feed/", "", True),
        ("/nowhere/", "", True),
        ("/2026/04/25/tide/", "mine=abc", False),
        ("/comment/7/", "", False),
        ("/comments/privacy/", "", False),
        ("/preview/abc/", "", False),
        ("/admin/", "", False),
        ("/healthz", "", False),
    ],
)
def test_only_pages_that_are_the_same_to_all_come_from_a_copy(path, query, is_read):
    assert may_read({"PATH_INFO": path, "QUERY_STRING": query}) is is_read


def test_whoever_writes_reads_the_first_database_from_then_on():
    with _routed(), reading(ALIAS):
        assert router.db_for_read(Edition) == ALIAS
        assert router.db_for_write(Edition) == "default"
        assert router.db_for_read(Edition) == "default"
    assert Router().db_for_read(Edition) == "default"


@contextmanager
def _routed():
    """Django looks for routers once."""
    before = router._routers
    router._routers = ["newsroom.replicas.Router"]
    vars(router).pop("routers", None)
    yield
    router._routers = before
    vars(router).pop("routers", None)


@pytest.fixture
def copy(transactional_db):
    """The database as it is at this moment, under a name of its own: a copy that gets nothing new."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    make.live("The ferry that waits")
    name, told = connection.settings_dict["NAME"], connection.get_connection_params()
    connections.close_all()
    server = {key: told[key] for key in ("host", "port", "user", "password") if key in told}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as session:
        session.execute(f'DROP DATABASE IF EXISTS "{name}_copy"')
        session.execute(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"')
        connections.settings[ALIAS] = connections.settings["default"] | {"NAME": f"{name}_copy"}
        # The test may use that one as well.
        case = getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals["cls"]
        allowed, case.databases = case.databases, {*case.databases, ALIAS}
        inside = psycopg.connect(dbname=f"{name}_copy", autocommit=True, **server)
        with inside, _routed(), connections[ALIAS].execute_wrapper(_note):
            yield inside
        case.databases = allowed
        connections[ALIAS].close()
        for one in Site.all:
            one.cache.freshness.is_lost = False
            one.cache.freshness.close()
        del connections[ALIAS], connections.settings[ALIAS]
        session.execute(f'DROP DATABASE "{name}_copy" WITH (FORCE)')


asked = []


def _note(execute, sql, *rest):
    asked.append(sql)
    return execute(sql, *rest)


def source(site, path, **headers):  # noqa: F811
    """Where a page comes from."""
    asked.clear()
    status, _headers, body = site.ask(path, **headers)
    assert status == 200 and body
    return "copy" if asked else "first"


def _gone(*_args):
    raise DatabaseError("gone")


@pytest.fixture
def path(copy, site):  # noqa: F811
    return Edition.objects.get().get_absolute_url()


def test_a_page_comes_from_a_copy_that_has_everything_and_from_the_first_once_it_lacks_something(copy, site, path):  # noqa: F811
    assert source(site, "/") == "copy"
    make.live("Another ferry")
    assert source(site, "/") == "first"
    assert b"Another ferry" in site.ask("/")[2]
    assert site.is_kept("/")


def test_a_copy_that_is_behind_for_long_is_left_alone_until_it_has_caught_up(copy, site, path, caplog, settings):  # noqa: F811
    (replica,) = site.cache.freshness.replicas.all
    make.live("Another ferry")
    site.ask("/")
    assert replica.behind_since and not replica.is_behind
    replica.behind_since -= settings.NEWSROOM_REPLICA_LAG
    site.ask(path)
    assert replica.is_behind and "is behind" in caplog.text
    mark = site.cache.freshness.now().marks.any
    copy.execute("UPDATE articles_stamp SET mark = %s WHERE key = 'any'", [mark])
    assert not replica.is_in_step(mark)
    replica.rests_until = 0
    assert replica.is_in_step(mark) and not replica.is_behind


def test_while_the_first_is_gone_copies_are_read_by_all_and_kept_pages_are_as_new_as_they(
    copy,
    site,  # noqa: F811
    path,
    monkeypatch,
):
    # A busy machine may take longer to connect than readers are kept waiting.
    monkeypatch.setattr(replicas, "PROMPT", 60)
    site.cache.freshness._version = _gone
    assert source(site, "/") == "copy"
    assert site.is_kept("/")
    assert source(site, path, HTTP_COOKIE=f"{visitors.COOKIE}=x") == "copy"
    assert site.ask(path, method="HEAD")[0] == 200
    del site.cache.freshness._version
    site.cache.freshness.retry_at = 0
    make.live("Another ferry")
    assert b"Another ferry" in site.ask("/")[2]


def test_a_copy_that_dies_while_a_page_is_made_costs_no_reader_the_page(copy, site, path):  # noqa: F811
    (replica,) = site.cache.freshness.replicas.all
    replica.is_in_step = lambda mark: True
    connections.settings[ALIAS]["PORT"] = 1
    assert source(site, "/") == "first"
    assert replica.rests_until


def test_a_copy_that_does_not_answer_is_said_once(copy, site, path, caplog):  # noqa: F811
    (replica,) = site.cache.freshness.replicas.all
    replica._asked = _gone
    for _time in range(2):
        replica.rests_until = 0
        site.cache.pages.clear()
        assert source(site, "/") == "first"
    assert caplog.text.count("is left out") == 1
    del replica._asked
    replica.rests_until = replica.retry_at = 0
    site.cache.pages.clear()
    assert source(site, "/") == "copy"


@pytest.mark.parametrize("ask", [lambda line: line._version(), lambda line: line.stamps(["any", "front"])])
def test_a_database_that_stands_still_is_waited_for_no_longer_than_that(transactional_db, monkeypatch, ask):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    monkeypatch.setattr(replicas, "PATIENCE", 0.05)
    monkeypatch.setattr(replicas, "RETRY", 0)
    line, other = replicas.Line(), connections.create_connection("default")
    ask(line)
    other.connect()
    try:
        other.connection.execute("BEGIN")
        other.connection.execute("LOCK TABLE articles_stamp IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseError, match="silent"):
            ask(line)
    finally:
        other.close()
        line.close()
    assert ask(line) is not None
    line.close()
