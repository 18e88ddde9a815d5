"""Two people at the same moment. Only PostgreSQL lets both in at all; SQLite queues them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection

from articles.desk import workflow
from articles.models import Article, Note, ShareLink
from tests import make

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = pytest.mark.parametrize("_time", range(3))


@pytest.fixture(autouse=True)
def _two_at_once():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def at_once(*acts):
    """Run these together. Returns the name of what each raised, or None, in no order."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            act()
            return "done"
        except Exception as error:  # noqa: BLE001 (what was raised is what is asked)
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.fixture
def handed_in():
    rosa = make.reporter("rosa")
    type(rosa).objects.filter(pk=rosa.pk).update(email="rosa@paper.example")
    return make.article("The harbour", by=rosa, stage="review")


@TIMES
def test_of_two_approvals_one_counts_and_one_mail_goes_out(handed_in, _time):
    one, two = make.editor(), make.editor()
    results = at_once(lambda: workflow.approve(handed_in, by=one), lambda: workflow.approve(handed_in, by=two))
    assert results == ["NotPossible", "done"]
    assert LogEntry.objects.filter(change_message="Approved.").count() == len(mail.outbox) == 1


@TIMES
def test_approved_and_sent_back_at_once_end_in_one_stage_with_its_story_told(handed_in, _time):
    one, two = make.editor(), make.editor()
    results = at_once(
        lambda: workflow.approve(handed_in, by=one), lambda: workflow.send_back(handed_in, by=two, note="Line 3?")
    )
    moves = list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))
    stage = Article.objects.get().stage
    # An approval may be sent back; what was sent back cannot be approved.
    if results == ["done", "done"]:
        assert (moves, stage) == (["Approved.", "Returned to its writer."], "draft")
    else:
        assert results == ["NotPossible", "done"]
        assert (moves, stage) == (["Returned to its writer."], "draft")
    assert Note.objects.count() == 1


@TIMES
def test_of_two_answers_through_one_link_the_first_stays(handed_in, _time):
    link = workflow.share(handed_in, by=make.editor(), person="Counsel", days=7, asks_sign_off=True)
    results = at_once(
        lambda: workflow.answer(link, signs_off=True, name="Ann"),
        lambda: workflow.answer(link, signs_off=False, name="Ann", remark="No."),
    )
    stored = ShareLink.objects.get()
    assert results == ["NotPossible", "done"]
    assert (stored.answer, stored.answer_note) in (("approved", ""), ("refused", "No."))


@TIMES
def test_an_answer_and_a_revocation_do_not_both_win_late(handed_in, _time):
    editor = make.editor()
    link = workflow.share(handed_in, by=editor, person="Counsel", days=7, asks_sign_off=True)
    results = at_once(
        lambda: workflow.answer(link, signs_off=True, name="Ann"), lambda: workflow.revoke(link, by=editor)
    )
    stored = ShareLink.objects.get()
    assert stored.revoked_at is not None
    assert (stored.answer == "approved") is (results == ["done", "done"])
    if stored.answer == "approved":
        assert stored.answered_at <= stored.revoked_at


@TIMES
def test_the_same_note_sent_by_two_tabs_is_one(handed_in, _time):
    editor = make.editor()
    results = at_once(*(lambda: workflow.write_note(handed_in, by=editor, text="Who says so?") for _tab in range(4)))
    assert results == ["done"] * 4
    assert Note.objects.count() == 1


@TIMES
def test_two_assignments_at_once_leave_one_of_the_two(handed_in, _time):
    editor, people = make.editor(), [make.reporter(), make.reporter()]
    results = at_once(*(lambda who=who: workflow.assign(handed_in, by=editor, to=who) for who in people))
    assert results == ["done", "done"]
    assert Article.objects.get().assignee in people
