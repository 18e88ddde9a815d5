"""Doing something to many stories at once: each through the same doors as one, and every refusal told."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article, Edition, EditionTag
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def do(client, action: str, *articles, **fields) -> list[str]:
    """What the next page says after the action."""
    data = {"action": action, "_selected_action": [article.pk for article in articles]} | fields
    return [str(message) for message in client.post(LIST, data, follow=True).context["messages"]]


def test_publishing_many_names_those_that_are_not_ready(as_editor):
    ready, first, second = make.article("Ready"), make.article("First", authors=[]), make.article("Second", authors=[])
    assert do(as_editor, "publish", ready, first, second) == [
        "1 article published.",
        "Skipped 2: “First”; “Second”. Say who wrote it.",
    ]
    assert ready.editions.count() == 1


def test_unpublishing_many_names_those_that_are_not_up(as_editor):
    up, down = make.live("Up").article, make.article("Down")
    said = do(as_editor, "unpublish", up, down)
    assert said[0] == "1 article taken down."
    assert said[1].startswith("Skipped 1: “Down”.")


def test_the_rest_of_a_long_list_of_skipped_is_counted(as_editor):
    said = do(as_editor, "unpublish", *(make.article(f"Story {n:02}") for n in range(12)))
    assert "“Story 09” and 2 more" in said[1]


def test_section_is_a_save_of_its_own(as_editor, editor):
    article, science = make.article("Moved", tags=["ports"]), make.section("Science")
    there = make.article("There", section=science)
    assert do(as_editor, "set_section", article, there, section=science.pk) == [
        "1 article moved to Science.",
        "Skipped 1: “There”. It stands in that section already.",
    ]
    before = article.version
    article.refresh_from_db()
    assert (article.section, article.version) == (science, before + 1)
    assert article.revisions.first().snapshot["fields"]["section_id"] == science.pk
    assert article.revisions.first().created_by == editor
    assert list(article.tags.names()) == ["ports"]
    assert LogEntry.objects.get(object_id=article.pk).change_message == "Put into the section Science."


def test_tag_is_added_beside_the_others_in_any_spelling_once(as_editor):
    article, tagged = make.article("New to it", tags=["ports"]), make.article("Tagged", tags=["Élections"])
    said = do(as_editor, "add_tag", article, tagged, tag=" élections ")
    assert said == ["“Élections” added to 1 article.", "Skipped 1: “Tagged”. It has that tag already."]
    assert set(article.tags.names()) == {"ports", "Élections"}
    assert set(article.revisions.first().snapshot["tags"]) == {"ports", "Élections"}


def test_what_was_done_is_said_with_its_number(as_editor):
    two, science = [make.article(), make.article()], make.section("Science")
    assert do(as_editor, "add_tag", *two, tag="Moon") == ["“Moon” added to 2 articles."]
    assert do(as_editor, "set_section", *two, section=science.pk) == ["2 articles moved to Science."]


def test_tag_of_the_bar_is_offered_by_the_same_script_as_that_of_the_form(as_editor):
    make.article()
    page = as_editor.get(LIST).text
    assert 'data-tags="/admin/articles/article/tags/"' in page
    assert "data-tags-one" in page
    assert "articles/tags.js" in page


def test_publishing_many_leaves_what_is_live_to_its_form(as_editor):
    edition, new = make.live("Up"), make.article("New")
    make.rewrite(edition.article, "Up, and rewritten")
    assert do(as_editor, "publish", edition.article, new) == [
        "1 article published.",
        "Skipped 1: “Up, and rewritten”. It is live already. "
        "Publish its update in its form, where you say what changed.",
    ]
    assert edition.article.editions.count() == 1


def test_publishing_many_does_not_undo_a_withdrawal(as_editor, editor):
    article = make.live("Gone").article
    workflow.withdraw(article, by=editor, notice="It was wrong.")
    assert "It is withdrawn." in do(as_editor, "publish", article)[1]


def test_deleting_stands_last(as_editor):
    make.article()
    options = as_editor.get(LIST).context["action_form"].fields["action"].choices
    assert [name for name, _label in options][-1] == "delete_selected"


def test_deleting_many_takes_what_may_go_and_says_why_the_rest_stays(as_editor, editor):
    up, coming, draft = make.live("Up").article, make.article("Coming"), make.article("Draft")
    workflow.schedule(coming, by=editor, live_from=timezone.now() + timedelta(hours=1))
    data = {"action": "delete_selected", "_selected_action": [up.pk, coming.pk, draft.pk]}
    page = as_editor.post(LIST, data)
    assert [str(message) for message in page.context["messages"]] == [
        "Skipped 1: “Coming”. It is scheduled to go out.",
        "Skipped 1: “Up”. Published before: what readers saw stays on record.",
    ]
    assert list(page.context["queryset"]) == [draft]
    as_editor.post(LIST, data | {"post": "yes"})
    assert set(Article.objects.all()) == {up, coming}


def test_reporter_is_told_what_is_handed_in_and_deletes_the_rest(as_reporter, reporter):
    own, handed_in = make.article("Own", by=reporter), make.article("Handed in", by=reporter)
    workflow.submit(handed_in, by=reporter)
    said = do(as_reporter, "delete_selected", own, handed_in, post="yes")
    assert said[0] == "Skipped 1: “Handed in”. It is handed in; an editor can delete it."
    assert list(Article.objects.all()) == [handed_in]


def test_nothing_is_asked_where_nothing_may_go(as_editor):
    up = make.live("Up").article
    assert len(do(as_editor, "delete_selected", up)) == 1


def test_readers_see_nothing_of_a_new_section(as_editor):
    edition = make.live("Up")
    do(as_editor, "set_section", edition.article, section=make.section("Science").pk)
    edition.refresh_from_db()
    assert edition.section.name == "World"


def test_assigning_many(as_editor):
    rosa, first, second = make.reporter("rosa"), make.article("First"), make.article("Second")
    assert do(as_editor, "assign", first, second, assignee=rosa.pk) == ["2 articles handed over."]
    assert do(as_editor, "assign", first, assignee=rosa.pk)[1] == "Skipped 1: “First”. It is with them already."
    assert set(rosa.assigned_articles.all()) == {first, second}
    do(as_editor, "assign", first)
    assert set(rosa.assigned_articles.all()) == {second}


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("set_section", {}),
        ("set_section", {"section": "99999999999999999999"}),
        ("set_section", {"section": "\x00"}),
        ("add_tag", {"tag": " "}),
        ("add_tag", {"tag": "x" * 300}),
        ("add_tag", {"tag": "\x00"}),
        ("assign", {"assignee": "zzz"}),
    ],
)
def test_without_a_choice_nothing_changes(as_editor, action, fields):
    article = make.article()
    do(as_editor, action, article, **fields)
    assert Article.objects.get().version == article.version
    assert article.revisions.count() == 1


@pytest.mark.parametrize("action", ["publish", "unpublish", "assign"])
def test_reporter_is_not_offered_what_editors_do(as_reporter, reporter, action):
    article = make.article(by=reporter)
    assert f'value="{action}"' not in as_reporter.get(LIST).text
    do(as_reporter, action, article)
    assert not article.editions.exists()


def test_reporter_cannot_reach_the_stories_of_others(as_reporter):
    article = make.article()
    do(as_reporter, "set_section", article, section=make.section("Science").pk)
    article.refresh_from_db()
    assert article.section.name == "World"


def test_a_change_after_the_approval_asks_for_another(as_reporter, reporter):
    article = make.article(by=reporter)
    workflow.submit(article, by=reporter)
    workflow.approve(article, by=make.editor())
    do(as_reporter, "add_tag", article, tag="ports")
    article.refresh_from_db()
    assert article.stage == Article.Stage.REVIEW


@pytest.mark.parametrize("selected", [["zzz"], ["\x00"], ["9" * 40], []])
def test_odd_selections_change_nothing(as_editor, selected):
    make.article()
    data = {"action": "publish", "_selected_action": selected}
    assert as_editor.post(LIST, data).status_code in (200, 302, 400)


def test_database_that_fails_in_the_middle_does_not_hide_what_is_done(as_editor, editor, monkeypatch):
    first, second = make.article("First", by=editor), make.article("Second", by=editor)
    store, asked = EditionTag.objects.bulk_create, []

    def refuse_one(*args, **kwargs):
        asked.append(args)
        if len(asked) == 2:
            raise DatabaseError("disk full")
        return store(*args, **kwargs)

    monkeypatch.setattr(EditionTag.objects, "bulk_create", refuse_one)
    data = {"action": "publish", "_selected_action": [first.pk, second.pk]}
    page = as_editor.post("/admin/articles/article/", data, follow=True).text
    assert "1 article published." in page and "The database refused." in page
    assert Edition.objects.count() == 1
