"""Icons from one drawing."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image, ImageChops

from newsroom import icons

FOLDER = Path(settings.STATICFILES_DIRS[0]) / "newsroom"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#000"/>{}</svg>'


def test_committed_files_are_what_the_drawing_makes():
    for name, data in icons.draw_all((FOLDER / "icon.svg").read_text()).items():
        drawn, kept = (Image.open(BytesIO(one)).convert("RGB") for one in (data, (FOLDER / name).read_bytes()))
        assert ImageChops.difference(drawn, kept).getbbox() is None, f"{name}: run manage.py draw_icons"
        assert len(data) < 4000


def test_relative_and_absolute_steps_draw_the_same():
    one, two = (
        icons.draw_all(SVG.format(f'<path d="{path}" fill="#fff"/>'))["icon-192.png"]
        for path in ("M2 2h6v6L2 8z", "M2,2 L8,2 V8 H2 Z")
    )
    assert one == two
    assert Image.open(BytesIO(one)).convert("L").getpixel((96, 96)) == 255


@pytest.mark.parametrize("shape", ['<circle r="3"/>', '<path d="M0 0C1 1 2 2 3 3"/>'])
def test_a_drawing_with_curves_is_refused_and_not_drawn_wrongly(shape):
    with pytest.raises(icons.NotReadable):
        icons.draw_all(SVG.format(shape))


def test_a_maskable_icon_keeps_clear_of_what_launchers_cut_off():
    with Image.open(FOLDER / "icon-maskable-512.png") as image:
        plain = image.convert("RGB")
    left, top, right, bottom = ImageChops.difference(
        plain, Image.new("RGB", plain.size, plain.getpixel((0, 0)))
    ).getbbox()
    for x, y in [(left, top), (right, top), ((left + right) // 2, bottom)]:
        assert (x - 256) ** 2 + (y - 256) ** 2 <= (0.4 * 512) ** 2


def test_manifest_names_icons_that_exist(client, settings):
    settings.NEWSROOM_SITE_NAME = "Übersee “Post”"
    response = client.get("/manifest.webmanifest")
    told = response.json()
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert told["name"] == "Übersee “Post”"
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
    assert "maskable" in {icon.get("purpose") for icon in told["icons"]}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in told["icons"])
