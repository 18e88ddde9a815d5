"""Fixtures that every test may use. The cast is in `tests.make`."""

import gc
import os
from unittest.mock import ANY

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

from articles.models import Identity, guards, identity, page, stamp
from articles.public import redirects
from tests import databases

# How long an example takes is the machine's affair.
hypothesis.settings.register_profile("newsroom", deadline=None)
hypothesis.settings.load_profile("newsroom")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# What migrations have stored and no test changes. To make it anew takes longer than most tests that commit.
KEPT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions", "articles_stamp"}


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, leave out what uses no database, or asks it nothing of its own: it is proved on SQLite."""
    if connection.vendor == "sqlite":
        return
    idle = [item for item in items if not _uses_database(item) or item.get_closest_marker("anywhere")]
    config.hook.pytest_deselected(items=idle)
    items[:] = [item for item in items if item not in set(idle)]


def _uses_database(item):
    return item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames)


def pytest_collection_finish():
    """What is loaded by now stays, so nobody need look again and again if it has become garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _empty(self):
    """Empty the tables after a test that has committed, all but those in KEPT."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    with guards.lifted(guards.LOG):
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(tables)))
    # To empty a table is no change that its triggers tell: without this, what was kept of its rows would count as true.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_stamp SET mark = mark + 1")


TransactionTestCase._fixture_teardown = _empty


@pytest.fixture(scope="session")
def django_db_setup(tmp_path_factory, django_test_environment, django_db_modify_db_settings, django_db_blocker):
    # Workers of one run have a folder in common.
    shared = tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else None
    made = databases.Migrated(shared)
    with django_db_blocker.unblock():
        made.set_up()
    yield
    with django_db_blocker.unblock():
        made.tear_down()


@pytest.fixture
def _django_db_helper(_django_db_helper, monkeypatch):
    """Let stamps move at once in the transaction of a test, which never comes to its end; see articles.models.stamp."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        triggers = [one.trigger(name) for one in stamp.WATCHED for name, _sql, _condition in one.events]
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {', '.join(triggers)} IMMEDIATE")
            # A transaction moves a stamp once; that of a test stands for many.
            cursor.execute(stamp._MOVE.replace("pg_current_xact_id()::text::bigint", "floor(random() * 1e12)::bigint"))
        monkeypatch.setattr(stamp, "are_settled", lambda: True)


@pytest.fixture(autouse=True)
def _empty_cache(request, monkeypatch):
    """Limits and counters of one test must not be felt in the next.

    That nobody has said who the site is, or written a page about it, is known: only what a test is about is counted.
    """
    cache.clear()
    redirects.tally._begin()
    for kept, nothing in ((identity._kept, Identity(pk=1)), (page._kept, ())):
        kept.known = (ANY, nothing)
    if not _uses_database(request.node):
        monkeypatch.setattr(stamp, "read_marks", lambda: stamp.Marks(0, 0, 0))
    yield
    cache.clear()
