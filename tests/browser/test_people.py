"""People and block rules in a browser: accessible in every state, within the window, and usable without script."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from comments import moderation
from comments.models import Block, Comment, Discussion
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)
ROSA = "rosa@readers.example"


@pytest.fixture
def comment():
    story = make.live("The ferry that waits", by=make.chief("root"))
    discussion = Discussion.objects.create(article_id=story.article_id)
    at, network = timezone.now() - timedelta(hours=3), "0123456789abcdef"
    said = {"name": "Rosa", "email": ROSA, "text": "It never waits for me.", "network": network, "created_at": at}
    made = Comment.objects.create(discussion=discussion, status="pending", **said)
    Comment.objects.filter(pk=made.pk).update(root=made.pk)
    return made


@pytest.fixture
def enter(visit, client, live_server):
    """Open a page of the desk as a moderator."""

    def open_page(path, **options):
        client.force_login(make.user(is_superuser=True))
        page = visit("/admin/login/", **options)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(path)
        return page

    return open_page


@pytest.mark.parametrize(("examined", "scheme"), LOOKS)
def test_every_screen_is_accessible_and_within_its_window(enter, axe, comment, scheme, examined):
    root = make.superuser()
    moderation.block("address", ROSA, "hold", by=root, note="Heated.")
    moderation.block("address", ROSA, "refuse", by=root, until=timezone.now() + timedelta(days=2), note="Insults.")
    moderation.lift(moderation.block("pattern", "*@shoes.example", "refuse", by=root, note="Sells shoes."), by=root)
    record = f"/admin/comments/commenter/of/{comment.pk}/"
    page = enter("/admin/comments/commenter/", color_scheme=scheme)

    def check():
        for width in (320, 834, examined):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)

    check()
    for path in (record, "/admin/comments/block/?state=all", "/admin/comments/watchlist/add/", "/admin/"):
        page.goto(path)
        check()
    for path, button in ((record, "Put it in force"), ("/admin/comments/block/", "Try")):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_focused()
        check()


def test_a_moderator_comes_from_the_queue_and_suspends_without_script(enter, comment):
    page = enter("/admin/comments/comment/", java_script_enabled=False)
    page.get_by_role("link", name="Record, note, hold or keep out").click()
    page.get_by_label("What other moderators should know").fill("Called us twice.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    page.get_by_label("Suspend: nothing is taken").check()
    page.get_by_role("button", name="Put it in force").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the date and time")
    expect(page.get_by_label("Suspend: nothing is taken")).to_be_checked()
    page.get_by_label("Suspend until").fill("2099-01-01T10:00")
    page.get_by_label("This address").check()
    page.get_by_label("Why").fill("Insults.")
    page.get_by_role("button", name="Put it in force").click()
    expect(page.get_by_text(f"Suspended: {ROSA}.")).to_be_visible()
    assert Block.objects.get().until.year == 2099
    page.get_by_role("button", name=f"Lift Suspended: {ROSA}").click()
    expect(page.get_by_text("Lifted", exact=True)).to_be_visible()
    assert not Block.objects.in_force(timezone.now()).exists()
