from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from comments import moderation, signed
from comments.models import Comment, Discussion
from comments.moderation import Draft, Verdict, decisions
from tests import make

NOW = timezone.now()
Reason, Status = Comment.Reason, Comment.Status


@pytest.fixture
def draft(edition):
    return Draft(
        edition=edition,
        discussion=Discussion.objects.of(edition.article_id),
        text="It never waits for me.",
        name="Rosa",
        email="rosa@readers.example",
        network="a" * 16,
        stamp=signed.stamp(edition.article_id, NOW - timedelta(hours=2)),
    )


@pytest.fixture
def known(say):
    return say("Approved once.", name="Rosa", ago=600)


def reasons(draft, at=NOW):
    return moderation.assess(draft, at).reasons


# --- What is held ---


def test_first_comment_of_an_address_is_held(draft):
    assert moderation.assess(draft, NOW) == Verdict(Status.PENDING, (Reason.FIRST,))


def test_a_known_writer_appears_at_once(draft, known):
    assert moderation.assess(draft, NOW) == Verdict(Status.APPROVED)


def test_known_means_name_and_address_however_they_are_spelt(draft, known):
    assert not reasons(replace(draft, name=" ROSA ", email="Rosa@Readers.EXAMPLE"))
    assert reasons(replace(draft, name="Karl")) == (Reason.FIRST,)
    assert reasons(replace(draft, email="karl@readers.example")) == (Reason.FIRST,)


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED])
def test_only_an_approved_comment_makes_a_writer_known(draft, say, status):
    say("Said before.", name="Rosa", status=status, ago=600)
    assert reasons(draft) == (Reason.FIRST,)


def test_a_members_name_and_address_do_not_make_a_guest_known(draft, say):
    say("As staff.", name="Rosa", user=make.reporter(), ago=600)
    assert reasons(draft) == (Reason.FIRST,)


def test_two_links_are_held_and_one_is_not(draft, known):
    assert Reason.LINKS not in reasons(replace(draft, text="See https://a.example"))
    assert Reason.LINKS in reasons(replace(draft, text="See https://a.example or www.b.example"))


def test_everything_is_held_in_a_held_discussion(draft, known):
    assert reasons(replace(draft, discussion=Discussion(mode=Discussion.Mode.HELD))) == (Reason.HELD,)


def test_every_reason_is_stored_in_order(draft):
    verdict = moderation.assess(replace(draft, text="www.a.example www.b.example", stamp=""), NOW)
    assert verdict.reasons[:3] == (Reason.NO_STAMP, Reason.LINKS, Reason.FIRST)


def test_a_filled_trap_is_spam(draft, known):
    assert moderation.assess(replace(draft, trap="x"), NOW) == Verdict(Status.SPAM, (Reason.TRAP,))


# --- The time trap ---


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(seconds=1), (Reason.TOO_FAST,)),
        (timedelta(seconds=-5), (Reason.TOO_FAST,)),
        (timedelta(seconds=3), ()),
        (timedelta(days=29), ()),
        (timedelta(days=31), (Reason.OLD_PAGE,)),
    ],
)
def test_a_form_comes_back_neither_at_once_nor_after_a_month(draft, known, age, expected):
    made = signed.stamped_at(draft.stamp, draft.edition.article_id)
    assert reasons(draft, made + age) == expected


@pytest.mark.parametrize("stamp", ["", "forged", "1.2:x", "\x00", "é"])
def test_a_form_that_is_not_ours_is_held(draft, known, stamp):
    assert reasons(replace(draft, stamp=stamp)) == (Reason.NO_STAMP,)


def test_a_stamp_serves_one_story_only(draft, known):
    other = signed.stamp(draft.edition.article_id + 1, NOW - timedelta(hours=2))
    assert reasons(replace(draft, stamp=other)) == (Reason.NO_STAMP,)


def test_a_comment_that_comes_within_two_seconds_of_its_page_is_held(draft, known):
    assert reasons(replace(draft, stamp=signed.stamp(draft.edition.article_id, NOW))) == (Reason.TOO_FAST,)
    slower = signed.stamp(draft.edition.article_id, NOW - timedelta(seconds=3))
    assert reasons(replace(draft, stamp=slower)) == ()


# --- What is refused ---


def test_the_same_words_to_the_same_person_are_a_duplicate(draft, say):
    say("it never  waits for ME.", name="Rosa", status="pending")
    with pytest.raises(moderation.Duplicate):
        moderation.assess(draft, NOW)


def test_a_namesake_may_say_the_same(draft, say):
    say(draft.text, name=draft.name, email="another@readers.example")
    say(draft.text, name=draft.name, email="")
    moderation.assess(draft, NOW)


def test_another_name_at_the_same_address_is_a_duplicate(draft, say):
    say(draft.text, name="Karl", email=draft.email.upper())
    with pytest.raises(moderation.Duplicate):
        moderation.assess(draft, NOW)


def test_writers_without_address_are_known_by_name(draft, say):
    draft = replace(draft, email="")
    say(draft.text, name=draft.name, email="another@readers.example")
    moderation.assess(draft, NOW)
    say(draft.text, name=draft.name, email="")
    with pytest.raises(moderation.Duplicate):
        moderation.assess(draft, NOW)


def test_other_words_places_people_or_removed_ones_are_no_duplicate(draft, say):
    parent = say("Well?", name="Karl")
    say(draft.text, name="Rosa", status="removed")
    say(draft.text, name="Karl")
    say(draft.text, name="Rosa", parent=parent)
    say(draft.text, name="Rosa", under=make.live())
    moderation.assess(draft, NOW)


def test_a_second_comment_within_the_interval_is_a_flood(draft, say, settings):
    last = say("A moment ago.", name="Rosa")
    with pytest.raises(moderation.Flood) as caught:
        moderation.assess(draft, last.created_at + timedelta(seconds=5))
    assert caught.value.retry_after == settings.NEWSROOM_COMMENT_INTERVAL - 5
    moderation.assess(draft, last.created_at + timedelta(seconds=settings.NEWSROOM_COMMENT_INTERVAL))


def test_a_flood_is_known_by_its_network_too(draft, say):
    last = say("A moment ago.", name="Karl", network=draft.network)
    with pytest.raises(moderation.Flood):
        moderation.assess(draft, last.created_at + timedelta(seconds=5))


def test_writers_without_address_and_network_do_not_block_each_other(draft, say):
    last = say("A moment ago.", name="Karl", email="")
    moderation.assess(replace(draft, email="", network=""), last.created_at + timedelta(seconds=5))


@pytest.mark.parametrize("closed", [{"mode": "closed"}, {"closes_at": NOW}])
def test_a_closed_discussion_refuses_and_says_since_when(draft, closed):
    discussion = Discussion(article_id=draft.edition.article_id, mode_since=NOW, **closed)
    with pytest.raises(moderation.Closed, match=f"closed since {NOW.day} "):
        moderation.assess(replace(draft, discussion=discussion), NOW)


def test_a_discussion_that_closes_later_is_open(draft):
    later = Discussion(closes_at=NOW + timedelta(seconds=1))
    assert moderation.assess(replace(draft, discussion=later), NOW)


# --- Who is trusted ---


def test_moderators_and_the_storys_authors_pass(edition):
    writer = make.reporter("writer")
    story = make.live(authors=[make.author("Ines Writer", user=writer)])
    for user, badge in ((writer, "author"), (make.moderator(), "staff")):
        post = Draft(story, Discussion(), "www.a.example www.b.example", "X", user=user)
        assert moderation.assess(post, NOW) == Verdict(Status.APPROVED)
        assert post.badge == badge


def test_an_author_of_another_story_is_held_like_anybody(edition):
    writer = make.reporter()
    make.author("Somebody Else", user=writer)
    post = Draft(edition, Discussion(), "Hello.", "X", user=writer, stamp=signed.stamp(edition.article_id, NOW))
    assert Reason.FIRST in reasons(post)
    assert post.badge == "staff"


def test_nobody_is_trusted_in_a_closed_discussion(edition):
    with pytest.raises(moderation.Closed):
        moderation.assess(Draft(edition, Discussion(mode="closed"), "Hi.", "X", user=make.moderator()), NOW)


# --- Receiving ---


def test_a_received_comment_is_stored_with_its_reasons(draft):
    comment = moderation.receive(draft, NOW)
    assert (comment.status, comment.reasons) == (Status.PENDING, [Reason.FIRST])
    assert comment.root == comment and comment.created_at == NOW
    assert Discussion.objects.get(pk=draft.edition.article_id).count == 0


def test_an_approved_reply_joins_its_thread_and_is_counted(draft, known):
    reply = moderation.receive(replace(draft, parent=known), NOW)
    assert (reply.root, reply.parent) == (known, known)
    assert Discussion.objects.get(pk=draft.edition.article_id).count == 2


def test_what_is_refused_is_not_stored(draft, known):
    moderation.receive(draft, NOW)
    for refusal, text in ((moderation.Duplicate, draft.text), (moderation.Flood, "Something else.")):
        with pytest.raises(refusal):
            moderation.receive(replace(draft, text=text), NOW + timedelta(seconds=1))
    assert Comment.objects.count() == 2


def test_two_posts_of_one_moment_get_one_turn_even_if_no_row_tells(draft, known):
    """Another process has taken the turn and not committed yet."""
    moderation.receive(draft, NOW)
    Comment.objects.filter(text=draft.text).update(created_at=NOW - timedelta(hours=1), email="", network="")
    with pytest.raises(moderation.Flood) as caught:
        moderation.receive(replace(draft, text="Again."), NOW + timedelta(seconds=5))
    assert caught.value.retry_after == 10


def test_the_rows_tell_even_if_the_cache_is_lost(draft, known):
    moderation.receive(draft, NOW)
    cache.clear()
    with pytest.raises(moderation.Flood):
        moderation.receive(replace(draft, text="Again."), NOW + timedelta(seconds=5))


def test_a_turn_is_given_back_when_nothing_was_stored(draft, known, monkeypatch):
    other = replace(draft, email="karl@readers.example")
    with monkeypatch.context() as patched:
        patched.setattr(decisions, "_insert", lambda comment: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            moderation.receive(draft, NOW)
    moderation.receive(other, NOW)
