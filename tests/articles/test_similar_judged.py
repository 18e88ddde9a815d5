"""Similar posts against what a reader would want to read next: `similar_set` holds the stories and our judgement."""

import math
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from articles.public import similar
from tests import make

SET = Path(__file__).parent / "similar_set"
SHOWN = 4


class Story(NamedTuple):
    name: str
    age: int
    tags: list[str]
    headline: str


def lines(name):
    rows = (SET / name).read_text().splitlines()
    return [[cell.strip() for cell in row.split("|")] for row in rows if not row.startswith("#")]


STORIES = {name: Story(name, int(age), tags.split(", "), head) for name, age, tags, head in lines("stories.txt")}
JUDGED = {
    name: {other: int(grade) for other, grade in (pair.rsplit(" ", 1) for pair in pairs.split(", "))}
    for name, pairs in lines("judged.txt")
}


def ndcg(order, grades):
    """Normalised discounted cumulative gain of the first four (K. Järvelin and J. Kekäläinen, 2002)."""

    def gain(graded):
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(graded[:SHOWN]))

    return gain([grades.get(name, 0) for name in order]) / gain(sorted(grades.values(), reverse=True))


def mean(answer):
    return sum(ndcg(answer(name), grades) for name, grades in JUDGED.items()) / len(JUDGED)


def overlap(name):
    """The plain way: as many shared tags as possible, of equals the newest."""
    shared = {one.name: len(set(one.tags) & set(STORIES[name].tags)) for one in STORIES.values() if one.name != name}
    return sorted((one for one in shared if shared[one]), key=lambda one: (-shared[one], STORIES[one].age))


def newest(name):
    """The plainest: the newest of all that share a tag."""
    return sorted(overlap(name), key=lambda one: STORIES[one].age)


def test_the_judgement_names_stories_of_the_set():
    assert {*JUDGED, *(other for grades in JUDGED.values() for other in grades)} <= set(STORIES)
    assert all(name not in grades and set(grades.values()) <= {1, 2, 3} for name, grades in JUDGED.items())


@pytest.mark.django_db
def test_readers_find_what_they_want_sooner_than_by_counting_tags_or_by_date():
    made = {one.name: make.live(one.headline, tags=one.tags, ago=timedelta(days=one.age)) for one in STORIES.values()}
    names = {edition.article_id: name for name, edition in made.items()}

    def ours(name):
        edition = made[name]
        found = similar.preview(edition.article_id, [tag["id"] for tag in edition.tag_list])
        return [names[one.article_id] for one in found]

    reached = [round(mean(answer), 2) for answer in (ours, overlap, newest)]
    assert reached == sorted(reached, reverse=True) and reached[0] > reached[1] + 0.03, reached
