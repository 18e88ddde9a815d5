from io import BytesIO

import pytest
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageOps

from articles.pictures.encode import normalise, render, render_all
from articles.pictures.geometry import Shape, Spec, plan
from articles.pictures.guard import LONG_SIDE, open_picture

RED, GREEN, WHITE = (255, 0, 0), (0, 255, 0), (255, 255, 255)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
RED_AND_GREEN_EXCHANGED = SRGB.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Jane Source</x:xmpmeta>'


def uploaded(image, format="PNG", **options):
    stream = BytesIO()
    image.save(stream, format, **options)
    return open_picture(stream)


def opened(content):
    return Image.open(BytesIO(content))


def telling_exif(orientation=1):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "Jane Source"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    return exif


def near(pixel, expected, tolerance=3):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, expected, strict=True))


def all_specs(size):
    return [spec for shape in Shape for spec in plan(size, shape)]


def halves(size=(400, 200)):
    """Red on the left, green on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (size[0] // 2, 0, *size))
    return image


def test_no_rendition_tells_where_or_by_whom_it_was_taken():
    original = uploaded(halves(), "JPEG", exif=telling_exif(), xmp=XMP, comment=b"Jane Source", icc_profile=SRGB)
    assert original.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    normal = normalise(original)
    assert not normal.info
    assert not normal.getexif()
    for _, content in render_all(normal, all_specs(normal.size)):
        assert not opened(content).getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & opened(content).info.keys()
        assert b"Exif" not in content
        assert b"Jane" not in content


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_metadata_goes_from_other_formats_too(format):
    original = uploaded(halves(), format, exif=telling_exif(), icc_profile=SRGB)
    assert original.getexif()
    assert not normalise(original).info


@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_is_turned_upright(orientation):
    quarters = halves((128, 96))
    quarters.paste("blue", (0, 0, 64, 48))
    original = uploaded(quarters, exif=telling_exif(orientation))
    upright = ImageOps.exif_transpose(original)
    assert ImageChops.difference(normalise(original), upright).getbbox() is None


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0MM\0*\xff\xff\xff\xffrubbish", b"Exif\0\0no tags in here", b"Exif\0\0II*\0\x08\0\0\0\x05\0"]
)
def test_corrupt_exif_leaves_the_picture_as_it_stands(exif):
    assert normalise(uploaded(halves(), "JPEG", exif=exif)).size == (400, 200)


def test_impossible_orientation_leaves_the_picture_as_it_stands():
    assert normalise(uploaded(halves(), exif=telling_exif(99))).size == (400, 200)


def test_embedded_profile_is_applied():
    original = uploaded(Image.new("RGB", (64, 64), RED), icc_profile=RED_AND_GREEN_EXCHANGED)
    assert near(normalise(original).getpixel((9, 9)), GREEN)


def test_embedded_profile_is_applied_to_what_lies_on_white():
    original = uploaded(Image.new("RGBA", (64, 64), (*RED, 0)), icc_profile=RED_AND_GREEN_EXCHANGED)
    assert near(normalise(original).getpixel((9, 9)), WHITE)


@pytest.mark.parametrize("profile", [b"rubbish", SRGB[:300], SRGB[:100] + bytes(500)])
def test_broken_profile_is_ignored(profile):
    original = uploaded(Image.new("RGB", (64, 64), RED), icc_profile=profile)
    assert near(normalise(original).getpixel((9, 9)), RED)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_profile_for_other_colours_is_ignored(mode):
    original = uploaded(Image.new("RGB", (64, 64), WHITE).convert(mode), "JPEG", icc_profile=SRGB)
    assert near(normalise(original).getpixel((9, 9)), WHITE)


def test_print_colours_become_screen_colours():
    original = uploaded(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG", quality=95)
    normal = normalise(original)
    assert normal.mode == "RGB"
    assert near(normal.getpixel((9, 9)), RED, tolerance=8)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGBA", (64, 600), (*RED, 0)),
        Image.new("LA", (64, 600), (0, 0)),
        Image.new("RGBA", (64, 600), (*RED, 0)).quantize(4),
    ],
    ids=lambda image: image.mode,
)
def test_transparent_parts_become_white(image):
    normal = normalise(uploaded(image))
    assert normal.mode == "RGB"
    assert normal.getcolors() == [(64 * 600, WHITE)]


def test_one_transparent_colour_becomes_white():
    assert normalise(uploaded(Image.new("RGB", (64, 64), RED), transparency=RED)).getpixel((9, 9)) == WHITE


def test_half_transparent_mixes_with_white():
    assert near(normalise(uploaded(Image.new("RGBA", (64, 64), (*RED, 128)))).getpixel((9, 9)), (255, 127, 127))


@pytest.mark.parametrize(("level", "grey"), [(0, 0), (0x8080, 128), (0xFFFF, 255)])
def test_sixteen_bits_are_scaled_to_eight(level, grey):
    assert near(normalise(uploaded(Image.new("I;16", (64, 64), level))).getpixel((9, 9)), (grey,) * 3, tolerance=1)


def test_one_bit_becomes_black_and_white():
    assert normalise(uploaded(Image.new("1", (64, 64), 1))).getpixel((9, 9)) == WHITE


@pytest.mark.parametrize(
    ("size", "bounded"), [((4000, 1000), (3200, 800)), ((100, 6400), (50, 3200)), ((3200, 64), (3200, 64))]
)
def test_long_side_is_bounded(size, bounded):
    normal = normalise(Image.new("L", size))
    assert normal.size == bounded
    assert max(normal.size) <= LONG_SIDE


def test_the_given_image_is_left_as_it_was():
    image = halves()
    image.info["comment"] = b"kept"
    normalise(image).paste("blue", (0, 0, 400, 200))
    assert image.info == {"comment": b"kept"}
    assert image.getpixel((0, 0)) == RED


@pytest.mark.parametrize(("focal", "colour"), [((0, 0.5), RED), ((1, 0.5), GREEN)])
@pytest.mark.parametrize("format", ["webp", "jpeg"])
def test_crop_shows_the_side_of_the_focal_point(focal, colour, format):
    made = opened(render(halves(), Spec(Shape.SQUARE, 120, 120, format), focal))
    assert (made.size, made.format) == ((120, 120), format.upper())
    assert near(made.convert("RGB").getpixel((60, 60)), colour, tolerance=12)


def test_figure_in_the_text_is_not_cropped():
    made = opened(render(halves(), Spec(Shape.FREE, 200, 100, "webp"), (0, 0))).convert("RGB")
    assert near(made.getpixel((10, 50)), RED, tolerance=12)
    assert near(made.getpixel((190, 50)), GREEN, tolerance=12)


def test_every_planned_rendition_is_made_at_its_size():
    image = halves()
    specs = all_specs(image.size)
    made = dict(render_all(image, specs))
    assert made.keys() == set(specs)
    for spec, content in made.items():
        assert opened(content).size == (spec.width, spec.height)
        assert opened(content).format == spec.format.upper()


def test_rendering_together_gives_the_same_bytes_as_one_by_one():
    image = halves()
    for spec, content in render_all(image, plan(image.size, Shape.CARD), (0.3, 0.5)):
        assert content == render(image, spec, (0.3, 0.5))


def test_jpeg_is_progressive():
    assert opened(render(halves(), Spec(Shape.FREE, 200, 100, "jpeg"))).info["progressive"]
