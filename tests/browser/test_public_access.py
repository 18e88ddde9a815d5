"""Every kind of public page, at phone and desktop width, in light and dark: nothing for axe to find, nothing to scroll."""

import pytest
from playwright.sync_api import expect

from tests import make, pages
from tests.browser.axe import LOOKS, violations

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [320, 390, 834, 1440]


@pytest.fixture
def paper():
    """A small paper with a page of every kind. Returns their paths by what they are."""
    return pages.paper()


@pytest.mark.parametrize(("examined", "scheme"), LOOKS)
def test_every_page_is_clean_at_every_width(visit, paper, examined, scheme):
    page, wrong = visit("/", color_scheme=scheme), []
    for name, path in paper.items():
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{name} scrolls at {width}")
            if width == examined:
                wrong += [f"{name} at {width}, {scheme}: {found}" for found in violations(page)]
    assert wrong == [], "\n".join(wrong)


def test_pages_ask_for_little(visit, paper):
    page = visit("/nowhere/", viewport={"width": 390, "height": 844})
    for path, most in ((paper["front"], 8), (paper["article"], 5)):
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path, wait_until="networkidle")
        assert len(asked) <= most, asked


def test_the_head_of_a_page_says_where_one_is_and_where_search_is(visit):
    """In the order of the front page: search, then the sections. Nothing of a ring is cut off by the row that scrolls."""
    make.live(section=make.section("World", hue="blue"))
    page = visit("/section/world/", viewport={"width": 390, "height": 844})
    shown = page.locator(".sections [aria-current]")
    assert shown.evaluate("link => getComputedStyle(link).textDecorationLine") == "underline"
    for _skip_link_name_search in range(3):
        page.keyboard.press("Tab")
    expect(page.locator("header a:focus")).to_have_text("Search")
    expect(page.locator("header a:focus")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(shown).to_be_focused()
    assert shown.evaluate("link => parseFloat(getComputedStyle(link).outlineOffset)") <= -3
