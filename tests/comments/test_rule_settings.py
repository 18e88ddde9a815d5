"""Every rule, by its setting."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from comments import moderation, signed, text
from comments.models import Block, Comment, Commenter, Discussion
from comments.moderation import Draft, blocks
from tests import make

NOW = timezone.now()
DAY = timedelta(days=1)
Reason, Status = Comment.Reason, Comment.Status


@pytest.fixture
def draft(edition, say):
    say("Approved once.", name="Rosa", ago=3000)
    return Draft(
        edition=edition,
        discussion=Discussion.objects.get(pk=edition.article_id),
        text="It never waits for me, whatever I do.",
        name="Rosa",
        email="rosa@readers.example",
        network="a" * 16,
        stamp=signed.stamp(edition.article_id, NOW - timedelta(hours=2)),
    )


def site(**rules):
    """The rules of the site, set for this test; the spam filter has a file of its own."""
    make.rules(**{"spam_hold": 100, "spam_mark": 100} | rules)


def verdict(draft, **changes):
    return moderation.assess(replace(draft, **changes), NOW)


# --- Closed ---


@pytest.mark.parametrize(
    ("rules", "own", "why"),
    [
        ({}, {}, ""),
        ({"mode": "closed"}, {}, "Comments are closed on this site."),
        ({"mode": "closed"}, {"mode": "open"}, ""),
        ({"mode": "closed"}, {"mode": "held"}, ""),
        ({"close_after_days": 14}, {}, ""),
        ({"close_after_days": 1}, {}, "Comments close 1 day after publication."),
        ({"close_after_days": 1}, {"mode": "open"}, ""),
        ({"close_after_days": 1}, {"mode": "held"}, ""),
        ({}, {"mode": "closed"}, "It was closed by the editors."),
        ({}, {"closes_at": NOW}, "It was open until the time that the editors had set."),
        ({}, {"closes_at": NOW + DAY}, ""),
    ],
)
def test_a_discussion_closes_by_hand_by_age_or_with_the_site(draft, rules, own, why):
    site(**rules)
    discussion = Discussion(article_id=draft.edition.article_id, **own)
    if not why:
        assert moderation.assess(replace(draft, discussion=discussion), NOW + timedelta(hours=1))
        return
    with pytest.raises(moderation.Closed) as caught:
        moderation.assess(replace(draft, discussion=discussion), NOW + timedelta(hours=1))
    assert caught.value.closing.reason == why and "closed since" in str(caught.value)


def test_the_page_says_why_it_is_closed_and_since_when(client, draft):
    site(close_after_days=1)
    page = client.get(draft.edition.get_absolute_url()).text
    since = timezone.localtime(draft.edition.published_at + DAY)
    assert f"closed since {since:%-d %B %Y, %H:%M}. Comments close 1 day after publication." in page
    assert "Leave a Reply" not in page


def test_only_who_is_signed_in_may_write(client, draft, fields, address):
    site(must_sign_in=True)
    page = client.get(draft.edition.get_absolute_url()).text
    assert "Log in to leave a reply" in page and 'name="text"' not in page
    response = client.post(address, fields(text="Let me in."))
    assert response.status_code == 403 and "Let me in." in response.text
    assert verdict(draft, user=make.reporter()).status == Status.PENDING


# --- Limits ---


@pytest.mark.parametrize(("whose", "times"), [("email", 1), ("network", 3)])
def test_an_hour_has_room_for_so_many(draft, say, whose, times):
    site(per_hour=2)
    first = None
    for number in range(2 * times):
        same = {whose: getattr(draft, whose)}
        made = say(name=f"W{number}", ago=50 - number, **same)
        first = first or made
    with pytest.raises(moderation.TooMany) as caught:
        verdict(draft)
    wait = (first.created_at + timedelta(hours=1) - NOW).total_seconds()
    assert abs(caught.value.retry_after - wait) <= 1
    moderation.assess(draft, first.created_at + timedelta(hours=1, seconds=1))
    site(per_hour=0)
    assert verdict(draft)


def test_too_many_are_told_when_to_come_back(client, draft, say, fields, address):
    site(per_hour=1)
    earlier = say(name="Rosa", ago=30)
    response = client.post(address, fields())
    wait = (earlier.created_at + timedelta(hours=1) - timezone.now()).total_seconds()
    assert response.status_code == 429 and wait <= int(response["Retry-After"]) < wait + 60


# --- Blocks ---


@pytest.mark.parametrize(
    ("kind", "value", "met"),
    [
        ("address", "Rosa@Readers.example", True),
        ("address", "karl@readers.example", False),
        ("network", "a" * 16, True),
        ("network", "b" * 16, False),
        ("pattern", "*@readers.example", True),
        ("pattern", "readers.example", True),
        ("pattern", "rosalie*@readers.example", False),
        ("pattern", "r*@readers.example", True),
        ("pattern", "*@*.readers.example", False),
        ("pattern", "r*@*.example", True),
        ("pattern", "*@reader.example", False),
    ],
)
@pytest.mark.parametrize("effect", ["hold", "refuse"])
def test_who_is_on_the_list_is_held_or_kept_out(draft, kind, value, met, effect):
    moderation.block(kind, value, effect, by=make.chief(), at=NOW)
    if met and effect == "refuse":
        with pytest.raises(moderation.KeptOut):
            verdict(draft)
    else:
        assert verdict(draft).reasons == ((Reason.BLOCKED,) if met else ())


def test_an_address_is_known_behind_its_plus(draft):
    moderation.block("address", draft.email, "hold", by=make.moderator(), at=NOW)
    assert verdict(draft, email="rosa+2@readers.example").reasons[0] == Reason.BLOCKED


def test_a_block_that_is_over_or_lifted_counts_for_nothing(draft):
    rita = make.moderator()
    moderation.block("address", draft.email, "refuse", by=rita, until=NOW + DAY, at=NOW)
    assert blocks.find(draft.email, "", NOW) and not blocks.find(draft.email, "", NOW + DAY)
    moderation.lift(Block.objects.get(), by=rita)
    assert not verdict(draft).reasons


def test_a_new_block_takes_the_place_of_the_old_and_the_same_changes_nothing(draft):
    rita = make.moderator()
    moderation.block("address", draft.email, "refuse", by=rita, at=NOW)
    moderation.block("address", draft.email, "hold", by=rita, at=NOW)
    moderation.block("address", draft.email, "hold", by=rita, at=NOW)
    assert Block.objects.count() == 2 and Block.objects.in_force(NOW).get().effect == "hold"
    entries = LogEntry.objects.filter(user=rita)
    assert [entry.change_message for entry in entries.order_by("pk")] == [
        "Set to “Keep out”.",
        "Lifted.",
        "Set to “Always hold”.",
    ]
    assert not entries.filter(object_repr__contains="rosa")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("pattern", one) for one in ("*", "*@*", "*@a.b", "rosa*", "rosa", "*rosa@b.example", "?osa*@b.example")),
        *(
            ("pattern", one)
            for one in ("a@b.example", "*@*.*.example", f"{'a' * 65}*@b.example", f"*@{'a.' * 8}example")
        ),
        *(("address", one) for one in ("rosa", "*@readers.example", "@readers.example")),
        ("network", "10.0.0.1"),
        ("x", "y"),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(db, kind, value):
    with pytest.raises(ValueError, match=r".+"):
        moderation.block(kind, value, "hold", by=make.moderator())
    assert not Block.objects.exists()


def test_only_moderators_block_and_lift(draft):
    with pytest.raises(PermissionDenied):
        moderation.block("address", draft.email, "hold", by=make.reporter())
    made = moderation.block("address", draft.email, "hold", by=make.moderator())
    with pytest.raises(PermissionDenied):
        moderation.lift(made, by=make.reporter())


def test_who_is_kept_out_is_not_told_why(client, draft, fields, address):
    moderation.block("pattern", "*@readers.example", "refuse", by=make.moderator())
    response = client.post(address, fields(text="Once more."))
    assert response.status_code == 403 and "We cannot take this comment." in response.text
    assert "block" not in response.text.lower().partition("<main")[2].partition("</main")[0]
    assert not Comment.objects.filter(text="Once more.").exists()


# --- Held ---


@pytest.mark.parametrize(
    ("rules", "changes", "reason", "found"),
    [
        ({"mode": "held"}, {}, Reason.HELD, None),
        ({"hold_words": "waits"}, {}, Reason.WORD, ["waits"]),
        ({"hold_words": "rosa"}, {}, Reason.WORD, ["rosa"]),
        ({"hold_words": "readers.example"}, {}, Reason.WORD, ["readers.example"]),
        ({"hold_words": "bad"}, {"website": "https://bad.example"}, Reason.WORD, ["bad"]),
        ({"hold_words": "wait"}, {}, "", None),
        ({"hold_links": 1}, {"text": "See www.a.example"}, Reason.LINKS, ["www.a.example"]),
        ({"hold_links": 0}, {"text": "www.a.example " * 9}, "", None),
        ({"hold_first": 2}, {}, Reason.FIRST, None),
        ({"hold_first": 0}, {"name": "Nobody"}, "", None),
        ({}, {"name": "Rоsa"}, Reason.NAME, ["Rоsa"]),
        ({"must_confirm": True}, {}, Reason.UNCONFIRMED, None),
    ],
)
def test_a_rule_holds_and_says_what_it_found(draft, rules, changes, reason, found):
    site(**rules)
    decided = verdict(draft, **changes)
    wanted = [reason] if reason else []
    assert [one for one in decided.reasons if reason == Reason.FIRST or one != Reason.FIRST] == wanted
    if reason:
        assert decided.status == Status.PENDING and decided.details.get(reason) == found


@pytest.mark.parametrize(
    ("rules", "own", "changes", "held"),
    [
        ({"mode": "held"}, {"mode": "open"}, {}, False),
        ({}, {"hold_links": 1}, {"text": "www.a.example"}, True),
        ({"hold_links": 1}, {"hold_links": 0}, {"text": "www.a.example"}, False),
        ({}, {"hold_first": 5}, {}, True),
        ({"hold_first": 5}, {"hold_first": 1}, {}, False),
    ],
)
def test_what_a_discussion_says_of_itself_goes_first(draft, rules, own, changes, held):
    site(**rules)
    discussion = Discussion(article_id=draft.edition.article_id, **own)
    assert bool(verdict(draft, discussion=discussion, **changes).reasons) == held


def test_a_refused_word_is_spam_and_its_writer_reads_what_all_read(client, draft, fields, address):
    site(refuse_words="casino")
    location = client.post(address, fields(text="c.a.s.i.n.o")).headers["Location"]
    stored = Comment.objects.latest("pk")
    assert (stored.status, stored.reasons[0], stored.details) == ("spam", "refused", {"refused": ["casino"]})
    assert "Your comment is awaiting moderation." in client.get(location.partition("#")[0]).text


def test_words_said_elsewhere_within_a_day_are_held(draft, say):
    say(draft.text, name="Rosa", under=make.live(), ago=120)
    assert verdict(draft).reasons == (Reason.REPEATED,)
    Comment.objects.update(created_at=NOW - 2 * DAY)
    assert not verdict(draft).reasons


@pytest.mark.parametrize(
    ("statuses", "held"),
    [(["spam", "removed"], False), (["spam", "approved", "approved"], True), (["approved"] * 3 + ["spam"], False)],
)
def test_much_that_was_removed_lately_holds(draft, say, statuses, held):
    site(hold_rejected=30)
    for status in statuses:
        say(name="Rosa", status=status, ago=3000, decided_at=NOW - DAY)
    assert (Reason.REJECTED in verdict(draft).reasons) == held
    Comment.objects.update(decided_at=NOW - 8 * DAY)
    assert not verdict(draft).reasons


def test_what_writers_took_back_is_not_held_against_them(draft, say):
    site(hold_rejected=30)
    for _number in range(4):
        say(name="Rosa", status="removed", removal_reason="writer", ago=3000, decided_at=NOW - DAY)
    assert not verdict(draft).reasons


def test_a_confirmed_address_does_not_wait(draft):
    site(must_confirm=True)
    Commenter.objects.create(email=draft.email, confirmed_at=NOW)
    assert not verdict(draft).reasons


@pytest.mark.parametrize(
    ("name", "mixed"), [("Rosa", False), ("Роза", False), ("Rоsa", True), ("Rosa Роза", False), ("Αlan", True)]
)
def test_a_name_mixes_scripts_within_a_word(name, mixed):
    assert text.mixes_scripts(name) is mixed
