"""A server of PostgreSQL that stands still does not hold a request for ever."""

import time

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction

from newsroom import failures

pytestmark = pytest.mark.django_db(transaction=True)

SLOW = "SELECT pg_sleep(%s)"


@pytest.fixture
def patience():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite waits for nobody but writers, and its own timeout ends that")
    from newsroom import patience

    yield patience
    patience.limit(None)


@pytest.fixture
def line(patience, settings):
    """A connection of its own, from a pool as requests have one."""
    line = connections.create_connection(DEFAULT_DB_ALIAS)
    options = line.settings_dict["OPTIONS"] | {"pool": settings.DATABASE_POOL}
    line.alias, line.settings_dict = "pooled", line.settings_dict | {"OPTIONS": options}
    yield line
    line.close()
    line.close_pool()
    # The server goes on with what nobody waits for.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'SELECT pg_sleep%%'"
        )


def test_a_query_without_an_answer_counts_as_a_database_that_is_away(patience, line):
    patience.limit(0.2)
    with pytest.raises(OperationalError, match="no answer in 0.2 seconds") as told, line.cursor() as cursor:
        cursor.execute(SLOW, [30])
    assert failures.is_away(told.value)


def test_the_next_request_gets_a_connection_that_works(patience, line):
    patience.limit(0.2)
    with pytest.raises(OperationalError), line.cursor() as cursor:
        cursor.execute(SLOW, [30])
    line.close()
    with line.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_what_the_server_refuses_in_time_leaves_the_connection_open(patience, line):
    patience.limit(5)
    with line.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute(SLOW, [30])
        cursor.execute("RESET statement_timeout")
        assert not line.connection.closed


def test_the_server_does_not_go_on_for_those_who_have_given_up(patience, line):
    """Or there would soon be more of them than it takes connections."""
    patience.limit(0.2)
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with transaction.atomic(), connection.cursor() as holder:
        holder.execute("LOCK TABLE articles_section")
        with pytest.raises(OperationalError), line.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM articles_section")
        for _second in range(30):
            holder.execute(waiting)
            if holder.fetchone() == (0,):
                return
            time.sleep(0.5)
            holder.execute("SELECT pg_stat_clear_snapshot()")
    pytest.fail("It still waits for the lock.")


def test_commands_wait_for_as_long_as_it_takes(patience, line):
    with line.cursor() as cursor:
        cursor.execute(SLOW, [0.5])
        assert cursor.fetchone() is not None
