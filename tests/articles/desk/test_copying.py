"""A copy of a story: what it takes along, what stays behind, and who may make one."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.utils import timezone

from articles.models import Article
from tests import make
from tests.articles.desk.conftest import change_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def original():
    edition = make.live(
        "The weather",
        tags=["ports", "ships"],
        authors=[make.author("Bo Tan"), make.author("Ada Flint")],
        sources=[("Harbour office", "https://harbour.example/", "document")],
        illustration=make.illustration(),
        illustration_caption="Rain",
        search_title="Rain",
    )
    Article.objects.filter(pk=edition.article_id).update(
        planned_for=timezone.now(), due_at=timezone.now(), embargo_until=timezone.now() - timedelta(1), priority=1
    )
    return Article.objects.get(pk=edition.article_id)


def copied(client, original) -> Article:
    response = client.post(change_url(original, "copy"))
    made = Article.objects.exclude(pk=original.pk).get()
    assert response.headers["Location"] == change_url(made)
    return made


def test_copy_takes_the_whole_story(as_editor, original):
    made = copied(as_editor, original)
    for name in ("headline", "standfirst", "body", "section", "illustration", "illustration_caption", "search_title"):
        assert getattr(made, name) == getattr(original, name), name
    assert set(made.tags.names()) == {"ports", "ships"}
    assert [str(byline) for byline in made.bylines.all()] == ["Bo Tan", "Ada Flint"]
    assert [source.name for source in made.sources.all()] == ["Harbour office"]


def test_copy_leaves_address_times_and_editions_behind(as_editor, editor, original):
    made = copied(as_editor, original)
    assert (made.slug, made.planned_for, made.due_at, made.embargo_until) == ("", None, None, None)
    assert (made.stage, made.priority, made.created_by) == ("draft", Article.Priority.NORMAL, editor)
    assert not made.editions.exists()
    assert made.revisions.count() == 1


def test_copy_is_in_the_log(as_editor, editor, original):
    made = copied(as_editor, original)
    entry = LogEntry.objects.get(object_id=str(made.pk))
    assert (entry.user, entry.action_flag) == (editor, ADDITION)
    assert str(original.pk) in entry.change_message


def test_copy_can_be_saved_and_the_original_stays_as_it_is(as_editor, original):
    made = copied(as_editor, original)
    Article.objects.filter(pk=made.pk).update(headline="Another")
    made.sources.all().delete()
    original.refresh_from_db()
    assert original.headline == "The weather"
    assert original.sources.count() == 1


def test_copying_twice_makes_two(as_editor, original):
    copied(as_editor, original)
    as_editor.post(change_url(original, "copy"))
    assert Article.objects.count() == 3


def test_writer_copies_what_they_may_open(as_reporter, reporter):
    own = make.article(by=reporter)
    assert copied(as_reporter, own).created_by == reporter


def test_copy_is_only_made_by_a_post(as_editor, original):
    assert as_editor.get(change_url(original, "copy")).status_code == 405


def test_stranger_is_sent_to_the_login(client, original):
    assert "/admin/login/" in client.post(change_url(original, "copy")).headers["Location"]


@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_who_may_not_read_it_may_not_copy_it(client, original, role):
    client.force_login(getattr(make, role)())
    assert client.post(change_url(original, "copy")).status_code == 403
    assert Article.objects.count() == 1


def test_copy_of_nothing_is_not_found(as_editor):
    assert as_editor.post("/admin/articles/article/999999/copy/").status_code == 404
    assert as_editor.post(f"/admin/articles/article/{'9' * 40}/copy/").status_code == 404
