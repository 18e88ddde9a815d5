"""The history of an article: what it lists, who may read it, and the names of its revisions."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import revisions, workflow
from articles.models import Article, Revision
from tests import make
from tests.articles.desk.conftest import change_url

pytestmark = pytest.mark.django_db

CAST = {
    "anonymous": lambda: None,
    "reader": lambda: make.user("reader"),
    "moderator": lambda: make.moderator("mo"),
    "colleague": lambda: make.reporter("bo"),
    "editor": lambda: make.editor("olga"),
}
DOORS = {"anonymous": 302, "reader": 403, "moderator": 403, "colleague": 403, "writer": 200, "editor": 200}


@pytest.fixture
def story(db):
    return make.article("Ferry late", by=make.reporter("rosa"))


def save_again(article, times=1, by=None):
    for _ in range(times):
        revisions.record(make.rewrite(article), by=by)


def numbers(page):
    return [int(found) for found in re.findall(r'id="revision-(\d+)"', page.text)]


def name_url(article, number=1):
    return f"{change_url(article, 'history')}{number}/name/"


@pytest.mark.parametrize("stage", Article.Stage)
@pytest.mark.parametrize(("who", "status"), DOORS.items())
def test_who_may_see_history_and_comparison(client, story, who, status, stage):
    Article.objects.filter(pk=story.pk).update(stage=stage)
    person = story.created_by if who == "writer" else CAST[who]()
    if person:
        client.force_login(person)
    for view in ("history", "compare"):
        assert client.get(change_url(story, view)).status_code == status


@pytest.mark.parametrize(("who", "status"), {**DOORS, "writer": 302, "editor": 302}.items())
def test_who_may_name_a_revision(client, story, who, status):
    person = story.created_by if who == "writer" else CAST[who]()
    if person:
        client.force_login(person)
    assert client.post(name_url(story), {"name": "Before lawyers"}).status_code == status
    assert (story.revisions.get().name == "Before lawyers") == (who in ("writer", "editor"))


def test_whoever_may_only_read_is_offered_nothing_to_change(client, story):
    reader = make.user("ro")
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_article", "change_others_article"]))
    client.force_login(reader)
    page = client.get(change_url(story, "history"))
    assert page.status_code == 200
    assert "Bring back" not in page.text
    assert client.post(name_url(story), {"name": "Mine"}).status_code == 403


def test_revisions_stand_newest_first_with_who_saved_them(as_editor, story, editor):
    save_again(story, 2, by=editor)
    page = as_editor.get(change_url(story, "history"))
    assert numbers(page) == [3, 2, 1]
    assert "olga" in page.text
    assert "rosa" in page.text


def test_each_revision_is_compared_with_the_one_before(as_editor, story):
    save_again(story)
    page = as_editor.get(change_url(story, "history"))
    assert "?from=revision:1&amp;to=revision:2" in page.text
    assert "?from=revision:0" not in page.text


def test_history_is_paged_by_number(as_editor, story):
    first = story.revisions.get()
    rows = [Revision(article=story, number=number, snapshot=first.snapshot) for number in range(2, 122)]
    Revision.objects.bulk_create(rows)
    url = change_url(story, "history")
    page = as_editor.get(url)
    assert numbers(page) == list(range(121, 71, -1))
    assert "?before=72" in page.text
    assert numbers(as_editor.get(url, {"before": 72})) == list(range(71, 21, -1))
    last = as_editor.get(url, {"before": 22})
    assert numbers(last) == list(range(21, 0, -1))
    assert "Older revisions" not in last.text


@pytest.mark.parametrize("before", ["x", "0", "-1", "9" * 30, "\x00", "1.5"])
def test_a_place_that_cannot_be_is_not_found(as_editor, story, before):
    assert as_editor.get(change_url(story, "history"), {"before": before}).status_code == 404


def test_autosaves_stand_apart(as_editor, story, editor):
    revisions.keep(story, revisions.snapshot(story), by=editor, sitting="s", base=1)
    page = as_editor.get(change_url(story, "history"))
    assert numbers(page) == [1]
    assert "Autosaved, but never saved" in page.text


def test_an_edition_stands_beside_the_revision_it_came_from(as_editor):
    story = make.live("Ferry late", by=make.chief("root")).article
    save_again(story)
    page = as_editor.get(change_url(story, "history")).text
    first = page[page.index('id="revision-1"') :]
    assert "Edition 1 (first publication)" in first
    assert "?of=edition:1" in first
    assert "Edition 1" not in page[: page.index('id="revision-1"')]


def test_what_was_done_is_listed_with_who_did_it(as_editor, story):
    workflow.submit(story, by=story.created_by)
    text = as_editor.get(change_url(story, "history")).text
    assert "Submitted to an editor." in text


def grow(story, editor, count):
    """Let the article have that many revisions, autosaves and acts."""
    snapshot, start = story.revisions.first().snapshot, story.revisions.saves().count()
    Revision.objects.bulk_create(
        Revision(article=story, number=1000 * count + number, snapshot=snapshot, created_by=editor)
        for number in range(start, count)
    )
    for number in range(start, count):
        revisions.keep(story, snapshot, by=editor, sitting=f"s{number}", base=1)
        LogEntry.objects.log_actions(editor.pk, [story], 2, change_message="Done.", single_object=True)


def test_history_costs_the_same_however_long_it_is(as_editor, story, editor, django_assert_num_queries):
    url = change_url(story, "history")
    as_editor.get(url)
    with CaptureQueriesContext(connection) as first:
        as_editor.get(url)
    assert len([query for query in first if 'FROM "articles_revision"' in query["sql"]]) == 2
    for count in (20, 50):
        grow(story, editor, count)
        with django_assert_num_queries(len(first)):
            assert len(numbers(as_editor.get(url))) == count


def test_a_name_makes_a_revision_a_named_one_and_an_empty_one_takes_it_back(as_editor, story):
    for name, kind in (("Before lawyers", "named"), ("Before lawyers", "named"), ("  ", "saved")):
        page = as_editor.post(name_url(story), {"name": name}, follow=True)
        revision = story.revisions.get()
        assert (revision.name, revision.kind) == (name.strip(), kind)
    assert "Revision 1 has no name any more." in page.text


@pytest.mark.parametrize("name", ["x" * 81, "a\x00b"])
def test_a_name_that_cannot_be_is_refused(as_editor, story, name):
    page = as_editor.post(name_url(story), {"name": name})
    assert page.status_code == 422
    assert 'class="error"' in page.text
    assert story.revisions.get().name == ""


def test_an_autosave_cannot_be_named(as_editor, story, editor):
    kept = revisions.keep(story, revisions.snapshot(story), by=editor, sitting="s", base=1)
    assert as_editor.post(name_url(story, kept.number), {"name": "Mine"}).status_code == 404


@pytest.mark.parametrize("number", [2, 10**30])
def test_a_revision_that_is_not_there_cannot_be_named(as_editor, story, number):
    assert as_editor.post(name_url(story, number), {"name": "x"}).status_code == 404


def test_screens_only_read_and_moves_only_post(as_editor, story):
    assert as_editor.post(change_url(story, "history")).status_code == 405
    assert as_editor.post(change_url(story, "compare")).status_code == 405
    assert as_editor.get(change_url(story, "restore")).status_code == 405
    assert as_editor.get(name_url(story)).status_code == 405


def test_an_article_that_is_not_there_has_no_history(as_editor):
    for view in ("history", "compare"):
        for pk in ("999", "9" * 30):
            assert as_editor.get(f"/admin/articles/article/{pk}/{view}/").status_code == 404


def test_the_form_leads_to_history_comparison_and_previews(as_editor):
    story = make.live("Ferry late", by=make.chief("root")).article
    save_again(story)
    panel = as_editor.get(change_url(story)).text.partition('data-panel="past"')[2].partition("</section>")[0]
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', panel)}
    compare = change_url(story, "compare")
    assert links == {
        f"{compare}?from=edition:1&to=saved",
        f"{compare}?from=revision:1&to=saved",
        f"{change_url(story, 'preview')}?of=edition:1",
        change_url(story, "history"),
    }
    assert {as_editor.get(link).status_code for link in links} == {200}
