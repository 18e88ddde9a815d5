"""Arranging the front page: what each act does, who may, and what happens when two arrange at once."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.desk.front_slots import acts
from articles.models import Slot
from articles.public.front import PLACES, front_page
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/article/front/"
ARRANGE = f"{PAGE}arrange/"
JSON = {"Accept": "application/json"}


def seen() -> str:
    return acts.token(list(Slot.objects.current()))


def arranged() -> list[str]:
    return [slot.article.headline for slot in Slot.objects.current().select_related("article")]


def asked(article, act: str, **fields) -> dict[str, str]:
    return {"act": act, "article": str(article.pk), "seen": seen()} | {
        name: str(value) for name, value in fields.items()
    }


@pytest.fixture
def three(editor):
    stories = [make.live(name).article for name in ("A", "B", "C")]
    for story in stories:
        acts.place(story, by=editor, seen=seen())
    return stories


def test_stories_are_placed_one_after_another_or_where_wanted(as_editor, three):
    first = make.live("First").article
    answer = as_editor.post(ARRANGE, asked(first, "place", place=1))
    assert answer.url == f"{PAGE}#slot-{first.pk}"
    assert arranged() == ["First", "A", "B", "C"]
    assert list(Slot.objects.values_list("position", flat=True)) == [0, 1, 2, 3]
    assert LogEntry.objects.filter(object_id=first.pk, change_message__contains="front page").exists()


@pytest.mark.parametrize(("place", "order"), [(1, "CAB"), (2, "ACB"), (3, "ABC"), (12, "ABC")])
def test_a_story_moves_and_the_others_close_up(as_editor, three, place, order):
    as_editor.post(ARRANGE, asked(three[2], "move", place=place))
    assert "".join(arranged()) == order


def test_a_story_is_removed_and_another_act_on_it_refused(as_editor, three):
    data = asked(three[1], "remove")
    assert as_editor.post(ARRANGE, data, headers=JSON).status_code == 200
    assert arranged() == ["A", "C"]
    assert as_editor.post(ARRANGE, data, headers=JSON).status_code == 409
    for act in ("remove", "until", "move"):
        assert as_editor.post(ARRANGE, asked(three[1], act, place=1), headers=JSON).status_code == 409
    assert arranged() == ["A", "C"]


def test_a_slot_ends_at_its_time_and_the_next_act_sweeps_it_out(as_editor, three, editor):
    soon = timezone.now() + timedelta(hours=1)
    as_editor.post(ARRANGE, asked(three[0], "until", until=f"{soon:%Y-%m-%dT%H:%M}"))
    slot = Slot.objects.get(article=three[0])
    assert slot.expires_at == soon.replace(second=0, microsecond=0)
    Slot.objects.filter(pk=slot.pk).update(expires_at=timezone.now())
    assert arranged() == ["B", "C"]
    acts.place(three[0], by=editor, seen=seen())
    assert arranged() == ["B", "C", "A"]
    assert Slot.objects.count() == 3


def test_a_pin_is_made_lasting_again(as_editor, three):
    Slot.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    as_editor.post(ARRANGE, asked(three[0], "until", until=""))
    assert Slot.objects.get(article=three[0]).expires_at is None


@pytest.mark.parametrize("until", ["2020-01-01T00:00", "9999-12-31T23:59"])
def test_a_pin_until_an_impossible_time_is_refused(as_editor, three, until):
    assert as_editor.post(ARRANGE, asked(three[0], "until", until=until), headers=JSON).status_code == 409
    assert Slot.objects.get(article=three[0]).expires_at is None


def test_a_story_is_made_big_and_usual_again(as_editor, three):
    before = seen()
    as_editor.post(ARRANGE, asked(three[1], "size", size="big"))
    assert list(Slot.objects.current().values_list("size", flat=True)) == ["usual", "big", "usual"]
    assert seen() != before
    assert "Big" in as_editor.get(PAGE).content.decode()
    assert as_editor.post(ARRANGE, asked(three[1], "size", size="huge"), headers=JSON).status_code == 400
    as_editor.post(ARRANGE, asked(three[1], "size", size="usual"))
    assert set(Slot.objects.values_list("size", flat=True)) == {"usual"}


def test_a_story_has_one_place(as_editor, three):
    assert as_editor.post(ARRANGE, asked(three[0], "place"), headers=JSON).status_code == 409
    assert arranged() == ["A", "B", "C"]


def test_only_what_is_live_or_scheduled_gets_a_place(as_editor, editor):
    draft = make.article("Draft")
    withdrawn = make.live("Withdrawn").article
    workflow.withdraw(withdrawn, by=editor, notice="Wrong.")
    down = make.live("Down").article
    workflow.unpublish(down, by=editor)
    for story in (draft, withdrawn, down):
        assert as_editor.post(ARRANGE, asked(story, "place"), headers=JSON).status_code == 409
    coming = make.article("Coming")
    workflow.schedule(coming, by=editor, live_from=timezone.now() + timedelta(hours=1))
    as_editor.post(ARRANGE, asked(coming, "place"))
    assert arranged() == ["Coming"]


def test_there_are_as_many_places_as_the_page_has(editor):
    for _ in range(PLACES):
        acts.place(make.live().article, by=editor, seen=seen())
    with pytest.raises(workflow.NotPossible, match="Every place"):
        acts.place(make.live().article, by=editor, seen=seen())


# --- Two at once ---


def test_who_arranges_what_has_changed_is_shown_how_it_stands(as_editor, three):
    stale = asked(three[2], "move", place=1)
    acts.remove(three[0], by=make.editor("bo"), seen=seen())
    assert as_editor.post(ARRANGE, stale, headers=JSON).status_code == 409
    page = as_editor.post(ARRANGE, stale)
    assert page.status_code == 409
    assert "arranged anew meanwhile" in page.text
    assert [one.headline for one in page.context["placed"]] == ["B", "C"]
    assert arranged() == ["B", "C"]
    assert as_editor.post(ARRANGE, stale | {"seen": page.context["seen"]}).status_code == 302
    assert arranged() == ["C", "B"]


def test_every_way_on_from_a_refused_act_leads_to_the_page(as_editor, three):
    page = as_editor.post(ARRANGE, asked(three[2], "move", place=1) | {"seen": "stale"})
    assert page.status_code == 409
    assert all("action=" in form or "dialog" in form for form in re.findall(r"<form[^>]*>", page.text))
    assert f'data-here="{PAGE}"' in page.text
    assert f'data-here="{PAGE}?q=a%26b"' in as_editor.get(PAGE, {"q": "a&b"}).text


def test_a_changed_expiry_counts_as_a_change(three, editor):
    before = seen()
    acts.keep_until(three[0], timezone.now() + timedelta(hours=1), by=editor, seen=before)
    with pytest.raises(acts.Overtaken):
        acts.remove(three[0], by=editor, seen=before)


# --- Doors ---


def test_doors(client, reporter, editor):
    make.live()
    doors = {None: (302, 302), make.moderator(): (403, 403), reporter: (403, 403), editor: (200, 400)}
    for user, expected in doors.items():
        client.logout()
        if user:
            client.force_login(user)
        assert (client.get(PAGE).status_code, client.post(ARRANGE).status_code) == expected, user
    assert client.get(ARRANGE).status_code == 405
    assert client.post(PAGE).status_code == 405


def test_the_act_itself_asks_who_may(reporter):
    with pytest.raises(PermissionDenied):
        acts.place(make.live().article, by=reporter, seen=seen())


@pytest.mark.parametrize(
    "change",
    [
        *({"act": "x"}, {"act": ""}, {"article": "\x00"}, {"article": "9" * 40}, {"article": "-1"}, {"place": "x"}),
        *({"place": ""}, {"place": "99"}, {"until": "soon"}, {"until": "0000-13-99T00:00"}, {"seen": ""}),
        {"seen": "\x00"},
    ],
)
def test_bad_input_is_refused(as_editor, three, change):
    data = asked(three[0], "move", place=2) | change
    assert as_editor.post(ARRANGE, data, headers=JSON).status_code == 400
    assert arranged() == ["A", "B", "C"]


def test_a_missing_story_is_not_found(as_editor, three):
    assert as_editor.post(ARRANGE, asked(three[0], "move", place=2) | {"article": "99999"}).status_code == 404


# --- The page ---


def test_search_finds_by_headline_what_has_no_place(as_editor, three):
    make.live("Ferry late")
    make.article("Ferry draft")
    found = as_editor.get(PAGE, {"q": "FERRY"}).context["found"]
    assert [one["edition"].headline for one in found] == ["Ferry late"]
    for query in ("\x00", "%", "x" * 5000):
        assert as_editor.get(PAGE, {"q": query}).status_code == 200


def test_it_shows_what_readers_see_and_what_is_there_by_date(as_editor, three):
    make.live("Newest", ago=timedelta(minutes=1))
    preview = as_editor.get(PAGE).context["preview"]
    assert [(one["edition"].headline, one["by_date"]) for one in preview] == [
        ("A", False),
        ("B", False),
        ("C", False),
        ("Newest", True),
    ]
    shown = [edition.headline for edition in front_page(timezone.now()).editions]
    assert [one["edition"].headline for one in preview] == shown[: len(preview)]


def test_it_says_of_a_story_that_is_not_live_why(as_editor, three, editor):
    workflow.unpublish(three[0], by=editor)
    placed = as_editor.get(PAGE).context["placed"]
    assert [one.is_live for one in placed] == [False, True, True]
    assert "Not live" in placed[0].state


def test_only_what_readers_see_has_a_number_and_it_is_theirs(as_editor, three, editor):
    workflow.unpublish(three[0], by=editor)
    page = as_editor.get(PAGE)
    assert [(one.number, one.place) for one in page.context["placed"]] == [
        (None, "Waits"),
        (1, "Lead"),
        (2, "Beside the lead"),
    ]
    as_editor.post(ARRANGE, asked(three[2], "move", place=2))
    assert arranged() == ["A", "C", "B"]


def test_an_act_says_where_the_story_stands_now(as_editor, three, editor):
    def said(story, act, **fields) -> str:
        return as_editor.post(ARRANGE, asked(story, act, **fields), headers=JSON).json()["said"]

    assert said(three[2], "move", place=2) == "“C” is at place 2, beside the lead, until it is removed."
    assert said(three[1], "remove") == "“B” has no place of its own now: it stands where its date puts it."
    workflow.unpublish(three[0], by=editor)
    assert said(three[0], "until", until="") == "“A” has a place, and waits for it until it is live."


def test_it_costs_the_same_however_many_are_placed(as_editor, editor):
    for _ in range(30):
        make.live(illustration=make.illustration())
    stories = [make.live(illustration=make.illustration()).article for _ in range(PLACES)]
    counts = []
    for size in (1, PLACES):
        while Slot.objects.count() < size:
            acts.place(stories.pop(), by=editor, seen=seen())
        as_editor.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            as_editor.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
