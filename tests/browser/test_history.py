"""History and comparison as people use them: two chosen, what differs read, one part brought back."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles.desk import revisions
from articles.models import Article
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(db):
    made = make.live("Ferry late", by=make.chief("root"), body="<p>It left on time.</p><p>Rain fell.</p>").article
    body = '<ul><li>First</li></ul><p>Rain fell.</p><p>It left <a href="https://a.example/">very late</a>.</p>'
    Article.objects.filter(pk=made.pk).update(headline="Ferry lost", body=body, illustration=make.illustration())
    made.refresh_from_db()
    revisions.record(made, by=make.editor("olga"), kind="named", name="Before lawyers")
    revisions.keep(made, revisions.snapshot(made), by=make.reporter("rosa"), sitting="s", base=2)
    return made


@pytest.fixture
def enter(chromium, client, live_server):
    contexts = []

    def open_page(path, **options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        client.force_login(make.superuser())
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def address(story, view):
    return f"/admin/articles/article/{story.pk}/{view}"


def open_all(page):
    for summary in page.locator("#content-main summary").all():
        summary.click()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_screens_are_accessible_and_fit(enter, story, axe, scheme, width):
    page = enter(address(story, "history/"), color_scheme=scheme, viewport={"width": width, "height": 900})
    for view in ("history/", "compare/", "compare/?view=columns"):
        page.goto(address(story, view))
        open_all(page)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("script", [True, False])
def test_two_are_chosen_compared_and_one_part_is_brought_back(enter, story, script):
    page = enter(address(story, "history/"), java_script_enabled=script)
    page.get_by_role("radio", name="From revision 1").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Compare the chosen two").press("Enter")
    expect(page.locator(".sides")).to_contain_text("Revision 1")
    expect(page.locator("ins").filter(has_text="lost")).to_be_visible()
    page.get_by_role("checkbox", name="Bring back Headline").check()
    page.get_by_role("button", name="Bring back the ticked parts").click()
    expect(page.get_by_text("Brought back from Revision 1: Headline.")).to_be_visible()
    story.refresh_from_db()
    assert story.headline == "Ferry late"
    assert "very late" in story.body


def test_added_words_are_told_by_more_than_colour(enter, story):
    page = enter(address(story, "compare/"), forced_colors="active")
    line = "element => getComputedStyle(element).textDecorationLine"
    assert "underline" in page.locator(".words ins").first.evaluate(line)
    assert "line-through" in page.locator(".words del").first.evaluate(line)
    assert page.locator(".words ins .visually-hidden").first.inner_text().strip() == "[added:"


def test_a_revision_is_named_from_its_row(enter, story):
    page = enter(address(story, "history/"))
    row = page.locator("#revision-1")
    row.locator("summary").click()
    row.get_by_label("Name").fill("As published")
    row.get_by_role("button", name="Save the name").click()
    expect(page.locator("#revision-1 .named")).to_have_text("As published")
