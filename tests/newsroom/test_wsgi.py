"""Requests as the server hands them over, before Django has read them."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from newsroom.page_cache import PageCache
from newsroom.wsgi import application, site
from tests import make

# The stamps are asked through a connection of their own, which sees what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def connection_of_the_test():
    """A request begins on a fresh connection and leaves none; here it is to see the rows of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    if isinstance(site, PageCache):
        site.freshness.close()
        # It may be opened again at once; after a loss it would wait.
        site.freshness.retry_at = 0


def answer(content_type, path="/section/world/", query="page=1", method="GET", body=b""):
    """The status line and the body of the answer."""
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body))}
    environ |= {"HTTP_HOST": "testserver", "wsgi.input": BytesIO(body)}
    if content_type is not None:
        environ["CONTENT_TYPE"] = content_type
    setup_testing_defaults(environ)
    started = []
    response = application(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    return started[0][0], b"".join(response)


@pytest.mark.parametrize(
    "charset", ["hex", "idna", "unicode_escape", '"hex"', "utf-16", "latin-1", "none-such", "a" * 99]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_in_another_charset_is_refused(charset, method):
    make.section("World")
    status, page = answer(f"text/plain; charset={charset}", method=method)
    assert status == "400 Bad Request"
    assert b"UTF-8" in page


@pytest.mark.parametrize(
    "content_type",
    [
        *(None, "", "text/plain", "text/plain; charset=", "text/plain; boundary=hex"),
        *(f"text/plain; Charset={name}" for name in ("utf-8", "UTF8", '"Utf-8"', "utf_8", "us-ascii", "ASCII")),
    ],
)
def test_a_request_in_our_charset_or_without_one_is_read(content_type):
    make.section("World")
    assert answer(content_type)[0] == "200 OK"


@pytest.mark.parametrize(
    "content_type", [";" * 9999, "a" * 99_999, "text/plain; charset*=x'y'%ff", "text/plain; charset*=1"]
)
def test_a_content_type_that_says_nothing_sensible_is_no_error(content_type):
    make.section("World")
    assert answer(content_type)[0] in ("200 OK", "400 Bad Request")
