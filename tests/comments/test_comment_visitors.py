"""Who is taken for whom, and what a browser keeps."""

import re

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from comments import own, visitors
from comments.models import Comment
from tests import make


@pytest.fixture
def story():
    return make.live("Their own story", authors=[make.author("Ines Holm", user=make.reporter("ines"))])


def page(response):
    return response.content.decode()


def signed_in(username):
    browser = Client(enforce_csrf_checks=True)
    assert browser.login(username=username, password="a long enough one")
    return browser


def token(response):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page(response))[1]


# --- Signed in ---


def test_a_members_page_is_theirs_alone(db, story):
    response = signed_in("ines").get(story.get_absolute_url())
    assert "Logged in as Ines Holm." in page(response) and 'action="/admin/logout/"' in page(response)
    assert not re.search(r'name="(name|email|website|remember)"', page(response))
    assert response["Cache-Control"] == "private, no-store" and "Cookie" in response["Vary"]


def test_a_member_is_known_by_the_token_of_their_page(db, story):
    browser = signed_in("ines")
    form = {"text": "I asked them.", "csrfmiddlewaretoken": token(browser.get(story.get_absolute_url()))}
    response = browser.post(f"{story.get_absolute_url()}comment/", form)
    comment = Comment.objects.get()
    assert response["Location"].endswith(f"/?posted=1#comment-{comment.pk}")
    assert (comment.name, comment.badge, comment.user.username) == ("Ines Holm", "author", "ines")
    assert '<span class="badge">Author</span>' in page(Client().get(story.get_absolute_url()))


def test_without_a_token_a_session_counts_for_nothing(db, story):
    browser, address = signed_in("ines"), f"{story.get_absolute_url()}comment/"
    assert browser.post(address, {"text": "I asked them."}).status_code == 422
    assert browser.post(address, {"text": "Hm.", "name": "X", "email": "x@y.example"}).status_code == 302
    comment = Comment.objects.get()
    assert (comment.user, comment.badge, comment.status) == (None, "", "pending")


@pytest.mark.parametrize("posted", ["", "x" * 64, "short"])
def test_a_wrong_token_posts_nothing_and_keeps_the_text(db, story, posted):
    form = {"text": "I asked them.", "csrfmiddlewaretoken": posted, "name": "X", "email": "x@y.example"}
    browser = signed_in("ines")
    response = browser.post(f"{story.get_absolute_url()}comment/", form)
    assert response.status_code == 422 and "Nothing was posted yet" in page(response)
    assert "I asked them." in page(response) and not Comment.objects.exists()
    again = browser.post(f"{story.get_absolute_url()}comment/", form | {"csrfmiddlewaretoken": token(response)})
    assert again.status_code == 302 and Comment.objects.get().user.username == "ines"


def test_who_was_signed_out_meanwhile_is_asked_again(db, story, browser):
    form = {"text": "I asked them.", "csrfmiddlewaretoken": "x" * 64}
    response = browser.post(f"{story.get_absolute_url()}comment/", form)
    assert response.status_code == 422 and "I asked them." in page(response) and 'name="email"' in page(response)


def test_another_sites_page_cannot_speak_for_a_member(db, story):
    browser = signed_in("ines")
    form = {"text": "Buy!", "csrfmiddlewaretoken": token(browser.get(story.get_absolute_url()))}
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.post(f"{story.get_absolute_url()}comment/", form, headers=headers).status_code == 403
    assert not Comment.objects.exists()


# --- A guest's page ---


@pytest.mark.parametrize("query", ["", "?reply=1", "?page=1"])
def test_a_guests_page_is_everybodys(browser, edition, say, query, monkeypatch):
    say()
    moment = timezone.now()  # the form carries the second at which it was made
    monkeypatch.setattr(timezone, "now", lambda: moment)
    responses = [browser.get(f"{edition.get_absolute_url()}{query}") for _time in range(2)]
    assert responses[0].content == responses[1].content
    for response in responses:
        assert "public" in response["Cache-Control"]
        assert not response.cookies and "Cookie" not in response.get("Vary", "")
        assert "csrfmiddlewaretoken" not in page(response)


def test_no_page_shows_an_address(browser, edition, say):
    for status in Comment.Status.values:
        say(parent=say(), status=status, email="secret@readers.example", ago=3)
    comment = say(website="https://rosa.example/")
    for query in ("", f"?reply={comment.pk}", "?mine=x"):
        shown = page(browser.get(f"{edition.get_absolute_url()}{query}"))
        assert "secret" not in shown and "@" not in re.sub(r'"@\w+":', "", shown)
    assert '<a href="https://rosa.example/" rel="nofollow ugc noopener">Rosa</a>' in shown


# --- Remembered ---


def test_no_cookie_without_consent(browser, fields, address):
    assert visitors.COOKIE not in browser.post(address, fields()).cookies


def test_nothing_is_remembered_of_what_was_not_taken(browser, fields, address):
    assert not browser.post(address, fields(text="", remember="on")).cookies


def test_with_consent_name_address_and_website_come_back(browser, edition, fields, address):
    response = browser.post(address, fields(remember="on", website="rosa.example"), secure=True)
    cookie = response.cookies[visitors.COOKIE]
    assert (
        set(response.cookies) == {visitors.COOKIE, own.COOKIE}
        and cookie["httponly"]
        and cookie["samesite"] == "Lax"
        and cookie["secure"]
    )
    assert 300 * 86400 < cookie["max-age"] < 400 * 86400 and "rosa@" not in cookie.value
    shown = browser.get(edition.get_absolute_url(), secure=True)
    for field in ("Rosa", "rosa@readers.example", "https://rosa.example"):
        assert f'value="{field}"' in page(shown)
    assert re.search(r'name="remember"[^>]*checked', page(shown))
    assert shown["Cache-Control"] == "private, no-store"


def test_unticking_forgets(browser, fields, address, settings):
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    browser.post(address, fields(remember="on"))
    cookie = browser.post(address, fields(text="Unticked.")).cookies[visitors.COOKIE]
    assert (cookie.value, cookie["max-age"]) == ("", 0)


@pytest.mark.parametrize("kept", ["", "forged", "a:b:c", "\u00e9", '"'])
def test_a_cookie_that_is_not_ours_is_ignored(edition, kept):
    browser = Client()
    browser.cookies[visitors.COOKIE] = kept
    response = browser.get(edition.get_absolute_url())
    assert response.status_code == 200 and 'name="name" value=' not in page(response)


# --- Networks ---


def at(address, **headers):
    return visitors.network(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))


def test_networks_are_told_apart_without_their_addresses(settings):
    assert at("192.0.2.1") == at("192.0.2.1") != at("192.0.2.2")
    assert at("2001:db8::1") == at("2001:db8::ffff") != at("2001:db8:0:1::1")
    assert at("::ffff:192.0.2.1") == at("192.0.2.1") != at("::ffff:192.0.2.2")
    assert at("") == at("unix:") == ""
    before = at("192.0.2.1")
    settings.SECRET_KEY = "another"
    assert at("192.0.2.1") != before


def test_only_our_own_proxies_are_believed(settings):
    forwarded = {"X-Forwarded-For": "203.0.113.5, 192.0.2.1"}
    assert at("10.0.0.1", **forwarded) == at("10.0.0.1")
    settings.NEWSROOM_PROXIES = 1
    assert at("10.0.0.1", **forwarded) == at("", **{"X-Forwarded-For": "192.0.2.1"})
