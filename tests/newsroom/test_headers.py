"""What every answer tells a browser: of pages, files, redirects, refusals and faults, of the public and of the desk."""

import re
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from newsroom import headers, wsgi
from newsroom.page_cache import PageCache
from newsroom.static_files import StaticFiles
from tests import make, pages

# As much of a first answer's first packet as headers may take from the page.
HEAD = 2_000
REFERRERS = {"strict-origin-when-cross-origin", "same-origin", "no-referrer"}
DESK = [
    *("", "login/", "logout/", "password_change/", "jsi18n/", "nowhere/", "articles/article/", "autocomplete/"),
    *("articles/article/front/", "articles/illustration/", "comments/comment/", "auth/user/", "admin/logentry/"),
    *("articles/article/add/", "articles/article/calendar/", "articles/redirect/"),
]


def policy_of(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


def broken(path: str, response) -> list[str]:
    """The rules that this answer breaks, with what it says."""
    told, policy = response.headers, policy_of(response)
    is_page = told.get("Content-Type", "").startswith("text/html")
    is_desk = path.startswith("/admin/")
    rules = {
        "policy": "unsafe" in str(policy) or policy["default-src"] != "'none'" or "frame-ancestors" not in policy,
        "sandbox": ("sandbox" in policy) is is_page,
        "trusted types": ("require-trusted-types-for" in policy) is not (is_page and not is_desk),
        "nosniff": told.get("X-Content-Type-Options") != "nosniff",
        "referrer": told.get("Referrer-Policy") not in REFERRERS,
        "opener": told.get("Cross-Origin-Opener-Policy") != "same-origin",
        "resource": told.get("Cross-Origin-Resource-Policy") != "same-origin" and (is_page or is_desk),
        "page": is_page and any(told.get(name) != value for name, value in headers.OF_A_PAGE.items()),
        "head": sum(len(name) + len(value) + 4 for name, value in told.items()) > HEAD,
        "kept refusal": response.status_code in (400, 403, 405, 413, 429) and "no-store" not in told["Cache-Control"],
    }
    return [f"{path} ({response.status_code}): {rule}" for rule, is_broken in rules.items() if is_broken]


@pytest.mark.django_db
def test_every_address_says_what_a_browser_may_do_with_it(client):
    make.section("World")
    edition = make.live("A story", tags=["coast"])
    story = pages.Story.of(edition)
    paths = [path for route in pages.routes() for path in pages.addresses(route, story)]
    paths += ["/archive", "//evil.example/archive", "/static/newsroom/newsroom.css", "/static/none.css", "/nowhere"]
    paths += ["/favicon.ico", "/manifest.webmanifest", "/?page=x", "/%00", "/%ff", edition.get_absolute_url()[:-1]]
    paths += [f"/admin/{path}" for path in DESK]
    wrong, seen = [], set()
    for asking in (client, make.browser(make.superuser())):
        for path in paths if asking is client else paths[-len(DESK) :]:
            for response in (asking.get(path), *([asking.post(path)] if path == story.path else [])):
                wrong += broken(path, response)
                seen.add(response.status_code)
                etag = response.headers.get("ETag")
                if etag and response.status_code == 200:
                    again = asking.get(path, headers={"If-None-Match": etag})
                    wrong += broken(path, again)
                    assert policy_of(again) == policy_of(response), path
                    seen.add(again.status_code)
    assert wrong == [], "\n".join(wrong)
    assert {200, 301, 302, 304, 404, 405} <= seen


def test_a_fault_does_too():
    """Nothing of this asks the database, but the page would have."""
    client = Client(raise_request_exception=False)
    for path, status in (("/archive/", 500), ("/healthz", 200), ("/prefetch.json", 200)):
        response = client.get(path)
        assert response.status_code == status
        assert broken(path, response) == []


@pytest.mark.django_db
def test_refusals_do_too():
    client = Client(enforce_csrf_checks=True)
    told = {400: client.get("/archive/", headers={"host": "evil.example"}), 403: client.post("/admin/login/")}
    for status, response in told.items():
        assert response.status_code == status
        assert broken(response.request["PATH_INFO"], response) == []


def test_a_site_that_is_closed_or_wants_https_does_too(settings):
    settings.NEWSROOM_MAINTENANCE = True
    assert broken("/", Client().get("/")) == []
    settings.NEWSROOM_MAINTENANCE, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = False, True, 3600
    led = Client().get("/archive/")
    assert (led.status_code, led.headers["Location"]) == (301, "https://testserver/archive/")
    assert broken("/archive/", led) == []
    assert Client().get("/healthz", secure=True).headers["Strict-Transport-Security"] == "max-age=3600"


def asked(application, path, **more):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "testserver", "wsgi.input": BytesIO(), **more}
    setup_testing_defaults(environ)
    told = []
    b"".join(application(environ, lambda status, headers, exc_info=None: told.append((status, headers))))
    response = HttpResponse(status=int(told[-1][0][:3]), headers=dict(told[-1][1]))
    if "Content-Type" not in dict(told[-1][1]):
        del response.headers["Content-Type"]
    return response


def test_what_is_refused_ahead_of_django_does_too():
    response = asked(wsgi.application, "/", CONTENT_TYPE="text/plain; charset=hex")
    assert response.status_code == 400
    told = dict(headers.OF_A_REFUSAL)
    assert {name: response.headers.get(name) for name in told} == told
    assert policy_of(response)["default-src"] == "'none'"


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_says_the_same_as_when_it_was_made(client):
    make.live("A story")
    cache = PageCache(wsgi.django, 1)
    try:
        for path in ("/archive/", "/feed/"):
            made, kept = client.get(path), asked(cache, path)
            kept = asked(cache, path)
            known = asked(cache, path, HTTP_IF_NONE_MATCH=kept.headers["ETag"])
            assert broken(path, kept) == []
            assert known.status_code == 304
            assert policy_of(known) == policy_of(kept) == policy_of(made)
    finally:
        cache.freshness.close()


def test_pictures_and_what_is_open_to_scripts_may_be_shown_elsewhere_and_nothing_else(client):
    theirs = {path: client.get(path).headers["Cross-Origin-Resource-Policy"] for path in ("/favicon.ico", "/healthz")}
    assert theirs == {"/favicon.ico": "cross-origin", "/healthz": "same-origin"}
    assert client.get("/static/newsroom/icon.svg").headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_page_with_a_nonce_is_kept_by_nobody():
    def view(request):
        return HttpResponse(f'<script nonce="{request.csp_nonce}"></script>')

    request = RequestFactory().get("/")
    response = headers.Safety(headers.PublicPages(view))(request)
    nonce = re.search('nonce="(.+?)"', response.text)[1]
    assert f"'nonce-{nonce}'" in policy_of(response)["script-src"]
    assert response.headers["Cache-Control"] == "private, no-store"


def test_no_file_of_ours_can_be_taken_for_a_page():
    """Static files are served by their endings."""
    folders, names = StaticFiles().listdir(".") if StaticFiles().exists(".") else ([], [])
    assert not [name for name in names if name.endswith((".html", ".xhtml"))], folders
