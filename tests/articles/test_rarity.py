"""How much a tag says, and which counts are kept because counting would take long."""

import math

import pytest
from django.utils import timezone
from taggit.models import Tag

from articles.public import rarity
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def moon():
    """A tag that two of three stories carry."""
    for tags in (["moon"], ["moon"], []):
        make.live(tags=tags)
    return Tag.objects.get(name="moon").pk


def weight(tag):
    return rarity.weigh(timezone.now(), [tag])[tag]


def test_the_weight_follows_every_publication_while_there_are_few_to_count(moon):
    assert weight(moon) == rarity.weigh(timezone.now())[moon] == math.log(4 / 3)
    make.live()
    assert weight(moon) == math.log(5 / 3)


def test_great_numbers_are_counted_once_and_then_kept(moon, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(rarity, "COUNTED", 1)
    assert weight(moon) == math.log(4 / 3)
    make.live(tags=["moon"])
    with django_assert_num_queries(1):  # whether the tag is to count at all
        assert weight(moon) == math.log(4 / 3)


def test_a_tag_that_no_live_story_carries_weighs_most(moon):
    make.article(tags=["tides"])
    assert weight(Tag.objects.get(name="tides").pk) == math.log(4) > weight(moon)
