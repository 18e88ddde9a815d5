from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Decision, Discussion
from tests import make

Status = Comment.Status


@pytest.fixture
def max_(db):
    return make.moderator("max")


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def count(comment):
    return Discussion.objects.get(pk=comment.discussion_id).count


MOVES = {
    Status.APPROVED: moderation.approve,
    Status.SPAM: moderation.mark_spam,
    Status.REMOVED: lambda comment, by: moderation.remove(comment, by, "attack"),
    Status.PENDING: moderation.reopen,
}


@pytest.mark.parametrize("start", Status.values)
@pytest.mark.parametrize("to", Status.values)
def test_every_move_is_made_once_and_logged(say, rita, start, to):
    comment = say(status=start)
    for _time in range(2):
        MOVES[to](comment, rita)
    stored, changed = again(comment), start != to
    assert stored.status == to and count(comment) == (to == Status.APPROVED)
    assert Decision.objects.filter(moderator=rita, from_status=start, to_status=to).count() == changed
    assert LogEntry.objects.filter(user=rita, object_id=comment.pk).count() == changed
    if changed:
        assert (stored.decided_by, stored.removal_reason) == (
            None if to == Status.PENDING else rita,
            "attack" if to == Status.REMOVED else "",
        )


@pytest.mark.parametrize("move", MOVES.values())
@pytest.mark.parametrize("who", [make.reporter, lambda: make.user("plain")])
def test_who_may_not_moderate_changes_nothing(say, move, who):
    comment = say(status="pending")
    with pytest.raises(PermissionDenied):
        move(comment, who())
    assert again(comment).status == "pending" and not Decision.objects.exists()


def test_editors_moderate_too(say, db):
    comment = say(status="pending")
    moderation.approve(comment, make.editor())
    assert again(comment).is_approved


def test_two_approvals_at_once_are_one(say, rita, max_):
    comment = say(status="pending")
    seen_by_both = again(comment), again(comment)
    moderation.approve(seen_by_both[0], rita)
    moderation.approve(seen_by_both[1], max_)
    assert (count(comment), again(comment).decided_by) == (1, rita)
    assert Decision.objects.count() == 1


def test_who_decides_second_and_otherwise_is_told_of_the_first(say, rita, max_):
    comment = say(status="pending")
    stale = again(comment)
    moderation.approve(comment, rita)
    with pytest.raises(moderation.AlreadyDecided, match="Approved by rita") as caught:
        moderation.remove(stale, max_, "attack")
    assert caught.value.by == rita and caught.value.at == again(comment).decided_at
    assert again(comment).is_approved and count(comment) == 1


def test_who_has_seen_the_first_decision_may_overrule_it(say, rita, max_):
    comment = say(status="pending")
    moderation.approve(comment, rita)
    moderation.remove(again(comment), max_, "attack")
    assert (again(comment).status, count(comment)) == ("removed", 0)


def test_a_removal_needs_a_reason_from_the_list(say, rita):
    comment = say()
    with pytest.raises(ValueError, match="because"):
        moderation.remove(comment, rita, "because")
    for said_by_writers in Comment.BY_WRITERS:
        with pytest.raises(ValueError, match="writers"):
            moderation.remove(comment, rita, said_by_writers)
    assert again(comment).is_approved


# --- The discussion ---


def test_a_discussion_is_closed_before_anybody_has_written(edition, rita):
    moderation.set_mode(Discussion.objects.of(edition.article_id), mode="closed", closes_at=None, by=rita)
    assert Discussion.objects.get().closed_since(timezone.now())
    assert LogEntry.objects.get(user=rita).change_message == "Set to “Closed”."


def test_opening_by_hand_wins_over_a_time_that_is_past(edition, rita):
    past = timezone.now() - timedelta(days=1)
    discussion = Discussion.objects.create(article_id=edition.article_id, mode="closed", closes_at=past)
    moderation.set_mode(discussion, mode="open", closes_at=past, by=rita)
    assert not Discussion.objects.get().closed_since(timezone.now())


def test_saying_the_same_again_changes_and_logs_nothing(edition, rita):
    discussion = Discussion.objects.create(article_id=edition.article_id, mode="open")
    moderation.set_mode(discussion, mode="open", closes_at=None, by=rita)
    assert Discussion.objects.get().mode_since == discussion.mode_since and not LogEntry.objects.filter(user=rita)


def test_only_moderators_close_a_discussion(edition):
    with pytest.raises(PermissionDenied):
        moderation.set_mode(
            Discussion(article_id=edition.article_id), mode="closed", closes_at=None, by=make.reporter()
        )
