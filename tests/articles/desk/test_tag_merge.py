"""Merging tags, and parting them again exactly."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from taggit.models import Tag

from articles import tags
from articles.desk import revisions, tag_merge, workflow
from articles.desk.workflow import NotPossible
from articles.models import ArticleTag, EditionTag, SimilarPosts, TagAlias, TagMerge, TagProfile
from tests import make

pytestmark = pytest.mark.django_db

TABLES = (Tag, TagProfile, TagAlias, ArticleTag, EditionTag)


def tables():
    """Every row of every table that a merge writes to, as stored."""
    rows = {model.__name__: list(model.objects.order_by("pk").values_list()) for model in TABLES}
    return rows | {"kept": list(TagMerge.objects.filter(undone_at=None).order_by("pk").values_list("pk", "kept"))}


def tag(name):
    return tags.resolve([name])[0]


@pytest.fixture
def by(db):
    return make.editor("olga")


def test_stories_and_editions_of_the_tag_come_to_the_kept_one_in_its_place(by):
    edition = make.live(tags=["ports", "chip", "ships"])
    done = tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by)
    assert list(edition.article.tags.names()) == ["ports", "semiconductors", "ships"]
    assert [link.tag.name for link in edition.tagged.order_by("pk")] == ["ports", "semiconductors", "ships"]
    assert not Tag.objects.filter(name="chip").exists()
    assert (done.name, done.stories, done.merged_by) == ("chip", 1, by)


def test_a_story_with_both_keeps_one_and_the_edition_says_what_it_said(by):
    edition = make.live(tags=["chip", "semiconductors"])
    tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by)
    assert list(edition.article.tags.names()) == ["semiconductors"]
    assert edition.tagged.count() == 1
    edition.refresh_from_db()
    assert [entry["name"] for entry in edition.tag_list] == ["chip", "semiconductors"]


def test_undo_gives_back_the_very_rows(by):
    make.live(tags=["chip", "semiconductors"])
    make.live(tags=["chip"])
    make.article(tags=["semiconductors", "chip"])
    TagProfile.objects.filter(key="chip").update(counts_for_similar=False, description="Small things.")
    tag("semiconductors")
    before = tables()
    tag_merge.undo(tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by), by=by)
    assert tables() == before


def test_old_pages_lead_to_the_kept_tag_and_so_does_the_old_name(client, by):
    for _ in range(2):
        make.live(tags=["chip"])
    tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by)
    response = client.get("/tag/chip/")
    assert (response.status_code, response["Location"]) == (301, "/tag/semiconductors/")
    assert client.get("/tag/chip/?page=1")["Location"] == "/tag/semiconductors/"
    assert client.get("/tag/chip/?page=x").status_code == 404
    assert tag("CHIP").name == "semiconductors"
    assert list(make.article(tags=["Chip", "semiconductors"]).tags.names()) == ["semiconductors"]


def test_a_later_page_of_the_old_tag_leads_to_the_same_page(client, by, settings):
    settings.NEWSROOM_PAGE_SIZE = 1
    for _ in range(2):
        make.live(tags=["chip"])
    tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by)
    assert client.get("/tag/chip/?page=2")["Location"] == "/tag/semiconductors/?page=2"


def test_the_old_address_of_a_tag_that_was_never_public_leads_nowhere(client, by):
    make.article(tags=["secret"])
    tag_merge.merge(tag("secret"), into=tag("open"), by=by)
    assert client.get("/tag/secret/").status_code == 404


def test_an_old_revision_restores_to_the_kept_tag(by):
    article = make.article(tags=["chip", "ports"])
    old = article.revisions.get().snapshot
    tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by)
    article.tags.set([])
    revisions.apply(article, old, by=by)
    assert list(article.tags.names()) == ["semiconductors", "ports"]


def test_a_snapshot_that_names_both_is_a_draft_with_one(by):
    article = make.article(tags=["chip", "semiconductors"])
    old = article.revisions.get().snapshot
    tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by)
    draft = revisions.Draft.from_snapshot(article, old | {"tags": ["chip", "semiconductors", "new", "NEW"]})
    assert [one.name for one in draft.tags] == ["semiconductors", "new"]


def test_merges_in_a_chain_take_aliases_along_and_are_undone_backwards(by):
    make.live(tags=["a"])
    make.live(tags=["a", "b", "c"])
    for name in "abc":
        tag(name)
    first_state = tables()
    first = tag_merge.merge(tag("a"), into=tag("b"), by=by)
    second_state = tables()
    second = tag_merge.merge(tag("b"), into=tag("c"), by=by)
    assert [tag("a").name, tag("b").name] == ["c", "c"]
    with pytest.raises(NotPossible, match="“b” was merged into the same tag later"):
        tag_merge.undo(first, by=by)
    tag_merge.undo(second, by=by)
    assert tables() == second_state
    tag_merge.undo(first, by=by)
    assert tables() == first_state


def test_merges_that_touch_each_other_are_undone_latest_first(by):
    make.live(tags=["a", "b"])
    first = tag_merge.merge(tag("a"), into=tag("c"), by=by)
    second = tag_merge.merge(tag("b"), into=tag("c"), by=by)
    with pytest.raises(NotPossible, match="Undo that merge first"):
        tag_merge.undo(first, by=by)
    tag_merge.undo(second, by=by)
    tag_merge.undo(first, by=by)


def test_merges_that_have_nothing_in_common_are_undone_in_any_order(by):
    one, other = make.article(tags=["a"]), make.article(tags=["b"])
    first = tag_merge.merge(tag("a"), into=tag("c"), by=by)
    tag_merge.merge(tag("b"), into=tag("c"), by=by)
    tag_merge.undo(first, by=by)
    assert (list(one.tags.names()), list(other.tags.names())) == (["a"], ["c"])


def test_what_was_tagged_or_changed_meanwhile_stays_as_it_is(by):
    moved, both, left = make.article(tags=["a", "x"]), make.article(tags=["a", "b"]), make.article(tags=["a", "b"])
    done = tag_merge.merge(tag("a"), into=tag("b"), by=by)
    late = make.article(tags=["b"])
    moved.tags.set(["x", "b"])
    left.tags.set(["x"])
    tag_merge.undo(done, by=by)
    assert list(late.tags.names()) == ["b"]
    assert list(moved.tags.names()) == ["x", "a"]
    assert sorted(both.tags.names()) == ["a", "b"]
    assert list(left.tags.names()) == ["x"]


def test_undo_after_the_kept_tag_was_renamed_leaves_it_its_new_name(by):
    article = make.article(tags=["a"])
    done = tag_merge.merge(tag("a"), into=tag("b"), by=by)
    kept = tag("b")
    kept.name = "better"
    kept.save()
    tag_merge.undo(done, by=by)
    assert list(article.tags.names()) == ["a"]
    assert (Tag.objects.get(pk=kept.pk).name, tag("b")) == ("better", kept)


@pytest.mark.parametrize("attribute", ["name", "slug"])
def test_undo_is_refused_where_something_else_has_the_name_or_address(by, attribute):
    done = tag_merge.merge(tag("alpha"), into=tag("beta"), by=by)
    kept = tag("beta")
    setattr(kept, attribute, "alpha")
    kept.save()
    before = tables()
    with pytest.raises(NotPossible, match="has the name or the address of “alpha” now"):
        tag_merge.undo(done, by=by)
    assert tables() == before


def test_undo_twice_and_undo_without_the_kept_tag_are_refused(by):
    done = tag_merge.merge(tag("a"), into=tag("b"), by=by)
    other = tag_merge.merge(tag("c"), into=tag("d"), by=by)
    tag_merge.undo(done, by=by)
    with pytest.raises(NotPossible, match="undone already"):
        tag_merge.undo(done, by=by)
    tag("d").delete()
    with pytest.raises(NotPossible, match="is gone"):
        tag_merge.undo(other, by=by)


def test_a_merge_into_itself_or_of_what_is_gone_is_refused(by):
    one, other = tag("a"), tag("b")
    with pytest.raises(NotPossible, match="itself"):
        tag_merge.merge(one, into=one, by=by)
    tag_merge.merge(one, into=other, by=by)
    with pytest.raises(NotPossible, match="is gone"):
        tag_merge.merge(one, into=other, by=by)


def test_only_who_may_change_and_delete_tags_merges_and_parts_them(by):
    reporter = make.reporter()
    with pytest.raises(PermissionDenied):
        tag_merge.merge(tag("a"), into=tag("b"), by=reporter)
    done = tag_merge.merge(tag("a"), into=tag("b"), by=by)
    with pytest.raises(PermissionDenied):
        tag_merge.undo(done, by=reporter)


def test_merge_and_undo_are_logged(by):
    tag_merge.undo(tag_merge.merge(tag("a"), into=tag("b"), by=by), by=by)
    said = LogEntry.objects.order_by("pk").values_list("user", "change_message")
    assert list(said) == [
        (by.pk, "Merged “a” into “b”; stories moved: 0."),
        (by.pk, "Undid the merge of “a” into “b”."),
    ]


def test_similar_posts_follow(by, django_capture_on_commit_callbacks):
    one, other = make.live(tags=["chip"]), make.live(tags=["semiconductors"])
    make.live()
    with django_capture_on_commit_callbacks(execute=True):
        done = tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by)
    assert [entry[0] for entry in SimilarPosts.objects.get(article=one.article).entries] == [other.article_id]
    with django_capture_on_commit_callbacks(execute=True):
        tag_merge.undo(done, by=by)
    assert SimilarPosts.objects.get(article=one.article).entries == []


def test_an_edition_that_waits_keeps_its_tag_through_a_merge_and_a_new_time(by):
    soon = timezone.now() + timedelta(hours=1)
    edition = workflow.schedule(make.article(tags=["chip", "semiconductors"]), by=by, live_from=soon)
    tag_merge.merge(tag("chip"), into=tag("semiconductors"), by=by)
    moved = workflow.reschedule(edition, by=by, live_from=soon + timedelta(hours=1))
    assert [link.tag.name for link in moved.tagged.all()] == ["semiconductors"]


names = st.sampled_from("abcde")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stories=st.lists(st.tuples(st.lists(names, max_size=4, unique=True), st.booleans()), max_size=5),
    merges=st.lists(st.tuples(names, names), max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_merges_undone_in_any_order_that_is_allowed_give_back_every_row(by, stories, merges, order):
    with make.rolled_back():
        for carried, is_live in stories:
            (make.live if is_live else make.article)(tags=carried)
        for name in "abcde":
            tag(name)
        before, done = tables(), []
        for one, other in merges:
            if tag(one) != tag(other):
                done.append(tag_merge.merge(tag(one), into=tag(other), by=by))
        while done:
            order.shuffle(done)
            undone = next(merge for merge in done if _undone(merge, by))
            done.remove(undone)
        assert tables() == before


def _undone(merge, by):
    before = tables()
    try:
        tag_merge.undo(merge, by=by)
    except NotPossible:
        assert tables() == before
        return False
    return True
