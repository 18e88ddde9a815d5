"""The front page: what editors placed, then the newest, and no story twice."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import workflow
from articles.models import Slot
from articles.public.front import PLACES, SECONDARY, front_page
from tests import make

HOUR = timedelta(hours=1)


def slot(article, position: int, **fields) -> Slot:
    return Slot.objects.create(article=article, position=position, **fields)


def top(at=None) -> list[str]:
    front = front_page(at or timezone.now())
    return [edition.headline for edition in front.editions[:PLACES]]


@pytest.mark.django_db
def test_placed_stories_come_first_in_their_order():
    old, older = make.live("Old", ago=50 * HOUR).article, make.live("Older", ago=60 * HOUR).article
    make.live("New", ago=HOUR, illustration=make.illustration())
    slot(older, 0)
    slot(old, 1)
    front = front_page(timezone.now())
    assert front.lead.headline == "Older"
    assert [edition.headline for edition in front.secondary] == ["Old", "New"]


@pytest.mark.django_db
def test_whoever_is_not_live_leaves_the_place_to_the_next(db):
    editor = make.editor()
    stories = {name: make.live(name, ago=9 * HOUR).article for name in ("expired", "down", "withdrawn", "kept")}
    make.live("newest", ago=HOUR)
    for position, (name, story) in enumerate(stories.items()):
        slot(story, position, expires_at=timezone.now() - HOUR if name == "expired" else None)
    slot(make.article("draft"), 9)
    workflow.unpublish(stories["down"], by=editor)
    workflow.withdraw(stories["withdrawn"], by=editor, notice="Wrong.")
    assert top() == ["kept", "newest", "expired"]


@pytest.mark.django_db
def test_a_scheduled_story_takes_its_place_on_its_minute_and_leaves_it_on_another():
    at = timezone.now() + HOUR
    make.live("Newest")
    coming = make.article("Coming")
    workflow.schedule(coming, by=make.editor(), live_from=at)
    slot(coming, 0, expires_at=at + HOUR)
    make.live("Old", ago=99 * HOUR)
    assert top(at - timedelta(seconds=1)) == ["Newest", "Old"]
    assert top(at) == ["Coming", "Newest", "Old"]
    workflow.publish(make.rewrite(make.article("Later")), by=make.editor())
    assert top(at + HOUR)[0] == "Coming"


@pytest.mark.django_db
def test_an_expired_slot_lets_its_story_fall_back_to_its_date():
    old = make.live("Old", ago=99 * HOUR).article
    make.live("New", ago=HOUR)
    placed = slot(old, 0, expires_at=timezone.now() + HOUR)
    assert top() == ["Old", "New"]
    assert top(placed.expires_at) == ["New", "Old"]


@pytest.mark.django_db
def test_slots_cost_the_front_page_one_query(client, django_assert_max_num_queries):
    for number in range(40):
        made = make.live(ago=number * HOUR, illustration=make.illustration(), tags=["coast"])
        if number % 4 == 0:
            slot(made.article, number)
    client.get("/")
    with django_assert_max_num_queries(5):
        client.get("/")


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stories=st.lists(
        st.tuples(
            st.sampled_from(["World", "Science"]),
            st.sampled_from(["live", "coming", "down"]),
            st.one_of(st.none(), st.integers(0, 5)),
            st.sampled_from([None, -1, 1, 3]),
        ),
        max_size=22,
    )
)
def test_no_story_stands_twice_and_no_live_one_is_left_out_of_an_unfilled_top(db, stories):
    with make.rolled_back():
        root, now = make.superuser(), timezone.now()
        for number, (section, state, place, hours) in enumerate(stories):
            if state == "coming":
                article = make.article(section=make.section(section))
                workflow.schedule(article, by=root, live_from=now + 2 * HOUR)
            else:
                article = make.live(section=make.section(section), ago=(number + 1) * HOUR).article
            if state == "down":
                workflow.unpublish(article, by=root)
            if place is not None:
                slot(article, place, expires_at=None if hours is None else now + hours * HOUR)
        for at in (timezone.now(), now + 2 * HOUR):
            front = front_page(at)
            shown = [edition.article_id for edition in front.editions]
            assert len(shown) == len(set(shown))
            live = sum(
                1
                for _section, state, *_rest in stories
                if state == "live" or (state == "coming" and at > timezone.now())
            )
            assert len(shown) >= min(live, PLACES)
            assert len(front.secondary) <= SECONDARY
            assert all(edition.is_live(at) for edition in front.editions)
