"""People as moderators know them: lists, the record of each, and what is put in force against them."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import moderation, text
from comments.models import Block, Comment, Commenter, Report
from comments.moderation import blocks
from tests import make

PEOPLE, RULES = "/admin/comments/commenter/", "/admin/comments/block/"
ROSA = "rosalinde@readers.example"
MARK = "0123456789abcdef"
NOW = timezone.now
_numbers = count(1)


@pytest.fixture
def rosa(say):
    """The address of the record of somebody who wrote once, from a network."""
    made = say("It waits.", name="Rosalinde", email=ROSA, network=MARK)
    return f"{PEOPLE}of/{made.pk}/"


def sees_addresses(user):
    user.user_permissions.add(Permission.objects.get(codename="view_address", content_type__app_label="comments"))


def soon(**ahead):
    return timezone.localtime(NOW() + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


def block(desk, url, **fields):
    return desk.post(url, {"act": "block", "what": "refuse", "whom": "address", "why": "Insults."} | fields)


# --- Who may ---


@pytest.mark.parametrize("path", [PEOPLE, f"{PEOPLE}find/", f"{PEOPLE}1/change/", "of", RULES])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_is_for_moderators(rosa, path, method):
    Commenter.objects.create(pk=1, email=ROSA)
    url = rosa if path == "of" else path
    if (path, method) in ((PEOPLE, "post"), (f"{PEOPLE}find/", "get")):
        assert getattr(make.browser(make.chief()), method)(url).status_code == 405
        return
    for act in ("note", "block", "lift", "add", "try"):
        assert getattr(make.browser(make.reporter()), method)(url, {"act": act}).status_code == 403
    assert getattr(Client(), method)(url).status_code == 302
    assert not Block.objects.exists() and not Commenter.objects.exclude(note="").exists()


def test_nothing_is_changed_without_a_token(rita, rosa):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rita)
    assert {block(strict, rosa).status_code, strict.post(RULES, {"act": "add"}).status_code} == {403}


@pytest.mark.parametrize("path", ["add/", "1/delete/", "1/history/"])
@pytest.mark.parametrize("screen", [PEOPLE, RULES])
def test_nothing_is_added_or_deleted_by_the_stock_screens(screen, path, db):
    assert make.browser(make.chief()).get(f"{screen}{path}").status_code == 404


# --- Finding ---


def test_a_whole_address_finds_its_record_and_a_part_finds_nobody(desk, rosa):
    assert desk.post(f"{PEOPLE}find/", {"email": "Rosalinde@Readers.example"})["Location"] == rosa
    shown = desk.post(f"{PEOPLE}find/", {"email": "rosalind@readers.example"})
    assert shown.status_code == 200 and "Nobody has written under this address." in shown.text
    moderation.note_on_person(ROSA, "Polite.", make.moderator())
    assert desk.post(f"{PEOPLE}find/", {"email": ROSA})["Location"] == f"{PEOPLE}{Commenter.objects.get().pk}/change/"


@pytest.mark.parametrize("typed", ["", "rosa", "a\0@b.example", "%@readers.example'--", "x" * 400 + "@b.example"])
def test_what_is_no_address_is_said_beside_its_field(desk, rosa, typed):
    shown = desk.post(f"{PEOPLE}find/", {"email": typed})
    assert shown.status_code in (200, 422)
    assert "There is a problem" in shown.text or "Nobody has written" in shown.text


@pytest.mark.parametrize("query", ["show=x", "show=%00", "before=x", "before=-1", "before=9999999999999999999"])
def test_a_list_that_does_not_exist_is_not_found(desk, query):
    assert desk.get(f"{PEOPLE}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["email=rosa", "email__startswith=r", "q=rosa", "value__startswith=r"])
def test_lists_are_narrowed_by_no_part_of_an_address(desk, rosa, query):
    moderation.block("address", ROSA, "hold", by=make.moderator())
    for screen in (PEOPLE, RULES):
        assert text.fingerprint(facts(desk.get(f"{screen}?{query}"))) == text.fingerprint(facts(desk.get(screen)))


def facts(response):
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.text.partition("content-main")[2])


@pytest.mark.parametrize("pk", [0, 999, 2**63 - 1, 2**63, 10**30])
@pytest.mark.parametrize("path", ["{}/change/", "of/{}/"])
def test_nobody_has_a_number_that_nobody_got(desk, pk, path):
    for method in (desk.get, desk.post):
        assert method(f"{PEOPLE}{path.format(pk)}", {"act": "note"}).status_code == 404


@pytest.mark.parametrize("show", ["lately", "blocked", "noted"])
def test_each_list_takes_the_same_queries_for_any_number(desk, say, show, django_assert_max_num_queries):
    counts = []
    for number in (1, 19):
        for _number in range(number):
            someone(say)
        with django_assert_max_num_queries(14) as captured:
            shown = desk.get(f"{PEOPLE}?show={show}")
        counts.append((len(captured), shown.text.count('class="person"')))
    assert counts[0][0] == counts[1][0] and [people for _queries, people in counts] == [1, 20]


def someone(say):
    """Another person, of whom there is everything to be shown."""
    number = next(_numbers)
    email, rita = f"p{number}@readers.example", make.superuser()
    comment = say(name=f"P{number}", email=email, network=f"{number:016x}")
    Report.objects.create(comment=comment, reason="hate", reporter="a")
    moderation.block("address", email, "hold", by=rita)
    moderation.block("network", comment.network, "hold", by=rita)
    return moderation.note_on_person(email, "Polite.", rita)


def test_lists_follow_each_other_without_a_gap(desk, say):
    people = {f"p{number}" for number in range(30)}
    for name in people:
        say(name=name, email=f"{name}@readers.example")
    first = desk.get(PEOPLE).text
    second = desk.get(PEOPLE + re.search(r'href="[^"]*(\?show=lately&amp;before=\d+)', first)[1].replace("&amp;", "&"))
    assert set(re.findall(r"/\">(p\d+)</a>", first + second.text)) == people


# --- The record ---


def test_what_turns_a_line_around_is_left_out(desk, say):
    made = say("Fine \u202etxet", name="Rosa")
    assert "\u202e" not in desk.get(f"{PEOPLE}of/{made.pk}/").text


def test_a_record_tells_what_became_of_it_all(desk, say, rosa):
    say(name="Rosa", email=ROSA, status="removed", ago=5000), say(email=ROSA, status="spam", name="R.")
    Report.objects.create(comment=Comment.objects.get(status="approved"), reason="hate", reporter="a")
    shown = desk.get(rosa).text
    told = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", shown))
    assert [told[name] for name in ("Approved", "Removed", "Spam", "Reported")] == ["1 of 3", "1", "1", "1"]
    assert set(told["Names"].split(", ")) == {"Rosa", "R.", "Rosalinde"}
    assert len(re.findall(r"/admin/comments/comment/\d+/change/", shown)) == 3


def test_what_writers_took_back_is_no_removal_in_their_record(desk, say, rosa):
    for reason in Comment.BY_WRITERS:
        say(name="Rosa", email=ROSA, status="removed", removal_reason=reason)
    waits = say(name="Rosa", email=ROSA, status="pending")
    told = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", desk.get(rosa).text))
    assert (told["Approved"], told["Removed"]) == ("1 of 2", "0")
    beside = desk.get(reverse("admin:comments_comment_context", args=[waits.pk])).text
    assert (told["Approved"], told["Removed"]) == tuple(
        re.search(rf"<dt>{name}</dt><dd>([^<]+)</dd>", beside)[1] for name in ("Approved", "Removed")
    )
    queue = desk.get(reverse("admin:comments_comment_changelist")).text
    assert "1 approved" in queue and "2 removed" not in queue


def test_a_record_takes_the_same_queries_for_any_number(desk, say, django_assert_max_num_queries):
    url, counts = f"{PEOPLE}{someone(say).pk}/change/", []
    person = Commenter.objects.get()
    for number in (1, 20):
        for n in range(number):
            say(email=person.email, network=f"{n:016x}")
            moderation.block("network", f"{n:016x}", "hold", by=make.superuser(), note=str(number))
        with django_assert_max_num_queries(22) as captured:
            desk.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_looking_makes_no_row_and_a_note_makes_one(desk, rita, rosa):
    assert desk.get(rosa).status_code == 200 and not Commenter.objects.exists()
    for _time in range(2):
        response = desk.post(rosa, {"act": "note", "note": "Polite by mail.", "seen": text.fingerprint("")})
    person = Commenter.objects.get()
    assert response["Location"] == f"{PEOPLE}{person.pk}/change/" == desk.get(rosa)["Location"]
    assert person.note == "Polite by mail." and "Last changed by rita" in desk.get(response["Location"]).text
    assert LogEntry.objects.filter(user=rita, change_message="Changed the note.").count() == 1


def test_whoever_changes_a_changed_note_is_shown_both(desk, rosa):
    seen = text.fingerprint("")
    moderation.note_on_person(ROSA, "Called us.", make.moderator("max"))
    shown = desk.post(rosa, {"act": "note", "note": "Wrote to us.", "seen": seen})
    assert shown.status_code == 409 and "Called us." in shown.text and "Wrote to us." in shown.text
    seen = re.search(r'name="seen" value="(\w+)"', shown.text)[1]
    desk.post(rosa, {"act": "note", "note": "Wrote to us.", "seen": seen})
    assert Commenter.objects.get().note == "Wrote to us."


@pytest.mark.parametrize("note", ["x" * 4001, "a\0b"])
def test_a_note_that_cannot_be_kept_is_said(desk, rosa, note):
    assert desk.post(rosa, {"act": "note", "note": note}).status_code == 422
    assert not Commenter.objects.exists()


# --- Acts ---


@pytest.mark.parametrize(
    ("fields", "made", "said"),
    [
        ({"what": "hold"}, ("address", ROSA, "hold"), "Always hold"),
        ({}, ("address", ROSA, "refuse"), "Keep out"),
        ({"what": "suspend", "until": "soon"}, ("address", ROSA, "refuse"), "Suspended"),
        ({"whom": "network"}, ("network", MARK, "refuse"), "Keep out"),
        ({"whom": "pattern", "pattern": "*@Readers.example"}, ("pattern", "*@readers.example", "refuse"), "Keep out"),
    ],
)
def test_each_act_is_made_once_stands_in_the_history_and_is_lifted(desk, rita, rosa, fields, made, said):
    if "until" in fields:
        fields = fields | {"until": soon(days=3)}
    if fields.get("whom") == "network":
        fields = fields | {"whom": f"network-{Comment.objects.get().pk}"}
    for _time in range(2):
        assert block(desk, rosa, **fields).status_code == 302
    stored = Block.objects.get()
    assert (stored.kind, stored.value, stored.effect, stored.created_by, stored.note) == (*made, rita, "Insults.")
    assert blocks.find(ROSA, MARK, NOW()) == stored
    shown = desk.get(rosa).text
    assert f"<b>{said}</b>" in shown and "In force</span>" in shown and "by rita" in shown and "“Insults.”" in shown
    for _time in range(2):
        desk.post(rosa, {"act": "lift", "block": stored.pk})
    assert blocks.find(ROSA, MARK, NOW()) is None
    assert "Lifted</span>" in (shown := desk.get(rosa).text) and "lifted" in shown
    assert LogEntry.objects.filter(user=rita).count() == 2
    assert not LogEntry.objects.filter(object_repr__icontains="rosa").exists()


def test_a_suspension_that_is_over_stays_in_the_history(desk, rita, rosa):
    moderation.block("address", ROSA, "refuse", by=rita, until=NOW() - timedelta(days=1), at=NOW() - timedelta(days=2))
    shown = desk.get(rosa).text
    assert "Suspended" in shown and "Over</span>" in shown and 'value="lift"' not in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"why": ""}, "Say why"),
        ({"what": ""}, "Choose what is done."),
        ({"whom": ""}, "Choose whom"),
        ({"whom": "network-999"}, "Select a valid choice"),
        ({"what": "suspend"}, "Enter the date and time"),
        ({"what": "suspend", "until": "2001-01-01T00:00"}, "Choose a time that is still to come."),
        ({"what": "suspend", "until": "9999-12-31T23:59"}, "There is a problem"),
        ({"what": "hold", "until": "2099-01-01T00:00"}, "Only a suspension ends by itself."),
        ({"whom": "pattern", "pattern": ""}, "Enter a pattern like"),
        ({"whom": "pattern", "pattern": "*@*"}, "Enter a pattern like"),
        ({"whom": "pattern", "pattern": "*@a.b"}, "far too many"),
        ({"whom": "pattern", "pattern": "ros*@readers.example"}, "cannot say how one begins"),
        ({"why": "x" * 251}, "There is a problem"),
        ({"why": "a\0b"}, "There is a problem"),
    ],
)
def test_what_cannot_be_put_in_force_is_said_and_what_was_typed_stays(desk, rosa, fields, said):
    shown = block(desk, rosa, **{"pattern": "*@typed.example"} | fields)
    assert shown.status_code == 422 and said in shown.text and "<title>Error:" in shown.text
    assert fields.get("pattern", "*@typed.example") in shown.text
    assert not Block.objects.exists()


@pytest.mark.parametrize("form", [{}, {"act": "x"}, {"act": "delete"}])
def test_an_act_that_no_button_sends_is_refused(desk, rosa, form):
    assert {desk.post(rosa, form).status_code, desk.post(RULES, form).status_code} == {400}


@pytest.mark.parametrize("pk", ["", "x", "0", "999", "9" * 30, "1\0", "²"])
def test_what_is_no_block_is_not_lifted(desk, rosa, pk):
    for url in (rosa, RULES):
        assert desk.post(url, {"act": "lift", "block": pk}).status_code == 404


def test_a_comment_without_an_address_has_a_record_of_its_network_only(desk, say):
    comment = say(email="", network=MARK)
    url = f"{PEOPLE}of/{comment.pk}/"
    assert (
        "This address:" not in desk.get(url).text and desk.post(url, {"act": "note", "note": "x"}).status_code == 400
    )
    assert block(desk, url).status_code == 422
    assert block(desk, url, whom=f"network-{comment.pk}").status_code == 302 and Block.objects.get().value == MARK


# --- Addresses ---


def test_addresses_and_networks_are_whole_only_for_whoever_may_see_them(desk, rita, rosa):
    for kind, value in (("address", ROSA), ("network", MARK), ("pattern", "rosalinde+*@readers.example")):
        moderation.block(kind, value, "hold", by=make.superuser(), note="Insults.")
    person = moderation.note_on_person(ROSA, "Polite.", rita)
    urls = [f"{PEOPLE}{person.pk}/change/", f"{PEOPLE}?show=blocked", f"{PEOPLE}?show=noted", RULES]
    found = [desk.get(url).text for url in urls]
    found.append(block(desk, urls[0], why="More.").text + desk.get(urls[0]).text)
    found.append(desk.post(RULES, {"act": "lift", "block": Block.objects.first().pk}, follow=True).text)
    assert all("rosalinde@" not in shown and "rosalinde+" not in shown and MARK[:5] not in shown for shown in found)
    assert "r…@readers.example" in found[0] and "0123" in found[0] and "privacy/" not in found[0]
    sees_addresses(rita)
    whole = desk.get(urls[0]).text
    assert ROSA in whole and MARK in whole and f"privacy/?commenter={person.pk}" in whole


def test_the_record_is_one_step_from_the_comment_and_from_the_queue(desk, say, rosa):
    pk = Comment.objects.get().pk
    for path in (f"/admin/comments/comment/{pk}/change/", f"/admin/comments/comment/{pk}/context/"):
        assert rosa in desk.get(path).text
