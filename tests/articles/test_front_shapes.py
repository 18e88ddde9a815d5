"""The front page changes its shape with the day: what editors call big, what has pictures, what was corrected."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Identity, Slot
from articles.public.front import front_page
from comments.models import Discussion
from tests import make, validity

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def placed(headline: str, position: int, size: str = Slot.Size.USUAL):
    article = make.live(headline, illustration=make.illustration()).article
    return Slot.objects.create(article=article, position=position, size=size)


@pytest.mark.parametrize(
    ("sizes", "shape", "leads"),
    [
        (("usual", "usual"), "usual", 1),
        (("big", "usual"), "across", 1),
        (("big", "big"), "pair", 2),
        (("usual", "big"), "usual", 1),
    ],
)
def test_the_first_slots_decide_the_shape(client, sizes, shape, leads):
    for position, size in enumerate(sizes):
        placed(f"Story {position}", position, size)
    front = front_page(timezone.now())
    assert (front.shape, len(front.leads)) == (shape, leads)
    page = client.get("/").content.decode()
    assert f"front--{shape}" in page
    assert page.count("teaser--lead") == leads
    assert validity.faults(page) == []


def test_a_lead_without_a_picture_goes_across_the_page():
    make.live("Words only")
    assert front_page(timezone.now()).shape == "across"


def test_a_big_story_that_is_down_leaves_the_page_as_usual():
    big = placed("Big", 0, Slot.Size.BIG)
    placed("Next", 1)
    workflow.unpublish(big.article, by=make.editor())
    assert front_page(timezone.now()).shape == "usual"


def test_opinion_has_a_row_of_its_own_and_its_section_no_other():
    world, views = make.section("World"), make.section("Views")
    for number in range(20):
        make.live(f"News {number}", section=world, ago=number * HOUR)
    for number in range(5):
        make.live(f"View {number}", section=views, label="opinion", ago=(30 + number) * HOUR)
    front = front_page(timezone.now())
    assert [one.headline for one in front.opinion.editions] == ["View 0", "View 1", "View 2"]
    assert front.opinion.section == views
    assert [band.section for band in front.bands] == [world]
    without = front_page(timezone.now(), shows_opinion=False)
    assert without.opinion is None
    assert [band.section for band in without.bands] == [views, world]


def test_a_correction_is_told_for_a_day_and_a_scheduled_one_not_yet(client, django_capture_on_commit_callbacks):
    editor, article = make.editor(), make.live("Tides", ago=40 * HOUR).article
    workflow.publish(make.rewrite(article), by=editor, change="correction", note="High water was at nine.")
    assert "High water was at nine." in client.get("/").content.decode()
    now = timezone.now()
    assert len(front_page(now + 23 * HOUR).corrections) == 1
    assert front_page(now + 25 * HOUR).corrections == []
    assert front_page(now - HOUR).corrections == []
    with django_capture_on_commit_callbacks(execute=True):
        Identity(shows_corrections=False).save()
    assert "High water was at nine." not in client.get("/").content.decode()


def test_a_correction_is_told_under_the_present_headline_and_not_of_a_story_that_is_down(client):
    editor, article = make.editor(), make.live("First").article
    workflow.publish(make.rewrite(article, "Second"), by=editor, change="correction", note="It was the second.")
    workflow.publish(make.rewrite(article, "Third"), by=editor, change="minor")
    [note] = front_page(timezone.now()).corrections
    assert (note.text, note.story.headline) == ("It was the second.", "Third")
    assert "Second" not in client.get("/").content.decode()
    workflow.unpublish(article, by=editor)
    assert front_page(timezone.now()).corrections == []


def test_the_most_discussed_are_ranked_by_their_counts_and_nobody_ranks_what_is_down(
    client, django_capture_on_commit_callbacks
):
    for number, count in enumerate((3, 9, 0, 5)):
        article = make.live(f"Story {number}").article
        Discussion.objects.create(article=article, count=count)
    workflow.unpublish(article, by=make.editor())
    ranking = client.get("/").content.decode().partition('class="ranking"')[2]
    assert ranking.index("Story 1") < ranking.index("Story 0")
    assert "Story 2" not in ranking
    assert "Story 3" not in ranking
    with django_capture_on_commit_callbacks(execute=True):
        Identity(shows_discussed=False).save()
    assert 'class="ranking"' not in client.get("/").content.decode()


def test_it_takes_the_same_queries_whatever_the_shape(client, django_assert_num_queries):
    for number in range(5):
        placed(f"Story {number}", number)
    client.get("/")
    counted = []
    for size in (Slot.Size.USUAL, Slot.Size.BIG):
        Slot.objects.update(size=size)
        with django_assert_num_queries(4):
            counted.append(client.get("/").status_code)
    assert counted == [200, 200]


def test_a_section_says_whether_it_has_a_band_and_how_long(client):
    long, none = make.section("Long", band_size=6), make.section("None", has_band=False)
    for number in range(24):
        make.live(f"Story {number}", section=(long, none)[number % 2], ago=number * HOUR)
    front = front_page(timezone.now())
    assert [(band.section, len(band.editions)) for band in front.bands] == [(long, 6)]


def test_a_card_is_set_anew_when_anything_on_it_changes(client):
    section = make.section("World")
    story = make.live("Story", section=section, illustration=make.illustration())
    Discussion.objects.create(article=story.article, count=3)
    assert "3 comments" in client.get("/").content.decode()
    Discussion.objects.update(count=4)
    type(section).objects.update(name="Abroad")
    page = client.get("/").content.decode()
    assert "4 comments" in page
    assert "Abroad" in page
