"""What a moderator decides after the writer, or the rules, have made something else of the comment."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import guards
from comments import moderation
from comments.letters import links
from comments.models import Comment, Decision, Report
from comments.moderation import Seen, TakenBack, WordsChanged
from comments.moderation.telling import tell_all
from tests import make

QUEUE = "/admin/comments/comment/"
ACT = f"{QUEUE}act/"
JSON = {"accept": "application/json"}


@pytest.fixture
def waiting(say):
    return say("It is late.", status="pending", reasons=["first"], ago=1)


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def named(comment):
    return f"{comment.pk}:{Seen.of(comment)}"


def edited(comment, text="It is very late."):
    moderation.edit(again(comment), text, timezone.now())
    return again(comment)


def taken_back(comment):
    moderation.take_back(again(comment), timezone.now())
    return again(comment)


MOVES = [
    moderation.approve,
    moderation.mark_spam,
    lambda comment, by: moderation.remove(comment, by, "attack"),
]


@pytest.mark.parametrize("moment", [None, timezone.now()])
def test_what_was_seen_is_written_and_read_back(moment):
    for status in Comment.Status.values:
        assert Seen.read(str(Seen(status, moment))) == (status, moment)


@pytest.mark.parametrize("written", ["", "x", "pending@", "pending@-1", "pending@٣", "pending@" + "9" * 30])
def test_what_nobody_saw_cannot_be_read(written):
    with pytest.raises((ValueError, OverflowError)):
        Seen.read(written)


# --- Changed words ---


@pytest.mark.parametrize("move", MOVES)
def test_changed_words_are_read_before_they_are_decided(waiting, rita, move):
    edited(waiting)
    with pytest.raises(WordsChanged, match="changed the words"):
        move(waiting, rita)
    assert again(waiting).status == "pending" and not Decision.objects.exists()
    move(again(waiting), rita)
    assert again(waiting).status != "pending"


def test_an_approval_that_crosses_a_change_is_told_of_the_change(say, rita):
    comment = say(ago=1)
    moderation.reopen(comment, rita)
    old = again(comment)
    moderation.approve(again(comment), rita)
    edited(comment)
    with pytest.raises(WordsChanged):
        moderation.approve(old, rita)


def test_an_undo_does_not_bring_back_words_that_nobody_judged(say, rita):
    comment = say(ago=1)
    decision = moderation.reopen(comment, rita)
    edited(comment)
    with pytest.raises(WordsChanged):
        moderation.undo(decision, rita)
    assert again(comment).status == "pending"


def test_the_queue_shows_the_card_anew_and_decides_the_others(desk, waiting, say):
    other = say(name="Bo", status="pending", reasons=["first"], ago=2)
    old = [named(waiting), named(other)]
    fresh = edited(waiting)
    response = desk.post(ACT, {"do": "approve", "id": old}, headers=JSON)
    told = response.json()
    assert response.status_code == 200 and "changed the words" in told["said"]
    assert list(told["cards"]) == [str(waiting.pk)] and list(told["lines"]) == [str(other.pk)]
    assert named(fresh) in told["cards"][str(waiting.pk)] and "very late" in told["cards"][str(waiting.pk)]
    assert (again(waiting).status, again(other).status) == ("pending", "approved")
    assert desk.post(ACT, {"do": "approve", "id": named(waiting)}, headers=JSON).status_code == 409


def test_without_script_the_page_returns_at_the_card_that_changed(desk, waiting):
    old = named(waiting)
    edited(waiting)
    response = desk.post(ACT, {"do": "approve", "id": old, "next": "further"}, follow=True)
    assert response.redirect_chain[0][0].endswith(f"#card-{waiting.pk}")
    assert "changed the words" in response.content.decode()


@pytest.mark.parametrize("headers", [{}, JSON])
def test_an_answer_to_words_that_changed_is_kept(desk, waiting, headers):
    old = named(waiting)
    edited(waiting)
    form = {"do": "answer", "id": old, "answer": "Not at all."}
    response = desk.post(ACT, form, headers=headers)
    assert response.status_code == 409 and "Not at all." in response.content.decode()
    assert Comment.objects.count() == 1


def test_the_plain_list_too_carries_what_was_seen(desk, waiting):
    old = re.search(rf'name="seen-{waiting.pk}" value="([^"]+)"', desk.get(f"{QUEUE}all/").content.decode())[1]
    edited(waiting)
    form = {"action": "approve", "_selected_action": [waiting.pk], f"seen-{waiting.pk}": old}
    response = desk.post(f"{QUEUE}all/", form, follow=True)
    assert "changed the words" in response.content.decode() and again(waiting).status == "pending"


def test_a_link_in_a_mail_decides_on_the_words_of_the_mail(waiting, rita):
    path = links.decide(waiting, rita, "approve").partition("//")[2].partition("/")[2]
    assert "Approve this comment?" in Client().get(f"/{path}").content.decode()
    edited(waiting)
    response = Client().post(f"/{path}")
    assert response.status_code == 409 and "has changed the words" in response.content.decode()
    assert again(waiting).status == "pending"
    fresh = links.decide(again(waiting), rita, "approve").partition("//")[2].partition("/")[2]
    assert Client().post(f"/{fresh}").status_code == 303 and again(waiting).is_approved


# --- Taken back ---


def test_what_its_writer_took_back_is_decided_by_nobody(say, rita):
    comment = say(ago=1)
    decision = moderation.reopen(comment, rita)
    taken_back(comment)
    acts = [*MOVES[:2], moderation.reopen, moderation.keep, moderation.pick]
    for move in [*(lambda m=m: m(again(comment), rita) for m in acts), lambda: moderation.undo(decision, rita)]:
        with pytest.raises(TakenBack, match="Taken back by its writer just now. That stands"):
            move()
    own = Decision.objects.get(moderator=None)
    with pytest.raises(TakenBack):
        moderation.undo(own, rita)
    assert again(comment).is_withdrawn


def test_a_removal_is_not_undone_after_its_words_were_erased(say, rita):
    comment = say(ago=1)
    decision = moderation.remove(comment, rita, "attack")
    moderation.erase(comment.email, keep_words=False)
    with pytest.raises(TakenBack, match="That stands"):
        moderation.undo(decision, rita)


def test_taking_back_settles_what_was_reported(say):
    comment = say(ago=1)
    moderation.report(comment, "hate", "", "a" * 16, timezone.now())
    taken_back(comment)
    report = Report.objects.get()
    assert (report.outcome, report.settled_by) == ("upheld", None) and report.settled_at
    assert again(comment).reported_at is None


def test_the_bin_offers_nothing_for_what_was_taken_back(desk, say):
    comment = taken_back(say(ago=1))
    shown = desk.get(f"{QUEUE}?tab=bin").content.decode()
    card = shown[shown.index(f'id="card-{comment.pk}"') :].partition("</article>")[0]
    assert "Taken back by its writer" in card and 'name="do"' not in card
    record = desk.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert "That stands" in record and 'name="move"' not in record


# --- Whose act it was ---


def test_history_names_writers_rules_and_colleagues_who_left(desk, say, rita):
    comment = say(ago=1)
    gone = make.moderator("gone")
    moderation.reopen(comment, gone)
    moderation.approve(again(comment), gone)
    edited(comment)
    # As it was possible before the log was kept for ever.
    with guards.lifted(guards.LOG):
        gone.delete()
    taken_back(comment)
    told = [tell_all(decision) for decision in comment.decisions.all()]
    assert told == [
        "Pending by a former colleague",
        "Approved by a former colleague",
        "Held by the rules",
        "Taken back by its writer",
    ]
    shown = (
        desk.get(f"{QUEUE}{comment.pk}/context/").content.decode()
        + desk.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    )
    assert all(words in shown for words in told) and "None" not in shown and "somebody" not in shown


def test_what_the_rules_decided_is_not_undone(say, rita):
    comment = say(ago=1)
    moderation.reopen(comment, rita)
    moderation.approve(again(comment), rita)
    edited(comment)
    with pytest.raises(moderation.AlreadyDecided, match="Held by the rules"):
        moderation.undo(Decision.objects.get(moderator=None), rita)
    assert again(comment).status == "pending"


def test_the_median_answer_counts_moderators_alone(desk, say, rita):
    slow, quick = say(status="pending", ago=4), say(status="pending", ago=630)
    taken_back(slow)
    assert "Median answer" not in desk.get(QUEUE).content.decode()
    moderation.approve(quick, rita)
    assert re.search("Median answer today: 10\xa0hours", desk.get(QUEUE).content.decode())


def test_approving_what_is_reported_dismisses_the_reports(desk, say):
    comment = say()
    moderation.report(comment, "hate", "", "a" * 16, timezone.now() - timedelta(minutes=1))
    told = desk.post(ACT, {"do": "approve", "id": named(again(comment))}, headers=JSON).json()
    assert "Kept" in told["said"] and Report.objects.get().outcome == "dismissed"
