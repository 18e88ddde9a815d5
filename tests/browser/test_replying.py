"""Writing under a story in a browser: counted, previewed, mended, changed, taken back, reported; with and without script."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from comments import moderation
from comments.letters import links
from comments.models import Comment, Commenter, Discussion, ErrorReport, Letter, Report
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [({"width": 390, "height": 844}, "light"), ({"width": 1440, "height": 900}, "dark")]

# A page that changes its size while it fades in says so in the console.
STILL = {"reduced_motion": "reduce"}


@pytest.fixture
def story(settings):
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    make.rules()
    return make.live("The ferry that waits", body="<p>The ferry left on time.</p><p>It came back late.</p>")


@pytest.fixture
def clean(axe):
    """Assert that a page has nothing for axe to find and does not scroll sideways, on a phone by day and a desk by night."""

    def check(page):
        for size, scheme in SIZES:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"scrolls at {size['width']}"
            axe(page)

    return check


def remark(story, text="It never waits for me.", **fields):
    discussion, _made = Discussion.objects.get_or_create(pk=story.article_id)
    fields = {"name": "Rosa", "email": "rosa@readers.example", "created_at": timezone.now()} | fields
    made = Comment.objects.create(discussion=discussion, text=text, status="approved", **fields)
    Comment.objects.filter(pk=made.pk).update(root=made.pk)
    Discussion.objects.recount()
    return made


def press(page, name):
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def test_what_is_left_is_counted_and_spoken_near_the_end(visit, story):
    page = visit(story.get_absolute_url())
    field, seen = page.get_by_label("Comment *"), page.locator(".field:has(#id_text) p[aria-hidden]")
    expect(seen).to_have_text("3,000 characters left")
    for length, words, look in ((2699, "301 characters left", "field__hint"), (2999, "1 character left", "is-near")):
        field.fill("🚢" * length)
        expect(seen).to_have_text(words)
        assert seen.get_attribute("class").split()[-1] == look
    expect(page.locator(".field:has(#id_text) [role=status]")).to_have_text("1 character left")
    field.fill("x" * 3002)
    expect(seen).to_have_text("2 characters over")
    expect(seen).to_have_class("field__hint is-over")


@pytest.mark.parametrize("script", [True, False])
def test_a_reply_is_mended_previewed_posted_changed_and_taken_back(visit, story, clean, script):
    page = visit(story.get_absolute_url(), java_script_enabled=script, **STILL)
    looked_at = clean if script else lambda page: None
    page.get_by_role("textbox", name="Website").fill("no address")
    page.get_by_label("Save my name").check()
    page.get_by_label("Mail on replies").select_option("daily")
    press(page, "Post Comment")
    expect(page).to_have_title(re.compile("^Error: The ferry that waits"))
    expect(page.locator(".error-summary")).to_be_focused()
    looked_at(page)
    page.get_by_role("link", name="Write a comment.").click()
    expect(page.get_by_label("Comment *")).to_be_focused()
    expect(page.get_by_role("textbox", name="Website")).to_have_value("no address")
    expect(page.get_by_label("Save my name")).to_be_checked()
    expect(page.get_by_label("Mail on replies")).to_have_value("daily")
    page.get_by_role("textbox", name="Website").fill("")
    for label, typed in {
        "Comment *": "It *never* waits.",
        "Name *": "Rosa",
        "Email *": "rosa@readers.example",
    }.items():
        page.get_by_label(label).fill(typed)
    press(page, "Preview")
    expect(page.locator("#preview")).to_be_focused()
    expect(page.locator("#preview em")).to_have_text("never")
    assert not Comment.objects.exists() and not page.context.cookies()
    looked_at(page)
    press(page, "Post Comment")
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    expect(page.locator(".comment em")).to_have_text("never")
    looked_at(page)
    page.get_by_role("link", name="Edit your comment").click()
    looked_at(page)
    page.get_by_label("Comment *").fill("")
    press(page, "Save changes")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Comment *").fill("It waits.")
    press(page, "Save changes")
    expect(page.locator(".comment")).to_contain_text("edited")
    expect(page.locator(".comment__text")).to_have_text("It waits.")
    page.get_by_role("link", name="Delete your comment").click()
    press(page, "Delete my comment")
    expect(page.get_by_role("status")).to_have_text("Your comment is deleted. Readers no longer see it.")
    looked_at(page)
    assert (Comment.objects.get().status, Comment.objects.get().removal_reason) == ("removed", "writer")


@pytest.mark.parametrize("script", [True, False])
def test_a_comment_and_an_error_are_reported(visit, story, clean, script):
    remark(story)
    page = visit(story.get_absolute_url(), java_script_enabled=script, **STILL)
    looked_at = clean if script else lambda page: None
    page.get_by_role("link", name="Report comment by Rosa").click()
    looked_at(page)
    press(page, "Report this comment")
    expect(page.locator(".error-summary")).to_be_focused()
    looked_at(page)
    page.get_by_label("Attacks somebody").check()
    page.get_by_label("In your words").fill("Look at this.")
    press(page, "Report this comment")
    expect(page.get_by_role("status")).to_have_text("Thank you. The moderators will look at it.")
    page.get_by_role("link", name="Back to the comments").click()
    page.get_by_role("link", name="Report an error").click()
    looked_at(page)
    page.get_by_label("Where is the error?").select_option(label="Paragraph 2: It came back late.")
    page.get_by_label("Name").fill("Karl")
    press(page, "Report the error")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Karl")
    page.get_by_label("What is wrong?").fill("It was early.")
    press(page, "Report the error")
    expect(page.get_by_role("status")).to_contain_text("Thank you. The editors will look at it.")
    looked_at(page)
    report, error = Report.objects.get(), ErrorReport.objects.get()
    assert (report.reason, report.text) == ("attack", "Look at this.")
    assert (error.quote, error.text, error.name) == ("It came back late.", "It was early.", "Karl")


def test_every_page_behind_a_letter_is_clean(visit, story, clean, monkeypatch):
    comment, rita = remark(story, notify="each"), make.moderator("rita")
    person = Commenter.objects.create(email=comment.email, confirmed_at=timezone.now())
    stranger = Commenter.objects.create(email="karl@readers.example")
    held = remark(story, "Held.")
    moderation.reopen(held, rita)
    letter = Letter.objects.create(kind="privacy", to=person.email, mark="x", due_at=timezone.now())
    opened = [links.decide(held, rita, "remove"), links.quiet(rita, "held"), links.stop(person, comment)]
    opened += [links.confirm(stranger), links.privacy(letter), links.confirm(stranger)[:-3]]
    page = visit("/comments/privacy/", **STILL)
    for path in ["/comments/privacy/", *(address.removeprefix("http://localhost:8000") for address in opened)]:
        page.goto(path)
        clean(page)
    page.goto("/comments/privacy/")
    page.get_by_label("Email").fill(person.email)
    press(page, "Mail me the link")
    expect(page.get_by_role("status")).to_contain_text("a mail with a link is on its way")
    assert [one.subject for one in mail.outbox] == ["What we keep about you"]
