"""Groups of stories: made and kept by moderators, chosen in the queue. And what Today says of comments."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.test import Client
from taggit.models import Tag

from comments import moderation
from comments.models import Comment, Watchlist
from tests import make

GROUPS, QUEUE = "/admin/comments/watchlist/", "/admin/comments/comment/"


def save(desk, path="add/", **fields):
    return desk.post(f"{GROUPS}{path}", {"name": "Harbour", "tag_names": "", "addresses": ""} | fields)


def names(response):
    return set(re.findall(r'<h2 id="who-\d+">([^<]+)<', response.text))


def test_a_group_of_sections_tags_and_stories_is_a_choice_of_the_queue(desk, rita, say):
    by_section, by_tag = make.live(section=make.section("Sport")), make.live(tags=["ports"])
    by_address, other = make.live(), make.live()
    for name, story in {"A": by_section, "B": by_tag, "C": by_address, "D": other}.items():
        say(name=name, status="pending", under=story)
    made_of = {
        "sections": [by_section.section_id],
        "tag_names": " Ports ,",
        "addresses": by_address.get_absolute_url(),
    }
    assert save(desk, **made_of).status_code == 302
    group = Watchlist.objects.get()
    assert f'href="?group={group.pk}">Harbour</a>' in desk.get(QUEUE).text
    assert names(desk.get(f"{QUEUE}?group={group.pk}")) == {"A", "B", "C"}
    assert f"{QUEUE}?group={group.pk}" in desk.get(GROUPS).text
    form = desk.get(f"{GROUPS}{group.pk}/change/").text
    assert 'value="ports"' in form and by_address.get_absolute_url() in form
    save(desk, f"{group.pk}/change/", name="Quays", tag_names="ports")
    assert names(desk.get(f"{QUEUE}?group={group.pk}")) == {"B"}
    said = LogEntry.objects.filter(user=rita).order_by("pk").values_list("object_repr", "change_message")
    assert list(said) == [("Harbour", "Made the group."), ("Quays", "Changed the group.")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose a section, a tag or a story."),
        ({"tag_names": "nobody, used"}, "No tag has this name: nobody, used."),
        ({"addresses": "/2026/01/01/none/ http://["}, "No published story has this address"),
        ({"addresses": "a\0b"}, "Null characters"),
        ({"addresses": " ".join(f"/{n}/" for n in range(51))}, "Name at most 50."),
        ({"sections": ["x"]}, "is not a valid value"),
        ({"name": "x" * 81, "tag_names": "a"}, "at most 80"),
    ],
)
def test_a_group_of_nothing_is_refused(desk, fields, said):
    response = save(desk, **fields)
    assert response.status_code == 200 and said in response.text and not Watchlist.objects.exists()


def test_groups_are_for_moderators(db):
    reporter = make.browser(make.reporter())
    for path in ("", "add/"):
        assert reporter.get(f"{GROUPS}{path}").status_code == 403
    assert save(reporter).status_code == 403 and Client().get(GROUPS).status_code == 302
    for act in (moderation.watch, moderation.unwatch):
        made_of = {} if act is moderation.unwatch else {"sections": [], "tags": [], "articles": []}
        with pytest.raises(PermissionDenied):
            act(Watchlist(name="x"), by=make.reporter(), **made_of)


def test_a_group_is_dissolved_and_its_comments_stay(desk, rita, say):
    group, comment = Watchlist.objects.create(name="Harbour"), say(status="pending")
    group.articles.add(comment.discussion_id)
    desk.post(f"{GROUPS}{group.pk}/delete/", {"post": "yes"})
    assert not Watchlist.objects.exists() and Comment.objects.count() == 1
    assert LogEntry.objects.get(user=rita).change_message == "Dissolved the group."


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_of_groups_takes_the_same_queries(desk, number, django_assert_num_queries):
    for n in range(number):
        group = Watchlist.objects.create(name=f"G{n}")
        group.sections.add(make.section()), group.tags.add(Tag.objects.get_or_create(name="ports")[0])
    with django_assert_num_queries(9):  # four of them for the session, its user, what they may do, and the sidebar
        desk.get(GROUPS)


# --- Today ---


def test_today_leads_from_what_waits_and_what_is_reported_to_its_card(desk, say):
    waiting, reported = say("\u202eWhy?", name="Waits", status="pending", ago=180), say(name="Named", ago=500)
    Comment.objects.filter(pk=reported.pk).update(reported_at=waiting.created_at)
    shown = desk.get("/admin/").text
    assert (
        "\u202e" not in shown
        and "The oldest has waited for 2" in shown
        and "The first report has waited for 2" in shown
    )
    for place, comment in ((QUEUE, waiting), (f"{QUEUE}?tab=reported", reported)):
        assert f'href="{place}#card-{comment.pk}"' in shown
        assert f'id="card-{comment.pk}"' in desk.get(place).text


def test_today_says_in_a_line_that_nothing_waits(desk):
    shown = desk.get("/admin/").text
    assert "No comment waits." in shown and "No comment is reported." in shown
    assert "No comment waits." not in make.browser(make.reporter()).get("/admin/").text


@pytest.mark.parametrize("number", [1, 7])
def test_today_takes_the_same_queries_for_any_number(desk, say, number, django_assert_num_queries):
    for _number in range(number):
        say(status="pending", under=make.live())
        Comment.objects.filter(pk=say(under=make.live()).pk).update(reported_at="2026-01-01T00:00Z")
    with django_assert_num_queries(8):  # three of them for the session, its user and what they may do
        desk.get("/admin/")


def test_the_group_in_hand_is_marked_however_many_there_are(desk):
    groups = [Watchlist.objects.create(name=f"Group {number:02}") for number in range(20)]
    shown = desk.get(f"{QUEUE}?group={groups[-1].pk}").text
    assert re.findall(r'aria-current="true">([^<]+)<', shown) == ["Group 19"]
