"""Every kind of public page, at phone and desktop width, in light and dark: nothing for axe to find, nothing to scroll."""

import pytest

from articles.desk import workflow
from articles.models import Identity
from articles.tasks import refresh_similar
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [320, 390, 834, 1440]


@pytest.fixture
def paper():
    """A small paper with a page of every kind. Returns their paths."""
    for name, hue in (("World", "blue"), ("Science", "amber"), ("Opinion", "teal")):
        section = make.section(name, hue=hue)
        for number in range(4):
            label = "opinion" if name == "Opinion" else "news"
            make.live(f"{name} story {number} and what came of it", section=section, tags=["coast", name], label=label)
    body = "<p>One.</p><h2>Two</h2><p>Three.</p><blockquote><p>Four.</p></blockquote><ul><li><p>Five.</p></li></ul>"
    sources = [("AI Business", "https://aibusiness.example/", "first_reported_by")]
    editor, article = make.editor(), make.article("The whole story", tags=["coast"], body=body, sources=sources)
    workflow.publish(article, by=editor)
    edition = workflow.publish(article, by=editor, note="A figure was added.")
    refresh_similar.call(article.pk)
    gone = workflow.publish(make.article("Gone"), by=editor)
    workflow.withdraw(gone.article, by=editor, notice="We could not stand it up.")
    make.section("Empty")
    Identity(notice="No paper tomorrow.", notice_link="/about/", email="us@tide.example").save()
    path = edition.get_absolute_url()
    lists = ["/section/world/", "/section/empty/", "/tag/coast/", "/author/ada-flint/"]
    others = ["/about/", f"{path}changes/", f"{edition.published_at:/archive/%Y/%m/}", f"/text{path}"]
    searched = ["/search/?q=story&section=world", "/search/?q=stroy"]
    return ["/", path, f"{path}?reply=1", *lists, *others, *searched, gone.get_absolute_url(), "/nowhere/"]


@pytest.mark.parametrize(("examined", "scheme"), LOOKS)
def test_every_page_is_clean_at_every_width(visit, axe, paper, examined, scheme):
    page = visit("/", color_scheme=scheme)
    for path in paper:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls at {width}"
            if width == examined:
                axe(page)


def test_pages_ask_for_little(visit, paper):
    page = visit("/nowhere/", viewport={"width": 390, "height": 844})
    for path, most in ((paper[0], 8), (paper[1], 5)):
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path, wait_until="networkidle")
        assert len(asked) <= most, asked


def test_no_page_sets_a_cookie(visit, paper):
    page = visit("/")
    for path in paper:
        page.goto(path)
    assert page.context.cookies() == []
