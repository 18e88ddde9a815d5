"""Requests by which somebody would have the site lie to others: forged headers, poisoned caches, stolen sessions."""

import re
from io import BytesIO
from urllib.parse import quote, unquote
from wsgiref.util import setup_testing_defaults

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from newsroom import origin
from newsroom.content_security import OF_FILES
from newsroom.page_cache import LONGEST_ADDRESS, PageCache
from newsroom.wsgi import django as application
from tests import make
from tests.pages import say

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

EVIL = "evil.example"
# What a cache keeps apart by none of these. None may change a byte, or a header, of a page for everybody.
UNKEYED = {
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Port": "4711",
    "X-Forwarded-Prefix": f"//{EVIL}",
    "X-Forwarded-Scheme": "http",
    "X-Forwarded-Server": EVIL,
    "X-Forwarded-For": "203.0.113.9",
    "Forwarded": f"host={EVIL};proto=https",
    "X-Host": EVIL,
    "X-Original-Host": EVIL,
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "X-HTTP-Method-Override": "POST",
    "X-Method-Override": "DELETE",
    "X-Request-ID": f"<script src=//{EVIL}>",
    "Accept": "application/json",
    "Accept-Language": "de",
    "Authorization": "Basic ZXZpbDpldmls",
    "Origin": f"https://{EVIL}",
    "Referer": f"https://{EVIL}/",
    "User-Agent": f"<script src=//{EVIL}>",
    "Range": "bytes=0-9",
    "Cookie": f"theme=<script>; messages={EVIL}; csrftoken={'x' * 32}; junk={'x' * 6000}",
    "Sec-Purpose": "prefetch",
    "X-Requested-With": "XMLHttpRequest",
}
BREAKS = ["\r\nSet-Cookie: evil=1", "\nX: y", "\r", "%0d%0aX: y", "\u560d\u560aX: y", "\x00"]


STAMP = re.compile(rb'name="stamp" value="[^"]+"')


def told(response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in ("ETag", "Last-Modified")}


def words(response) -> bytes:
    """What is answered, but for the second at which a form was made."""
    return STAMP.sub(b"", response.content)


# --- What nobody's headers change ---


def test_what_caches_do_not_tell_apart_changes_no_page(client):
    edition = make.live("A story", tags=["coast"])
    for path in (edition.get_absolute_url(), "/", "/feed/", "/archive", "/nowhere/", "/sitemap.xml"):
        plain = client.get(path)
        for name, value in UNKEYED.items():
            answer = client.get(path, headers={name: value})
            assert (answer.status_code, words(answer)) == (plain.status_code, words(plain)), (path, name)
            assert told(answer) == told(plain), (path, name)


def test_a_token_that_is_none_is_replaced_for_its_visitor_alone(client):
    answer = client.get("/archive/", headers={"cookie": "csrftoken=x"})
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "host",
    [EVIL, f"testserver@{EVIL}", f"testserver.{EVIL}", f"testserver,{EVIL}", "", "testserver/x", "testserver:x"],
)
def test_a_forged_host_is_refused_and_kept_by_nobody(client, host, settings):
    settings.NEWSROOM_CACHE_SECONDS = 1
    for path in ("/", "/archive", "/admin/"):
        response = client.get(path, headers={"host": host})
        assert response.status_code == 400
        assert response.headers["Cache-Control"] == "private, no-store"
        assert EVIL not in response.text


@pytest.mark.parametrize("proxies", [0, 1])
def test_only_a_proxy_of_ours_says_that_a_visitor_came_by_https(client, settings, proxies):
    """And of two words the first, which ours has written in the place of a visitor's."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None
    answers = [client.get("/prefetch.json", headers={"X-Forwarded-Proto": said}) for said in ("https", "http, https")]
    assert [answer.status_code for answer in answers] == ([200, 301] if proxies else [301, 301])


# --- Our own cache of pages ---


@pytest.fixture
def cache():
    """A process's cache, whose connection sees what the test has stored."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    made = PageCache(application, 1)
    yield made
    made.freshness.close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(cache, path, query="", **headers):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver"}
    environ |= {"wsgi.input": BytesIO(), **headers}
    setup_testing_defaults(environ)
    told = []
    body = b"".join(cache(environ, lambda status, headers, exc_info=None: told.append((status, dict(headers)))))
    return int(told[-1][0][:3]), told[-1][1], body


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_first_decides_nothing_for_the_next(cache):
    make.live("A story")
    plain = ask(cache, "/archive/")
    for name, value in UNKEYED.items():
        cache.pages.clear()
        first = ask(cache, "/archive/", **{f"HTTP_{name.upper().replace('-', '_')}": value})
        assert first[2] == plain[2], name
        assert ask(cache, "/archive/") == plain, name


@pytest.mark.django_db(transaction=True)
def test_no_header_multiplies_what_is_kept(cache):
    ask(cache, "/archive/")
    for said in ("https", "http", "https,x", "evil"):
        ask(cache, "/archive/", HTTP_X_FORWARDED_PROTO=said)
    assert len(cache.pages) == 1
    cache.believed = ("HTTP_X_FORWARDED_PROTO", "https")
    for said in ("http", "evil", "http, https"):
        ask(cache, "/archive/", HTTP_X_FORWARDED_PROTO=said)
    assert len(cache.pages) == 1


@pytest.mark.django_db(transaction=True)
def test_what_came_by_https_and_what_did_not_are_kept_apart(cache, settings):
    settings.SECURE_PROXY_SSL_HEADER = cache.believed = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    cache.application = WSGIHandler()
    assert ask(cache, "/archive/", HTTP_X_FORWARDED_PROTO="https")[0] == 200
    assert ask(cache, "/archive/", HTTP_X_FORWARDED_PROTO="https, http")[0] == 200
    for said in ("http", "http, https", ""):
        assert ask(cache, "/archive/", HTTP_X_FORWARDED_PROTO=said)[0] == 301


@pytest.mark.django_db(transaction=True)
def test_an_address_that_nothing_of_ours_has_is_answered_and_not_kept(cache):
    assert ask(cache, "/archive/", f"x={'y' * LONGEST_ADDRESS}")[0] == 200
    assert ask(cache, "/archive/", HTTP_HOST=EVIL)[0] == 400
    assert len(cache.pages) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["x.css", ";x.js", "%2fx.png", ".webp", "/..%2f..%2fstatic/x.css"])
def test_no_ending_makes_a_page_of_the_desk_one_for_everybody(cache, end):
    """Nor one that is signed in to: a cache that goes by endings finds nothing to keep."""
    browser = make.browser(make.superuser())
    cookie = f"sessionid={browser.cookies['sessionid'].value}"
    for path in ("/admin/", "/admin/articles/article/"):
        status, told, _body = ask(cache, unquote(path + end), HTTP_COOKIE=cookie)
        assert status in (301, 302, 404)
        assert "no-store" in told["Cache-Control"], path
    assert len(cache.pages) == 0


# --- Where what was asked for gets into a header ---


@pytest.mark.parametrize("breaks", BREAKS)
def test_no_line_break_gets_into_a_header(client, breaks):
    edition = make.live("A story", tags=["coast"])
    comment = say("A remark", edition.article_id)
    path, odd = edition.get_absolute_url(), quote(breaks, safe="%")
    asked = [
        *(f"/archive{odd}", f"/tag/{odd}", f"/search?q={odd}", f"{path[:-1]}?{odd}", f"/oembed/?url={odd}"),
        *(f"/comment/{comment.pk}/?order={odd}", f"{path}?reply={odd}", f"/admin/login/?next={odd}"),
    ]
    for address in asked:
        response = client.get(address)
        assert response.status_code < 500, address
        assert not any(set("\r\n\0") & set(name + value) for name, value in response.headers.items()), address
        assert "evil" not in response.cookies
    for address in (f"/comment/{comment.pk}/report/", f"{path}comment/", f"{path}report-error/"):
        response = client.post(address, dict.fromkeys(("reason", "text", "name", "email", "next"), breaks))
        assert response.status_code < 500, address
        assert not any(set("\r\n\0") & set(name + value) for name, value in response.headers.items()), address


@pytest.mark.parametrize("before", ["//", "/\\", "///", "/%2f", "/%5c", "/%09/"])
def test_no_path_leads_to_another_site(client, before):
    location = client.get(f"{before}{EVIL}/archive").headers.get("Location", "/")
    assert location.startswith("/") and not location.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "where", [f"https://{EVIL}/", f"//{EVIL}/", f"/\\{EVIL}", f"http:///{EVIL}", "javascript:alert(1)"]
)
def test_no_form_leads_to_another_site(client, where):
    User.objects.create_superuser("chief", password="plumb-line-chief")
    form = {"username": "chief", "password": "plumb-line-chief", "next": where}
    signed_in = client.post(f"/admin/login/?next={quote(where)}", form)
    again, out = client.get("/admin/login/", {"next": where}), client.post("/admin/logout/", {"next": where})
    for response in (signed_in, again, out):
        location = response.headers.get("Location", "/")
        assert location.startswith("/") and EVIL not in location


# --- Sessions ---

OURS = {"host": "news.example"}


@pytest.fixture
def signed_in(settings):
    """A browser that has signed in by https at one host of two."""
    settings.ALLOWED_HOSTS = ["news.example", "www.news.example"]
    User.objects.create_superuser("chief", password="plumb-line-chief")
    browser = Client()
    browser.get("/admin/login/", secure=True, headers=OURS)
    form = {"username": "chief", "password": "plumb-line-chief"}
    browser.post("/admin/login/", form, secure=True, headers=OURS)
    return browser


def is_in(browser, secure=True, host="news.example", path="/admin/auth/user/"):
    return browser.get(path, secure=secure, headers={"host": host}).status_code == 200


def test_a_session_is_good_where_it_was_begun(signed_in):
    assert is_in(signed_in) and is_in(signed_in)


@pytest.mark.parametrize(("secure", "host"), [(False, "news.example"), (True, "www.news.example"), (False, EVIL)])
def test_a_session_of_one_host_or_scheme_opens_nothing_at_another(signed_in, secure, host):
    stolen = signed_in.cookies["sessionid"].value
    other = Client()
    other.cookies["sessionid"] = stolen
    assert not is_in(other, secure, host)
    # It has been seen elsewhere, so it is over here too; a host that is not ours cannot end it.
    assert is_in(signed_in) is (host == EVIL)


def test_a_session_that_was_slipped_in_is_another_after_sign_in(settings):
    User.objects.create_superuser("chief", password="plumb-line-chief")
    browser = Client()
    browser.session.save()
    browser.cookies["sessionid"] = browser.session.session_key
    given = browser.cookies["sessionid"].value
    browser.post("/admin/login/", {"username": "chief", "password": "plumb-line-chief"})
    assert browser.session[origin.KEY] == "http://testserver"
    assert browser.cookies["sessionid"].value != given
    other = Client()
    other.cookies["sessionid"] = given
    assert not is_in(other, secure=False, host="testserver")


def test_a_new_password_ends_every_other_session(signed_in):
    User.objects.get(username="chief").save()
    assert is_in(signed_in)
    chief = User.objects.get(username="chief")
    chief.set_password("another-plumb-line")
    chief.save()
    assert not is_in(signed_in)


def test_the_cookie_of_a_session_is_for_this_host_and_no_script(signed_in, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    form = {"username": "chief", "password": "plumb-line-chief"}
    answer = Client().post("/admin/login/", form, secure=True, headers=OURS)
    assert set(answer.cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in answer.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


# --- Uploads ---


@pytest.mark.parametrize(
    "name", ["a.html", "a.svg", "a.js", "a.webp.html", "a", "a.webp/", "..%2fsettings.py", "a.WEBP"]
)
def test_nothing_but_pictures_is_served_from_what_was_uploaded(client, name):
    assert client.get(f"/media/originals/{name}").status_code == 404


def test_a_page_that_was_uploaded_as_a_picture_is_none(client):
    name = default_storage.save("originals/guise.webp", ContentFile(b"<script>alert(1)</script>"))
    answer = client.get(f"/media/{name}")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == OF_FILES


def test_a_draft_is_framed_by_the_desk_alone(client):
    article = make.article("Not yet")
    preview = make.browser(make.superuser()).get(f"/admin/articles/article/{article.pk}/preview/")
    assert preview.status_code == 200
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
