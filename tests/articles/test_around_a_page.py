"""What leads on from a page: neighbours of a story, related subjects, an author's months, guesses for a wrong address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag

from articles.desk import workflow
from articles.models import Edition
from articles.models.taxonomy import TagProfile
from articles.public import neighbours, related
from articles.public.views import find_edition
from tests import make
from tests.articles.test_public_pages import read
from tests.validity import faults

pytestmark = pytest.mark.django_db


# --- Neighbours ---


def around(edition):
    found = neighbours.of(find_edition(edition.get_absolute_url(), timezone.now()))
    return [link and link.headline for link in (found.older, found.newer)]


def test_a_story_stands_between_those_of_its_section(client):
    first, second, third = (
        make.live(name, ago=timedelta(days=days)) for name, days in zip("ABC", (3, 2, 1), strict=True)
    )
    make.live("Elsewhere", section=make.section("Business"), ago=timedelta(days=1))
    workflow.schedule(make.article("Planned"), by=make.editor(), live_from=timezone.now() + timedelta(hours=1))
    assert [around(one) for one in (first, second, third)] == [[None, "B"], ["A", "C"], ["B", None]]
    page = read(client, second.get_absolute_url())
    links = [link["href"] for link in page.all("a")]
    assert {first.get_absolute_url(), third.get_absolute_url()} <= set(links)
    workflow.withdraw(third.article, by=make.editor(), notice="Wrong.")
    assert around(second) == ["A", None]


def test_stories_of_one_instant_stand_in_one_order():
    at = timezone.now() - timedelta(hours=1)
    made = [workflow.backdate(make.article(name), by=make.superuser(), live_from=at) for name in "ABC"]
    assert [around(one) for one in made] == [[None, "B"], ["A", "C"], ["B", None]]


def test_neighbours_come_with_the_story(django_assert_num_queries):
    edition = make.live("A")
    with django_assert_num_queries(1):
        around(edition)
    with django_assert_num_queries(0):
        assert neighbours.of(Edition(section=None)) == neighbours.Neighbours()


# --- Related subjects ---


def test_related_subjects_stand_together_on_live_stories_the_most_frequent_first(client):
    for tags in (["coast", "sea", "ships"], ["coast", "sea", "ships"], ["coast", "sea", "once"], ["ships", "sea"]):
        make.live(tags=tags)
    for name in ("never", "never"):
        make.article(tags=["coast", name])
    coast, at = Tag.objects.get(name="coast"), timezone.now()
    assert [tag["name"] for tag in related.to_tag(coast, at)] == ["sea", "ships"]
    assert [tag["name"] for tag in related.to_section(make.section(), at)] == ["sea", "coast", "ships"]
    TagProfile.objects.filter(tag__name="sea").update(counts_for_similar=False)
    assert [tag["name"] for tag in related.to_tag(coast, at)] == ["ships"]
    page = client.get("/tag/coast/").content.decode()
    assert "Related subjects" in page
    assert "/tag/ships/" in page
    assert faults(page) == []


# --- Lists ---


def test_pictures_of_a_list_wait_from_the_third_row_on(client):
    for _ in range(6):
        make.live(tags=["coast"], illustration=make.illustration())
    of_tag, of_section = (read(client, path).all("img") for path in ("/tag/coast/", "/section/world/"))
    assert [img.get("loading") for img in of_tag] == [None] * 4 + ["lazy"] * 2
    assert [img.get("loading") for img in of_section] == [None] * 3 + ["lazy"] * 3
    assert of_section[0]["fetchpriority"] == "high"


# --- Authors ---


def test_an_author_s_stories_stand_by_month(client):
    for month in (3, 5):
        at = datetime(2025, month, 2, 12, tzinfo=UTC)
        workflow.backdate(make.article(f"Story of {month}"), by=make.superuser(), live_from=at)
    text = str(read(client, "/author/ada-flint/"))
    places = [text.index(words) for words in ("May 2025", "Story of 5", "March 2025", "Story of 3")]
    assert places == sorted(places)
    assert faults(client.get("/author/ada-flint/").content.decode()) == []


def test_an_author_without_stories_has_a_page_that_search_engines_leave_out(client):
    make.author("Bea New", biography="Covers harbours.")
    page = read(client, "/author/bea-new/")
    assert {"name": "robots", "content": "noindex"} in page.all("meta")
    assert "Covers harbours." in str(page)
    assert "Nothing here yet" not in str(page)


# --- Addresses that lead nowhere ---


def guessed(client, path):
    response = client.get(path)
    assert response.status_code == 404
    html = response.content.decode()
    assert faults(html) == []
    return html.split("Did you mean this?")[1].split("Newest stories")[0] if "Did you mean this?" in html else ""


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "/2019/01/01/ferry-leaves-on-time/",
            "/ferry-leaves-on-time/",
            "{day}ferry-leaves/",
            "{day}fery-leaves-on-time/",
        ),
        *("/news/2019/ferry-leaves-on-time", "{day}ferry-leaves-on-thyme/", "/2019/02/31/ferry-leaves-on-time/"),
    ],
)
def test_a_wrong_address_is_answered_with_the_story_that_may_be_meant(client, wrong):
    story = make.live("The ferry leaves", slug="ferry-leaves-on-time")
    make.live("Something else", slug="something-quite-different")
    day = story.get_absolute_url().removesuffix("ferry-leaves-on-time/")
    guess = guessed(client, wrong.format(day=day))
    assert story.get_absolute_url() in guess
    assert "Something else" not in guess


def test_only_live_stories_are_guessed(client):
    editor, at = make.editor(), timezone.now() + timedelta(hours=1)
    workflow.schedule(make.article("Planned", slug="secret-plan-of-ours"), by=editor, live_from=at)
    make.article("Draft", slug="secret-plan-of-hers")
    gone = make.live("Gone", slug="secret-plan-of-his")
    workflow.withdraw(gone.article, by=editor, notice="Wrong.")
    assert guessed(client, "/2019/01/01/secret-plan-of-ours/") == ""
    assert guessed(client, "/2019/01/01/secret-plan-of-hers/") == ""
    assert guessed(client, "/2019/01/01/secret-plan-of-his/") == ""


def test_nothing_is_guessed_for_an_address_like_no_story_s(client):
    make.live(slug="ferry-leaves-on-time")
    for path in (
        "/fer/",
        "/%00ferry-leaves-on-time/",
        f"/{'ferry-leaves' * 900}/",
        "/ferry%20leaves%20on%20time/",
        "/ünter/",
    ):
        assert client.get(path).status_code in (400, 404)
        assert "Did you mean" not in client.get(path).content.decode()


def test_a_missing_page_is_kept_for_seconds_and_costs_few_queries(client):
    edition = make.live(slug="ferry-leaves-on-time")
    client.get("/")
    with CaptureQueriesContext(connection) as made:
        missing = client.get("/2019/01/01/ferry-leaves-on-time/")
    assert len(made) <= 9
    workflow.unpublish(edition.article, by=make.editor())
    for response in (missing, client.get(edition.get_absolute_url())):
        assert response["Cache-Control"] == "public, max-age=10"
