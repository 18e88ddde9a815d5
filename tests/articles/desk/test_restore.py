"""Comparing two versions of an article, and bringing back the older one or parts of it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import revisions, workflow
from articles.models import Article, Author, Byline
from tests import make
from tests.articles.desk.conftest import change_url

pytestmark = pytest.mark.django_db

OLD_BODY = "<p>The ferry left the harbour on time.</p><p>It came back late.</p>"
NEW_BODY = "<p>The old ferry left the harbour on time.</p>"


@pytest.fixture
def story(db):
    """An article with one revision behind it that says everything otherwise."""
    sources = [("Harbour office", "https://harbour.example/", "document")]
    made = make.article(
        "Ferry late",
        by=make.reporter("rosa"),
        body=OLD_BODY,
        tags=["sea", "harbour"],
        authors=[make.author("Bo Tan"), make.author("Ada Flint")],
        sources=sources,
        illustration=make.illustration(title="A ferry"),
        search_title="Old title",
    )
    values = {"headline": "Ferry lost", "body": NEW_BODY, "illustration": None, "section": make.section("Climate")}
    Article.objects.filter(pk=made.pk).update(**values, search_title="", version=4)
    made.refresh_from_db()
    made.tags.set(["fog"])
    made.bylines.all().delete()
    made.sources.all().delete()
    Byline.objects.create(article=made, author=make.author("Ada Flint"))
    revisions.record(made, by=made.created_by)
    return made


def send(client, article, *parts, follow=True, **values):
    data = {"start": "revision:1", "version": str(article.version), "parts": parts} | values
    return client.post(change_url(article, "restore"), data, follow=follow)


def authors_of(article):
    return list(article.bylines.values_list("author__name", flat=True))


def compared(client, article, start="revision:1", end="saved", **query):
    return client.get(change_url(article, "compare"), {"from": start, "to": end} | query)


def test_comparison_marks_what_came_and_went_in_words(as_editor, story):
    text = compared(as_editor, story).text
    assert '<ins><span class="visually-hidden">[added: </span>old' in text
    assert "<b>Removed</b>" in text
    for label in ("Headline", "Text", "Tags", "Byline", "Sources", "Illustration", "Section", "Search title"):
        assert f">{label}</h2>" in text
    assert "The same in both: Standfirst" in text


def test_side_by_side_shows_both_texts(as_editor, story):
    text = compared(as_editor, story, view="columns").text
    assert '<span class="visually-hidden">Before:' in text
    assert '<span class="visually-hidden">After:' in text


def test_a_draft_is_compared_with_what_readers_see_unless_somebody_says_otherwise(as_editor):
    story = make.live("Ferry late", by=make.chief("root")).article
    make.rewrite(story, "Ferry lost")
    page = as_editor.get(change_url(story, "compare"))
    assert "Edition 1 (first publication), live" in page.text
    assert "The article as saved" in page.text
    assert [part.name for part in page.context["comparison"].parts] == ["headline"]


def test_an_edition_says_what_its_revision_says(as_editor, story):
    workflow.backdate(story, by=make.chief("root"), live_from=make.LONG_AGO)
    page = compared(as_editor, story, "edition:1", f"revision:{story.revisions.saves().first().number}")
    assert page.context["comparison"].parts == ()
    assert "Nothing differs" in page.text


def test_the_article_as_saved_offers_nothing_to_bring_back(as_editor, story):
    assert "Bring back" not in compared(as_editor, story, "saved", "revision:1").text


def test_an_autosave_can_be_compared(as_editor, story, editor):
    unsaved = revisions.snapshot(story)
    unsaved["fields"]["headline"] = "Typed"
    kept = revisions.keep(story, unsaved, by=editor, sitting="s", base=2)
    assert "Typed" in compared(as_editor, story, f"autosave:{kept.pk}").text


@pytest.mark.parametrize(
    "code", ["revision:99", "edition:1", "autosave:1", "revision:", "x", "revision:１", "revision:\x00", "a" * 9000]
)
def test_a_version_that_is_not_there_cannot_be_compared(as_editor, story, code):
    assert compared(as_editor, story, code).status_code == 404
    assert compared(as_editor, story, "saved", code).status_code == 404


def test_a_version_of_another_article_is_not_there(as_editor, story, editor):
    kept = revisions.keep(make.article(), revisions.snapshot(story), by=editor, sitting="s", base=1)
    assert compared(as_editor, story, f"autosave:{kept.pk}").status_code == 404


def test_everything_brought_back_says_what_the_revision_says(as_editor, story):
    page = send(as_editor, story, everything="1")
    story.refresh_from_db()
    assert revisions.snapshot(story) == story.revisions.get(number=1).snapshot
    assert authors_of(story) == ["Bo Tan", "Ada Flint"]
    assert (story.version, story.revisions.saves().first().number) == (5, 3)
    assert "Brought back from Revision 1" in page.text
    assert "Brought back from Revision 1: " in LogEntry.objects.first().get_change_message()


@pytest.mark.parametrize("part", ["headline", "body", "illustration_id", "section_id", "tags", "bylines", "sources"])
def test_one_ticked_part_comes_back_alone(as_editor, story, part):
    before = revisions.snapshot(story)
    send(as_editor, story, part)
    after = revisions.snapshot(Article.objects.get(pk=story.pk))
    flat = [snapshot["fields"] | snapshot for snapshot in (before, after, story.revisions.get(number=1).snapshot)]
    assert flat[1][part] == flat[2][part] != flat[0][part]
    others = [name for name in flat[0] if name not in (part, "fields")]
    assert [flat[1][name] for name in others] == [flat[0][name] for name in others]


def test_an_edition_can_be_brought_back(as_editor):
    story = make.live("Ferry late", by=make.chief("root"), tags=["sea"]).article
    make.rewrite(story, "Ferry lost")
    story.tags.set([])
    send(as_editor, story, everything="1", start="edition:1")
    story.refresh_from_db()
    assert (story.headline, list(story.tags.names())) == ("Ferry late", ["sea"])
    assert story.editions.count() == 1


def test_a_stale_choice_changes_nothing_and_shows_the_comparison_again(as_editor, story):
    Article.objects.filter(pk=story.pk).update(headline="Saved meanwhile", version=5)
    page = send(as_editor, story, "headline", "tags")
    assert page.status_code == 409
    assert "was saved by somebody meanwhile" in page.text
    assert page.text.count(" checked>") == 2
    assert 'name="version" value="5"' in page.text
    story.refresh_from_db()
    assert story.headline == "Saved meanwhile"


def test_the_same_choice_sent_twice_is_made_once(as_editor, story):
    send(as_editor, story, "headline")
    assert send(as_editor, story, "headline").status_code == 409
    assert story.revisions.saves().count() == 3


def test_nothing_ticked_brings_nothing_back(as_editor, story):
    page = send(as_editor, story)
    assert page.status_code == 422
    assert "Tick at least one part" in page.text
    assert story.revisions.count() == 2


def test_what_the_article_says_already_is_not_saved_again(as_editor, story):
    page = send(as_editor, story, "standfirst")
    assert "Nothing had to be brought back" in page.text
    assert Article.objects.get(pk=story.pk).version == story.version


def test_what_is_gone_is_named_and_the_rest_comes_back(as_editor, story):
    first = story.revisions.get(number=1)
    first.snapshot["fields"] |= {"section_id": 9999, "illustration_id": 9999, "headline": "x" * 201}
    first.snapshot["fields"]["body"] = '<p>A</p><figure><img data-file="8888" alt="" src="/a.jpg"></figure>'
    first.snapshot["sources"] = [{"name": "", "url": "", "relation": "document"}]
    first.save()
    Author.objects.get(name="Bo Tan").delete()
    page = send(as_editor, story, everything="1")
    story.refresh_from_db()
    assert authors_of(story) == ["Ada Flint"]
    assert (story.section.name, story.headline) == ("Climate", "Ferry lost")
    for said in ("Section: What stood here is gone", "Illustration: What stood", "Headline: Ensure", "Sources: "):
        assert said in page.text
    assert "1 author is gone" in page.text
    assert "1 picture is gone from the library" in page.text
    assert sorted(story.tags.names()) == ["harbour", "sea"]


def test_a_writers_restore_puts_an_approved_story_back_into_review(client, story):
    Article.objects.filter(pk=story.pk).update(stage=Article.Stage.APPROVED)
    client.force_login(story.created_by)
    page = send(client, story, "headline")
    story.refresh_from_db()
    assert story.stage == Article.Stage.REVIEW
    assert "in review again" in page.text


@pytest.mark.parametrize("stage", Article.Stage)
@pytest.mark.parametrize(
    ("who", "status"),
    {"anonymous": 302, "reader": 403, "moderator": 403, "colleague": 403, "writer": 302, "editor": 302}.items(),
)
def test_who_may_bring_something_back(client, story, who, status, stage):
    Article.objects.filter(pk=story.pk).update(stage=stage)
    cast = {"reader": make.user, "moderator": make.moderator, "colleague": make.reporter, "editor": make.editor}
    person = story.created_by if who == "writer" else cast.get(who, lambda: None)()
    if person:
        client.force_login(person)
    assert send(client, story, "headline", follow=False).status_code == status
    story.refresh_from_db()
    assert (story.headline == "Ferry late") == (who in ("writer", "editor"))


@pytest.mark.parametrize(
    "values",
    [
        {"version": ""},
        {"version": "x"},
        {"version": "9" * 5000},
        {"parts": ["stage"]},
        {"start": "a\x00"},
        {"start": ""},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(as_editor, story, values):
    assert send(as_editor, story, "headline", **values).status_code == 400


def test_a_version_that_is_not_there_cannot_be_brought_back(as_editor, story):
    assert send(as_editor, story, "headline", start="revision:99").status_code == 404
    assert as_editor.post("/admin/articles/article/999/restore/", {}).status_code == 404


def test_comparison_costs_the_same_however_much_differs(as_editor, story, django_assert_num_queries):
    compared(as_editor, story)
    with CaptureQueriesContext(connection) as first:
        compared(as_editor, story)
    for count in (20, 50):
        body = "".join(f"<p>Paragraph {number} is new.</p>" for number in range(count))
        Article.objects.filter(pk=story.pk).update(body=body)
        with django_assert_num_queries(len(first)):
            assert compared(as_editor, story).text.count("is new.") == count


def test_each_version_on_the_screen_has_a_preview_that_opens(as_editor, editor):
    story = make.live("Ferry late", by=make.chief("root")).article
    kept = revisions.keep(story, revisions.snapshot(story), by=editor, sitting="s", base=1)
    for code in ("saved", "revision:1", "edition:1", f"autosave:{kept.pk}"):
        side = compared(as_editor, story, code).context["start"]
        assert as_editor.get(change_url(story, "preview"), {"of": side.preview}).status_code == 200
