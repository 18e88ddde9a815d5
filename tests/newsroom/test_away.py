"""While the database is gone: a page that says so, and nobody's words lost."""

import sqlite3
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.exception import convert_exception_to_response
from django.db import DatabaseError, IntegrityError, OperationalError, ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse
from django.test import Client

from newsroom import failures
from newsroom.files import Away
from tests.validity import faults

FORM = {
    "name": "Ida Brandt",
    "email": "ida@reader.example",
    "text": "The ferry was late.\nAgain <b>late</b>.",
    "remember": "on",
}
COMMENT = "/2026/04/25/tide/comment/"


class Form(HTMLParser):
    """What a browser would send of the form in a page, and where to."""

    def __init__(self, page):
        super().__init__()
        self.attributes, self.values, self.seen = None, [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.attributes = told
        elif tag == "input":
            self.values.append((told["name"], told["value"]))
        elif tag == "textarea":
            self.seen.append(told["name"])
            self.values.append((told["name"], ""))

    def handle_data(self, data):
        if self.seen and self.lasttag == "textarea" and not self.values[-1][1]:
            self.values[-1] = (self.values[-1][0], data.removeprefix("\n"))


@pytest.fixture
def visitor(monkeypatch):
    """A reader of a site that has lost its database."""

    def gone(self):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", gone)
    monkeypatch.setattr(BaseDatabaseWrapper, "connect", gone)
    return Client(raise_request_exception=False)


def test_a_comment_is_kept_in_the_page_that_says_so_and_can_be_sent_from_there(visitor):
    response = visitor.post(COMMENT, FORM)
    assert response.status_code == 503 and int(response.headers["Retry-After"]) > 0
    assert response.headers["Cache-Control"] == "no-store"
    form = Form(response.text)
    # Without an action it goes where it went.
    assert form.attributes == {"method": "post"} and form.seen == ["text"]
    assert dict(form.values) == FORM and "<b>late" not in response.text
    assert faults(response.text) == [] and not response.cookies


def test_every_value_comes_back_but_no_password_and_no_file(visitor):
    data = {"tag": ["sea", "coast"], "password1": "plumb-line", "file": SimpleUploadedFile("a.png", b"PNG")}
    response = visitor.post("/comment/7/report/", data)
    assert Form(response.text).values == [("tag", "sea"), ("tag", "coast")]
    assert "plumb-line" not in response.text
    assert "The file that you chose is not among it." in response.text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (FORM, {"headers": {"Sec-Fetch-Site": "cross-site"}}),
        (FORM, {"headers": {"Origin": "https://elsewhere.example"}}),
        (b"{]", {"content_type": "application/json"}),
        (b"--x", {"content_type": "multipart/form-data; boundary="}),
    ],
)
def test_what_is_no_form_of_ours_gets_no_form_back(rf, sent, told):
    response = failures.away(rf.post(COMMENT, sent, **told))
    assert response.status_code == 503 and "<form" not in response.text


def test_who_reads_is_told_to_try_again(visitor):
    for method in (visitor.get, visitor.head):
        assert method("/").status_code == 503
    response = visitor.get("/")
    assert "try again in a minute" in response.text and "<form" not in response.text
    assert visitor.get("/healthz").status_code == 200


def _raised(cause, error=OperationalError):
    try:
        raise error("what the driver says") from cause
    except error as raised:
        return raised


def _sqlite(code):
    cause = sqlite3.OperationalError("what SQLite says")
    cause.sqlite_errorcode = code
    return cause


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE])
def test_a_full_or_busy_file_is_away_too(code):
    assert failures.is_away(_raised(_sqlite(code)))


@pytest.mark.parametrize("name", ["OperationalError", "InterfaceError"])
def test_what_the_driver_says_itself_counts_too(name):
    """So a cursor says it that is closed when the line is lost, while a template asks for the next rows."""
    assert failures.is_away(getattr(connection.Database, name)("server closed the connection unexpectedly"))
    assert not failures.is_away(connection.Database.IntegrityError("twice"))


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("no number"),
        OSError("no such file"),
        _raised(_sqlite(sqlite3.SQLITE_ERROR)),
        _raised(None, ProgrammingError),
        _raised(None, IntegrityError),
    ],
)
def test_a_fault_of_ours_is_not_excused_by_the_database(error):
    assert not failures.is_away(error)


def test_what_no_server_takes_is_a_fault_of_ours():
    too_long = OperationalError("index row size exceeds the maximum")
    too_long.__cause__ = type("TooLong", (Exception,), {"sqlstate": "54000"})()
    assert not failures.is_away(too_long)


def test_a_store_that_is_away_and_a_server_that_only_follows_are_named_so():
    assert failures.is_away(Away("the bucket"))
    cause = Exception("cannot execute INSERT in a read-only transaction")
    cause.sqlstate = "25006"
    assert failures.is_away(_raised(cause, ProgrammingError))


@pytest.mark.django_db
@pytest.mark.parametrize(("fault", "status"), [(OperationalError("gone"), 503), (DatabaseError("no such row"), 400)])
def test_a_session_that_cannot_be_saved_is_no_bad_request(rf, monkeypatch, fault, status):
    store = SessionStore()
    store["seen"] = 1
    store.save()

    def lost(self, *args, **kwargs):
        raise fault

    def view(request):
        request.session["seen"] = 2
        return HttpResponse("Saved.")

    monkeypatch.setattr(Session, "save", lost)
    request = rf.post("/admin/", {"headline": "High water"})
    request.COOKIES[settings.SESSION_COOKIE_NAME] = store.session_key
    response = convert_exception_to_response(SessionMiddleware(view))(request)
    assert response.status_code == status
    assert ("High water" in response.text) == (status == 503)
