"""The library in a real browser: many uploads, the focal point by mouse and keys, and the picture that is chosen."""

from contextlib import suppress
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import Error, expect

from articles.desk import library
from articles.models import Illustration
from tests import make
from tests.browser.axe import LOOKS, violations

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/articles/illustration/"
DROP = """([names, bad]) => {
    const canvas = document.createElement("canvas")
    canvas.width = canvas.height = 128
    const data = new DataTransfer()
    const bytes = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1]), (c) => c.charCodeAt(0))
    for (const name of names) data.items.add(new File([bytes], name, { type: "image/png" }))
    if (bad) data.items.add(new File(["no picture"], bad, { type: "image/jpeg" }))
    const where = document.body
    for (const kind of ["dragover", "drop"])
        where.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }))
}"""

# The page's own listeners come after this one, so a request is counted out before the next one is sent.
COUNT = """() => {
    const { open, send } = XMLHttpRequest.prototype
    let running = 0
    window.most = 0
    XMLHttpRequest.prototype.open = function (...how) {
        this.addEventListener("loadend", () => { running -= 1 })
        return open.apply(this, how)
    }
    XMLHttpRequest.prototype.send = function (what) {
        running += 1
        window.most = Math.max(window.most, running)
        return send.call(this, what)
    }
}"""


def png(size=(400, 300), colour="teal") -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return stream.getvalue()


def chosen(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/png", "buffer": content}


@pytest.fixture
def picture() -> Illustration:
    made = Illustration(title="A harbour", alt="Boats at a quay", credit="Staff")
    library.store_picture(made, ContentFile(png()))
    return made


@pytest.fixture
def session(client, live_server):
    client.force_login(make.reporter("rosa"))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]


@pytest.fixture
def desk(visit, session):
    """Open a page of the desk as the reporter."""

    def open_page(path, **options):
        page = visit("/healthz-of-nothing", **options)
        page.context.add_cookies(session)
        page.goto(path)
        return page

    return open_page


def test_dropped_files_are_sent_one_by_one_and_each_is_told(desk):
    page = desk(LIST)
    page.evaluate(DROP, [["one.png", "two.png", "three.png"], "notes.jpg"])
    page.get_by_text("3 stored, 1 refused, 0 to go.").wait_for()
    assert page.get_by_role("link", name="Describe “two”").is_visible()
    assert "not a picture that can be read" in page.locator(".upload__file", has_text="notes.jpg").inner_text()
    assert page.locator(".upload__list progress").count() == 0
    assert sorted(Illustration.objects.values_list("title", flat=True)) == ["one", "three", "two"]


def test_never_more_than_two_files_are_on_their_way(desk):
    page = desk(LIST)
    page.evaluate(COUNT)
    page.evaluate(DROP, [[f"p{number}.png" for number in range(6)], ""])
    page.get_by_text("6 stored, 0 refused, 0 to go.").wait_for()
    assert page.evaluate("window.most") == 2


def test_chosen_files_take_the_credit_of_the_batch(desk):
    page = desk(LIST)
    page.get_by_text("Add pictures", exact=True).click()
    page.get_by_label("Credit of all").fill("B. Tan")
    page.get_by_label("All made with AI").check()
    page.set_input_files("#upload_files", [chosen("one.png", png()), chosen("two.png", png(colour="red"))])
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("2 stored, 0 refused, 0 to go.").wait_for()
    assert set(Illustration.objects.values_list("credit", "ai_made")) == {("B. Tan", True)}


def test_whoever_is_signed_out_is_told_so_and_loses_no_file(desk, client):
    page = desk(LIST)
    page.context.clear_cookies()
    page.evaluate(DROP, [["one.png", "two.png"], ""])
    page.get_by_text("0 stored, 2 refused, 0 to go.").wait_for()
    refused = page.locator(".upload__file", has_text="one.png")
    assert "signed out" in refused.inner_text()
    assert refused.get_by_role("link", name="Sign in in a new tab").get_attribute("target") == "_blank"
    client.force_login(make.User.objects.get(username="rosa"))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": page.url}])
    refused.get_by_role("button", name="Try again").click()
    page.get_by_text("1 stored, 1 refused, 0 to go.").wait_for()


def test_files_are_uploaded_without_script(desk):
    page = desk(LIST, java_script_enabled=False)
    page.get_by_text("Add pictures", exact=True).click()
    page.set_input_files("#upload_files", [chosen("one.png", png()), chosen("bad.png", b"no")])
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/upload/")
    assert "1 picture stored." in page.inner_text("#content")
    assert "bad.png" in page.inner_text("#content")


def test_arrow_keys_move_the_focal_point_and_every_crop(desk, picture):
    Illustration.objects.update(created_by=make.User.objects.get(username="rosa"))
    page = desk(f"{LIST}{picture.pk}/change/")
    mark = page.get_by_role("button", name="Focal point")
    mark.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    assert (page.input_value("#id_focal_x"), page.input_value("#id_focal_y")) == ("0.52", "0.40")
    assert "52 percent across, 40 percent down" in mark.get_attribute("aria-label")
    for _ in range(12):
        page.keyboard.press("Shift+ArrowLeft")
    assert page.input_value("#id_focal_x") == "0.00"
    position = "getComputedStyle(document.querySelector('.crop--square img')).objectPosition"
    assert page.evaluate(position).startswith("0%")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    picture.refresh_from_db()
    assert picture.focal == (0.0, 0.4)


def test_numbers_move_the_mark(desk, picture):
    Illustration.objects.update(created_by=make.User.objects.get(username="rosa"))
    page = desk(f"{LIST}{picture.pk}/change/")
    page.fill("#id_focal_x", "0.75")
    assert page.evaluate("document.querySelector('.focal__mark').style.left") == "75%"


def test_picture_that_may_not_be_changed_has_no_mark(desk, picture):
    page = desk(f"{LIST}{picture.pk}/change/")
    assert page.locator("[data-focal] img").is_visible()
    assert page.locator(".focal__mark").count() == 0


def test_picture_is_chosen_by_keyboard(desk, picture):
    page = desk("/admin/articles/article/add/")
    page.wait_for_selector(".ProseMirror")
    with page.expect_popup() as window:
        page.get_by_role("link", name="Choose from the library").press("Enter")
    choice = window.value.get_by_role("button", name="A harbour")
    expect(choice).to_be_enabled()
    choice.focus()
    # The window may be closed before the browser has said that the key is down.
    with window.value.expect_event("close"), suppress(Error):
        window.value.keyboard.down("Enter")
    expect(page.locator("#id_illustration")).to_have_value(str(picture.pk))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_library_is_accessible_while_files_are_told_of(desk, picture, scheme, width):
    make.illustration(title="Bare", decorative=False, credit="", ai_made=True, renditions=[])
    page = desk(f"{LIST}?shape=landscape", color_scheme=scheme, viewport={"width": width, "height": 900})
    page.evaluate(DROP, [["one.png"], "notes.jpg"])
    page.get_by_text("1 stored, 1 refused, 0 to go.").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
