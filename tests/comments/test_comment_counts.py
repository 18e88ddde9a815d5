"""Whatever moderators do, the count is the number of comments that readers see."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import moderation
from comments.models import Comment, Discussion
from comments.threads import thread
from tests import make

MOVES = {
    "approve": moderation.approve,
    "spam": moderation.mark_spam,
    "remove": lambda comment, by: moderation.remove(comment, by, "other"),
    "reopen": moderation.reopen,
}

acts = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 5), st.sampled_from(Comment.Status.values)),
        st.tuples(st.sampled_from(list(MOVES)), st.integers(0, 5), st.booleans()),
    ),
    max_size=25,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_the_count_is_right_after_any_acts(acts, edition, say):
    moderator = make.moderator()
    Comment.objects.update(parent=None, root=None)
    Comment.objects.all().delete()
    Discussion.objects.all().delete()
    stale = {}
    for act, number, detail in acts:
        said = list(Comment.objects.order_by("pk"))
        chosen = said[number % len(said)] if said else None
        if act == "say":
            made = say(parent=chosen if number < 4 else None, status=detail)
            stale[made.pk] = made
        elif chosen:
            with suppress(moderation.AlreadyDecided):
                MOVES[act](stale[chosen.pk] if detail else chosen, moderator)
    _check(edition)


def _check(edition):
    approved = Comment.objects.approved().filter(discussion=edition.article_id)
    discussion = Discussion.objects.of(edition.article_id)
    assert discussion.count == approved.count()
    nodes = thread(edition.article_id).nodes
    assert {pk for pk, node in nodes.items() if node.is_open} == set(approved.values_list("pk", flat=True))
    stored = dict(Comment.objects.filter(parent=None).values_list("pk", "answers"))
    below = approved.filter(parent__isnull=False).values_list("root", flat=True)
    assert stored == dict.fromkeys(stored, 0) | Counter(below)
    Discussion.objects.recount()
    assert Discussion.objects.of(edition.article_id).count == discussion.count
    assert dict(Comment.objects.filter(parent=None).values_list("pk", "answers")) == stored
