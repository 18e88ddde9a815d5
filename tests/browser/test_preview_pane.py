"""The preview beside the form: its widths, its colours, its keys, and that it keeps up."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles.desk import revisions
from tests import make
from tests.browser.axe import LOOKS, violations

pytestmark = pytest.mark.django_db(transaction=True)

DOT = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
PICTURES = "**/renditions/**"
TEXT = ".ProseMirror[contenteditable]"


def draw(route):
    route.fulfill(content_type="image/gif", body=DOT)


@pytest.fixture
def article():
    return make.article("The ferry is late", body="<p>Long.</p>" * 120, by=make.chief("olga"))


@pytest.fixture
def open_form(chromium, client, live_server, article):
    contexts, reports = [], []

    def visit(width=1440, scheme="light"):
        client.force_login(article.created_by)
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",  # a page that moves complains of being resized
        )
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: reports.append(message.text) if message.type in ("error", "warning") else 0)
        page.on("pageerror", lambda error: reports.append(str(error)))
        page.route(PICTURES, draw)
        page.goto(f"/admin/articles/article/{article.pk}/change/")
        page.wait_for_selector(TEXT)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert reports == []


def shown(page):
    return page.frame_locator("iframe.pane__page")


def width_inside(page) -> int:
    return page.evaluate("document.querySelector('iframe.pane__page').contentWindow.innerWidth")


def keep(page, article, headline: str) -> None:
    """Store what the open form would say, and tell the page, as the pulse of the form does."""
    unsaved = revisions.snapshot(article)
    unsaved["fields"]["headline"] = headline
    sitting = page.input_value("[name=sitting]")
    revisions.keep(article, unsaved, by=article.created_by, sitting=sitting, base=1)
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:pulse', { detail: {} }))")


def test_pane_opens_and_closes_by_key_and_gives_the_focus_back(open_form):
    page = open_form()
    page.focus("#id_headline")
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_have_text("The ferry is late")
    expect(page.get_by_role("button", name="Phone")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#pane")).to_be_hidden()
    expect(page.locator("#id_headline")).to_be_focused()
    page.keyboard.press("Control+p")
    expect(page.locator("#pane")).to_be_visible()
    page.keyboard.press("Control+p")
    expect(page.locator("#pane")).to_be_hidden()


def test_button_opens_it_too_and_says_that_it_is_open(open_form):
    page = open_form()
    button = page.get_by_role("button", name="Show beside the form")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    expect(shown(page).locator("h1")).to_be_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.get_by_role("region", name="Preview").get_by_role("button", name="Close").click()
    expect(button).to_be_focused()


@pytest.mark.parametrize(("name", "width"), [("Phone", 390), ("Tablet", 820), ("Desktop", 1280)])
def test_page_is_as_wide_inside_as_the_device_and_fits_the_pane(open_form, name, width):
    page = open_form()
    page.keyboard.press("Control+p")
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")
    assert width_inside(page) in range(width - 16, width + 1)  # a scrollbar may take its share
    frame, stage = (page.locator(part).bounding_box() for part in ("iframe.pane__page", ".pane__stage"))
    assert frame["width"] <= stage["width"] + 1
    assert frame["x"] >= stage["x"] - 1


def test_chosen_width_and_colours_are_there_again_next_time(open_form):
    page = open_form()
    page.keyboard.press("Control+p")
    page.get_by_role("button", name="Tablet").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    page.wait_for_selector(TEXT)
    page.keyboard.press("Control+p")
    expect(page.get_by_role("button", name="Tablet")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_the_page_are_chosen_whatever_the_desk_wears(open_form, scheme):
    page = open_form(scheme=scheme)
    page.keyboard.press("Control+p")
    expect(shown(page).locator(f"html[data-theme={scheme}]")).to_be_attached()
    for name, colour in (("Dark", "rgb(20, 21, 24)"), ("Light", "rgb(251, 248, 241)")):
        page.get_by_role("button", name=name).click()
        expect(shown(page).locator("body")).to_have_css("background-color", colour)


def scroll(page, top: int) -> None:
    page.evaluate(
        """top => {
        const inside = document.querySelector("iframe.pane__page").contentWindow
        inside.scrollTo({ top, behavior: "instant" })
    }""",
        top,
    )


def reading_at(page) -> int:
    """Where the page in the frame is read, once it has come whole."""
    inside = "document.querySelector('iframe.pane__page').contentWindow"
    for _ in range(150):
        page.wait_for_timeout(200)
        if page.evaluate(f"{inside}.document.readyState") == "complete":
            break
    return page.evaluate(f"{inside}.scrollY")


def pulse(page) -> None:
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:pulse', { detail: {} }))")


def test_page_keeps_up_with_what_is_typed_and_stays_where_it_was_read(open_form, article):
    page = open_form()
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_have_text("The ferry is late")
    scroll(page, 700)
    keep(page, article, "The ferry came after all")
    expect(shown(page).locator("h1")).to_have_text("The ferry came after all")
    expect(shown(page).locator(".notice")).to_contain_text("not saved yet")
    assert reading_at(page) == 700


@pytest.fixture
def slow(article):
    """A story whose picture does not come before it is let: its page is there, and still loading."""
    article.illustration = make.illustration()
    article.save()
    held: list | None = None

    def answer(route):
        if held is None:
            draw(route)
        else:
            held.append(route)

    def hold(page):
        nonlocal held
        held = []
        page.route(PICTURES, answer)

    def release():
        nonlocal held
        waiting, held = held, None
        for route in waiting:
            draw(route)

    return SimpleNamespace(hold=hold, release=release)


def test_page_that_is_asked_for_again_on_its_way_keeps_its_place(open_form, article, slow):
    page = open_form()
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_have_text("The ferry is late")
    scroll(page, 700)
    slow.hold(page)
    keep(page, article, "The first change")
    expect(shown(page).locator("h1")).to_have_text("The first change")
    keep(page, article, "The second change")
    expect(shown(page).locator("h1")).to_have_text("The second change")
    slow.release()
    assert reading_at(page) == 700


def test_scrolling_while_the_page_still_loads_is_not_undone(open_form, slow):
    page = open_form()
    slow.hold(page)
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_have_text("The ferry is late")
    scroll(page, 500)
    slow.release()
    assert reading_at(page) >= 500  # more where the picture pushed down what was read


def test_keys_inside_a_page_that_was_asked_for_twice_act_once(open_form):
    page = open_form()
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_be_visible()
    for _step in range(3):
        pulse(page)
    page.wait_for_timeout(1000)
    shown(page).locator(".prose").click()
    page.keyboard.press("Control+p")
    expect(page.locator("#pane")).to_be_hidden()
    page.wait_for_timeout(200)
    expect(page.locator("#pane")).to_be_hidden()


def test_what_was_typed_is_seen_when_it_opens(open_form):
    page = open_form()
    page.fill("#id_headline", "Typed a moment ago")
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_have_text("Typed a moment ago")


def test_new_story_has_its_preview_from_its_first_words(open_form):
    page = open_form()
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(TEXT)
    assert not page.get_by_role("button", name="Show beside the form").is_visible()
    page.fill("#id_headline", "Just begun")
    page.get_by_role("button", name="Show beside the form").click()
    expect(shown(page).locator("h1")).to_have_text("Just begun")
    assert page.locator("#panel-checks").is_visible()


def test_links_of_the_page_lead_nowhere_inside_the_pane(open_form):
    page = open_form()
    page.keyboard.press("Control+p")
    shown(page).locator(".byline a").first.click()
    expect(shown(page).locator("h1")).to_have_text("The ferry is late")


def test_escape_closes_it_from_within_the_page(open_form):
    page = open_form()
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_be_visible()
    shown(page).locator(".prose").click()
    page.keyboard.press("Escape")
    expect(page.locator("#pane")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1440])
def test_pane_is_open_again_after_a_save_by_key(open_form, article, width):
    page = open_form(width)
    page.fill("#id_headline", "Saved by key")
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_have_text("Saved by key")
    if width == 1440:
        page.focus("#id_headline")
    page.keyboard.press("Control+s")
    page.get_by_role("status").filter(has_text="Saved").wait_for()
    expect(shown(page).locator("h1")).to_have_text("Saved by key")
    article.refresh_from_db()
    assert article.headline == "Saved by key"
    if width == 1440:
        expect(page.locator("#id_headline")).to_be_focused()
    page.reload()
    page.wait_for_selector(TEXT, state="attached")
    expect(page.locator("#pane")).to_be_hidden()


def test_saving_by_key_works_from_within_the_page(open_form, article):
    page = open_form()
    page.fill("#id_headline", "Saved from the preview")
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_have_text("Saved from the preview")
    shown(page).locator(".prose").click()
    page.keyboard.press("Control+s")
    page.get_by_role("status").filter(has_text="Saved").wait_for()
    article.refresh_from_db()
    assert article.headline == "Saved from the preview"


def test_pane_that_covers_the_form_is_a_dialog_that_the_focus_stays_in(open_form):
    page = open_form(390)
    button = page.get_by_role("button", name="Show beside the form")
    button.click()
    dialog = page.get_by_role("dialog", name="Preview")
    expect(dialog).to_have_attribute("aria-modal", "true")
    for _step in range(4):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#pane')")
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.get_by_role("region", name="Preview")).to_be_visible()
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0
    page.set_viewport_size({"width": 390, "height": 900})
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pane_is_accessible_and_leaves_the_form_its_room(open_form, width, scheme):
    page = open_form(width, scheme)
    page.keyboard.press("Control+p")
    expect(shown(page).locator("h1")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1440:
        headline, pane = page.locator("#id_headline").bounding_box(), page.locator("#pane").bounding_box()
        assert headline["x"] + headline["width"] <= pane["x"]
