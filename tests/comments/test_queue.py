"""The moderators' queue: its pages, its acts, its undo."""

import json
import re

import pytest
from django.test import Client

from comments import moderation
from comments.models import Comment, Decision, Discussion, Report
from tests import make

QUEUE = "/admin/comments/comment/"
ACT, UNDO = f"{QUEUE}act/", f"{QUEUE}undo/"


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def named(*comments):
    return [f"{comment.pk}:{comment.status}" for comment in comments]


def names(response):
    return re.findall(r'<h2 id="who-\d+">([^<]+)<', response.content.decode())


def test_what_waits_stands_oldest_first_and_what_is_decided_newest_first(desk, say):
    say(name="Late", status="pending", ago=5), say(name="Early", status="pending", ago=50)
    say(name="Older", ago=90), say(name="Newer", ago=80)
    assert names(desk.get(QUEUE)) == ["Early", "Late"]
    assert names(desk.get(f"{QUEUE}?tab=approved")) == ["Newer", "Older"]


@pytest.mark.parametrize("tab", ["pending", "reported", "approved", "spam", "bin"])
def test_every_tab_takes_the_same_queries_for_any_number(desk, say, tab, django_assert_num_queries):
    status = {"bin": "removed", "reported": "approved"}.get(tab, tab)
    counts = []
    for number in (1, 20):
        for _number in range(number):
            comment = say(status=status, under=make.live())
            if tab == "reported":
                Comment.objects.filter(pk=comment.pk).update(reported_at=comment.created_at)
        with django_assert_num_queries(32, exact=False) as captured:
            desk.get(f"{QUEUE}?tab={tab}")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_pages_follow_each_other_without_a_gap(desk, say):
    for number in range(30):
        say(name=f"N{number}", status="pending", ago=99 - number)
    first = desk.get(QUEUE)
    further = re.search(r'href="\?([^"]+)" data-further', first.content.decode())[1].replace("&amp;", "&")
    assert names(first) + names(desk.get(f"{QUEUE}?{further}")) == [f"N{number}" for number in range(30)]


@pytest.mark.parametrize("do", ["approve", "spam", "remove:attack"])
def test_an_act_decides_once_and_its_undo_restores(desk, rita, say, do):
    comment = say(status="pending", reasons=["first"])
    form = {"do": do, "id": named(comment)}
    told = [json.loads(desk.post(ACT, form, headers={"accept": "application/json"}).content) for _time in range(2)]
    assert told[0]["decisions"] == told[1]["decisions"] and Decision.objects.count() == 1
    for _time in range(2):
        desk.post(UNDO, {"decisions": told[0]["decisions"]})
    stored = again(comment)
    assert (stored.status, stored.removal_reason, stored.decided_by) == ("pending", "", None)
    assert Decision.objects.count() == 2 and Discussion.objects.get().count == 0


def test_who_comes_second_is_told_of_the_first(desk, say):
    comment = say(status="pending")
    make.browser(make.moderator("max")).post(ACT, {"do": "approve", "id": named(comment)})
    answer = desk.post(ACT, {"do": "spam", "id": named(comment)}, headers={"accept": "application/json"})
    assert answer.status_code == 409 and "Approved by max" in answer.json()["said"]
    assert again(comment).is_approved


def test_a_bulk_leaves_alone_what_others_decided_and_is_undone_at_once(desk, say):
    comments = [say(status="pending") for _number in range(3)]
    moderation.mark_spam(again(comments[0]), make.moderator("max"))
    told = desk.post(ACT, {"do": "approve", "id": named(*comments)}, headers={"accept": "application/json"}).json()
    assert "Approved: 2 comments." in told["said"] and "Spam by max" in told["said"]
    assert told["tabs"] == {"pending": "", "reported": "", "approved": "2", "spam": "1", "bin": ""}
    desk.post(UNDO, {"decisions": told["decisions"]})
    assert [again(comment).status for comment in comments] == ["spam", "pending", "pending"]


def test_keeping_dismisses_reports_and_undo_opens_them_again(desk, say):
    comment = say()
    Report.objects.create(comment=comment, reason="hate", reporter="a")
    Comment.objects.filter(pk=comment.pk).update(reported_at=comment.created_at)
    told = desk.post(ACT, {"do": "keep", "id": named(comment)}, headers={"accept": "application/json"}).json()
    assert (Report.objects.get().outcome, again(comment).reported_at) == ("dismissed", None)
    desk.post(UNDO, {"decisions": told["decisions"]})
    assert (Report.objects.get().outcome, again(comment).reported_at) == ("", comment.created_at)
    assert Discussion.objects.get().count == 1


def test_an_answer_approves_and_is_taken_back_with_the_approval(desk, rita, say):
    comment = say(status="pending")
    form = {"do": "answer", "id": named(comment), "answer": "It does now."}
    told = desk.post(ACT, form, headers={"accept": "application/json"}).json()
    posted = Comment.objects.get(parent=comment)
    assert (posted.user, posted.badge, posted.status) == (rita, "staff", "approved")
    assert Discussion.objects.get().count == 2
    desk.post(UNDO, {"decisions": told["decisions"]})
    assert (again(comment).status, again(posted).status) == ("pending", "removed")
    assert Discussion.objects.get().count == 0


def test_an_empty_answer_decides_nothing_and_keeps_the_page(desk, say):
    comment = say(status="pending")
    answer = desk.post(ACT, {"do": "answer", "id": named(comment), "answer": " "})
    assert answer.status_code == 422 and "Write your answer first" in answer.content.decode()
    assert again(comment).status == "pending"


def test_without_script_the_page_returns_at_the_next_card(desk, say):
    comment = say(status="pending")
    response = desk.post(ACT, {"do": "approve", "id": named(comment), "next": "card-99", "back": "tab=pending"})
    assert response["Location"].endswith(f"done={Decision.objects.get().pk}#card-99")
    assert "Approved: comment by Rosa." in desk.get(response["Location"]).content.decode()


@pytest.mark.parametrize("accepts", ["text/html", "application/json"])
def test_an_act_from_the_queue_of_a_group_that_is_gone_is_answered_all_the_same(desk, say, accepts):
    comment, headers = say(status="pending"), {"Accept": accepts}
    form = {"do": "answer", "id": named(comment), "answer": " ", "back": "group=99"}
    assert desk.post(ACT, form, headers=headers).status_code == 422
    response = desk.post(ACT, form | {"do": "approve"}, headers=headers, follow=True)
    assert response.status_code == 200 and again(comment).is_approved


@pytest.mark.parametrize("form", [{"do": "x"}, {"do": "approve", "id": "1:x"}, {"do": "approve", "id": "9\0:spam"}])
def test_what_no_form_sends_is_refused(desk, say, form):
    comment = say(status="pending")
    assert desk.post(ACT, {"id": named(comment)} | form).status_code == 400
    assert desk.post(UNDO, {"decisions": "1,a"}).status_code == 400
    assert again(comment).status == "pending"


@pytest.mark.parametrize("query", ["tab=x", "after=x", "after=9999999999999999999-1", "story=%00", "q=%00", "group=x"])
def test_an_address_that_asks_nonsense_is_not_found(desk, query):
    assert desk.get(f"{QUEUE}?{query}").status_code == 404


@pytest.mark.parametrize("path", ["", "act/", "undo/", "1/context/", "1/note/"])
def test_every_address_is_for_moderators(say, path):
    method = "get" if path in ("", "1/context/") else "post"
    assert getattr(make.browser(make.reporter()), method)(f"{QUEUE}{path}").status_code == 403
    assert getattr(Client(), method)(f"{QUEUE}{path}").status_code == 302


@pytest.mark.parametrize("path", ["act/", "undo/", "1/note/"])
def test_nothing_is_changed_by_a_get(desk, path):
    assert desk.get(f"{QUEUE}{path}").status_code == 405


def test_the_panel_shows_history_and_note_but_no_address(desk, say):
    comment = say(status="pending", email="secret@readers.example", network="0123456789abcdef")
    desk.post(f"{QUEUE}{comment.pk}/note/", {"note": "Wrote us twice."})
    shown = desk.get(f"{QUEUE}{comment.pk}/context/").content.decode()
    assert "Wrote us twice." in shown and "s…@readers.example" in shown
    assert "secret" not in shown and "0123" in shown and "01234" not in shown
