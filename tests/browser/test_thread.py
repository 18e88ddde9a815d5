"""The conversation under a story, in a real browser: turned by keyboard, told of what is new, drawn at every width."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.avatars import HUES, avatar
from comments.loading import Entry, load
from comments.models import Comment, Discussion
from tests import make
from tests.browser.axe import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HALF_A_MINUTE = 30_000
# The contrast of each disc with the letters in it, and the height of what can be touched in lists of links.
CONTRASTS = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((one) => {
      const part = one / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  return [...document.querySelectorAll(".avatar")].map((disc) => {
    const style = getComputedStyle(disc);
    const [less, more] = [light(style.color), light(style.backgroundColor)].sort((a, b) => a - b);
    return more / less;
  });
}"""
HEIGHTS = """() => [...document.querySelectorAll(".conversation :is(nav, .meta) a, .conversation summary")]
  .map((one) => one.getBoundingClientRect().height)"""


@pytest.fixture
def story():
    return make.live("The ferry that waits")


def talk(story, *entries):
    load(story.article_id, entries)
    Comment.objects.filter(parent=None).count_answers()
    return story.get_absolute_url()


def said(text, name="Rosa", ago=60, **fields):
    return Entry(name, text, timezone.now() - timedelta(minutes=ago), **fields)


def name_of(hue):
    """A name whose disc has this colour."""
    return next(name for name in (f"Reader {n}" for n in count()) if f'"{hue}"' in avatar(name))


def full(story):
    """Everything that a thread can have."""
    deep = said("Six.", replies=(said("Seven.", replies=(said("Eight.", name="W" * 80),)),))
    code = said(f"```\n{'x' * 200}\n```\n> a\n> > b\n> > > c", badge="staff", replies=(deep,))
    url = f"https://a.example/{'long/' * 60}"
    first = said(f"*One* **two** `{'y' * 90}`\n\n{url}", badge="author", website="https://a.example/", replies=(code,))
    removed = said("", status="removed", removal_reason="attack", replies=(said("Calm."),))
    busy = said(LONG * 3, name="R\u043esa", replies=tuple(said(f"Answer {number}.") for number in range(14)))
    hebrew = said("שלום, english, 123.", name="דנה כהן")
    path = talk(story, first, removed, busy, hebrew, *(said(hue, name=name_of(hue)) for hue in HUES))
    Comment.objects.filter(name="דנה כהן").update(is_pick=True, edited_at=timezone.now())
    return path


def test_orders_and_pages_are_turned_by_keyboard_without_script(visit, story, settings):
    settings.NEWSROOM_COMMENT_ROOTS = 2
    path = talk(story, *(said(f"Remark {number}.", ago=60 - number) for number in range(5)))
    page = visit(path, java_script_enabled=False)
    focused, remarks = page.locator(":focus"), page.locator(".comment__text")

    def follow(name):
        for _time in range(80):
            page.keyboard.press("Tab")
            if focused.inner_text() == name:
                break
        expect(focused).to_have_text(name)
        page.keyboard.press("Enter")

    follow("Newest")
    expect(remarks).to_have_text(["Remark 4.", "Remark 3."])
    expect(page.locator("[aria-current=true]", has_text="Newest")).to_be_in_viewport()
    follow("Next comments")
    expect(remarks).to_have_text(["Remark 2.", "Remark 1."])
    follow("Oldest")
    expect(remarks).to_have_text(["Remark 0.", "Remark 1."])
    assert page.url.endswith(f"{path}#comments")


def test_new_comments_are_told_and_shown_on_a_click_and_nothing_moves(visit, story):
    path = talk(story, said("The first."))
    page = visit("/", reduced_motion="reduce")
    page.clock.install()
    page.goto(path)
    line, form, remarks = page.locator("[data-live]"), page.locator("#respond"), page.locator(".comment__text")
    form.get_by_role("textbox", name="Name").fill("Ines")
    before = (form.bounding_box(), page.evaluate("scrollY"))
    expect(line).to_be_empty()
    discussion = Discussion.objects.get()
    newer = Comment.objects.create(
        discussion=discussion, name="Ben", text="The second.", status="approved", created_at=timezone.now()
    )
    Comment.objects.filter(pk=newer.pk).update(root=newer.pk)
    Discussion.objects.recount()
    page.clock.fast_forward(HALF_A_MINUTE)
    expect(line).to_have_text("1 new comment. Show")
    expect(remarks).to_have_text(["The first."])
    assert (form.bounding_box(), page.evaluate("scrollY")) == before
    line.get_by_role("link").click()
    expect(remarks).to_have_text(["The second.", "The first."])
    assert page.url.endswith("?order=newest#comments")


@pytest.mark.parametrize(("examined", "scheme"), LOOKS)
def test_a_full_thread_is_clean_and_fits_at_every_width(visit, axe, story, examined, scheme):
    page = visit(full(story), color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for width in (320, examined):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert min(page.evaluate(HEIGHTS)) >= 40
    axe(page)
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) >= 20 and min(contrasts) >= 4.5
    report = page.get_by_role("link", name="Report comment by Rosa").first.get_attribute("href")
    page.set_viewport_size({"width": 320, "height": 800})
    for path in ("/comments/rules/", report):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe(page)
