import struct
import tracemalloc
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image

from articles.pictures.guard import MAX_BYTES, MAX_SCANS, MESSAGES, PictureRefused, open_picture

BOMB = zlib.compress(bytes(60_000_000))


def upload(format, size=(96, 80), mode="RGB", **options):
    stream = BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(stream, format, **options)
    return stream


def refusal(content):
    with pytest.raises(PictureRefused) as caught:
        open_picture(BytesIO(content))
    return caught.value


def png_chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width, height):
    """A PNG that announces a size and holds no pixel."""
    announced = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + announced + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_accepted_format_comes_back_decoded(format):
    picture = open_picture(upload(format))
    assert (picture.size, picture.format) == ((96, 80), format)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_accepted(mode):
    assert open_picture(upload("PNG", mode=mode)).mode == mode


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [True, False])
def test_every_kind_of_jpeg_is_accepted(mode, progressive):
    assert open_picture(upload("JPEG", mode=mode, progressive=progressive)).mode == mode


def test_second_view_behind_a_jpeg_is_left_out():
    second = Image.new("RGB", (96, 80))
    picture = open_picture(upload("MPO", save_all=True, append_images=[second]))
    assert (picture.size, picture.format) == ((96, 80), "JPEG")


def test_jpeg_far_too_long_is_reduced_while_decoding():
    assert open_picture(upload("JPEG", size=(6500, 200))).size == (3250, 100)


def test_jpeg_a_little_too_long_is_left_to_normalise():
    assert open_picture(upload("JPEG", size=(6000, 64))).size == (6000, 64)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_corrupt_exif_does_not_refuse_a_picture():
    assert open_picture(upload("JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xffrubbish")).size == (96, 80)


def test_file_is_left_at_its_start_to_be_stored():
    file = upload("PNG")
    open_picture(file)
    assert file.tell() == 0


def test_empty_file_is_refused():
    assert refusal(b"").code == "empty"


def test_text_is_refused():
    assert refusal(b"not a picture at all").code == "not_a_picture"


@pytest.mark.parametrize(
    "drawing",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<SVG></SVG>',
        '<?xml version="1.0" encoding="utf-16"?><svg/>'.encode("utf-16"),
    ],
)
def test_svg_is_refused_by_name(drawing):
    refused = refusal(drawing)
    assert refused.code == "svg"
    assert "SVG is not accepted" in str(refused)


@pytest.mark.parametrize("format", ["TIFF", "BMP", "PDF"])
def test_other_format_is_refused_by_name(format):
    refused = refusal(upload(format).getvalue())
    assert refused.code == "format"
    assert format in str(refused)


def test_telephone_format_is_refused_by_name():
    assert "HEIC" in str(refusal(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)))


@pytest.mark.parametrize("format", ["PPM", "TGA", "ICO", "JPEG2000", "DDS"])
def test_exotic_decoder_is_never_reached(format):
    assert refusal(upload(format).getvalue()).code == "not_a_picture"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("kept", [0.01, 0.5, 0.9])
def test_truncated_file_is_refused(format, kept):
    whole = upload(format).getvalue()
    assert refusal(whole[: max(16, int(len(whole) * kept))]).code == "damaged"


def test_damaged_pixels_are_refused():
    whole = bytearray(upload("PNG").getvalue())
    whole[len(whole) // 2] ^= 0xFF
    assert refusal(bytes(whole)).code == "damaged"


def test_avif_without_a_picture_in_it_is_refused():
    assert refusal(upload("AVIF").getvalue().replace(b"av01", b"gone")).code == "damaged"


@pytest.mark.parametrize(
    ("kind", "before"), [(b"zTXt", b"Comment\0\0"), (b"iTXt", b"Comment\0\1\0\0\0"), (b"iCCP", b"profile\0\0")]
)
def test_words_and_colours_that_unpack_to_far_more_take_no_memory(kind, before):
    """60 KB each, and 60 MB unpacked: twenty of them in a picture of the usual kind."""
    whole, bomb = upload("PNG").getvalue(), png_chunk(kind, before + BOMB)
    tracemalloc.start()
    try:
        with suppress(PictureRefused):
            open_picture(BytesIO(whole[:33] + bomb * 20 + whole[33:]))
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024**2
    finally:
        tracemalloc.stop()


def test_a_picture_with_another_file_in_its_end_is_a_picture_and_no_more():
    picture = open_picture(BytesIO(upload("PNG").getvalue() + b"<html><script>alert(1)</script>PK\x03\x04"))
    kept = BytesIO()
    picture.save(kept, "PNG")
    assert b"script" not in kept.getvalue() and b"PK\x03\x04" not in kept.getvalue()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(7000, 6000), (10_000, 10_000), (60_000, 60_000)])
def test_too_many_pixels_are_refused_from_the_header(size):
    assert refusal(png_header(*size)).code == "too_many_pixels"


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")
def test_too_many_pixels_are_refused_where_warnings_are_errors():
    assert refusal(png_header(10_000, 10_000)).code == "too_many_pixels"


def test_too_many_bytes_are_refused():
    whole = upload("JPEG").getvalue()
    assert refusal(whole + bytes(MAX_BYTES + 1 - len(whole))).code == "too_many_bytes"


def test_as_many_bytes_as_allowed_are_accepted():
    whole = upload("JPEG").getvalue()
    assert open_picture(BytesIO(whole + bytes(MAX_BYTES - len(whole)))).size == (96, 80)


@pytest.mark.parametrize(("size", "accepted"), [((64, 64), True), ((63, 500), False), ((500, 63), False)])
def test_picture_has_at_least_64_pixels_each_way(size, accepted):
    if accepted:
        assert open_picture(upload("PNG", size=size)).size == size
    else:
        assert refusal(upload("PNG", size=size).getvalue()).code == "too_small"


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_animation_is_refused(format):
    second = Image.effect_noise((96, 80), 20).convert("RGB")
    animated = upload(format, save_all=True, append_images=[second], duration=100)
    assert refusal(animated.getvalue()).code == "animation"


def test_small_file_with_endless_scans_is_refused():
    whole = upload("JPEG", progressive=True).getvalue()
    last_scan = whole[whole.rindex(b"\xff\xda") : -2]
    assert refusal(whole[:-2] + last_scan * MAX_SCANS + b"\xff\xd9").code == "damaged"


@pytest.mark.parametrize("code", MESSAGES)
def test_refusal_is_a_sentence_that_says_what_to_do(code):
    message = str(PictureRefused(code, format="TIFF"))
    assert message.endswith(".")
    assert "%" not in message
