"""The list of articles: its order, its facets and chips, its doors, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def shown(client, **query) -> list[str]:
    return [article.headline for article in client.get(LIST, query).context["cl"].result_list]


def chips(client, **query) -> list[str]:
    return [chip.text for chip in client.get(LIST, query).context["cl"].chips]


def test_what_waits_for_the_editor_stands_before_the_newest(as_editor, editor):
    waiting = make.article("Waiting", by=editor)
    workflow.submit(waiting, by=editor)
    Article.objects.filter(pk=waiting.pk).update(saved_at=timezone.now() - timedelta(days=9))
    make.article("Newest")
    assert shown(as_editor) == ["Waiting", "Newest"]


def test_what_is_due_first_stands_first(as_editor, editor):
    for headline, hours in (("Later", 5), ("Sooner", 1)):
        article = make.article(headline, by=editor, due_at=timezone.now() + timedelta(hours=hours))
        workflow.submit(article, by=editor)
    assert shown(as_editor) == ["Sooner", "Later"]


def test_a_column_orders_it_when_asked(as_editor, editor):
    workflow.submit(make.article("Zebra", by=editor), by=editor)
    make.article("Ant")
    assert shown(as_editor, o="2") == ["Ant", "Zebra"]


def test_pages_hold_every_story_once(as_editor, editor):
    made = [make.article(by=editor) for _number in range(53)]
    for article in made[::2]:
        workflow.submit(article, by=editor)
    first, second = shown(as_editor), shown(as_editor, p="2")
    assert (len(first), len(second)) == (50, 3)
    assert {*first, *second} == {article.headline for article in made}


def test_reporter_sees_what_is_theirs(as_reporter, reporter):
    make.article("Mine", by=reporter)
    make.article("Given", assignee=reporter)
    make.article("Theirs")
    assert set(shown(as_reporter)) == {"Mine", "Given"}


@pytest.fixture
def pair(editor):
    """One story that every facet of this test finds, and one that none does."""
    found = make.article(
        "Found",
        by=editor,
        tags=["Élections"],
        authors=[make.author("Bo Tan")],
        section=make.section("Science"),
        label="opinion",
        assignee=editor,
        priority=1,
        stage="review",
    )
    Article.objects.filter(pk=found.pk).update(saved_at="2025-03-04T12:00Z")
    other = make.article("Other", tags=["ports"], illustration=make.illustration(), sources=[("A", "", "document")])
    Article.objects.filter(pk=other.pk).update(saved_at="2025-09-09T12:00Z")
    return found


@pytest.mark.parametrize(
    ("name", "value", "chip"),
    [
        ("status", "review", "Status: In review"),
        ("stage", "review", "Stage: In review"),
        ("section", "science", "Section: Science"),
        ("author", "bo-tan", "Author: Bo Tan"),
        ("tag", "ÉLECTIONS", "Tag: ÉLECTIONS"),
        ("label", "opinion", "Label: Opinion"),
        ("priority", "1", "Priority: Urgent"),
        ("problem", "picture", "Problem: No picture"),
        ("problem", "any", "Problem: Any of these"),
        ("to", "2025-03-04", "Saved to: 4 Mar 2025"),
        ("mine", "1", "Mine: begun by me or given to me"),
        ("q", "Found", "“Found”"),
    ],
)
def test_facet_finds_and_says_so(as_editor, pair, name, value, chip):
    assert shown(as_editor, **{name: value}) == ["Found"]
    assert chips(as_editor, **{name: value}) == [chip]


def test_facet_of_the_assignee(as_editor, pair, editor):
    assert shown(as_editor, assignee=editor.pk) == ["Found"]
    assert shown(as_editor, assignee="none") == ["Other"]


def test_day_begins_at_midnight_of_the_newsroom(as_editor, pair):
    assert shown(as_editor, **{"from": "2025-09-09"}) == ["Other"]
    assert shown(as_editor, **{"from": "2025-09-10"}) == []


def test_chip_takes_its_condition_away_and_leaves_the_others(as_editor, pair):
    found = as_editor.get(LIST, {"status": "review", "tag": "Élections"}).context["cl"].chips
    assert found[0].url == "?tag=%C3%89lections"
    assert found[1].url == "?status=review"


def test_search_finds_the_source(as_editor, pair):
    make.article("Sourced", sources=[("Harbour Gazette", "", "based_on"), ("Harbour Office", "", "document")])
    assert shown(as_editor, q="harbour") == ["Sourced"]


HOSTILE = [
    "?status=x&o=999",
    "?o=-1.a.999999999999999999999999",
    "?p=-1",
    "?p=99999999999999999999999",
    "?p=x",
    "?section=%00&q=%00",
    "?tag=%00",
    "?tag=" + "x" * 5000,
    "?from=2025-13-45&to=zzz",
    "?from=0001-01-01&to=9999-12-31",
    "?assignee=99999999999999999999999999&priority=%D9%A1",
    "?priority=1&priority=zzz",
    "?problem=zzz&mine=zzz&stage=live",
    "?headline__startswith=%00",
    "?section__id__exact=99999999999999999999999999",
    "?nonsense=1",
    "?created_by__password__startswith=a",
    "?e=1",
    "?all=",
    "?_facets=1",
    "?q=%22%20'%20(%20NEAR(%20*%20%25",
    "?_popup=1",
    "?_popup=1&_to_field=nonsense",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_odd_addresses_are_answered(as_editor, query):
    make.article()
    assert as_editor.get(LIST + query).status_code in (200, 302, 400)


def test_popup_offers_stories_to_pick(as_editor):
    article = make.article("Pick me")
    assert f'data-popup-opener="{article.pk}"' in as_editor.get(LIST, {"_popup": "1"}).text


def cost(client, **query) -> int:
    client.get(LIST, query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST, query).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", [{}, {"status": "live"}, {"q": "story"}, {"o": "2"}])
def test_a_page_costs_the_same_however_full(as_editor, editor, query):
    def fill(number: int) -> None:
        for each in range(number):
            sources, tagged = [("A paper", "https://a.example/", "based_on")], ["ports", f"tag {each % 7}"]
            story = {"sources": sources, "tags": tagged, "assignee": make.editor(), "due_at": timezone.now()}
            make.live(f"A story {each}", illustration=make.illustration(), **story)
        workflow.submit(make.article("Another story", by=editor), by=editor)

    fill(1)
    one = cost(as_editor, **query)
    fill(18)
    assert cost(as_editor, **query) == one
    fill(30)
    assert cost(as_editor, **query) == one


def test_row_names_problems_and_offers_what_can_be_done(as_editor):
    article = make.article("", authors=[], section=None)
    text = as_editor.get(LIST).text
    assert "stop publication" in text
    for view in ("change", "preview", "copy"):
        assert f"{article.pk}/{view}/" in text


def test_no_column_is_marked_as_sorted_until_one_is_chosen(as_editor):
    make.article()
    assert " sorted " not in as_editor.get(LIST).text
    assert 'class="sortable column-story sorted' in as_editor.get(f"{LIST}?o=-2").text


def test_the_list_is_not_sorted_by_what_it_does_not_show(as_editor):
    make.article()
    assert '"sortable column-state' not in as_editor.get(LIST).text
