from html.parser import HTMLParser

from django.template import Context, Template

from articles.models import Illustration
from articles.templatetags.pictures import picture_html, share_picture

MANIFEST = [
    ["card", "webp", 640, 427, "renditions/a-card-640.webp"],
    ["card", "webp", 320, 213, "renditions/a-card-320.webp"],
    ["card", "jpeg", 480, 320, "renditions/a-card-480.jpg"],
    ["square", "webp", 120, 120, "renditions/a-square-120.webp"],
    ["wide", "jpeg", 800, 450, "renditions/a-wide-800.jpg"],
    ["wide", "jpeg", 1200, 675, "renditions/a-wide-1200.jpg"],
]
DRAWING = Illustration(renditions=MANIFEST)


class Elements(HTMLParser):
    """Every start tag of a fragment with its attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


def rendered(arguments: str, **context) -> str:
    template = Template("{% load pictures %}{% picture drawing " + arguments + " %}")
    return template.render(Context({"drawing": DRAWING} | context))


def test_every_webp_of_the_shape_is_offered_narrowest_first():
    [source] = Elements(rendered('"card" "A chip" "50vw"')).named("source")
    assert source["type"] == "image/webp"
    assert source["srcset"] == "/media/renditions/a-card-320.webp 320w, /media/renditions/a-card-640.webp 640w"
    assert source["sizes"] == "50vw"


def test_the_jpeg_carries_size_and_words():
    [img] = Elements(rendered('"card" "A chip" "50vw"')).named("img")
    assert img["src"] == "/media/renditions/a-card-480.jpg"
    assert (img["width"], img["height"], img["alt"]) == ("480", "320", "A chip")


def test_pictures_wait_until_they_are_near_the_screen():
    [img] = Elements(rendered('"card" "" "50vw"')).named("img")
    assert img["loading"] == "lazy"
    assert "fetchpriority" not in img


def test_a_lead_is_fetched_first():
    [img] = Elements(rendered('"wide" "" "100vw" lead=True')).named("img")
    assert img["fetchpriority"] == "high"
    assert "loading" not in img


def test_narrow_screens_are_offered_the_square_before_anything_else():
    square, card = Elements(rendered('"card" "" "50vw" narrow=True')).named("source")
    assert (square["srcset"], square["sizes"]) == ("/media/renditions/a-square-120.webp 120w", "6.5rem")
    assert "max-width" in square["media"]
    assert (square["width"], square["height"]) == ("120", "120")
    assert "media" not in card


def test_a_shape_without_webp_offers_every_jpeg():
    elements = Elements(rendered('"wide" "" "100vw"'))
    [source] = elements.named("source")
    assert source["type"] == "image/jpeg"
    assert source["srcset"] == "/media/renditions/a-wide-800.jpg 800w, /media/renditions/a-wide-1200.jpg 1200w"
    assert elements.named("img")[0]["src"] == "/media/renditions/a-wide-800.jpg"


def test_the_class_names_the_picture():
    [picture] = Elements(rendered('"card" "" "50vw" css="teaser__picture"')).named("picture")
    assert picture["class"] == "teaser__picture"


def test_nothing_stands_where_there_is_no_picture():
    assert rendered('"card" "" "50vw"', drawing=None).strip() == ""
    assert rendered('"card" "" "50vw"', drawing=Illustration()).strip() == ""
    assert rendered('"free" "" "50vw"').strip() == ""


def test_words_of_editors_cannot_become_markup():
    html = rendered('"card" words "50vw"', words='"><script>alert(1)</script>')
    assert "<script" not in html
    assert Elements(html).named("img")[0]["alt"] == '"><script>alert(1)</script>'


def test_python_code_gets_the_same_markup():
    assert picture_html(DRAWING, "card", "A chip", "50vw") == rendered('"card" "A chip" "50vw"')


def test_a_shared_picture_is_the_widest_jpeg_with_its_full_address(settings):
    settings.NEWSROOM_SITE_URL = "https://news.example"
    shared = share_picture(DRAWING)
    assert shared.url == "https://news.example/media/renditions/a-wide-1200.jpg"
    assert (shared.width, shared.height) == (1200, 675)


def test_without_a_picture_there_is_none_to_share():
    assert share_picture(None) is None
    assert share_picture(Illustration()) is None
