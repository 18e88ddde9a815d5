"""Every page of the desk, phone to wide, light and dark: accessible, within its width, and quiet on the console."""

import pytest
from django.conf import settings

from tests import make
from tests.browser.axe import LOOKS, violations

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 390, 834, 1440)
# By default axe leaves out what WCAG 2.2 added, target size among it.
PAGES = {
    "today": "/admin/",
    "articles": "/admin/articles/article/",
    "nothing found": "/admin/articles/article/?q=zzz&status=draft",
    "new article": "/admin/articles/article/add/",
    "live article": "/admin/articles/article/{live}/change/",
    "unready article": "/admin/articles/article/{bare}/change/?problems=1",
    "history": "/admin/articles/article/{live}/history/",
    "delete": "/admin/articles/article/{bare}/delete/",
    "pictures": "/admin/articles/illustration/",
    "picture": "/admin/articles/illustration/{picture}/change/",
    "picker": "/admin/articles/illustration/pick/",
    "authors": "/admin/articles/author/",
    "author": "/admin/articles/author/{author}/change/",
    "sections": "/admin/articles/section/",
    "section": "/admin/articles/section/add/",
    "tags": "/admin/taggit/tag/",
    "tag": "/admin/taggit/tag/{tag}/change/",
    "operations": "/admin/operations/",
}


@pytest.fixture
def desk(chromium, client, live_server):
    root = make.chief("root")
    picture = make.illustration(title="A harbour", alt="Boats at a quay")
    source = ("AI Business", "https://ai.example/", "first_reported_by")
    live = make.live("Standing", tags=["ports"], sources=[source], by=root, illustration=picture).article
    bare = make.article("", authors=[], section=None, by=root)
    rows = {
        "live": live.pk,
        "bare": bare.pk,
        "picture": picture.pk,
        "author": make.author().pk,
        "tag": live.tags.get().pk,
    }
    client.force_login(root)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    return live_server.url, cookie, {name: address.format(**rows) for name, address in PAGES.items()}


@pytest.mark.parametrize(("examined", "scheme"), LOOKS)
def test_desk_is_accessible_at_every_width(chromium, desk, examined, scheme):
    url, cookie, pages = desk
    context = chromium.new_context(base_url=url, color_scheme=scheme)
    context.add_cookies([cookie])
    # The pictures of these rows have no files; what matters here is the page around them.
    for pictures in ("**/media/**", "**/thumb/"):
        context.route(pictures, lambda route: route.fulfill(status=204))
    found = []
    for name, address in pages.items():
        page, said = context.new_page(), []
        page.on("console", lambda message, said=said: said.append(message.text) if message.type == "error" else None)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        found += [(name, text) for text in said]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((name, width, "wider than the window"))
            if width == examined:
                found += [(name, width, *violation) for violation in violations(page)]
        page.close()
    context.close()
    assert found == []


def test_login_is_accessible(chromium, live_server):
    page = chromium.new_page()
    page.goto(f"{live_server.url}/admin/login/")
    assert violations(page) == []
    page.close()


def test_focal_point_is_set_by_a_click_on_the_picture(chromium, desk):
    url, cookie, pages = desk
    context = chromium.new_context(base_url=url)
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(pages["picture"])
    box = page.locator("[data-focal]").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    across, down = float(page.input_value("#id_focal_x")), float(page.input_value("#id_focal_y"))
    context.close()
    assert abs(across - 0.25) < 0.02
    assert abs(down - 0.75) < 0.05
