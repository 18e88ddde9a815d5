import json
import re

import pytest

from articles.pictures.geometry import Shape, Spec, plan
from articles.pictures.names import digest, entry, fallback, rendition_name, social, sources


@pytest.fixture(scope="module")
def manifest():
    specs = [spec for shape in (Shape.WIDE, Shape.CARD) for spec in plan((3200, 2400), shape)]
    return json.loads(json.dumps([entry("harbour", spec) for spec in reversed(specs)]))


@pytest.mark.parametrize(("format", "name"), [("webp", "harbour-wide-800.webp"), ("jpeg", "harbour-wide-800.jpg")])
def test_name_tells_shape_width_and_format(format, name):
    assert rendition_name("harbour", Spec(Shape.WIDE, 800, 450, format)) == name


def test_digest_is_twelve_hex_characters_and_repeats():
    assert re.fullmatch("[0-9a-f]{12}", digest(b"picture", (0.5, 0.5)))
    assert digest(b"picture", (0.5, 0.5)) == digest(b"picture", (0.5, 0.5))


def test_digest_changes_with_the_picture_and_with_the_focal_point():
    made = {
        digest(b"one", (0.5, 0.5)),
        digest(b"two", (0.5, 0.5)),
        digest(b"one", (0.5, 0.6)),
        digest(b"one", (0.6, 0.5)),
    }
    assert len(made) == 4


def test_sources_come_narrowest_first_after_a_trip_through_json(manifest):
    assert sources(manifest, Shape.CARD, "webp") == [
        ("harbour-card-320.webp", 320, 213),
        ("harbour-card-480.webp", 480, 320),
        ("harbour-card-640.webp", 640, 427),
    ]


def test_shape_that_was_not_made_has_no_sources(manifest):
    assert sources(manifest, Shape.SQUARE, "webp") == []


def test_fallback_is_the_narrowest_jpeg(manifest):
    assert fallback(manifest, "wide") == ("harbour-wide-800.jpg", 800, 450)


def test_fallback_of_a_shape_that_was_not_made_is_a_lookup_error(manifest):
    with pytest.raises(LookupError):
        fallback(manifest, Shape.FREE)


def test_social_card_is_the_widest_wide_jpeg(manifest):
    assert social(manifest) == ("harbour-wide-1200.jpg", 1200, 675)


def test_every_planned_rendition_of_a_small_picture_has_a_name_of_its_own():
    names = [rendition_name("s", spec) for shape in Shape for spec in plan((100, 100), shape)]
    assert len(set(names)) == len(names)
