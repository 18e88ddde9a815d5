"""Writing, changing, taking back and reporting in a real browser, with script and without."""

import pytest
from django.utils import timezone

from comments.loading import Entry, load
from comments.models import Comment, ErrorReport, Report
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def fill(page, text):
    form = page.locator("#respond")
    for label, value in {"Comment": text, "Name": "Priya N.", "Email": "priya@example.org"}.items():
        form.get_by_label(label, exact=False).first.fill(value)


@pytest.mark.parametrize("script", [True, False])
def test_a_comment_is_previewed_posted_changed_and_deleted(visit, axe, script):
    page = visit(make.live("Tides").get_absolute_url(), java_script_enabled=script)
    fill(page, "Who drew it?")
    page.get_by_role("button", name="Preview").click()
    assert "Who drew it?" in page.locator("#preview").inner_text() and Comment.objects.count() == 0
    if script:
        assert "2,988 characters left" in page.locator("#respond").inner_text()
        axe(page)
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_role("link", name="Edit your comment").click()
    if script:
        axe(page)
    page.get_by_label("Comment").fill("Who painted it?")
    page.get_by_role("button", name="Save changes").click()
    assert "Who painted it?" in page.locator("#comments").inner_text()
    page.get_by_role("link", name="Delete your comment").click()
    page.get_by_role("button", name="Delete my comment").click()
    assert "Your comment is deleted." in page.locator("main").inner_text()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_an_error_and_a_comment_are_reported(visit, axe, scheme, width):
    edition = make.live("Tides")
    load(edition.article_id, [Entry(name="Rosa", text="Buy this.", created_at=timezone.now())])
    page = visit(edition.get_absolute_url(), color_scheme=scheme, viewport={"width": width, "height": 800})
    page.get_by_role("link", name="Report an error").click()
    page.get_by_label("Where is the error?").select_option(index=3)
    page.get_by_label("What is wrong?").fill("It was late.")
    axe(page)
    page.get_by_role("button", name="Report the error").click()
    axe(page)
    page.get_by_role("link", name="Back to the story").click()
    page.get_by_role("link", name="Report the comment of Rosa").click()
    page.get_by_role("button", name="Report this comment").click()
    assert page.title().startswith("Error: ")
    axe(page)
    page.get_by_label("Spam or advertising").check()
    page.get_by_role("button", name="Report this comment").click()
    assert "Thank you." in page.locator("main").inner_text()
    assert ErrorReport.objects.get().quote and Report.objects.count() == 1
