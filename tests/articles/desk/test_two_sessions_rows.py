"""Two people change the rows of one article: tags, bylines and sources are merged item by item."""

import pytest
from django.test import Client

from tests import make
from tests.articles.desk.conftest import change_url
from tests.articles.desk.two import opened, questions, sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    sources = [("Wire", "https://w.example/", "based_on"), ("Port", "https://p.example/", "document")]
    authors = [make.author("Ada Flint"), make.author("Bo Tan")]
    return make.article("Before", tags=["ports", "ships"], sources=sources, authors=authors)


@pytest.fixture
def two():
    clients = []
    for name in ("ada", "ines"):
        clients.append(Client())
        clients[-1].force_login(make.editor(name))
    return clients


def both(story, two, theirs: dict, mine: dict):
    """The first person saves, then the second, who opened the form before; what the second is told."""
    forms = [opened(client, story) for client in two]
    assert two[0].post(change_url(story), forms[0] | theirs).status_code == 302
    return two[1].post(change_url(story), forms[1] | mine)


def sources(story) -> list[tuple[str, str]]:
    return list(story.sources.values_list("name", "url"))


def added(prefix: str, place: int, **fields) -> dict[str, str]:
    row = {f"{prefix}-{place}-{name}": str(value) for name, value in fields.items()}
    return row | {f"{prefix}-TOTAL_FORMS": str(place + 1)}


def test_tags_that_two_added_and_one_took_out(story, two):
    assert both(story, two, {"tags": "ports, ships, tides"}, {"tags": "bees, ports"}).status_code == 302
    assert sorted(story.tags.names()) == ["bees", "ports", "tides"]


def test_authors_that_two_added(story, two):
    cy, di = make.author("Cy Lund"), make.author("Di Moss")
    both(story, two, added("bylines", 2, author=cy.pk, position=2), added("bylines", 2, author=di.pk, position=2))
    assert {byline.author.name for byline in story.bylines.all()} == {"Ada Flint", "Bo Tan", "Cy Lund", "Di Moss"}


def test_same_author_added_by_two_stands_once(story, two):
    cy = added("bylines", 2, author=make.author("Cy Lund").pk, position=2)
    assert both(story, two, cy, cy).status_code == 302
    assert story.bylines.count() == 3


def test_order_of_one_and_an_addition_of_the_other(story, two):
    cy = make.author("Cy Lund")
    theirs = {"bylines-0-position": "5", "bylines-1-position": "0"}
    both(story, two, theirs, added("bylines", 2, author=cy.pk, position=2))
    assert [byline.author.name for byline in story.bylines.all()][:1] == ["Bo Tan"]
    assert story.bylines.count() == 3


def test_author_that_one_took_out_is_gone(story, two):
    both(story, two, {"bylines-1-DELETE": "on"}, {"headline": "Mine"})
    assert [byline.author.name for byline in story.bylines.all()] == ["Ada Flint"]


def test_sources_that_two_added(story, two):
    theirs = added("sources", 2, name="Theirs", url="", relation="interview", position=2)
    both(story, two, theirs, added("sources", 2, name="Mine", url="", relation="interview", position=2))
    assert {name for name, _url in sources(story)} == {"Wire", "Port", "Theirs", "Mine"}


def test_source_of_which_two_changed_different_parts(story, two):
    both(story, two, {"sources-0-url": "https://new.example/"}, {"sources-0-name": "The Wire"})
    assert sources(story)[0] == ("The Wire", "https://new.example/")


@pytest.mark.parametrize(
    ("side", "expected"), [("mine", ["Mine"]), ("theirs", ["Theirs"]), ("both", ["Mine", "Theirs"])]
)
def test_source_of_which_two_changed_the_name_is_asked_about(story, two, side, expected):
    refused = both(story, two, {"sources-0-name": "Theirs"}, {"sources-0-name": "Mine"})
    [question] = questions(refused)
    assert sources(story)[0][0] == "Theirs"
    two[1].post(change_url(story), sent_by(refused) | {question.name: side})
    assert [name for name, _url in sources(story)] == [*expected, "Port"]


def test_source_that_one_took_out_and_the_other_changed_is_asked_about(story, two):
    refused = both(story, two, {"sources-0-DELETE": "on"}, {"sources-0-name": "Mine"})
    [question] = questions(refused)
    assert not question.theirs
    two[1].post(change_url(story), sent_by(refused) | {question.name: "mine"})
    assert [name for name, _url in sources(story)] == ["Mine", "Port"]


def test_row_that_cannot_be_stored_is_refused_with_what_the_other_saved_beside_it(story, two):
    refused = both(story, two, {"sources-1-name": "Theirs"}, {"sources-0-url": "no address"})
    assert refused.status_code == 422
    rows = refused.context["inline_admin_formsets"][0].formset.forms
    said = [(row["name"].value(), row["url"].value()) for row in rows]
    assert ("Wire", "no address") in said
    assert ("Theirs", "https://p.example/") in said
