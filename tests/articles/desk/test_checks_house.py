"""What the checks find by asking: library, archive, links that were tried, and the newsroom's own steps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk.checks import house
from articles.desk.draft import Draft
from articles.models import Address, Article, LinkCheck
from tests import make

pytestmark = pytest.mark.django_db


def found(check, article) -> list[tuple[str, str, bool]]:
    return [(problem.field, problem.code, problem.blocking) for problem in check(Draft.of(article))]


def figure(picture, alt: str = "") -> str:
    return f'<p>Words</p><figure><img src="/a.png" alt="{alt}" data-file="{picture.pk}"></figure>'


@pytest.mark.parametrize(
    ("library", "alt", "expected"),
    [
        ({"alt": "", "decorative": True}, "", []),
        ({"alt": "Boats", "decorative": False}, "", []),
        ({"credit": ""}, "Boats", [("body", "no_figure_credit", True)]),
    ],
)
def test_picture_in_the_text_is_described_and_credited(library, alt, expected):
    picture = make.illustration(**library)
    assert found(house.figures, make.article(body=figure(picture, alt))) == expected


@pytest.mark.parametrize(("alt", "expected"), [("", True), ("  ", True), ("Boats at a quay", False)])
def test_picture_in_the_text_without_any_description_stops_publication(alt, expected, monkeypatch):
    picture = make.illustration(alt="Boats", decorative=False)
    article = make.article(body=figure(picture, alt))
    # The library asks for a description today; older pictures may have come without.
    nothing = make.Illustration(pk=picture.pk, title="Harbour", credit="Staff")
    monkeypatch.setattr(house.Illustration.objects, "in_bulk", lambda ids: {picture.pk: nothing})
    assert (found(house.figures, article) == [("body", "no_figure_alt", True)]) == expected


def test_text_without_pictures_asks_the_library_nothing(django_assert_num_queries):
    draft = Draft.of(make.article())
    with django_assert_num_queries(0):
        assert list(house.figures(draft)) == []


def test_headline_of_another_story_is_told_however_it_is_spelt():
    make.live("The Ferry Is Late", slug="else")
    assert found(house.headline_used_before, make.article("the ferry is late")) == [
        ("headline", "same_headline", False)
    ]


def test_headline_far_back_is_found_by_its_slug(monkeypatch):
    monkeypatch.setattr(house, "NEWEST", 0)
    make.live("The ferry is late", slug="the-ferry-is-late")
    make.live("Another ferry", slug="else")
    assert found(house.headline_used_before, make.article("The ferry is late")) != []
    assert found(house.headline_used_before, make.article("Another ferry")) == []


def test_storys_own_earlier_edition_is_no_other_story():
    edition = make.live("The ferry is late")
    assert found(house.headline_used_before, edition.article) == []
    assert found(house.headline_used_before, make.article("Nobody had this")) == []


def test_search_for_the_same_headline_is_two_queries_at_most(django_assert_max_num_queries):
    make.live("Another")
    draft = Draft.of(make.article("The ferry is late"))
    with django_assert_max_num_queries(2):
        list(house.headline_used_before(draft))


@pytest.mark.parametrize(
    ("problem", "expected"), [("Not found (404)", [("sources", "failing_link", False)]), ("", [])]
)
def test_source_whose_link_failed_is_named_with_the_reason(problem, expected):
    LinkCheck.objects.create(url="https://a.example/", problem=problem)
    article = make.article(sources=[("AI Business", "https://a.example/", "based_on"), ("B", "", "interview")])
    assert found(house.failing_links, article) == expected
    assert all("AI Business" in p.message and problem in p.message for p in house.failing_links(Draft.of(article)))


def test_sources_without_links_ask_nothing(django_assert_num_queries):
    draft = Draft.of(make.article(sources=[("B", "", "interview")]))
    with django_assert_num_queries(0):
        assert list(house.failing_links(draft)) == []


def test_slug_of_another_story_of_today_is_told_before_publication():
    taken = make.live(ago=timedelta())
    other = make.article(slug=taken.slug)
    assert taken.address.path == Address.path_for(timezone.now(), taken.slug)
    assert found(house.address_taken, other) == [("slug", "slug_taken", False)]
    assert found(house.address_taken, taken.article) == []
    assert found(house.address_taken, make.article(slug="free")) == []


def test_story_that_is_out_keeps_its_address():
    taken = make.live(ago=timedelta())
    old = make.live(ago=timedelta(days=3)).article
    Article.objects.filter(pk=old.pk).update(slug=taken.slug)
    old.refresh_from_db()
    assert found(house.address_taken, old) == []


def test_section_that_needs_approval_asks_for_it():
    section = make.section("Courts", needs_approval=True)
    article = make.article(section=section)
    assert found(house.approval, article) == [("stage", "not_approved", True)]
    article.stage = Article.Stage.APPROVED
    assert found(house.approval, article) == []
    assert found(house.approval, make.article()) == []


def test_section_that_needs_a_sign_off_asks_for_it():
    assert found(house.sign_off, make.article()) == []
    article = make.article(section=make.section("Money", needs_sign_off=True))
    assert found(house.sign_off, article) == [("stage", "not_signed_off", True)]
