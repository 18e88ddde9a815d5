"""Whatever is decided, changed and undone, the filter knows what it would know had it learned from the end alone."""

from collections import Counter
from contextlib import suppress

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comments import moderation
from comments.models import Comment, Decision, SpamToken
from comments.spam import judging, learning, model
from tests import make

MOVES = {
    "approve": moderation.approve,
    "spam": moderation.mark_spam,
    "remove": lambda comment, by: moderation.remove(comment, by, "other"),
    "reopen": moderation.reopen,
    "keep": moderation.keep,
}
TEXTS = ("The ferry is late again.", "Cheap pills at https://pills.example", "Win money now, https://win.example")

acts = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(list(MOVES)), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("edit"), st.integers(0, 3)),
        st.tuples(st.just("take back"), st.integers(0, 3)),
    ),
    max_size=20,
)


def known():
    """What is stored: token to (spam, ham), without tokens that stand for nothing."""
    rows = SpamToken.objects.values_list("token", "spam", "ham")
    return {token: (spam, ham) for token, spam, ham in rows if spam or ham}


def from_scratch(lessons):
    spam, ham = Counter(), Counter()
    for pk, lesson in lessons.items():
        if lesson:
            (spam if lesson == "spam" else ham).update((model.ALL, *judging.read(Comment.objects.get(pk=pk))))
    return {token: (spam[token], ham[token]) for token in spam | ham}


@pytest.mark.django_db
@example(acts=[("approve", 1), ("undo", 0)])
@example(acts=[("spam", 0), ("undo", 0)])
@example(acts=[("approve", 2), ("spam", 2), ("undo", 0), ("edit", 2)])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_the_filter_knows_what_the_decisions_that_stand_have_taught(acts, edition, say):
    by = make.moderator()
    Comment.objects.update(parent=None, root=None)
    Comment.objects.all().delete()
    SpamToken.objects.all().delete()
    said = [
        say(TEXTS[0], status="approved", ago=1),
        say(TEXTS[1], status="spam", ago=1),
        say(TEXTS[2], status="pending", ago=1, reasons=["links"]),
        say(TEXTS[0], status="pending", ago=1, badge="staff"),
    ]
    lessons, before = {comment.pk: "" for comment in said}, {}
    for act, number in acts:
        with suppress(moderation.AlreadyDecided, moderation.Refused):
            _do(act, number, said, by, lessons, before)
    assert dict(Comment.objects.values_list("pk", "learned_as")) == lessons
    assert known() == from_scratch(lessons)


def _do(act, number, said, by, lessons, before):
    """Act, and note by the rule alone what the filter has then learned of each comment."""
    if act == "undo":
        found = list(Decision.objects.order_by("pk"))
        if not found:
            return
        decision = found[-1 - number % len(found)]
        if moderation.undo(decision, by):
            lessons[decision.comment_id] = before[decision.pk]
        return
    comment = Comment.objects.get(pk=said[number].pk)
    if act == "edit":
        words = f"{comment.text} Again."
        moderation.edit(comment, words, timezone.now())
        lessons[comment.pk] = ""
    elif act == "take back":
        moderation.take_back(comment, timezone.now())
    elif made := MOVES[act](comment, by):
        before[made.pk] = lessons[comment.pk]
        lessons[comment.pk] = "" if comment.badge else learning.LESSONS.get(comment.status, "")
