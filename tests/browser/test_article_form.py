"""The article form as a place to write: layout, figures, checks, keys, rows, and what it weighs."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles.models import Article
from tests import make
from tests.browser.axe import LOOKS, violations

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = ".ProseMirror[contenteditable]"
# The budget: what a first visit of the form may ask for, all helpers of the form and the frame of the desk among it.
REQUESTS = 25


@pytest.fixture
def article():
    source = ("AI Business", "https://ai.example/", "first_reported_by")
    return make.article("The ferry is late", slug="", tags=["ports"], sources=[source], by=make.chief("olga"))


@pytest.fixture
def open_form(chromium, client, live_server):
    """Open a form as its writer. A test fails for anything the browser reports."""
    contexts, reports = [], []

    def visit(address, by, **options):
        client.force_login(by)
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        # The pictures of these rows have no files; what matters here is the page around them.
        for pictures in ("**/media/**", "**/thumb/"):
            context.route(pictures, lambda route: route.fulfill(status=204))
        page = context.new_page()
        page.on("console", lambda message: reports.append(message.text) if message.type in ("error", "warning") else 0)
        page.on("pageerror", lambda error: reports.append(str(error)))
        page.goto(address)
        if options.get("java_script_enabled", True):
            page.wait_for_selector(TEXT)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert reports == []


@pytest.fixture
def bare():
    """A story that has nothing yet."""
    made = make.article(body="", authors=[], section=None, by=make.chief("root"))
    Article.objects.filter(pk=made.pk).update(headline="", slug="", standfirst="")
    return made


def form_of(article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_form_is_accessible_empty_and_with_problems(open_form, bare, scheme, width):
    for address in ("/admin/articles/article/add/", f"{form_of(bare)}?problems=1"):
        page = open_form(address, bare.created_by, color_scheme=scheme, viewport={"width": width, "height": 900})
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_and_sidebar_stand_beside_each_other_only_where_there_is_room(open_form, article):
    page = open_form(form_of(article), article.created_by, viewport={"width": 1440, "height": 900})
    main, side = page.locator(".writing__main"), page.locator(".writing__side")
    assert side.bounding_box()["x"] > main.bounding_box()["x"] + main.bounding_box()["width"]
    page.set_viewport_size({"width": 1000, "height": 900})
    assert side.bounding_box()["y"] >= main.bounding_box()["y"] + main.bounding_box()["height"]


def test_panels_stand_in_the_order_of_the_work(open_form, article):
    page = open_form(form_of(article), article.created_by)
    headings = [heading.split(":")[0] for heading in page.locator(".writing__side h2").all_inner_texts()]
    wanted = ["Status", "Publishing", "Checks", "Preview", "Section, byline, type", "Search and social"]
    assert headings[: len(wanted)] == wanted


def test_panel_stays_folded_as_it_was_left(open_form, article):
    page = open_form(form_of(article), article.created_by)
    page.get_by_role("heading", name="Search and social").click()
    assert not page.locator("#id_slug").is_visible()
    page.reload()
    page.wait_for_selector(TEXT)
    assert not page.locator("#id_slug").is_visible()
    page.get_by_role("heading", name="Search and social").click()
    assert page.locator("#id_slug").is_visible()


def test_panels_fold_without_script(open_form, article):
    page = open_form(form_of(article), article.created_by, java_script_enabled=False)
    page.get_by_role("heading", name="Search and social").click()
    assert not page.locator("#id_slug").is_visible()


def test_figures_follow_what_is_typed_in_the_editor(open_form, article):
    article.body = "<p>One two three. Four five!</p>"
    article.save()
    page = open_form(form_of(article), article.created_by)
    figures = page.locator(".figures")
    assert re.findall(r"\d+", figures.inner_text()) == ["5", "1", "3"]
    page.click(TEXT)
    page.keyboard.press("Control+End")
    page.keyboard.type(" And then there were six more words.")
    expect(page.locator("[data-figure=words]")).to_have_text("12")
    assert re.findall(r"\d+", figures.inner_text()) == ["12", "1", "7"]


def test_counter_says_when_a_headline_is_too_long(open_form, article):
    page = open_form(form_of(article), article.created_by)
    counter = page.locator("#id_headline + .count")
    page.fill("#id_headline", "x" * 90)
    assert counter.inner_text() == "90 / 90"
    assert "count--over" not in counter.get_attribute("class")
    page.fill("#id_headline", "x" * 91)
    assert "count--over" in counter.get_attribute("class")


def test_search_result_and_share_card_are_drawn_from_what_is_typed(open_form, article):
    page = open_form(form_of(article), article.created_by)
    assert page.locator("[data-found-slug]").inner_text() == "the-ferry-is-late"
    page.fill("#id_headline", "Élan vital: a story")
    expect(page.locator("[data-found-slug]")).to_have_text("elan-vital-a-story")
    assert page.locator("[data-found-title]").all_inner_texts() == ["Élan vital: a story"] * 2
    page.fill("#id_search_title", "Another title")
    page.fill("#id_standfirst", "")
    expect(page.locator("[data-found-title]").first).to_have_text("Another title")
    expect(page.locator("[data-found-text]").first).to_contain_text("The ferry left on time. What follows")


@pytest.mark.parametrize(
    ("anchor", "focused"),
    [
        ("id_headline", "#id_headline"),
        ("id_body", TEXT),
        ("bylines-group", "#id_bylines-0-author"),
        ("id_section", "#id_section"),
    ],
)
def test_check_leads_into_its_field(open_form, bare, anchor, focused):
    page = open_form(form_of(bare), bare.created_by)
    page.get_by_role("heading", name="Section, byline, type").click()
    page.locator(f".checks a[href='#{anchor}']").first.press("Enter")
    expect(page.locator(focused)).to_be_focused()
    assert page.locator(focused).is_visible()


def test_checks_say_how_many_in_their_heading(open_form, bare):
    page = open_form(form_of(bare), bare.created_by)
    assert re.fullmatch(r"Checks: 4 missing, \d+ to consider", page.locator("#panel-checks").inner_text())


def test_saving_by_key_keeps_place_and_focus(open_form, article):
    Article.objects.filter(pk=article.pk).update(body="<p>Long.</p>" * 80)
    page = open_form(form_of(article), article.created_by)
    page.focus("#id_illustration_caption")
    page.keyboard.type("The quay")
    page.evaluate("scrollTo(0, 900)")
    page.keyboard.press("Control+s")
    page.get_by_role("status").filter(has_text="Saved").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_illustration_caption"
    assert abs(page.evaluate("scrollY") - 900) < 40
    article.refresh_from_db()
    assert article.illustration_caption == "The quay"


def test_saving_by_key_keeps_the_cursor_in_the_text(open_form, article):
    page = open_form(form_of(article), article.created_by)
    page.click(TEXT)
    page.keyboard.press("Control+Home")
    page.keyboard.type("So: ")
    page.keyboard.press("Control+s")
    page.get_by_role("status").filter(has_text="Saved").wait_for()
    expect(page.locator(TEXT)).to_be_focused()
    page.keyboard.type("again ")
    assert page.locator(TEXT).inner_text().startswith("So: again The ferry")


def test_question_mark_lists_the_keys_outside_fields_only(open_form, article):
    page = open_form(form_of(article), article.created_by)
    page.focus("#id_headline")
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").is_visible()
    page.click(TEXT)
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").is_visible()
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.get_by_role("button", name="? Keys").click()
    assert page.get_by_role("dialog", name="Keys").is_visible()


def test_source_and_byline_are_added_and_stored_in_order(open_form, article):
    make.author("Bo Tan")
    page = open_form(form_of(article), article.created_by)
    page.get_by_role("button", name="Add another source").click()
    page.keyboard.type("The Harbour Post")
    page.get_by_role("button", name="Add another source").click()
    page.keyboard.type("A third")
    page.get_by_role("button", name="Add another byline").click()
    page.keyboard.type("bo tan")
    page.get_by_role("button", name="Save draft").first.click()
    page.wait_for_selector(".messagelist")
    assert list(article.sources.values_list("name", flat=True)) == ["AI Business", "The Harbour Post", "A third"]
    assert [byline.author.name for byline in article.bylines.all()] == ["Ada Flint", "Bo Tan"]


def test_source_is_added_without_script(open_form, article):
    page = open_form(form_of(article), article.created_by, java_script_enabled=False)
    page.fill("#id_sources-1-name", "The Harbour Post")
    page.fill("#id_sources-1-position", "1")
    page.locator("[name=_save]").first.click()
    assert list(article.sources.values_list("name", flat=True)) == ["AI Business", "The Harbour Post"]


def test_picture_is_chosen_from_the_library(open_form, article):
    picture = make.illustration(title="A harbour", alt="Boats at a quay", decorative=False)
    page = open_form(form_of(article), article.created_by)
    with page.expect_popup() as window:
        page.get_by_role("link", name="Choose from the library").click()
    window.value.wait_for_load_state()
    window.value.get_by_role("button", name="A harbour").click()
    expect(page.locator("#id_illustration")).to_have_value(str(picture.pk))
    expect(page.locator("[data-chosen-title]")).to_contain_text("A harbour")


def test_another_picture_is_shown_with_what_is_known_of_it(open_form, article):
    old, new = make.illustration(title="The old one"), make.illustration(title="A harbour", credit="Tan", ai_made=True)
    Article.objects.filter(pk=article.pk).update(illustration=old, illustration_caption="The old quay")
    page = open_form(form_of(article), article.created_by)
    page.fill("#id_illustration", str(new.pk))
    page.locator("#id_illustration").blur()
    shown = page.locator("[data-chosen-words]")
    for words in ("A harbour", "Credit: Tan", "Made with AI."):
        expect(shown).to_contain_text(words)
    expect(shown.locator("a")).to_have_attribute("href", f"/admin/articles/illustration/{new.pk}/change/")
    expect(page.locator("[data-chosen-picture] picture")).to_have_count(1)
    expect(page.locator("[data-chosen-own]")).to_contain_text("written for the picture before")
    page.fill("#id_illustration_caption", "A harbour at noon")
    expect(page.locator("[data-chosen-own]")).to_be_empty()


def test_form_asks_for_little_and_for_none_of_the_admins_libraries(open_form, article):
    page, asked = open_form("/admin/password_change/", article.created_by, java_script_enabled=False), []
    with page.context.browser.new_context(storage_state=page.context.storage_state()) as fresh:
        first = fresh.new_page()
        first.on("request", lambda request: asked.append(request.url))
        first.goto(page.url.replace("/admin/password_change/", form_of(article)))
        first.wait_for_selector(TEXT)
        first.wait_for_load_state("networkidle")
    assert not [url for url in asked if re.search(r"jquery|select2|inlines|urlify|xregexp|jsi18n", url)]
    assert len(asked) <= REQUESTS
