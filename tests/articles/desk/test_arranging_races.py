"""Two who arrange, or move, at the same moment. Only PostgreSQL lets two writers in at all; SQLite queues them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from articles.desk import workflow
from articles.desk.calendar.moves import move
from articles.desk.front_slots import acts
from articles.models import Slot
from tests import make

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = datetime(2030, 6, 12, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _two_writers():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def at_once(*done):
    """Run these together. Returns what each returned or raised."""
    barrier = Barrier(len(done))

    def run(act):
        barrier.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 (what was raised is what is asked)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(done)) as pool:
        return list(pool.map(run, done))


def seen() -> str:
    return acts.token(list(Slot.objects.current()))


@pytest.mark.parametrize("_time", range(3))
def test_of_two_who_place_at_once_one_is_shown_the_others_page(_time):
    root, stories, token = make.superuser(), [make.live().article for _ in range(3)], seen()
    results = at_once(*(lambda one=one: acts.place(one, by=root, seen=token) for one in stories))
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Overtaken", "Overtaken"]
    assert list(Slot.objects.values_list("position", flat=True)) == [0]


def test_two_who_rearrange_at_once_leave_one_whole_order():
    root, stories = make.superuser(), [make.live().article for _ in range(4)]
    for story in stories:
        acts.place(story, by=root, seen=seen())
    token = seen()
    results = at_once(
        lambda: acts.move(stories[3], 0, by=root, seen=token),
        lambda: acts.remove(stories[0], by=root, seen=token),
    )
    assert results.count(None) == 1
    positions = list(Slot.objects.values_list("position", flat=True))
    assert positions == list(range(len(positions)))


def test_of_two_who_move_a_plan_at_once_one_wins_and_the_other_is_told():
    root, plan = make.superuser(), make.article(planned_for=NOON)
    days = [(NOON + timedelta(days=number)).date() for number in (1, 2)]
    results = at_once(*(lambda day=day: move("planned", plan.pk, day, NOON, by=root) for day in days))
    assert [type(result) for result in results].count(tuple) == 1
    assert any(isinstance(result, workflow.NotPossible) for result in results)
    plan.refresh_from_db()
    assert plan.planned_for.date() in days
