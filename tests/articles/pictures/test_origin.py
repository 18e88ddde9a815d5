"""The origin of a picture, as it stands in its files."""

import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from PIL import Image

from articles.pictures.encode import render_all
from articles.pictures.geometry import Shape, plan, plan_later
from articles.pictures.origin import AI_MADE, UNKNOWN, VOCABULARY, Origin, ai_term

DC, RDF = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
CREDIT = "{http://ns.adobe.com/photoshop/1.0/}Credit"
SOURCE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"


def said(packet: bytes) -> dict[str, str]:
    """What an XMP packet says, by property."""
    tree = ET.fromstring(packet.decode().strip())
    found = {}
    for element in tree.iter():
        if element.tag in (CREDIT, SOURCE):
            found[element.tag] = element.text
        if element.tag in (f"{DC}creator", f"{DC}rights"):
            found[element.tag] = element.find(f".//{RDF}li").text
    return found


def test_origin_says_who_made_it_whose_it_is_and_how():
    packet = Origin("Drawing: B. Tan", "© The Plumb Line", ai_made=True).xmp()
    assert said(packet) == {
        f"{DC}creator": "Drawing: B. Tan",
        CREDIT: "Drawing: B. Tan",
        f"{DC}rights": "© The Plumb Line",
        SOURCE: AI_MADE,
    }


def test_what_is_not_known_is_not_said():
    assert said(Origin(rights="© X").xmp()) == {f"{DC}rights": "© X"}
    assert UNKNOWN.xmp() == b""


@pytest.mark.parametrize("credit", ["A & B <c>", 'say "]]>" & go', "東京 🗞", "</rdf:li></rdf:Seq>"])
def test_no_credit_breaks_the_packet(credit):
    assert said(Origin(credit).xmp())[CREDIT] == credit


def test_characters_that_xml_forbids_are_left_out():
    assert said(Origin("A\x00\x0b\ufffeB\ud800").xmp())[CREDIT] == "AB"


@pytest.mark.parametrize("format", ["avif", "webp", "jpeg"])
def test_every_rendition_carries_its_origin(format):
    origin = Origin("B. Tan & co", "© X", ai_made=True)
    image = Image.effect_noise((640, 400), 50).convert("RGB")
    specs = [spec for shape in Shape for spec in (*plan(image.size, shape), *plan_later(image.size, shape))]
    made = [data for spec, data in render_all(image, specs, origin=origin) if spec.format == format]
    assert len(made) >= 4
    for data in made:
        assert said(Image.open(BytesIO(data)).info["xmp"]) == said(origin.xmp())


def test_rendition_of_unknown_origin_carries_no_packet():
    image = Image.new("RGB", (300, 200))
    for _spec, data in render_all(image, [*plan(image.size, Shape.CARD), *plan_later(image.size, Shape.CARD)]):
        assert "xmp" not in Image.open(BytesIO(data)).info


@pytest.mark.parametrize(
    ("packet", "claimed"),
    [
        (Origin(ai_made=True).xmp(), True),
        (AI_MADE.replace("http:", "https:"), True),
        (Origin("B. Tan").xmp(), False),
        (b"http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture", False),
        *((VOCABULARY + term, True) for term in ("compositeWithTrainedAlgorithmicMedia", "compositeSynthetic")),
        *((VOCABULARY + term, False) for term in ("algorithmicMedia", "algorithmicallyEnhanced", "composite")),
        (AI_MADE + "2", False),
        (b"\xff\x00<<<", False),
        (None, False),
    ],
)
def test_upload_that_says_a_machine_made_it_is_believed(packet, claimed):
    assert bool(ai_term(packet)) is claimed


def test_origin_says_as_much_of_ai_as_the_upload_said():
    term = ai_term(f"{VOCABULARY}compositeWithTrainedAlgorithmicMedia")
    assert said(Origin(ai_made=True, ai_term=term).xmp()) == {SOURCE: VOCABULARY + term}
    assert Origin(ai_term=term).xmp() == b""
