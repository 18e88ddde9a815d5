"""Nothing typed is lost: autosave, copies in the browser, presence and conflicts, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client

from articles.models import Article, Revision
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = ".ProseMirror[contenteditable]"
TROUBLE = "[data-keep-trouble]"


@pytest.fixture
def article():
    return make.article("A story", body="<p>It begins.</p>")


@pytest.fixture
def sign_in(chromium, live_server):
    """A signed-in person's browser, with the form open."""
    contexts = []

    def open_form(user, path: str):
        client = Client()
        client.force_login(user)
        context = chromium.new_context(base_url=live_server.url)
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        page.wait_for_selector(TEXT)
        return page

    yield open_form
    for context in contexts:
        context.close()


def change(article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def type_text(page, words: str) -> None:
    page.click(TEXT)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def kept(page) -> None:
    page.wait_for_selector("[data-keep-line]:has-text('Kept at')")


def cut_off(page) -> None:
    """No autosave gets through from now on, while pages can be opened still."""
    page.context.route("**/pulse/", lambda route: route.abort("internetdisconnected"))


def test_text_is_kept_while_it_is_typed_and_the_cursor_stays(sign_in, article):
    page = sign_in(make.editor("ada"), change(article))
    type_text(page, " And goes on.")
    kept(page)
    page.keyboard.type(" Still here.")
    assert page.locator(TEXT).inner_text().strip() == "It begins. And goes on. Still here."
    assert "And goes on." in Revision.objects.autosaves().get().snapshot["fields"]["body"]
    assert Article.objects.get().body == "<p>It begins.</p>"


def test_first_words_of_a_new_story_are_kept_and_saving_goes_on_from_them(sign_in):
    page = sign_in(make.reporter("rosa"), "/admin/articles/article/add/")
    page.fill("#id_headline", "A thought")
    kept(page)
    article = Article.objects.get()
    assert page.url.endswith(change(article))
    page.fill("#id_headline", "A whole thought")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert list(Article.objects.values_list("headline", flat=True)) == ["A whole thought"]


def test_text_that_cannot_be_sent_is_kept_in_the_browser_and_brought_back(sign_in, article):
    page = sign_in(make.editor("ada"), change(article))
    cut_off(page)
    type_text(page, " Offline.")
    page.wait_for_selector(f"{TROUBLE}:has-text('kept in this browser')")
    page.goto("/admin/articles/article/")
    page.context.unroute("**/pulse/")
    page.goto(change(article))
    with page.expect_navigation(url="**autosave=*"):
        page.get_by_role("button", name="Bring it back").click()
    page.wait_for_selector(TEXT)
    assert "Offline." in page.locator(TEXT).inner_text()


def test_copy_in_the_browser_is_thrown_away(sign_in, article):
    page = sign_in(make.editor("ada"), change(article))
    cut_off(page)
    type_text(page, " Offline.")
    page.wait_for_selector(f"{TROUBLE}:has-text('kept in this browser')")
    page.goto("/admin/articles/article/")
    page.goto(change(article))
    page.locator("form .unsaved button", has_text="Throw it away").first.click()
    page.goto(change(article))
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('desk-kept')).length") == 0


def test_who_is_signed_out_is_told_and_loses_nothing_by_signing_in_again(sign_in, article):
    ada = make.editor("ada")
    page = sign_in(ada, change(article))
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_text(page, " Signed out.")
    page.wait_for_selector(f"{TROUBLE}:has-text('You are signed out')")
    page.context.add_cookies(cookies)
    kept(page)
    assert "Signed out." in Revision.objects.autosaves().get().snapshot["fields"]["body"]


def test_save_leaves_no_copy_behind(sign_in, article):
    page = sign_in(make.editor("ada"), change(article))
    type_text(page, " Saved.")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.wait_for_selector(TEXT)
    assert page.locator(".unsaved").count() == 0
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('desk-kept')).length") == 0


def test_colleagues_are_told_of_each_other_and_of_a_take_over(sign_in, article, axe):
    ada = sign_in(make.editor("ada"), change(article))
    ines = sign_in(make.editor("ines"), change(article))
    assert "ada has this open since" in ines.inner_text("[data-panel=presence]")
    axe(ines)
    ines.fill("#id_standfirst", "Typed by Ines.")
    ines.get_by_role("button", name="Take over").click()
    ines.wait_for_selector("[data-panel=presence]:not(:has-text('has this open'))")
    assert ines.input_value("#id_standfirst") == "Typed by Ines."
    ada.fill("#id_headline", "Typed by Ada")
    ada.wait_for_selector("[data-panel=presence]:has-text('ines took over at')")


def test_conflict_is_settled_by_keyboard(sign_in, article, axe):
    ada = sign_in(make.editor("ada"), change(article))
    ines = sign_in(make.editor("ines"), change(article))
    for page, words in ((ada, "Ada’s headline"), (ines, "Ines’s headline")):
        page.fill("#id_headline", words)
        with page.expect_navigation():
            page.keyboard.press("Control+s")
    ines.wait_for_selector(".conflicts")
    axe(ines)
    ines.locator(".conflict input").first.focus()
    ines.keyboard.press("ArrowDown")
    with ines.expect_navigation():
        ines.keyboard.press("Control+s")
    assert Article.objects.get().headline == "Ada’s headline"


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_offer_of_unsaved_text_is_accessible_and_works_without_script(sign_in, article, axe, width, theme):
    ada = make.editor("ada")
    page = sign_in(ada, change(article))
    page.fill("#id_headline", "Unsaved")
    kept(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto(change(article))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
    page.get_by_role("link", name="Bring it back").click()
    page.wait_for_selector("text=The form shows your unsaved text")
    assert page.input_value("#id_headline") == "Unsaved"
    axe(page)


def test_what_is_typed_while_a_save_is_under_way_is_offered(sign_in, article):
    page = sign_in(make.editor("ada"), change(article))
    held = []
    page.route("**/change/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    type_text(page, " Saved.")
    page.keyboard.press("Control+s")
    page.keyboard.type(" Typed meanwhile.")
    page.wait_for_timeout(700)
    with page.expect_navigation():
        held[0].continue_()
    page.wait_for_selector(TEXT)
    assert page.locator(TEXT).inner_text().endswith("Saved.")
    with page.expect_navigation(url="**autosave=*"):
        page.get_by_role("button", name="Bring it back").click()
    page.wait_for_selector(TEXT)
    assert page.locator(TEXT).inner_text().endswith("Typed meanwhile.")


def test_save_that_is_stopped_does_not_stop_the_keeping(sign_in, article):
    page = sign_in(make.editor("ada"), change(article))
    # As Escape does it: the page stays, and nothing tells its script.
    page.route("**/change/", lambda r: r.abort("aborted") if r.request.method == "POST" else r.continue_())
    type_text(page, " One.")
    page.keyboard.press("Control+s")
    page.keyboard.type(" Two.")
    kept(page)
    assert "Two." in Revision.objects.autosaves().get().snapshot["fields"]["body"]


def test_each_of_two_tabs_keeps_its_own_copy(sign_in, article):
    first = sign_in(make.editor("ada"), change(article))
    second = first.context.new_page()
    second.goto(change(article))
    cut_off(first)
    for page, words in ((first, " First tab."), (second, " Second tab.")):
        type_text(page, words)
        page.wait_for_selector(f"{TROUBLE}:has-text('kept in this browser')")
    second.close()
    first.goto("/admin/articles/article/")
    first.goto(change(article))
    first.wait_for_selector(TEXT)
    assert first.get_by_role("button", name="Bring it back").count() == 2


def test_two_clicks_on_save_make_one_story(sign_in):
    page = sign_in(make.reporter("rosa"), "/admin/articles/article/add/")
    page.fill("#id_headline", "Once")
    with page.expect_navigation():
        page.locator("button[name=_save]").first.dblclick()
    page.wait_for_selector(TEXT)
    assert Article.objects.count() == 1


def test_form_that_was_refused_is_kept_at_once(sign_in, article):
    page = sign_in(make.editor("ada"), change(article))
    page.fill("#id_search_title", "Typed")
    page.fill("#id_due_at", "0002-01-01T00:00")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.wait_for_selector(".complaints")
    kept(page)
    assert Revision.objects.autosaves().get().snapshot["fields"]["search_title"] == "Typed"
