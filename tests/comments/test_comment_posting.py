"""Leaving a reply: every answer that a post can get."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import workflow
from comments import moderation
from comments.models import Comment, Discussion
from comments.views.posting import BODY_LIMIT
from tests import make

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def known(say):
    """Rosa has been approved before, so what she says appears at once."""
    return say("Approved once.", name="Rosa", ago=600)


def page(response):
    return response.content.decode()


def value(response, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page(response))
    return (re.search(r'value="([^"]*)"', found[0]) or [None, ""])[1]


# --- Taken ---


def test_an_approved_comment_leads_to_its_place(browser, edition, fields, address, known):
    response = browser.post(address, fields())
    posted = Comment.objects.latest("pk")
    path = edition.get_absolute_url()
    assert (response.status_code, response["Location"]) == (302, f"{path}?posted=1#comment-{posted.pk}")
    said = '<p class="status-message" role="status">Your comment is on the page.</p>'
    assert said in page(browser.get(f"{path}?posted=1")) and said not in page(browser.get(path))
    assert "It never waits for me." in page(browser.get(path))


def test_a_first_comment_is_held_and_shown_to_its_writer_alone(browser, edition, fields, address):
    response = browser.post(address, fields())
    path, _hash, anchor = response["Location"].partition("#")
    assert path.startswith(f"{edition.get_absolute_url()}?mine=") and anchor == f"comment-{Comment.objects.get().pk}"
    own = browser.get(path)
    assert '<p class="status-message" role="status">Your comment is awaiting moderation.</p>' in page(own)
    assert "It never waits for me." in page(own) and "Awaiting moderation" in page(own)
    assert own["Cache-Control"] == "private, no-store"
    everybody = Client().get(edition.get_absolute_url())
    assert "It never waits for me." not in page(everybody) and "public" in everybody["Cache-Control"]


def test_a_forged_or_old_token_shows_nothing(browser, edition, fields, address):
    token = browser.post(address, fields())["Location"].partition("mine=")[2].partition("#")[0]
    for bad in (token[:-1], token.replace(":", "1:", 1), "", "\0", "1"):
        response = browser.get(edition.get_absolute_url(), {"mine": bad})
        assert response.status_code == 200 and "It never waits for me." not in page(response)


def test_a_comment_on_a_later_page_leads_there(browser, edition, fields, address, say, known, settings):
    settings.NEWSROOM_COMMENT_ROOTS = 2
    say(), say()
    location = browser.post(address, fields())["Location"]
    assert "?page=2&posted=1#comment-" in location
    held = browser.post(
        address, fields(name="Karl", email="karl@readers.example", text="Hm."), REMOTE_ADDR="192.0.2.9"
    )
    assert "?page=3&mine=" in held["Location"]
    assert "Hm." in page(browser.get(held["Location"].partition("#")[0]))


def test_a_reply_stands_below_what_it_answers(browser, fields, address, known):
    browser.post(address, fields(parent=known.pk))
    assert Comment.objects.latest("pk").parent == known


def test_a_trapped_machine_is_told_what_a_person_is_told(browser, fields, address, known):
    response = browser.post(address, fields(topic="cheap"))
    assert response.status_code == 302 and "?mine=" in response["Location"]
    assert Comment.objects.latest("pk").status == "spam"
    assert "Awaiting moderation" in page(browser.get(response["Location"].partition("#")[0]))


def test_the_address_in_the_network_is_not_stored(browser, fields, address):
    browser.post(address, fields(), REMOTE_ADDR="198.51.100.7")
    row = Comment.objects.values().get()
    assert not [field for field in row.values() if "198.51" in str(field)] and len(row["network"]) == 16


def test_a_post_to_a_former_address_reaches_the_story(browser, edition, fields, known):
    article = edition.article
    article.slug = "a-better-slug"
    article.save()
    now = workflow.publish(article, by=make.superuser())
    response = browser.post(f"{edition.get_absolute_url()}comment/", fields())
    assert response["Location"].startswith(now.get_absolute_url())


@pytest.mark.parametrize("kind", ["scheduled", "cancelled"])
def test_a_post_to_an_address_that_was_never_live_is_not_found(browser, edition, fields, kind):
    edition.article.slug = "a-planned-slug"
    edition.article.save()
    planned = workflow.schedule(edition.article, by=make.superuser(), live_from=timezone.now() + timedelta(hours=1))
    if kind == "cancelled":
        workflow.cancel(planned, by=make.superuser())
    assert browser.post(f"{planned.get_absolute_url()}comment/", fields()).status_code == 404


# --- Sent back ---


def test_errors_come_with_the_story_the_form_and_everything_typed(browser, fields, address, edition):
    typed = fields(text=" ", name="", email="x&y", website="javascript:alert(1)", remember="on")
    response = browser.post(address, typed)
    assert response.status_code == 422 and response["Cache-Control"] == "private, no-store"
    assert re.search(r"<title>Error: \S", page(response))
    summary = page(response).partition('class="error-summary" role="alert"')[2].partition("</div>")[0]
    assert re.findall(r'href="#(\w+)">([^<]+)<', summary) == [
        ("id_text", "Write a comment."),
        ("id_name", "Enter your name."),
        ("id_email", "Enter an email address like name@example.com."),
        ("id_website", "Enter a web address like https://example.com, or leave this empty."),
    ]
    assert (value(response, "email"), value(response, "website")) == ("x&amp;y", "javascript:alert(1)")
    assert re.search(r'name="remember"[^>]*checked', page(response))
    for name in ("text", "name", "email", "website"):
        assert f'id="id_{name}_error"' in page(response)
        assert re.search(
            rf'name="{name}"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*id_{name}_error', page(response)
        )
    # Browsers that are led to a fragment do not obey autofocus.
    assert f'<form action="{address}" novalidate' in page(response)
    assert re.search(r'class="error-summary"[^>]* autofocus>', page(response))
    assert edition.headline in page(response) and not Comment.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"text": "x" * 3001},
        {"text": "a\0b"},
        {"text": "\u200b\u202e"},
        {"name": "a\0b"},
        {"name": "x" * 81},
        {"name": "\u200b"},
        {"email": "a\0b@c.example"},
        {"email": f"{'x' * 250}@c.example"},
        {"website": "https://a.example/\0"},
        {"website": "//[::1"},
        {"parent": "\0"},
        {"parent": "9" * 30},
        {"parent": "٣"},
    ],
)
def test_bad_input_is_sent_back_and_never_breaks(browser, fields, address, change):
    assert browser.post(address, fields(**change)).status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"text=%FF%FE&name=%C3&email=%80", b"\xff\xfe\x00", b"text", b"&" * 5000, b"text=" + b"%00" * 50],
)
def test_a_broken_body_gets_an_answer(browser, address, body):
    assert browser.post(address, body, content_type=FORM).status_code in (400, 422)


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "text/plain", f"{FORM}; charset=utf-16", f"{FORM}; charset=none", "multipart/form-data", ""],
)
def test_a_body_of_another_kind_gets_an_answer(browser, address, content_type):
    response = browser.generic("POST", address, b'{"text": 1}', content_type=content_type)
    assert response.status_code in (400, 422)


def test_lines_are_counted_as_the_browser_counts_them(browser, fields, address):
    assert browser.post(address, fields(text="\r\n".join(["x"] * 1500))).status_code == 302


@pytest.mark.parametrize("status", ["pending", "removed", "spam"])
def test_what_is_hidden_cannot_be_answered(browser, fields, address, say, status):
    response = browser.post(address, fields(parent=say(status=status).pk))
    assert response.status_code == 422 and value(response, "parent") == ""
    assert "no longer there" in page(response) and "It never waits for me." in page(response)


def test_a_comment_of_another_story_cannot_be_answered_here(browser, fields, address, say):
    assert browser.post(address, fields(parent=say(under=make.live()).pk)).status_code == 422


def test_an_error_in_a_reply_comes_back_under_what_it_answers(browser, fields, address, known):
    response = browser.post(address, fields(parent=known.pk, text=""))
    assert "Leave a Reply to Rosa" in page(response) and value(response, "parent") == str(known.pk)
    assert page(response).index(f'id="comment-{known.pk}"') < page(response).index('id="respond"')


# --- Refused ---


def test_a_replay_is_a_duplicate(browser, fields, address):
    browser.post(address, fields())
    response = browser.post(address, fields())
    assert response.status_code == 409 and "said exactly that" in page(response)
    assert "It never waits for me." in page(response) and Comment.objects.count() == 1


def test_the_next_one_at_once_is_a_flood(browser, fields, address):
    browser.post(address, fields())
    response = browser.post(address, fields(text="And another thing."))
    assert response.status_code == 429 and 1 <= int(response["Retry-After"]) <= 15
    assert "And another thing." in page(response) and Comment.objects.count() == 1


def test_a_closed_discussion_says_since_when_and_gives_the_text_back(browser, edition, fields, address):
    moderation.set_mode(Discussion.objects.of(edition.article_id), mode="closed", closes_at=None, by=make.moderator())
    assert "Leave a Reply" not in page(browser.get(edition.get_absolute_url()))
    response = browser.post(address, fields())
    assert response.status_code == 403 and f"closed since {timezone.localtime():%-d %B %Y}" in page(response)
    assert "It never waits for me." in page(response) and not Comment.objects.exists()


def test_a_body_over_the_limit_is_not_read(browser, edition, address):
    response = browser.post(address, urlencode({"text": "x" * BODY_LIMIT}), content_type=FORM)
    assert response.status_code == 413 and "too long to be read" in page(response)
    assert len(response.content) < BODY_LIMIT


def test_the_longest_comment_fits_the_limit(browser, fields, address):
    assert browser.post(address, fields(text="\U0001f6a2" * 3000)).status_code == 302


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_posts_are_taken(browser, address, method):
    assert getattr(browser, method)(address).status_code == 405


def test_where_there_is_no_story_nothing_is_taken(browser, edition, fields):
    draft = make.article("Not yet")
    ahead = timezone.now() + timedelta(days=1)
    scheduled = workflow.schedule(make.article("Tomorrow"), by=make.superuser(), live_from=ahead)
    gone, taken_down = make.live("Withdrawn"), make.live("Taken down")
    workflow.withdraw(gone.article, by=make.superuser(), notice="It was wrong.")
    workflow.unpublish(taken_down.article, by=make.superuser())
    paths = [one.get_absolute_url() for one in (scheduled, gone, taken_down)]
    for path in [*paths, f"/2025/01/01/{draft.slug}/", "/2025/13/45/no-such/", "/9999999/1/1/x/"]:
        assert browser.post(f"{path}comment/", fields()).status_code == 404
    assert not Comment.objects.exists()


# --- From where ---


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver:8000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_a_post_from_another_site_is_refused(browser, fields, address, headers):
    assert browser.post(address, fields(), headers=headers).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
)
def test_a_post_from_here_or_from_nowhere_is_taken(browser, fields, address, headers):
    assert browser.post(address, fields(), headers=headers).status_code == 302


@pytest.mark.parametrize("charset", ["hex", "idna", "raw_unicode_escape", "unicode_escape", "utf-16"])
def test_a_post_in_another_charset_is_a_bad_request(browser, fields, address, charset):
    typed = fields(name="Ro\\ud800", text="\\ud800")
    parts = [f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in typed.items()]
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    assert browser.generic("POST", address, "".join(parts) + "--B--\r\n", kind).status_code == 400
    assert not Comment.objects.exists()


def test_a_post_in_our_charset_is_taken(browser, fields, address):
    assert browser.post(address, urlencode(fields()), f"{FORM}; charset=UTF-8").status_code == 302


# --- Permalinks ---


def test_a_permalink_leads_to_page_and_place(client, edition, say, settings):
    settings.NEWSROOM_COMMENT_ROOTS = 1
    first, second = say(), say()
    reply = say(parent=second)
    path = edition.get_absolute_url()
    assert client.get(f"/comment/{first.pk}/")["Location"] == f"{path}#comment-{first.pk}"
    assert client.get(f"/comment/{reply.pk}/")["Location"] == f"{path}?page=2#comment-{reply.pk}"


@pytest.mark.parametrize("status", ["pending", "spam", "removed"])
def test_what_is_hidden_has_no_permalink(client, say, status):
    assert client.get(f"/comment/{say(status=status).pk}/").status_code == 404


def test_no_permalink_leads_out_of_the_numbers_or_to_a_withdrawn_story(client, edition, say):
    comment = say()
    workflow.withdraw(edition.article, by=make.superuser(), notice="It was wrong.")
    for pk in (comment.pk, 0, 10**30):
        assert client.get(f"/comment/{pk}/").status_code == 404
    assert client.post(f"/comment/{comment.pk}/").status_code == 405
