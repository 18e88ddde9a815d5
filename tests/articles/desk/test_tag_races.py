"""Merges while others write, save and publish."""

import threading

import pytest
from django.db import connection
from taggit.models import Tag

from articles import tags
from articles.desk import tag_merge, workflow
from articles.models import Article, ArticleTag, EditionTag
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works):
    """Do these at once; return what went wrong."""
    barrier, failures = threading.Barrier(len(works)), []

    def run(work) -> None:
        try:
            barrier.wait()
            work()
        except Exception as error:  # noqa: BLE001 (reported, with its thread's name lost)
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def tag(name):
    return tags.resolve([name])[0]


def test_stories_are_published_while_their_tag_is_merged():
    by = make.editor()
    stories = [make.article(tags=["chip", f"other {number}"]) for number in range(5)]
    chip, kept = tag("chip"), tag("semiconductors")
    publications = [lambda story=story: workflow.publish(story, by=by) for story in stories]
    assert together(lambda: tag_merge.merge(chip, into=kept, by=by), *publications) == []
    assert EditionTag.objects.filter(tag=kept).count() == 5
    assert ArticleTag.objects.filter(tag=kept).count() == 5


def test_stories_get_the_tag_while_it_is_merged():
    by = make.editor()
    stories = [make.article() for _ in range(5)]
    make.article(tags=["chip"])
    chip, kept = tag("chip"), tag("semiconductors")

    def save(story) -> None:
        Article.objects.get(pk=story.pk).tags.set(["Chip", "ports"])

    works = [lambda story=story: save(story) for story in stories]
    assert together(lambda: tag_merge.merge(chip, into=kept, by=by), *works) == []
    assert not Tag.objects.filter(name="chip").exists()
    assert {frozenset(story.tags.names()) for story in stories} == {frozenset({"semiconductors", "ports"})}


def test_two_who_merge_the_same_tag_merge_it_once():
    by = make.editor()
    make.article(tags=["chip"])
    chip, one, other = tag("chip"), tag("one"), tag("other")
    failures = together(
        lambda: tag_merge.merge(chip, into=one, by=by), lambda: tag_merge.merge(chip, into=other, by=by)
    )
    assert [type(failure).__name__ for failure in failures] == ["NotPossible"]
    assert ArticleTag.objects.count() == 1


def test_two_who_merge_crosswise_leave_one_tag():
    by = make.editor()
    make.article(tags=["chip", "chips"])
    chip, chips = tag("chip"), tag("chips")
    failures = together(
        lambda: tag_merge.merge(chip, into=chips, by=by), lambda: tag_merge.merge(chips, into=chip, by=by)
    )
    assert [type(failure).__name__ for failure in failures] == ["NotPossible"]
    assert Tag.objects.count() == 1


def test_two_who_undo_a_merge_undo_it_once():
    by = make.editor()
    make.live(tags=["chip"])
    done = tag_merge.merge(tag("chip"), into=tag("chips"), by=by)
    failures = together(*[lambda: tag_merge.undo(done, by=by)] * 2)
    assert [type(failure).__name__ for failure in failures] == ["NotPossible"]
    assert EditionTag.objects.get().tag.name == "chip"
