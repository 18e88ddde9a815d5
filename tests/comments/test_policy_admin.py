"""The screen of the rules."""

import pytest
from django.contrib.admin.models import LogEntry
from django.forms.models import model_to_dict

from comments.models import Block, Comment, Discussion, Policy
from tests import make

RULES, CHANGE, TRY = (f"/admin/comments/policy/{part}" for part in ("", "1/change/", "try/"))


def desk_of(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def desk(client, db):
    return desk_of(client, make.moderator("rita"))


def typed(**changes):
    fields = model_to_dict(Policy(), exclude=["id"]) | changes
    return {name: value for name, value in fields.items() if value is not None and value is not False}


def test_the_address_leads_straight_to_the_one_row(desk):
    assert desk.get(RULES)["Location"] == CHANGE
    page = desk.get(CHANGE).text
    assert "Words that hold" in page and "What would become of this comment?" in page and not Policy.objects.exists()
    assert desk.get("/admin/comments/policy/2/change/").status_code == 302


def test_moderators_change_the_rules_and_the_log_says_how(desk):
    desk.post(CHANGE, typed(mode="closed", hold_links=3, hold_words="casino"))
    policy = Policy.objects.get()
    assert (policy.mode, policy.hold_links, policy.hold_words) == ("closed", 3, "casino")
    assert policy.mode_since and Policy.current().hold_links == 3
    said = LogEntry.objects.get().change_message
    assert said == "Comments are: open → closed. Links that hold: 2 → 3. Words that hold: changed."
    desk.post(CHANGE, typed(mode="closed", hold_links=3, hold_words="casino"))
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("fields", [{"hold_links": -1}, {"spam_hold": 0}, {"close_after_days": 0}, {"mode": "x"}])
def test_rules_out_of_range_are_sent_back(desk, fields):
    assert desk.post(CHANGE, typed(**fields)).status_code == 200
    assert not Policy.objects.exists()


def test_editors_read_the_rules_and_reporters_do_not(client, db):
    editor = desk_of(client, make.editor())
    assert editor.get(CHANGE).status_code == 200 and editor.post(CHANGE, typed(mode="closed")).status_code == 403
    reporter = desk_of(client, make.reporter())
    assert [reporter.get(path).status_code for path in (RULES, CHANGE)] == [403, 403]
    assert reporter.post(TRY, {"trial-text": "x"}).status_code == 403
    assert not Policy.objects.exists()


def test_there_is_one_row_and_it_stays(desk):
    assert desk.get(f"{RULES}add/").status_code == 403
    assert desk.post(f"{RULES}1/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Good day.", ["It would wait", "First comment from this address"]),
        ("c.a.s.i.n.o", ["It would go to the spam.", "casino"]),
        ("www.a.example www.b.example", ["Many links", "www.a.example"]),
    ],
)
def test_a_text_is_tried_and_nothing_is_stored(desk, text, said):
    make.rules(refuse_words="casino")
    response = desk.post(TRY, {"trial-text": text, "trial-name": "Rosa", "trial-email": "rosa@x.example"})
    assert response.status_code == 200 and all(words in response.text for words in said)
    assert not (Comment.objects.exists() or Discussion.objects.exists() or Block.objects.exists())


@pytest.mark.parametrize("text", ["", "a\0b", "x" * 20_001])
def test_what_cannot_be_tried_is_sent_back(desk, text):
    assert desk.post(TRY, {"trial-text": text}).status_code == 422
    assert desk.get(TRY).status_code == 405


def test_a_discussion_says_what_holds_there(desk, edition):
    Discussion.objects.create(article_id=edition.article_id)
    path = f"/admin/comments/discussion/{edition.article_id}/change/"
    assert "Empty: as the rules of the site say, now 2." in desk.get(path).text
    desk.post(path, {"mode": "site", "closes_at": "", "hold_first": "0", "hold_links": ""})
    assert (Discussion.objects.get().hold_first, Discussion.objects.get().hold_links) == (0, None)
    assert "First comments held: – → 0." in LogEntry.objects.latest("pk").change_message
