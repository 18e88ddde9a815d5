"""What the checks say of picture, sources, tags, byline, section and description, and what a list counts."""

import pytest
from taggit.models import Tag

from articles.desk import checks
from articles.desk.checks import Problem, about
from articles.desk.draft import Draft
from articles.models import Article, Author, Illustration
from tests import make

PICTURE = {"alt": "Boats at a quay in the rain", "credit": "Staff", "caption": "The quay of Port Vessel"}


def found(check, *, picture=None, tags=(), authors=(), sources=(), **fields) -> list[Problem]:
    story = Article(illustration=Illustration(**picture) if picture is not None else None, **fields)
    return list(check(Draft(story=story, tags=list(tags), authors=list(authors), sources=list(sources))))


def codes(check, **given) -> list[str]:
    return [problem.code for problem in found(check, **given)]


def source(name="AI Business", url="https://a.example/", relation="based_on") -> dict[str, str]:
    return {"name": name, "url": url, "relation": relation}


def test_picture_is_only_advised():
    assert [(p.code, p.blocking) for p in found(about.picture)] == [("no_picture", False)]
    assert codes(about.picture, picture=PICTURE) == []


@pytest.mark.parametrize(
    ("picture", "fields", "expected"),
    [
        ({"alt": ""}, {}, ["no_alt"]),
        ({"alt": "", "decorative": True}, {}, []),
        ({"alt": ""}, {"illustration_alt": "Boats at a quay"}, []),
        ({"credit": ""}, {}, ["no_credit"]),
        ({"alt": "", "credit": ""}, {}, ["no_alt", "no_credit"]),
    ],
)
def test_picture_needs_a_description_and_a_credit(picture, fields, expected):
    problems = found(about.picture, picture=PICTURE | picture, **fields)
    assert [problem.code for problem in problems] == expected
    assert all(problem.blocking for problem in problems)


@pytest.mark.parametrize(
    "alt",
    [
        *("Illustration for: The ferry", "illustration for: x and y", "IMG_20240601", "harbour-final.JPG", "DSC 0042"),
        *("nine char", "screenshot 12"),
    ],
)
def test_alternative_text_that_says_little_is_advised_against(alt):
    problems = found(about.alternative_text, picture=PICTURE | {"alt": alt})
    assert [(problem.code, problem.blocking) for problem in problems] == [("generic_alt", False)]


@pytest.mark.parametrize("alt", ["ten chars!", "The file harbour.jpg on a screen", "An illustration for: nobody"])
def test_alternative_text_that_describes_is_fine(alt):
    assert codes(about.alternative_text, picture=PICTURE | {"alt": alt}) == []


def test_alternative_text_that_repeats_the_caption_is_advised_against():
    same = PICTURE | {"alt": "The quay of port vessel."}
    assert codes(about.alternative_text, picture=same) == ["alt_is_caption"]
    assert codes(about.alternative_text, picture=same, illustration_caption="Another") == []
    assert codes(about.alternative_text, picture=same, illustration_alt="Boats at a quay") == []


def test_nothing_is_said_of_an_alternative_text_that_is_not_there():
    assert codes(about.alternative_text) == []
    assert codes(about.alternative_text, picture=PICTURE | {"alt": "", "decorative": True}) == []


@pytest.mark.parametrize(
    ("label", "expected"), [("news", ["no_source"]), ("analysis", ["no_source"]), ("opinion", []), ("review", [])]
)
def test_report_without_a_source_is_advised_to_name_one(label, expected):
    assert codes(about.sources, label=label) == expected
    assert codes(about.sources, label=label, sources=[source()]) == []


def test_sponsored_story_is_asked_who_paid():
    assert [(p.code, p.blocking) for p in found(about.sources, label="sponsored")] == [("no_sponsor", False)]


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.example", []), ("HTTP://a.example", []), ("", []), ("ftp://a.example", ["unsafe_source"])],
)
def test_source_links_to_the_web_or_nowhere(url, expected):
    problems = found(about.sources, sources=[source(url=url)])
    assert [problem.code for problem in problems] == expected
    assert all(problem.blocking for problem in problems)


@pytest.mark.parametrize(("count", "expected"), [(0, ["no_tags"]), (1, []), (8, []), (9, ["many_tags"])])
def test_tags_are_one_to_eight(count, expected):
    problems = found(about.tags, tags=[Tag(name=str(number)) for number in range(count)])
    assert [problem.code for problem in problems] == expected
    assert not any(problem.blocking for problem in problems)


def test_byline_and_section_are_needed():
    assert [(p.code, p.blocking) for p in found(about.byline)] == [("no_byline", True)]
    assert codes(about.byline, authors=[Author(name="A")]) == []
    assert [(p.code, p.blocking) for p in found(about.section)] == [("no_section", True)]
    assert codes(about.section, section_id=1) == []


def test_description_is_asked_for_where_no_standfirst_stands_in():
    assert [(p.code, p.blocking) for p in found(about.description)] == [("no_description", False)]
    assert codes(about.description, standfirst="What happened.") == []
    assert codes(about.description, search_description="What happened.") == []


@pytest.mark.parametrize(
    ("field", "anchor"),
    [("headline", "id_headline"), ("body", "id_body"), ("sources", "sources-group"), ("stage", "panel-status")],
)
def test_problem_leads_to_its_field(field, anchor):
    assert Problem(field, "", "").anchor == anchor


@pytest.mark.django_db
def test_blocking_problems_come_first_and_are_told_apart():
    problems = checks.examine(Draft.of(make.article("x" * 91, authors=[], section=None)))
    assert [problem.blocking for problem in problems] == sorted((p.blocking for p in problems), reverse=True)
    assert (problems.missing, problems.advice) == (2, len(problems) - 2)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_counting_for_a_list_asks_nothing_once_the_rows_are_read(rows, django_assert_num_queries):
    for _row in range(rows):
        make.article(
            tags=["ports"], sources=[("A", "https://a.example/", "based_on")], illustration=make.illustration()
        )
    articles = Article.objects.select_related("section", "illustration")
    listed = list(articles.prefetch_related("tags", "sources", "bylines__author"))
    with django_assert_num_queries(0):
        assert [checks.count(article) for article in listed] == [0] * rows


@pytest.mark.django_db
def test_count_is_of_everything_that_needs_no_asking():
    article = make.article("", authors=[], section=None)
    assert checks.count(article) == len(checks.examine(Draft.of(article), quick=True)) > 3
