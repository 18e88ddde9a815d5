"""The calendar and the front page in a browser: moved by drag and by keyboard, with and without script."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from articles.desk import workflow
from articles.desk.front_slots import acts
from articles.models import Article, Slot
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)
CALENDAR, FRONT = "/admin/articles/article/calendar/", "/admin/articles/article/front/"
# A Wednesday in the middle of its month.
NOON = datetime(2030, 6, 12, 12, tzinfo=UTC)
PAGES = {
    "week": f"{CALENDAR}?date=2030-06-12",
    "month": f"{CALENDAR}?date=2030-06-12&view=month",
    "today": CALENDAR,
    "front": FRONT,
    "nothing found": f"{FRONT}?q=zzz",
    "reports": "/admin/articles/article/reports/",
    "report": "/admin/articles/article/reports/no-picture/",
    "clear report": "/admin/articles/article/reports/behind/",
}


@pytest.fixture
def signed_in(visit, client, live_server):
    """Open a page as an editor."""
    client.force_login(make.editor("olga"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_page(path, **options):
        state = {"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}
        cookies = {"cookies": [state | {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}]}
        return visit(path, storage_state=cookies | {"origins": []}, **options)

    return open_page


@pytest.fixture
def plan(db):
    return make.article("The ferry inquiry", planned_for=NOON, due_at=NOON + timedelta(days=1))


def day(when) -> str:
    return f"{timezone.localtime(when):%Y-%m-%d}"


def month_of(when) -> str:
    return f"{CALENDAR}?view=month&date={day(when)}"


def test_a_plan_is_dragged_to_another_day(signed_in, plan):
    there = plan.planned_for + timedelta(days=1)
    page = signed_in(month_of(plan.planned_for), viewport={"width": 1440, "height": 2000})
    page.locator(".entry--planned").drag_to(page.locator(f"[data-date='{day(there)}'] .day__name"))
    page.locator("[data-said]", has_text="is planned for").wait_for()
    page.locator(f"[data-date='{day(there)}'] .entry--planned").wait_for()
    plan.refresh_from_db()
    assert plan.planned_for == there


def test_a_refused_drag_leaves_it_there_and_says_why(signed_in):
    edition = workflow.schedule(make.article("Held"), by=make.superuser(), live_from=NOON)
    Article.objects.filter(pk=edition.article_id).update(embargo_until=NOON)
    page = signed_in(month_of(NOON), viewport={"width": 1440, "height": 2000})
    there = page.locator(f"[data-date='{day(NOON - timedelta(days=1))}']")
    page.locator(".entry--scheduled").drag_to(there.locator(".day__name"))
    page.locator("[data-said].is-refused", has_text="under embargo").wait_for()
    assert page.locator(f"[data-date='{day(NOON)}'] .entry--scheduled").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_plan_is_moved_by_keyboard(signed_in, plan, script):
    there = plan.planned_for + timedelta(days=1)
    page = signed_in(month_of(plan.planned_for), java_script_enabled=script)
    entry = page.locator(".entry--planned")
    entry.locator("summary").focus()
    page.keyboard.press("Enter")
    entry.locator("input[type=date]").fill(day(there))
    entry.locator("input[type=date]").press("Enter")
    page.locator(f"[data-date='{day(there)}'] .entry--planned").wait_for()
    assert page.locator(".messagelist, [data-said]", has_text="is planned for").count() == 1
    page.locator(".entry--planned summary:focus").wait_for()
    assert page.locator(".entry--planned summary").evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_a_drag_on_the_page_of_a_refused_plan_shows_the_calendar_anew(signed_in, plan):
    there = plan.planned_for + timedelta(days=1)
    page = signed_in(month_of(plan.planned_for), viewport={"width": 1440, "height": 2000})
    page.fill("#id_plan-headline", "Too late")
    page.fill("#id_plan-day", "2020-01-01")
    page.click("text=Plan this story")
    page.locator(".plan .errorlist").wait_for()
    page.locator(".entry--planned").drag_to(page.locator(f"[data-date='{day(there)}'] .day__name"))
    page.locator("[data-said]", has_text="is planned for").wait_for()
    assert page.locator(f"[data-date='{day(there)}'] .entry--planned").count() == 1


def test_a_story_is_planned_with_script_off(signed_in):
    page = signed_in(CALENDAR, java_script_enabled=False)
    page.fill("#id_plan-headline", "A story to come")
    page.fill("#id_plan-day", day(timezone.now()))
    page.fill("#id_plan-time", "23:59")
    page.click("text=Plan this story")
    assert page.locator(".day--today .entry--planned", has_text="A story to come").count() == 1


@pytest.fixture
def three(db):
    root = make.superuser()
    for name in ("Alpha", "Bravo", "Charlie"):
        token = acts.token(list(Slot.objects.current()))
        acts.place(make.live(name).article, by=root, seen=token)


def order() -> list[str]:
    return [slot.article.headline for slot in Slot.objects.current().select_related("article")]


def test_places_are_rearranged_by_drag(signed_in, three):
    page = signed_in(FRONT, viewport={"width": 1440, "height": 1400})
    page.locator(".slot").nth(2).drag_to(page.locator(".slot").nth(0), target_position={"x": 200, "y": 4})
    page.locator(".slot").nth(0).get_by_text("Charlie").first.wait_for()
    assert order() == ["Charlie", "Alpha", "Bravo"]


def test_places_are_rearranged_by_keyboard_and_focus_stays(signed_in, three):
    page = signed_in(FRONT)
    page.locator(".slot").nth(2).locator("[data-key=up]").focus()
    for place in (1, 0):
        page.keyboard.press("Enter")
        page.locator(".slot").nth(place).get_by_role("link", name="Charlie").wait_for()
    assert order() == ["Charlie", "Alpha", "Bravo"]
    expect(page.locator("[data-key=down]:focus")).to_have_count(1)
    assert "Charlie" in page.evaluate("document.activeElement.textContent")


def test_places_are_rearranged_with_script_off(signed_in, three):
    page = signed_in(FRONT, java_script_enabled=False)
    page.locator(".slot").nth(0).locator("[data-key=down]").click()
    assert order() == ["Bravo", "Alpha", "Charlie"]
    page.locator(".slot").nth(0).locator("summary").click()
    page.locator(".slot").nth(0).locator("[data-key=remove]").click()
    assert order() == ["Alpha", "Charlie"]


def test_a_story_is_found_while_typing_and_placed(signed_in, three):
    make.live("Zebra crossing repainted")
    page = signed_in(FRONT)
    page.locator("#id_q").press_sequentially("zebra")
    expect(page.locator("[data-found] button")).to_have_count(1)
    page.locator("[data-found] button").click()
    page.locator(".slot").nth(3).get_by_role("link", name="Zebra").wait_for()
    assert order()[-1] == "Zebra crossing repainted"


def test_two_who_arrange_at_once_see_each_others_work(signed_in, three):
    page = signed_in(FRONT)
    acts.remove(
        Article.objects.get(headline="Alpha"), by=make.superuser(), seen=acts.token(list(Slot.objects.current()))
    )
    page.locator(".slot").nth(2).locator("[data-key=up]").click()
    page.locator("[data-said].is-refused", has_text="arranged anew").wait_for()
    assert page.locator(".slot").count() == 2
    assert order() == ["Bravo", "Charlie"]


@pytest.mark.parametrize(("examined", "scheme"), LOOKS)
def test_the_pages_are_accessible_at_every_width(signed_in, axe, plan, three, examined, scheme):
    make.article("Late", due_at=timezone.now() - timedelta(minutes=5), section=make.section("World", hue="teal"))
    for number in range(6):
        make.article(f"Same day {number}", planned_for=plan.planned_for)
    workflow.unpublish(Article.objects.get(headline="Bravo"), by=make.superuser())
    page = signed_in(CALENDAR, color_scheme=scheme)
    for name, address in PAGES.items():
        page.goto(address)
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        for width in sorted({320, 390, 1440, examined}):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            if width == examined:
                axe(page)
