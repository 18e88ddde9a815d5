"""Similar posts: tag overlap by rarity and age, against the rule written out plainly."""

import math
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from taggit.models import Tag

from articles.desk import workflow
from articles.models import Article, Edition, SimilarPosts, TagProfile
from articles.public import similar
from articles.tasks import refresh_similar, refresh_tag
from tests import make

pytestmark = pytest.mark.django_db


def tag_ids(edition):
    return [tag["id"] for tag in edition.tag_list]


def best(edition):
    return [one.article_id for one in similar.preview(edition.article_id, tag_ids(edition))]


def exact(edition, at):
    """The rule of `design.md`, section 5, over all editions, without a budget."""
    listed = list(Edition.objects.listed(at))
    total = len(listed)
    carried = {}
    for one in listed:
        for tag in tag_ids(one):
            carried[tag] = carried.get(tag, 0) + 1

    def score(other):
        shared = sorted(set(tag_ids(edition)) & set(tag_ids(other)))
        days = other.published_at.timestamp() / 86400
        return math.fsum(math.log((total + 1) / (carried[t] + 1)) for t in shared) * 2 ** (days / 730), shared

    others = [(score(one), one) for one in listed if one.article_id != edition.article_id]
    ranked = [(s, one.published_at, one.article_id) for (s, shared), one in others if shared and s > 0]
    return [article_id for _score, _date, article_id in sorted(ranked, reverse=True)]


def test_a_rare_shared_tag_beats_a_common_one():
    for _ in range(4):
        make.live(tags=["energy"])
    common = make.live(tags=["energy"])
    rare = make.live(tags=["whales"])
    story = make.live(tags=["energy", "whales"])
    assert best(story)[0] == rare.article_id
    assert best(story).index(common.article_id) > 0


def test_of_two_equals_the_newer_wins():
    older = make.live(tags=["moon"], ago=timedelta(days=300))
    newer = make.live(tags=["moon"], ago=timedelta(days=2))
    make.live()
    assert best(make.live(tags=["moon"])) == [newer.article_id, older.article_id]


def test_of_two_published_at_the_same_instant_the_later_article_wins():
    at = timezone.now() - timedelta(days=3)
    first, second = (
        workflow.backdate(make.article(tags=["moon"]), by=make.superuser(), live_from=at) for _ in range(2)
    )
    make.live()
    assert best(make.live(tags=["moon"])) == [second.article_id, first.article_id]


def test_a_tag_marked_so_makes_no_two_stories_similar():
    make.live(tags=["series"])
    story = make.live(tags=["series"])
    Tag.objects.get(name="series").profile.__class__.objects.update(counts_for_similar=False)
    assert best(story) == []


def test_lists_of_all_that_carry_a_tag_are_computed_anew(monkeypatch):
    monkeypatch.setattr(similar, "BATCH", 2)
    stories = [make.live(tags=["series"]).article_id for _ in range(5)]
    other = make.live(tags=["moon"]).article_id
    for story in (*stories, other):
        refresh_similar.call(story)
    tag = Tag.objects.get(name="series")
    for counts in (False, True):
        TagProfile.objects.filter(tag=tag).update(counts_for_similar=counts)
        refresh_tag.call(tag.pk)
        lists = SimilarPosts.objects.filter(article__in=stories)
        assert [len(stored.entries) for stored in lists] == [4 * counts] * 5


def test_what_is_scheduled_is_listed_but_not_shown_until_its_minute():
    editor, soon = make.editor(), timezone.now() + timedelta(hours=1)
    coming = workflow.schedule(make.article("Coming", tags=["moon"]), by=editor, live_from=soon)
    make.live()
    story = make.live(tags=["moon"])
    entries = [[one.article_id, one.score, 0, []] for one in similar.preview(story.article_id, tag_ids(story))]
    assert [entry[0] for entry in entries] == [coming.article_id]
    assert not similar.shown(story, entries, timezone.now()).is_similar
    assert similar.shown(story, entries, soon).posts[0].edition == coming


def test_a_story_leaves_the_lists_of_those_it_no_longer_shares_a_tag_with():
    editor = make.editor()
    article = make.article("Turncoat", tags=["moon"])
    first = make.live(tags=["moon"])
    make.live()
    workflow.publish(article, by=editor)
    for one in (first.article_id, article.pk):
        refresh_similar.call(one)
    assert [entry[0] for entry in SimilarPosts.objects.get(article=first.article).entries] == [article.pk]
    article.tags.set(["poetry"])
    workflow.publish(article, by=editor)
    refresh_similar.call(article.pk)
    assert SimilarPosts.objects.get(article=first.article).entries == []


def test_a_new_story_enters_its_neighbours_lists_at_its_place():
    old = make.live(tags=["moon", "tides"], ago=timedelta(days=400))
    make.live()
    story = make.live(tags=["moon", "tides"])
    refresh_similar.call(story.article_id)
    refresh_similar.call(old.article_id)
    new = make.live(tags=["moon"], ago=timedelta(minutes=1))
    refresh_similar.call(new.article_id)
    assert [entry[0] for entry in SimilarPosts.objects.get(article=story.article).entries] == best(story)


def test_without_a_shared_tag_the_newest_of_the_section_stand_there_and_say_so():
    culture = make.section("Culture")
    other = make.live(section=culture, ago=timedelta(days=3))
    make.live(section=make.section("World"))
    story = make.live(section=culture)
    shown = similar.shown(story, [], timezone.now())
    assert (shown.heading, shown.is_similar) == ("Latest in Culture", False)
    assert [post.edition for post in shown.posts] == [other]


def test_refreshing_twice_stores_the_same_list():
    stories = [make.live(tags=["a", "b"]), make.live(tags=["b"]), make.live(tags=["a"]), make.live()]
    for _ in range(2):
        for story in stories:
            refresh_similar.call(story.article_id)
        lists = dict(SimilarPosts.objects.values_list("article_id", "entries"))
    for story in stories:
        refresh_similar.call(story.article_id)
    assert dict(SimilarPosts.objects.values_list("article_id", "entries")) == lists


@pytest.mark.django_db(transaction=True)
def test_stories_refreshed_at_once_all_enter_their_neighbours_lists():
    neighbour, *stories = (make.live(tags=["moon"]).article_id for _ in range(6))
    for _ in range(6):
        make.live()
    SimilarPosts.objects.exclude(article=neighbour).delete()
    SimilarPosts.objects.update(entries=[])
    barrier, failures = threading.Barrier(len(stories)), []

    def refresh(article_id: int) -> None:
        try:
            barrier.wait()
            refresh_similar.call(article_id)
        except Exception as error:  # noqa: BLE001 (reported below, with its thread's name lost)
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=refresh, args=[story]) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for stored in SimilarPosts.objects.all():
        assert {entry[0] for entry in stored.entries} | {stored.article_id, neighbour} == {neighbour, *stories}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stories=st.lists(
        st.tuples(st.lists(st.sampled_from("abcdef"), max_size=4, unique=True), st.integers(1, 2000)),
        min_size=2,
        max_size=9,
    )
)
def test_the_list_is_the_exact_one_while_the_budget_lasts(stories):
    with make.rolled_back():
        made = [make.live(tags=tags, ago=timedelta(hours=hours)) for tags, hours in stories]
        at = timezone.now()
        for edition in made:
            assert best(edition) == exact(edition, at)


def test_candidates_within_the_budget_are_scored_on_all_their_tags(settings):
    settings.NEWSROOM_SIMILAR_BUDGET = 3
    for _ in range(5):
        make.live(tags=["energy"])
    both = make.live(tags=["energy", "whales"], ago=timedelta(days=500))
    make.live(tags=["whales"])
    make.live(tags=["whales"])
    make.live(tags=["x"])
    story = make.live(tags=["energy", "whales"])
    found = similar.preview(story.article_id, tag_ids(story))
    assert len(next(one for one in found if one.article_id == both.article_id).shared) == 2
    assert len(found) == 3


def test_an_article_that_was_never_live_gets_a_list_too():
    other = make.live(tags=["moon"])
    make.live()
    article = make.article(tags=["moon"])
    tags = [tag.pk for tag in Article.objects.get(pk=article.pk).tags.all()]
    assert [one.article_id for one in similar.preview(article.pk, tags)] == [other.article_id]
