"""Publishing in a browser: buttons name their outcome, times are told in UTC too, and a correction reaches readers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Edition
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def newsroom_in_london(settings):
    settings.TIME_ZONE = "Europe/London"
    timezone.get_default_timezone.cache_clear()
    yield
    timezone.get_default_timezone.cache_clear()


def sign_in(page, name):
    page.fill("#id_username", name)
    page.fill("#id_password", "a long enough one")
    with page.expect_navigation():
        page.click("[type=submit]")


@pytest.fixture
def form(visit):
    """The form of a live story, opened by an editor, with the publishing panel unfolded."""
    make.editor("olga")
    article = make.live("The ferry that waits", by=make.chief("root")).article
    page = visit(f"/admin/login/?next=/admin/articles/article/{article.pk}/change/", timezone_id="Asia/Tokyo")
    sign_in(page, "olga")
    page.locator(".publishing > summary").click()
    return page


def test_the_button_names_the_kind_of_change(form):
    button = form.locator("button[name=_publish]").first
    assert button.inner_text() == "Publish update"
    form.select_option("#id_change", "clarification")
    assert button.inner_text() == "Publish clarification"


@pytest.mark.parametrize(
    ("typed", "utc"), [("2027-07-01T18:00", "2027-07-01 17:00 UTC"), ("2027-01-15T18:00", "2027-01-15 18:00 UTC")]
)
def test_a_newsroom_time_is_told_in_utc_wherever_the_browser_is(newsroom_in_london, form, typed, utc):
    form.fill("#id_live_from", typed)
    assert utc in form.locator(".publishing").inner_text()
    day, time = typed.split("T")
    assert form.locator("button[name=_schedule]").inner_text() == f"Schedule for {day}, {time}"


def test_a_correction_goes_from_the_panel_to_its_readers(form, visit):
    form.fill("#id_headline", "The ferry that left")
    form.select_option("#id_change", "correction")
    form.fill("#id_note", "It left at nine.")
    with form.expect_navigation():
        form.locator("button[name=_publish]").first.click()
    assert "as correction" in form.locator(".messagelist").inner_text()
    reader = visit("/corrections/")
    assert "It left at nine." in reader.locator("main").inner_text()
    reader.get_by_role("link", name="The ferry that left", exact=True).click()
    assert "It left at nine." in reader.locator(".changes").inner_text()


def test_the_corrections_page_is_accessible(form, visit, axe):
    article = Edition.objects.live().get().article
    workflow.publish(make.rewrite(article), by=make.editor(), change="correction", note="It left at nine.")
    for width, scheme in LOOKS:
        axe(visit("/corrections/", viewport={"width": width, "height": 900}, color_scheme=scheme))


def test_a_scheduled_version_is_moved_by_keyboard(form):
    article = Edition.objects.live().get().article
    at = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    workflow.schedule(make.rewrite(article), by=make.editor(), live_from=at)
    form.reload()
    form.locator(".layer__more summary").focus()
    form.keyboard.press("Enter")
    field = form.locator(".layer__more input")
    field.fill((at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    form.locator("button[name=_reschedule]").focus()
    with form.expect_navigation():
        form.keyboard.press("Enter")
    assert article.editions.scheduled().get().live_from == at + timedelta(days=1)
