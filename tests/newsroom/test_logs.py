"""Lines of the log, and what is known of a request while it is answered. No test here needs the database."""

import json
import logging
import re
import sys

import pytest
from django.db.backends.signals import connection_created
from django.test import Client, RequestFactory

from newsroom import logs, observed, sentry, slow_queries
from tests import make


@pytest.fixture
def lines():
    """What is logged meanwhile, as JSON."""
    found = []

    class Gathered(logging.Handler):
        def emit(self, record):
            found.append(json.loads(self.format(record)))

    handler, root = Gathered(), logging.getLogger()
    handler.setFormatter(logs.Json())
    handler.addFilter(logs.Known())
    root.addHandler(handler)
    # As loud as at the start, whatever ran in this process before.
    loud = [(one, one.level, one.disabled) for one in (root, logging.getLogger("django.request"))]
    for one, level in zip((part[0] for part in loud), (logging.INFO, logging.NOTSET), strict=True):
        one.setLevel(level)
        one.disabled = False
    yield found
    root.removeHandler(handler)
    for one, level, disabled in loud:
        one.setLevel(level)
        one.disabled = disabled


def asking(**environ):
    """The request that this thread is at, until the next."""
    asked = observed.Asked({"REQUEST_METHOD": "GET", "PATH_INFO": "/"} | environ)
    observed.current.set(asked)
    return asked


@pytest.fixture(autouse=True)
def at_no_request():
    observed.current.set(None)
    yield
    observed.current.set(None)


def test_each_line_of_a_request_has_its_number_and_its_view(lines):
    response = Client(raise_request_exception=False).get("/", headers={"X-Request-ID": "edge-4711-abcdef"})
    assert response["X-Request-ID"] == "edge-4711-abcdef"
    failed = [line for line in lines if line["level"] == "ERROR"]
    assert {line["request"] for line in failed} == {"edge-4711-abcdef"}
    assert {line["view"] for line in failed} == {"articles:front"}
    assert any(line.get("status") == 500 and "Traceback" in line.get("traceback", "") for line in failed)
    assert observed.current.get() is None


@pytest.mark.django_db
def test_what_anybody_may_keep_names_no_request(client):
    assert "X-Request-ID" not in client.get("/robots.txt").headers
    assert re.fullmatch("[0-9a-f]{16}", client.get("/admin/login/")["X-Request-ID"])


@pytest.mark.django_db
def test_at_the_desk_a_line_has_the_number_of_who_asked(client, lines):
    editor = make.editor()
    client.force_login(editor)
    client.get("/admin/articles/article/999999/delete/")
    client.get("/admin/auth/user/")
    assert [(line["user"], line["status"]) for line in lines if "user" in line] == [(editor.pk, 403)]


@pytest.mark.parametrize("formatter", [logs.Json(), logs.Line()], ids=["json", "line"])
@pytest.mark.parametrize(
    "said",
    [
        "Mail to olga.petrowa+desk@mail.example failed",
        "<olga@mail.example>: refused",
        "duplicate key\nDETAIL:  Key (name)=(olga@x) already exists.",
    ],
)
def test_no_line_has_an_address_of_a_person(formatter, said):
    record = logging.LogRecord("x", logging.ERROR, "", 0, "%s", (said,), None)
    assert "olga" not in formatter.format(record)


def test_a_traceback_has_none_either():
    try:
        raise ValueError("no mailbox olga@mail.example")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    line = json.loads(logs.Json().format(record))
    assert "no mailbox …@…" in line["traceback"]


def test_a_long_line_is_masked_in_a_time_that_follows_its_length():
    text = "a" * 50_000 + "@b"
    assert logs.masked(text).endswith("…@…")


def test_a_request_has_a_line_and_one_that_may_be_a_secret_no_address(lines, caplog):
    caplog.set_level(logging.INFO, logger="newsroom.access")
    kept = asking(PATH_INFO="/2026/11/28/story/")
    kept.status = "200 OK"
    logs.answered(kept)
    secret = asking(PATH_INFO="/preview/a-secret/")
    secret.status, secret.http = "404 Not Found", RequestFactory().get("/preview/a-secret/")
    logs.answered(secret)
    first, second = lines
    assert (first["path"], first["page"], first["status"]) == ("/2026/11/28/story/", "kept", 200)
    assert "a-secret" not in json.dumps(second) and second["status"] == 404


@pytest.fixture
def watched(settings, db):
    """Every query counts as a slow one."""
    from django.db import connection

    settings.NEWSROOM_SLOW_QUERY_MS = 0
    connection.ensure_connection()
    slow_queries._watch(connection)
    yield connection
    connection.execute_wrappers.remove(slow_queries.timed)


def test_a_slow_query_is_logged_without_its_values(watched, lines):
    number = asking().number
    with watched.cursor() as cursor:
        cursor.execute("SELECT\n  1 WHERE 'a' <> %s", ["olga"])
    [line] = [line for line in lines if line["logger"] == "newsroom.slow_queries"]
    assert (line["request"], line["level"]) == (number, "WARNING")
    assert line["message"].endswith("SELECT 1 WHERE 'a' <> %s")
    assert "olga" not in json.dumps(line) and line["ms"] >= 0


def test_queries_are_not_timed_unless_somebody_asks():
    assert not any("slow" in str(key) for key, *_rest in connection_created.receivers)


EVENT = {
    "request": {
        "url": "https://news.example/search/?q=olga",
        "method": "POST",
        "query_string": "q=olga",
        "data": {"name": "Olga"},
        "headers": {"Cookie": "sessionid=olga", "X-Forwarded-For": "203.0.113.7"},
        "env": {"REMOTE_ADDR": "203.0.113.7"},
    },
    "user": {"id": 7, "email": "olga@mail.example", "ip_address": "203.0.113.7"},
    "server_name": "olga-laptop",
    "extra": {"typed": "olga"},
    "breadcrumbs": {"values": [{"message": "olga"}]},
    "logentry": {"message": "Request %s failed: %s", "params": ["olga"], "formatted": "Request olga failed"},
    "exception": {"values": [{"type": "ValueError", "value": "no mailbox olga@mail.example"}]},
}


def test_a_report_of_a_fault_says_nothing_of_people_and_has_the_number_of_the_request():
    number = asking(HTTP_X_REQUEST_ID="edge-4711-abcdef").number
    event = sentry.without_people(json.loads(json.dumps(EVENT)), {})
    said = json.dumps(event)
    assert "olga" not in said.lower() and "203.0.113.7" not in said
    assert event["request"] == {"method": "POST"}
    assert event["tags"]["request_id"] == number == "edge-4711-abcdef"
    assert event["exception"]["values"][0]["type"] == "ValueError"
