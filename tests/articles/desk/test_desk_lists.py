"""The lists of the desk: what they show, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from tests import make
from tests.articles.desk.conftest import change_url

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def fill(count: int, root) -> None:
    for _number in range(count):
        edition = make.live(
            by=root,
            tags=["ports", "ships"],
            illustration=make.illustration(),
            authors=[make.author("Ada Flint"), make.author("Bo Tan", portrait=None)],
        )
        workflow.publish(make.rewrite(edition.article), by=root)


LISTS = (
    LIST,
    f"{LIST}?status=live",
    "/admin/articles/illustration/",
    "/admin/articles/illustration/pick/",
    "/admin/articles/author/",
    "/admin/articles/section/",
    "/admin/taggit/tag/",
    f"{LIST}tags/?q=p",
)


def test_every_list_costs_the_same_with_1_20_and_50_rows(as_editor):
    root = make.chief("root")
    fill(1, root)
    one = {url: queries(as_editor, url) for url in LISTS}
    for more in (19, 30):
        fill(more, root)
        for number in range(more):
            make.author(f"Author {more} {number}", portrait=make.illustration())
            make.article(tags=[f"p{more} {number}"])
        assert {url: queries(as_editor, url) for url in LISTS} == one


@pytest.fixture
def every_state(editor):
    root, now = make.chief("root"), timezone.now()
    make.article("Drafted", by=editor)
    review = make.article("Reviewed", by=editor)
    workflow.submit(review, by=editor)
    workflow.schedule(make.article("Coming", by=editor), by=editor, live_from=now + timedelta(days=1))
    make.live("Standing", by=root)
    workflow.unpublish(make.live("Taken", by=root).article, by=editor)
    workflow.withdraw(make.live("Withdrawn one", by=root).article, by=editor, notice="Wrong.")


STATES = {
    "draft": "Drafted",
    "review": "Reviewed",
    "scheduled": "Coming",
    "live": "Standing",
    "down": "Taken",
    "withdrawn": "Withdrawn one",
}
WORDS = {
    "draft": "Draft",
    "review": "In review",
    "scheduled": "Scheduled",
    "live": "Live",
    "down": "Taken down",
    "withdrawn": "Withdrawn",
}


@pytest.mark.parametrize("state", STATES)
def test_status_is_told_and_filtered_alike(as_editor, every_state, state):
    response = as_editor.get(f"{LIST}?status={state}")
    assert [article.headline for article in response.context["cl"].result_list] == [STATES[state]]
    assert f'state--{state}"' in response.text
    assert WORDS[state] in response.text


def test_unknown_status_filters_nothing(as_editor, every_state):
    assert len(as_editor.get(f"{LIST}?status=zzz").context["cl"].result_list) == 6


@pytest.mark.parametrize("query", ["Drafted", "the-slug", "unheard"])
def test_search_finds_headline_slug_and_text(as_editor, query):
    make.article("Drafted", slug="the-slug", body="<p>An unheard word.</p>")
    make.article("Else")
    found = as_editor.get(LIST, {"q": query}).context["cl"].result_list
    assert [article.headline for article in found] == ["Drafted"]


def test_newest_saved_stands_first(as_editor):
    make.article("Old")
    make.article("New")
    found = as_editor.get(LIST).context["cl"].result_list
    assert [article.headline for article in found] == ["New", "Old"]


def test_row_says_who_saved_it_and_links_to_the_live_page(as_editor, editor):
    edition = make.live("Standing", by=make.chief("root"))
    text = as_editor.get(LIST).text
    assert "root" in text
    assert f'href="{edition.get_absolute_url()}"' in text


def test_tags_are_found_in_any_spelling_most_used_first(as_editor):
    make.live(tags=["Élections", "elections abroad"])
    make.live(tags=["Élections"])
    found = as_editor.get(f"{LIST}tags/", {"q": "ÉLEC"}).json()["tags"]
    assert [(one["name"], one["stories"]) for one in found] == [("Élections", 2), ("elections abroad", 1)]


@pytest.mark.parametrize("query", ["", " ", "\x00", "%", "x" * 10_000])
def test_odd_queries_for_tags_find_nothing(as_editor, query):
    make.article(tags=["ports"])
    assert as_editor.get(f"{LIST}tags/", {"q": query}).json()["tags"] == []


def test_preview_shows_the_draft_and_is_kept_by_nobody(as_editor, editor):
    article = make.live("Published words", by=make.chief("root"), tags=["ports"]).article
    Article.objects.filter(pk=article.pk).update(headline="Draft words")
    response = as_editor.get(change_url(article, "preview"))
    assert "Draft words" in response.text
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_preview_of_nothing_yet_is_a_page(as_editor, editor):
    article = Article.objects.create(created_by=editor)
    assert as_editor.get(change_url(article, "preview")).status_code == 200
