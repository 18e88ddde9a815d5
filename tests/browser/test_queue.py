"""The moderators' queue in a browser: by keys alone, and without script."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from comments import moderation
from comments.models import Comment, Decision, Discussion, Report, Watchlist
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE = "/admin/comments/comment/"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def rita(db):
    return make.moderator("rita")


@pytest.fixture
def queue(visit, client, live_server, rita):
    """Open the queue, signed in as rita."""
    client.force_login(rita)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_page(query="", **options):
        page = visit("/admin/login/", **{"viewport": WIDE} | options)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(f"{QUEUE}{query}")
        return page

    return open_page


def waiting(number, **fields):
    """Comments that wait, the oldest first, under one story."""
    edition = make.live("The ferry that waits")
    discussion = Discussion.objects.of(edition.article_id)
    discussion.save()
    first = timezone.now() - timedelta(hours=3)
    made = [
        Comment.objects.create(
            discussion=discussion,
            name=f"Writer {place}",
            email=f"w{place}@readers.example",
            text=f"Remark number {place}.",
            status="pending",
            created_at=first + timedelta(minutes=place),
            **{"reasons": ["spam"] if place % 3 == 1 else ["first"]} | fields,
        )
        for place in range(number)
    ]
    for comment in made:
        Comment.objects.filter(pk=comment.pk).update(root=comment)
    return made


def in_hand(page, comment):
    expect(page.locator(f"#card-{comment.pk}")).to_be_focused()


def state(comment):
    return Comment.objects.get(pk=comment.pk).status


def keys(page, key, *repeats):
    """Press a key so often in the same moment; whether each press comes of its being held down."""
    page.evaluate(
        """([key, repeats]) => repeats.forEach((repeat) => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, repeat, bubbles: true, cancelable: true })))""",
        [key, repeats],
    )


def said(page):
    return page.locator("[data-said]")


def test_fifty_mixed_comments_are_cleared_by_keys_alone(queue):
    made = waiting(50)
    page = queue()
    for place, comment in enumerate(made):
        in_hand(page, comment)
        if place == 4:  # a slip: taken back, and then decided otherwise
            page.keyboard.press("s")
            expect(said(page)).to_contain_text(f"Marked as spam: comment by {comment.name}.")
            in_hand(page, made[5])
            page.keyboard.press("u")
            expect(said(page)).to_contain_text("Taken back: 1 decision.")
            in_hand(page, comment)
        if place % 3 == 2:
            page.keyboard.press("r")
            expect(page.locator(f"#card-{comment.pk} .q__reasons button").first).to_be_focused()
            page.keyboard.press(str(place % 6 + 1))
        else:
            page.keyboard.press("as"[place % 3])
        line = page.locator(f"#card-{comment.pk}[data-line]")
        expect(line).to_contain_text(("Approved", "Marked as spam", "Removed")[place % 3])
        if place % 25 == 24:  # the end of a page: what has focus leads on
            expect(page.locator("[data-further]")).to_be_focused()
            expect(page.locator("[data-tab=pending]")).to_have_text(str(49 - place or ""))
            with page.expect_navigation():
                page.keyboard.press("Enter")
    expect(page.locator(".queue__empty")).to_have_text("Nothing waits. All is read.")
    states = [state(comment) for comment in made]
    assert states == [("approved", "spam", "removed")[place % 3] for place in range(50)]
    reasons = list(Comment.objects.filter(status="removed").order_by("pk").values_list("removal_reason", flat=True))
    codes = [code for code in Comment.Removal.values if code not in Comment.BY_WRITERS]
    assert reasons == [codes[place % 6] for place in range(50) if place % 3 == 2]
    assert Decision.objects.count() == 52


def test_without_script_one_form_decides_and_the_page_returns_at_the_next_card(queue):
    made = waiting(3)
    page = queue(java_script_enabled=False)
    page.locator(f"#card-{made[0].pk}").get_by_role("button", name="Approve", exact=True).click()
    assert page.url.endswith(f"#card-{made[1].pk}")
    expect(said(page)).to_contain_text(f"Approved: comment by {made[0].name}.")
    card = page.locator(f"#card-{made[1].pk}")
    card.get_by_text("Remove…").click()
    card.get_by_label("Tell the writer").check()
    card.get_by_role("button", name="Personal attack").click()
    assert (state(made[1]), Decision.objects.last().tell) == ("removed", True)
    said(page).get_by_role("button", name="Undo").click()
    assert page.url.endswith(f"#card-{made[1].pk}") and state(made[1]) == "pending"
    for comment in made[1:]:
        page.get_by_label(f"Select comment by {comment.name}").check()
    page.get_by_label("What to do with those selected").select_option("spam")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".queue__empty")).to_be_visible()
    assert [state(comment) for comment in made] == ["approved", "spam", "spam"]


def test_keys_are_letters_in_fields_and_can_be_turned_off(queue):
    made = waiting(2)
    page = queue()
    in_hand(page, made[0])
    page.locator("#note").fill("")
    page.locator("#note").press_sequentially("as you see")
    assert page.locator("#note").input_value() == "as you see"
    page.keyboard.press("Enter")
    expect(page.locator(".ctx__history")).to_contain_text("as you see")
    page.get_by_role("button", name="Keys: on").click()
    page.locator(f"#card-{made[0].pk}").focus()
    page.keyboard.press("a")
    page.reload()
    page.get_by_role("button", name="Keys: off").click()
    assert state(made[0]) == "pending"
    # Outside the queue no key acts.
    page.locator("h1").click()
    page.keyboard.press("a")
    page.locator(f"#card-{made[1].pk}").focus()
    page.keyboard.press("a")
    expect(said(page)).to_contain_text(f"Approved: comment by {made[1].name}.")
    assert [state(comment) for comment in made] == ["pending", "approved"]


def test_who_came_first_or_changed_the_words_is_said_in_the_card(queue):
    one, two, three = waiting(3)
    page = queue()
    in_hand(page, one)
    moderation.remove(Comment.objects.get(pk=one.pk), make.moderator("max"), "hate")
    Comment.objects.filter(pk=two.pk).update(text="Other words.", edited_at=timezone.now())
    page.keyboard.press("s")
    expect(page.locator(f"#card-{one.pk}[data-line]")).to_contain_text("Removed by max just now")
    in_hand(page, two)
    page.keyboard.press("a")
    expect(said(page)).to_contain_text("changed the words")
    expect(page.locator(f"#card-{two.pk}")).to_contain_text("Other words.")
    in_hand(page, two)
    page.keyboard.press("x")  # another key: what comes next is meant
    keys(page, "a", False, False, True)  # pressed twice by mistake, then held down: the next one waits
    expect(page.locator(f"#card-{two.pk}[data-line]")).to_contain_text("Approved")
    in_hand(page, three)
    keys(page, "s", True)
    expect(page.locator("[data-card]")).to_have_count(1)
    assert state(three) == "pending"
    assert [state(comment) for comment in (one, two)] == ["removed", "approved"]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_the_bar_hides_no_card(queue, axe, width, scheme):
    made = waiting(12, network="0123456789abcdef", edited_at=timezone.now())
    Watchlist.objects.create(name="Election desk")
    reported = made[0]
    moderation.approve(reported, make.superuser())
    moderation.report(reported, "hate", "It calls them names.", "a" * 16, timezone.now())
    page = queue(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(f"{QUEUE}?tab=reported")
    axe(page)
    page.goto(QUEUE)
    page.locator("[data-card]").nth(1).focus()
    page.keyboard.press("r")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(WIDE)
    page.keyboard.press("Escape")
    for key in "jjjjjjkkkkk":
        page.keyboard.press(key)
        top, bar = (
            page.evaluate(f"document.querySelector('{one}').getBoundingClientRect().{side}")
            for one, side in (("[data-card]:focus", "top"), ("#bulk", "bottom"))
        )
        assert top >= bar - 1
    assert Report.objects.count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_telephone_the_first_comment_is_in_sight_and_the_tools_come_with_a_selection(queue, javascript):
    first, second = waiting(2)
    for number in range(6):
        Watchlist.objects.create(name=f"Stories of harbour {number}")
    page = queue(viewport=PHONE, java_script_enabled=javascript)
    expect(page.locator(f"#who-{first.pk}")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    expect(page.locator("#bulk-do")).to_be_hidden()
    page.get_by_label(f"Select comment by {second.name}").check()
    expect(page.locator("#bulk-do")).to_be_in_viewport()
    page.select_option("#bulk-do", "approve")
    with page.expect_response("**/act/"):
        page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status").first).to_contain_text("Approved")
    assert state(second) == "approved"


def test_who_opens_an_answer_is_in_its_field(queue):
    waiting(1)
    page = queue()
    page.locator("summary", has_text="Approve and reply").click()
    expect(page.get_by_label("Your answer to Writer 0")).to_be_focused()
