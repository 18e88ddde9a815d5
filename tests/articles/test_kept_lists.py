"""Lists keep what they show of stories in the process, and never show what has changed since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Author, Illustration, Section
from articles.public.cards import cards
from articles.public.front import front_page
from comments.models import Discussion
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LISTS = ["/", "/section/world/", "/tag/coast/", "/author/ada-flint/"]


def live(headline: str = "", **fields):
    return make.live(headline, section=make.section("World"), tags=["coast"], authors=[make.author()], **fields)


def text(client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_a_changed_frame_shows_at_once(client, path):
    picture = make.illustration()
    for number in range(4):
        live(f"Story {number}", ago=number * HOUR, illustration=picture)
    assert "Picture made with AI" not in text(client, path)
    Section.objects.update(name="Everywhere", hue="teal")
    Illustration.objects.update(ai_made=True)
    Author.objects.update(role="Keeper of the light")
    page = text(client, path)
    assert "Everywhere" in page
    assert 'data-hue="teal"' in page
    assert "Picture made with AI" in page
    assert path != LISTS[3] or "Keeper of the light" in page


@pytest.mark.parametrize("path", LISTS)
def test_an_update_and_a_comment_show_at_once(client, path):
    edition = live("High water")
    live("Low water", ago=HOUR)
    assert "High water" in text(client, path)
    Discussion.objects.create(article_id=edition.article_id, count=7)
    assert "7 comments" in text(client, path)
    workflow.publish(make.rewrite(edition.article, "Higher water"), by=make.editor())
    page = text(client, path)
    assert "Higher water" in page
    assert "High water" not in page


@pytest.mark.parametrize("path", LISTS)
def test_a_story_that_was_not_stored_in_the_end_is_not_kept(client, path):
    live("Old")
    with make.rolled_back():
        live("Unborn")
        assert "Unborn" in text(client, path)
    live("Born")
    page = text(client, path)
    assert "Born" in page
    assert "Unborn" not in page


def test_each_page_has_editions_of_its_own():
    edition = live()
    found = [(edition.pk, edition.live_from)]
    [one], [other] = cards(found), cards(found)
    one.comment_count = 3
    assert other.comment_count is None
    assert one == other


def test_no_list_takes_more_than_four_queries_for_one_story_or_twenty(client, django_assert_max_num_queries):
    month = timezone.localtime().strftime("/archive/%Y/%m/")
    paths = [*LISTS, month, "/archive/", "/feed/", "/section/world/feed/", "/index.json", "/text/"]
    live(ago=HOUR)
    for stories in (1, 19):
        for path in paths:
            client.get(path)
        for number in range(stories):
            live(ago=number * timedelta(seconds=1))
        for path in paths:
            with django_assert_max_num_queries(5 if path == "/" else 4):
                client.get(path)
            with django_assert_max_num_queries(4):
                client.get(path)


def test_the_front_page_is_found_in_two_queries_once_its_stories_are_kept(django_assert_num_queries):
    for number in range(10):
        live(ago=number * HOUR)
    front_page(timezone.now())
    with django_assert_num_queries(2):
        front_page(timezone.now())
