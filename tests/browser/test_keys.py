"""The keys of the desk's pages: saving in place, and the list of the keys that hold there."""

import pytest
from django.conf import settings
from taggit.models import Tag

from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

WIDE = {"width": 1440, "height": 700}


@pytest.fixture
def desk(visit, client, live_server):
    client.force_login(make.chief("root"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_page(path):
        page = visit("/admin/login/", viewport=WIDE)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(path)
        return page

    return open_page


def said(page) -> str:
    return page.get_by_role("dialog", name="Keys").inner_text()


@pytest.mark.parametrize("path", ["/admin/", "/admin/articles/article/", "/admin/articles/section/add/"])
def test_question_mark_lists_the_keys_that_hold_on_the_page(desk, axe, path):
    page = desk(path)
    page.locator("h1").first.click()
    page.keyboard.press("?")
    assert ("Save, and go on where you are" in said(page)) == path.endswith("/add/")
    axe(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()


def test_question_mark_is_a_letter_in_a_field(desk):
    page = desk("/admin/articles/section/add/")
    page.focus("#id_name")
    page.keyboard.press("?")
    assert page.input_value("#id_name") == "?"
    assert not page.get_by_role("dialog").is_visible()


def test_form_is_saved_by_key_and_stays_where_it_was(desk):
    tag = Tag.objects.create(name="ports", slug="ports")
    page = desk(f"/admin/taggit/tag/{tag.pk}/change/")
    page.fill("#id_profile-0-description", "Where ships lie.")
    place = page.evaluate("scrollY")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.locator(".messagelist .success").wait_for()
    assert page.url.endswith(f"/tag/{tag.pk}/change/")
    assert page.evaluate("document.activeElement.id") == "id_profile-0-description"
    assert abs(page.evaluate("scrollY") - place) < 80
    tag.profile.refresh_from_db()
    assert tag.profile.description == "Where ships lie."


def test_what_is_refused_is_shown_from_its_top(desk):
    page = desk("/admin/articles/section/add/")
    page.focus("#id_slug")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.activeElement.id") != "id_slug"
