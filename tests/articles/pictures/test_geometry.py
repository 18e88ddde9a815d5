from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.pictures.geometry import CENTRE, Shape, Spec, crop_box, plan, plan_later

sides = st.integers(1, 12_000)
sizes = st.tuples(sides, sides)
ratios = st.sampled_from([(16, 9), (3, 2), (1, 1), (9, 16)])
fractions = st.floats(0, 1)
focals = st.tuples(fractions, fractions)
# Classic has no files that pages show.
shapes = st.sampled_from([shape for shape in Shape if shape != Shape.CLASSIC])


@given(sizes, ratios, focals)
def test_crop_lies_inside_the_picture_and_is_never_empty(size, ratio, focal):
    left, top, right, bottom = crop_box(size, ratio, focal)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]


@given(sizes, ratios, focals)
def test_crop_has_the_ratio_within_one_pixel(size, ratio, focal):
    left, top, right, bottom = crop_box(size, ratio, focal)
    width, height = right - left, bottom - top
    assert abs(width - height * Fraction(*ratio)) < 1 or abs(height - width / Fraction(*ratio)) < 1


@given(sizes, ratios, focals)
def test_crop_is_the_largest_that_fits(size, ratio, focal):
    left, top, right, bottom = crop_box(size, ratio, focal)
    assert (left, right) == (0, size[0]) or (top, bottom) == (0, size[1])


@given(sizes, ratios, focals)
def test_crop_contains_the_focal_point(size, ratio, focal):
    left, top, right, bottom = crop_box(size, ratio, focal)
    assert left <= size[0] * focal[0] <= right
    assert top <= size[1] * focal[1] <= bottom


@given(sizes, ratios, focals)
def test_crop_is_centred_on_the_focal_point_unless_an_edge_is_in_the_way(size, ratio, focal):
    left, _, right, _ = crop_box(size, ratio, focal)
    off_centre = abs((left + right) / 2 - size[0] * focal[0])
    assert off_centre <= 0.5 or left == 0 or right == size[0]


@pytest.mark.parametrize(
    ("focal", "box"),
    [((0.5, 0.5), (500, 0, 1500, 1000)), ((0, 0), (0, 0, 1000, 1000)), ((0.9, 0.2), (1000, 0, 2000, 1000))],
)
def test_square_follows_the_focal_point_of_a_wide_picture(focal, box):
    assert crop_box((2000, 1000), (1, 1), focal) == box


def test_no_ratio_is_the_whole_picture():
    assert crop_box((1234, 567), Shape.FREE.ratio, (0.9, 0.1)) == (0, 0, 1234, 567)


@given(sizes, shapes)
def test_plan_never_enlarges(size, shape):
    left, top, right, bottom = crop_box(size, shape.ratio, CENTRE)
    assert all(spec.width <= right - left and spec.height <= bottom - top for spec in plan(size, shape))


@given(sizes, shapes)
def test_plan_names_every_file_once_and_always_has_both_formats(size, shape):
    specs = plan(size, shape)
    assert len({(spec.width, spec.format) for spec in specs}) == len(specs)
    assert {spec.format for spec in specs} == {"webp", "jpeg"}


def test_search_engines_get_each_proportion_large():
    later = [spec for shape in Shape for spec in plan_later((3200, 2400), shape) if spec.format == "jpeg"]
    assert {(spec.width, spec.height) for spec in later} == {(1200, 900), (1200, 1200)}


@given(sizes, shapes)
def test_every_jpeg_shares_its_size_with_a_webp(size, shape):
    made = {
        format: {(s.width, s.height) for s in plan(size, shape) if s.format == format} for format in ("webp", "jpeg")
    }
    assert made["jpeg"] <= made["webp"]


def test_large_picture_gets_the_fixed_widths():
    made = [(spec.width, spec.height, spec.format) for spec in plan((3200, 2400), Shape.WIDE)]
    assert made == [
        (480, 270, "webp"),
        (800, 450, "webp"),
        (1200, 675, "webp"),
        (1600, 900, "webp"),
        (800, 450, "jpeg"),
        (1200, 675, "jpeg"),
    ]


def test_widths_beyond_the_crop_become_one_of_its_own_width():
    assert plan((500, 2000), Shape.CARD) == (
        Spec(Shape.CARD, 320, 213, "webp"),
        Spec(Shape.CARD, 480, 320, "webp"),
        Spec(Shape.CARD, 500, 333, "webp"),
        Spec(Shape.CARD, 480, 320, "jpeg"),
    )


def test_tiny_picture_has_one_file_in_each_format():
    assert plan((64, 100), Shape.FREE) == (Spec(Shape.FREE, 64, 100, "webp"), Spec(Shape.FREE, 64, 100, "jpeg"))


def test_figure_keeps_its_proportions():
    assert plan((3200, 1000), Shape.FREE)[0] == Spec(Shape.FREE, 480, 150, "webp")
