"""The whole job in a real browser: write, hand over, publish, read, reply, approve, read again."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from articles.desk import library
from articles.models import Author, Illustration
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = ".ProseMirror[contenteditable]"
PASSWORD = "a long enough one"
REPLY = {"Comment": "Who drew the island?", "Name": "Priya N.", "Email": "priya@example.org"}


@pytest.fixture
def newsroom():
    """People of three roles, a section, a picture and a neighbour in tags."""
    reporter = make.reporter("mara")
    author = make.author("Mara Lindqvist")
    Author.objects.filter(pk=author.pk).update(user=reporter)
    make.editor("rosa")
    make.moderator("idris")
    make.section("Technology", hue="red")
    stream = BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(stream, "PNG")
    picture = Illustration(title="Chip island", decorative=True, credit="Drawing: The Plumb Line")
    library.store_picture(picture, ContentFile(stream.getvalue()))
    make.live("Why boards are scarce", tags=["Huawei"], illustration=picture)
    make.live("Unrelated", section=make.section("Culture"))
    return picture


def sign_in(visit, name, path, **options):
    page = visit(f"/admin/login/?next={path}", **options)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def write(page, picture):
    page.wait_for_selector(TEXT)
    page.get_by_label("Headline:").fill("Chips of their own")
    page.get_by_label("Standfirst:").fill("A lab shows a model for home-made chips.")
    page.get_by_label("Dateline:").fill("Beijing")
    page.click(TEXT)
    page.keyboard.type("The lab showed it on Saturday.\n")
    page.get_by_role("button", name="Heading 2").click()
    page.keyboard.type("What was shown\nTwo sizes.")
    page.locator("#id_illustration").fill(str(picture.pk))
    page.get_by_label("Tags:").fill("Huawei, Semiconductors")
    page.get_by_label("Section:").select_option("Technology")


def fill_reply(page, **changed):
    form = page.locator("#respond")
    for label, value in (REPLY | changed).items():
        form.get_by_label(label, exact=False).first.fill(value)


@pytest.mark.parametrize("script", [True, False])
def test_a_story_goes_from_a_reporter_to_its_readers_and_back(visit, axe, newsroom, script):
    page = sign_in(visit, "mara", "/admin/articles/article/add/")
    write(page, newsroom)
    axe(page)
    page.get_by_role("button", name="Save draft").first.click()
    page.wait_for_selector(".messagelist")
    page.get_by_role("button", name="Submit to an editor").first.click()
    page.wait_for_selector(".state--review")
    assert visit("/").get_by_text("Chips of their own").count() == 0

    page = sign_in(visit, "rosa", "/admin/articles/article/")
    page.get_by_role("link", name="Chips of their own", exact=True).click()
    page.wait_for_selector(TEXT)
    axe(page)
    page.get_by_role("button", name="Publish now").first.click()
    page.wait_for_selector(".state--live")

    reader = visit("/", java_script_enabled=script)
    reader.get_by_role("link", name="Chips of their own").first.click()
    assert reader.locator("h1").inner_text() == "Chips of their own"
    text = reader.locator("main").inner_text()
    assert "BEIJING — The lab showed it on Saturday." in text
    assert "Mara Lindqvist" in text
    assert "Also on: Huawei" in text
    assert "Why boards are scarce" in text
    assert "Unrelated" not in text
    assert reader.locator(".story img").first.get_attribute("alt") == "Illustration for: Chips of their own"

    fill_reply(reader)
    reader.wait_for_timeout(2500)  # nobody writes a comment faster; the time trap would hold it for that too
    reader.get_by_role("button", name="Post Comment").click()
    assert "Awaiting moderation" in reader.locator("#comments").inner_text()
    assert "priya@example.org" not in reader.content()
    address = reader.url.split("?")[0]
    assert REPLY["Comment"] not in visit(address).content()

    page = sign_in(visit, "idris", "/admin/comments/comment/")
    axe(page)
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_role("status").filter(has_text="Approved").wait_for()

    other = visit(address, java_script_enabled=script)
    assert REPLY["Comment"] in other.locator("#comments").inner_text()
    assert "1 comment" in other.locator("#comments").inner_text()
    if script:
        axe(other)


def test_a_reader_reads_and_replies_by_keyboard_alone(visit, axe):
    edition = make.live("Tides", tags=["coast"])
    page = visit(edition.get_absolute_url())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to content"
    page.keyboard.press("Enter")
    wanted = ["text", "name", "email"]
    values = dict(zip(wanted, REPLY.values(), strict=True))
    typed = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        if name in values:
            page.keyboard.type(values[name])
            typed.add(name)
        if page.evaluate("document.activeElement.textContent").strip() == "Post Comment":
            break
    assert typed == set(wanted)
    page.keyboard.press("Enter")
    page.wait_for_url("**comment-*")
    assert "Awaiting moderation" in page.locator("#comments").inner_text()
    axe(page)


@pytest.mark.parametrize("script", [True, False])
def test_an_error_is_said_in_the_form_and_keeps_what_was_typed(visit, axe, script):
    edition = make.live("Tides")
    page = visit(edition.get_absolute_url(), java_script_enabled=script)
    fill_reply(page, Email="not an address")
    page.get_by_role("button", name="Post Comment").click()
    assert page.title().startswith("Error: ")
    assert page.locator(".error-summary").is_visible()
    assert page.get_by_role("textbox", name="Comment").input_value() == REPLY["Comment"]
    if script:
        assert page.evaluate("document.activeElement.closest('.error-summary') !== null")
        axe(page)
    page.locator(".error-summary a").first.click()
    assert page.evaluate("location.hash").startswith("#id_") if script else True
