"""Today, the list, the log and the frame around them, in a browser: by keyboard, on a telephone, light and dark."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Note
from comments.models import Discussion
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
PAGES = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/?status=review&q=harbour",
    "/admin/articles/article/?tag=nothing",
    "/admin/admin/logentry/",
    "/admin/auth/user/",
    "/admin/password_change/",
    "/admin/nothing/here/",
]


@pytest.fixture
def desk(visit, client, live_server):
    """Open a page of the desk as the chief, who has every box and every column filled, or as somebody else."""
    root, now = make.chief("root"), timezone.now()
    waiting = make.article("The harbour waits", stage="review", by=root, due_at=now - timedelta(hours=1), priority=1)
    Note.objects.create(article=waiting, text="Who says so?", created_by=make.reporter("rosa"))
    make.article("Planned and late", planned_for=now - timedelta(hours=2), by=root)
    make.live("Standing", by=root, tags=["ports"])
    make.article("", authors=[], section=None, by=root)

    def open_page(path="/admin/", by=root, **options):
        client.force_login(by)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = visit("/admin/login/", **options)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(path)
        return page

    return open_page


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_within_its_width(desk, axe, width, scheme):
    page = desk(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_forms_of_the_house_are_accessible(desk, axe, width, scheme):
    rosa, story = make.reporter("rita"), make.live("Discussed").article
    Discussion.objects.create(article=story)
    group = rosa.groups.get()
    page = desk(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in (f"comments/discussion/{story.pk}", f"auth/user/{rosa.pk}", f"auth/group/{group.pk}"):
        page.goto(f"/admin/{path}/change/")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_today_of_a_moderator_fills_the_page(desk):
    page = desk(by=make.moderator("max"), viewport=WIDE)
    room, boxes = (page.locator(one).bounding_box() for one in ("#content-main", ".boxes__column:not(:empty)"))
    assert boxes["width"] >= room["width"] * 0.95


def test_menu_opens_on_a_telephone_and_closes_by_escape(desk, axe):
    page = desk(viewport=PHONE)
    places = page.get_by_role("navigation", name="Desk")
    assert not places.is_visible()
    page.get_by_role("button", name="Menu").press("Enter")
    assert places.is_visible()
    axe(page)
    page.keyboard.press("Escape")
    assert not places.is_visible()
    page.get_by_role("button", name="Menu").click()
    places.get_by_role("link", name="Articles").click()
    page.wait_for_url("**/admin/articles/article/")


def test_story_is_claimed_by_keyboard(desk):
    page = desk()
    page.get_by_role("button", name="Claim The harbour waits").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Article.objects.get(headline="The harbour waits").assignee.username == "root"
    assert "with you" in page.locator(".box--waiting").inner_text()


def test_only_the_field_of_the_chosen_action_is_shown(desk):
    page = desk("/admin/articles/article/", viewport=WIDE)
    section = page.locator(".actions select[name=section]")
    assert not section.is_visible()
    page.select_option("select[name=action]", "set_section")
    assert section.is_visible()
    assert not page.locator(".actions input[name=tag]").is_visible()


def test_bulk_action_works_without_a_script(desk):
    page = desk("/admin/articles/article/", java_script_enabled=False, viewport=WIDE)
    page.select_option("select[name=action]", "add_tag")
    page.fill(".actions input[name=tag]", "ferries")
    page.locator("tr", has_text="The harbour waits").get_by_role("checkbox").check()
    page.get_by_role("button", name="Go").click()
    assert "“ferries” added to 1 article." in page.locator(".messagelist").inner_text()


def test_tag_is_proposed_while_it_is_typed(desk):
    page = desk("/admin/articles/article/", viewport=WIDE)
    page.get_by_text("Filter", exact=True).click()
    with page.expect_response("**/tags/?q=po"):
        page.locator(".facet--tag input").press_sequentially("po")
    expect(page.locator(".facet--tag option").first).to_have_attribute("value", "ports")


def test_a_second_spelling_of_a_tag_is_warned_of_in_the_bar_of_the_list(desk, axe):
    page = desk("/admin/articles/article/", viewport=WIDE)
    page.select_option("select[name=action]", "add_tag")
    page.get_by_role("combobox", name="Tag").press_sequentially("port")
    near = page.locator(".actions .combobox__near")
    near.wait_for()
    assert "ports" in near.inner_text()
    axe(page)


def test_facet_becomes_a_chip_that_takes_it_away(desk):
    page = desk("/admin/articles/article/", viewport=WIDE)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Status").select_option("live")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/article/?status=live")
    assert page.locator("#result_list .headline").all_inner_texts() == ["Standing"]
    page.get_by_role("link", name="Remove Status: Live").click()
    page.wait_for_url("**/article/?")
    assert page.locator("#result_list .headline").count() == 4


def test_story_is_copied_from_its_row(desk):
    page = desk("/admin/articles/article/", viewport=WIDE)
    page.get_by_role("button", name="Copy Standing").click()
    page.wait_for_url("**/change/")
    assert "This is a copy of “Standing”" in page.locator(".messagelist").inner_text()
