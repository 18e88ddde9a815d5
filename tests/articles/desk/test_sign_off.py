"""What somebody outside sees who holds a link, and what their answer does."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.desk import checks, secret_links, workflow
from articles.desk.draft import Draft
from articles.models import Article, ShareLink
from tests import make
from tests.articles.desk.conftest import change_url, typed

pytestmark = pytest.mark.django_db(transaction=True)
BROWSER = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
YES = {"name": "Ann Counsel", "decision": "approved"}
NO = {"name": "Ann Counsel", "decision": "refused", "remark": "Line 3 is not proven."}


@pytest.fixture
def editor(db):
    made = make.editor("olga")
    made.email = "olga@paper.example"
    made.save()
    return made


def share(editor, article=None, **fields):
    article = article or make.article("The harbour", by=editor)
    return workflow.share(article, by=editor, **{"person": "Counsel", "days": 7} | fields)


def page_of(link) -> str:
    return reverse("articles:shared", args=[secret_links.secret_of(link)])


def guarded(response) -> bool:
    return (
        response.headers["Cache-Control"] == "private, no-store"
        and "noindex" in response.headers["X-Robots-Tag"]
        and response.headers["Referrer-Policy"] == "no-referrer"
        and not response.cookies
    )


def test_the_draft_as_it_is_saved_when_it_is_opened(client, editor):
    link = share(editor)
    make.rewrite(link.article, "Newer words")
    response = client.get(page_of(link))
    text = " ".join(response.text.split())
    assert response.status_code == 200
    assert guarded(response)
    for words in ("Newer words", "this story is not published", "Shown to Counsel by olga, until"):
        assert words in text
    assert '<meta name="robots" content="noindex">' in text
    assert "<form" not in text


def test_a_sign_off_shows_the_very_words_that_it_is_about(client, editor):
    link = share(editor, asks_sign_off=True)
    make.rewrite(link.article, "Newer words")
    text = client.get(page_of(link)).text
    assert "The harbour" in text
    assert "Newer words" not in text


def test_an_embargo_is_named(client, editor):
    link = share(editor, make.article(by=editor, embargo_until=timezone.now() + timedelta(days=2)))
    assert "Under embargo until" in client.get(page_of(link)).text


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, 410, "ask olga for a new one"),
        ({"revoked_at": timezone.now()}, 410, "This link was taken back"),
    ],
)
def test_a_link_that_is_over_shows_nothing_of_the_story(client, editor, fields, status, words):
    link = share(editor, asks_sign_off=True)
    ShareLink.objects.filter(pk=link.pk).update(**fields)
    for response in (client.get(page_of(link)), client.post(page_of(link), YES)):
        assert response.status_code == status
        assert guarded(response)
        assert words in response.text
        assert "The harbour" not in response.text
    assert ShareLink.objects.get().answer == "pending"


@pytest.mark.parametrize("secret", ["x", "A" * 43, "é" * 20])
def test_an_unknown_link_is_not_found(client, secret):
    response = client.get(reverse("articles:shared", args=[secret]))
    assert response.status_code == 404
    assert guarded(response)
    assert "This link leads nowhere" in response.text


@pytest.mark.parametrize("path", ["/preview/", "/preview/a%00b/", "/preview/a%ffb/", f"/preview/{'x' * 5000}/"])
def test_odd_addresses_are_not_found(client, path):
    assert client.get(path).status_code in (400, 404)


# --- Who has opened it ---


def test_only_a_browser_that_goes_there_has_opened_it(client, editor):
    link = share(editor)
    client.head(page_of(link), headers=BROWSER)
    client.get(page_of(link))  # as what looks behind links in chats and mails does
    client.get(page_of(link), headers=BROWSER | {"Sec-Purpose": "prefetch"})
    assert ShareLink.objects.get().opened_at is None
    client.get(page_of(link), headers=BROWSER)
    first = ShareLink.objects.get().opened_at
    client.get(page_of(link), headers=BROWSER)
    assert first == ShareLink.objects.get().opened_at is not None


def test_a_colleague_who_tries_the_link_has_neither_opened_nor_answered_it(client, editor):
    link = share(editor, asks_sign_off=True)
    client.force_login(make.reporter("rosa"))
    assert "<form" not in client.get(page_of(link), headers=BROWSER).text
    assert client.post(page_of(link), YES).status_code == 403
    stored = ShareLink.objects.get()
    assert (stored.opened_at, stored.answer) == (None, "pending")


# --- The answer ---


@pytest.mark.parametrize(
    ("said", "answer", "subject", "words"),
    [
        (YES, "approved", "Signed off: The harbour", "Ann Counsel signed this off on"),
        (NO, "refused", "Sign-off refused: The harbour", "Ann Counsel did not sign this off, on"),
    ],
)
def test_an_answer_is_kept_mailed_logged_and_shown(client, editor, said, answer, subject, words):
    link = share(editor, asks_sign_off=True)
    response = client.post(page_of(link), said)
    assert (response.status_code, response.url) == (303, page_of(link) + "#answer")
    assert guarded(response)
    stored = ShareLink.objects.get()
    assert (stored.answer, stored.answered_by, stored.answer_note) == (answer, "Ann Counsel", said.get("remark", ""))
    assert stored.answered_at and stored.opened_at
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["olga@paper.example"], subject)
    assert said.get("remark", "") in mail.outbox[0].body
    assert "Ann Counsel" in LogEntry.objects.first().change_message
    assert words in client.get(page_of(link)).text
    client.force_login(editor)
    assert "by Ann Counsel" in client.get(change_url(link.article)).text


def test_an_answer_stays_as_it_was_given(client, editor):
    link = share(editor, asks_sign_off=True)
    client.post(page_of(link), YES)
    again = client.post(page_of(link), NO)
    assert again.status_code == 409
    assert "Ann Counsel signed this off" in again.text
    assert (ShareLink.objects.get().answer, len(mail.outbox)) == ("approved", 1)


def test_a_link_to_read_takes_no_answer(client, editor):
    link = share(editor)
    assert client.post(page_of(link), YES).status_code == 409
    assert ShareLink.objects.get().answer == ""


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (YES | {"name": " "}, "id_name"),
        (YES | {"name": "a\0b"}, "id_name"),
        (NO | {"remark": ""}, "id_remark"),
        (NO | {"remark": "x" * 2001}, "id_remark"),
        ({"name": "Ann"}, ""),
        (YES | {"decision": "pending"}, ""),
    ],
)
def test_a_bad_answer_is_shown_again(client, editor, said, field):
    link = share(editor, asks_sign_off=True)
    response = client.post(page_of(link), said)
    assert response.status_code == 422
    assert guarded(response)
    assert f'href="#{field}"' in response.text if field else "Choose one of the two buttons." in response.text
    assert ShareLink.objects.get().answer == "pending"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_pages_of_other_sites_cannot_answer(client, editor, headers, status):
    link = share(editor, asks_sign_off=True)
    assert client.post(page_of(link), YES, headers=headers).status_code == status
    assert (ShareLink.objects.get().answer == "approved") is (status == 303)


def test_no_token_of_a_form_is_needed(editor):
    link = share(editor, asks_sign_off=True)
    assert Client(enforce_csrf_checks=True).post(page_of(link), YES).status_code == 303


def test_odd_bodies_and_methods_are_refused(client, editor):
    link = share(editor, asks_sign_off=True)
    for kind in ("application/x-www-form-urlencoded; charset=rot13", "multipart/form-data; boundary="):
        assert client.generic("POST", page_of(link), b"name=x", kind).status_code in (400, 422)
    assert client.put(page_of(link)).status_code == 405


# --- What it is good for ---


def is_signed_off(article) -> bool:
    codes = {problem.code for problem in checks.examine(Draft.of(Article.objects.get(pk=article.pk)))}
    return "not_signed_off" not in codes


def test_only_the_latest_words_are_signed_off(client, editor):
    article = make.article("The harbour", by=editor, section=make.section("Law", needs_sign_off=True))
    assert not is_signed_off(article)
    link = share(editor, article, asks_sign_off=True)
    assert not is_signed_off(article)
    client.post(page_of(link), YES)
    assert is_signed_off(article)
    client.force_login(editor)
    client.post(change_url(article), typed(article, headline="Something else"))
    assert not is_signed_off(article)


def test_a_refusal_signs_nothing_off(client, editor):
    article = make.article(by=editor, section=make.section("Law", needs_sign_off=True))
    client.post(page_of(share(editor, article, asks_sign_off=True)), NO)
    assert not is_signed_off(article)
    with pytest.raises(workflow.NotReady):
        workflow.publish(article, by=editor)
