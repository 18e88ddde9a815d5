"""Seeing a comment before it is posted, changing it for some minutes after, and taking it back."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments import moderation, own
from comments.models import Block, Comment, Commenter, Decision, Discussion, Letter, Wording
from tests import make


def page(response):
    return response.content.decode()


def count(edition):
    return Discussion.objects.get(pk=edition.article_id).count


@pytest.fixture
def known(say):
    """Rosa has been approved before, so what she says appears at once."""
    return say("Approved once.", name="Rosa", ago=600)


@pytest.fixture
def posted(say, known):
    return say("It is late.", name="Rosa", ago=1)


# --- Preview ---


def test_a_preview_shows_the_comment_stores_nothing_and_keeps_the_form(browser, fields, address):
    response = browser.post(address, fields(preview="1", text="See https://a.example/ & me"))
    assert response.status_code == 200 and not response.cookies and not Comment.objects.exists()
    assert "<title>Preview: " in page(response) and "Not posted yet" in page(response)
    assert '<a href="https://a.example/" rel="nofollow ugc noopener">' in page(response)
    assert 'value="rosa@readers.example"' in page(response) and response["Cache-Control"] == "private, no-store"


def test_a_preview_of_what_is_wrong_says_so(browser, fields, address):
    assert browser.post(address, fields(preview="1", text="")).status_code == 422


# --- The token ---


def test_the_writers_page_offers_what_everybody_elses_does_not(edition, fields, address, known):
    browser = Client()
    response = browser.post(address, fields(), secure=True)
    cookie = response.cookies[own.COOKIE]
    assert (cookie["path"], cookie["max-age"]) == (edition.get_absolute_url(), 300)
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"
    shown = browser.get(edition.get_absolute_url(), secure=True)
    link = re.search(r'href="(/comment/\d+/edit/\?token=[^"#]+)"', page(shown))[1]
    assert "5 minutes left" in page(shown) and shown["Cache-Control"] == "private, no-store"
    assert Client().get(link).status_code == 200
    assert "/edit/" not in page(Client().get(edition.get_absolute_url()))


def test_no_minutes_no_cookie(browser, fields, address):
    make.rules(edit_minutes=0)
    assert own.COOKIE not in browser.post(address, fields()).cookies


def test_a_token_that_is_forged_or_anothers_says_nothing(client, posted, known):
    token = own.edit_path(posted).partition("token=")[2]
    for pk, bad in ((posted.pk, ""), (posted.pk, token[:-1]), (known.pk, token), (10**30, token), (posted.pk, "\0")):
        response = client.get(f"/comment/{pk}/edit/", {"token": bad})
        assert response.status_code == 403 and "It is late." not in page(response)


def test_an_edit_from_another_site_is_refused(client, posted):
    path = own.edit_path(posted)
    assert client.post(path, {"text": "x"}, headers={"Origin": "https://evil.example"}).status_code == 403


def test_other_methods_are_refused(client, posted):
    assert client.put(own.edit_path(posted)).status_code == 405


# --- Changing ---


def test_an_edit_that_the_rules_let_pass_stands_and_keeps_the_old_words(client, edition, posted):
    response = client.post(own.edit_path(posted), {"text": "It is very late."})
    posted.refresh_from_db()
    assert response.status_code == 302 and response["Location"].endswith(f"#comment-{posted.pk}")
    assert (posted.text, posted.status, count(edition)) == ("It is very late.", "approved", 2)
    assert posted.edited_at and Wording.objects.get().text == "It is late."
    again = client.post(own.edit_path(posted), {"text": "It is very late."})
    assert again.status_code == 302 and Wording.objects.count() == 1


def test_an_edit_that_the_rules_hold_leaves_the_page(client, edition, posted):
    response = client.post(own.edit_path(posted), {"text": "https://a.example https://b.example"})
    posted.refresh_from_db()
    assert (posted.status, posted.reasons, count(edition)) == ("pending", ["links"], 1)
    assert "?mine=" in response["Location"] and Decision.objects.get().moderator is None


def test_what_a_moderator_approved_is_held_when_its_words_change(client, say, known):
    comment = say("Hm.", name="Rosa", status="pending", ago=1)
    moderation.approve(comment, make.moderator())
    comment.refresh_from_db()
    moderation.edit(comment, "Hm, hm.", timezone.now())
    comment.refresh_from_db()
    assert (comment.status, comment.reasons) == ("pending", ["edited"])


@pytest.mark.parametrize("why", ["first", "held", "blocked", "unproven"])
def test_an_edit_does_not_free_what_waits_because_of_its_writer_or_place(say, edition, why):
    comment = say("Hm.", name="Karl", status="pending", reasons=[why], ago=1)
    make.rules(hold_first=int(why == "first"), must_confirm=why == "unproven")
    if why == "held":
        Discussion.objects.filter(pk=edition.article_id).update(mode="held")
    if why == "blocked":
        Block.objects.create(kind="address", value=comment.email, effect="hold")
    moderation.edit(comment, "Hm, hm.", timezone.now())
    comment.refresh_from_db()
    assert (comment.text, comment.status, comment.reasons) == ("Hm, hm.", "pending", [why])


def test_moderators_hear_of_what_an_edit_takes_off_the_page(client, posted):
    rita = make.moderator("rita")
    type(rita).objects.filter(pk=rita.pk).update(email="rita@paper.example")
    client.post(own.edit_path(posted), {"text": "https://a.example https://b.example"})
    assert Letter.objects.get().to == "rita@paper.example"


def test_who_was_answered_hears_of_an_answer_that_an_edit_frees(say, django_capture_on_commit_callbacks):
    Commenter.objects.create(email="ada@readers.example", confirmed_at=timezone.now())
    asked, link = say(name="Ada", notify="each"), "https://a.example"
    say("Approved once.", name="Rosa", ago=600)
    answer = say(link, name="Rosa", parent=asked, status="pending", reasons=["links"], ago=1)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.edit(answer, "Without.", timezone.now())
    assert answer.is_approved and [one.to for one in mail.outbox] == [["ada@readers.example"]]


def test_an_edit_ends_a_pick(client, posted):
    moderation.pick(posted, make.moderator())
    client.post(own.edit_path(posted), {"text": "Something else."})
    posted.refresh_from_db()
    assert posted.is_approved and not posted.is_pick


def test_an_edit_does_not_free_what_a_machine_sent(say, known):
    comment = say("Hm.", name="Rosa", status="spam", reasons=["trap"], ago=1)
    moderation.edit(comment, "Hm, hm.", timezone.now())
    assert (comment.status, comment.reasons) == ("spam", ["trap"])


@pytest.mark.parametrize("reason", ["held", "first", "blocked", "repeated", "rejected", "unproven"])
def test_an_edit_frees_nobody_who_is_held_whatever_they_say(say, known, reason):
    comment = say("Hm.", status="pending", reasons=[reason, "links"], details={reason: ["why"], "links": ["3"]}, ago=1)
    for text in ("Hm, hm.", "Hm, hm, hm."):
        moderation.edit(comment, text, timezone.now())
        assert (comment.status, comment.reasons, comment.details) == ("pending", [reason], {reason: ["why"]})


def test_an_edit_frees_what_its_words_alone_held(say, known):
    comment = say("https://a.example", status="pending", reasons=["links"], ago=1)
    moderation.edit(comment, "Without.", timezone.now())
    assert (comment.status, comment.reasons) == ("approved", [])


def test_the_window_closes_and_the_text_is_given_back(client, say):
    comment = say("Old.", ago=3000)
    assert client.get(own.edit_path(comment)).status_code == 403
    response = client.post(own.edit_path(comment), {"text": "New words."})
    assert response.status_code == 403 and "New words." in page(response) and "is over" in page(response)
    comment.refresh_from_db()
    assert comment.text == "Old."


def test_a_moderator_who_came_first_is_named_as_the_reason(client, say, known):
    comment = say("Hm.", name="Rosa", status="pending", ago=1)
    moderation.approve(comment, make.moderator())
    response = client.post(own.edit_path(comment), {"text": "New words.", "seen": ""})
    assert response.status_code == 409 and "New words." in page(response)
    moderation.remove(Comment.objects.get(pk=comment.pk), make.superuser(), "attack")
    response = client.post(own.edit_path(comment), {"text": "New words.", "seen": "nonsense"})
    assert response.status_code == 409 and "no longer be changed" in page(response) and "New words." in page(response)
    assert client.get(own.edit_path(comment)).status_code == 409


def test_an_edit_into_what_was_said_already_is_a_duplicate(client, known, posted):
    assert client.post(own.edit_path(posted), {"text": "Approved once."}).status_code == 409


@pytest.mark.parametrize(("text", "status"), [("", 422), ("x" * 3001, 422), ("a\0b", 422), ("x" * 60_000, 413)])
def test_an_edit_that_is_no_comment_is_sent_back(client, posted, text, status):
    body = urlencode({"text": text})
    response = client.post(own.edit_path(posted), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == status
    posted.refresh_from_db()
    assert posted.text == "It is late."


def test_an_edit_is_previewed(client, posted):
    response = client.post(own.edit_path(posted), {"text": "Later.", "preview": "1"})
    assert response.status_code == 200 and "Not posted yet" in page(response) and not Wording.objects.exists()


def test_an_edit_is_taken_when_the_discussion_has_closed(client, edition, posted):
    Discussion.objects.filter(pk=edition.article_id).update(mode="closed")
    assert client.post(own.edit_path(posted), {"text": "Later."}).status_code == 302


def test_there_is_an_end_to_edits(posted, monkeypatch):
    monkeypatch.setattr(moderation.own, "MOST_EDITS", 1)
    moderation.edit(posted, "One.", timezone.now())
    with pytest.raises(moderation.Refused):
        moderation.edit(posted, "Two.", timezone.now())


# --- Taking back ---


def test_taking_back_hides_it_once_and_for_all(client, edition, posted):
    for _time in range(2):
        response = client.post(own.edit_path(posted), {"take_back": "1", "seen": ""}, follow=True)
        assert response.status_code == 200 and "Your comment is deleted." in page(response)
    posted.refresh_from_db()
    assert (posted.status, posted.removal_reason, count(edition)) == ("removed", "writer", 1)
    assert Decision.objects.count() == 1
    assert "It is late." not in page(client.get(edition.get_absolute_url()))


def test_who_takes_back_what_a_moderator_has_decided_is_asked_again_with_their_words(client, say, known):
    comment = say("Hm.", name="Rosa", status="pending", ago=1)
    moderation.approve(comment, make.moderator())
    response = client.post(own.edit_path(comment), {"take_back": "1", "seen": ""})
    assert response.status_code == 409 and "meanwhile" in page(response)
    assert ">\nHm.</textarea>" in page(response) and "Write a comment." not in page(response)


def test_nothing_is_taken_back_after_the_window(say):
    with pytest.raises(moderation.Over):
        moderation.take_back(say(), timezone.now() + timedelta(days=1))
