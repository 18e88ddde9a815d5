"""Story text: what is let through, and what is read off it."""

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles import html

HOSTILE = [
    "<script>alert(1)</script>",
    '<p onclick="alert(1)">a</p>',
    '<a href="javascript:alert(1)">a</a>',
    '<a href="data:text/html,x">a</a>',
    '<img src="https://elsewhere.example/pixel.gif">',
    '<iframe src="https://elsewhere.example"></iframe>',
    '<p style="position:fixed">a</p>',
    "<svg><script>alert(1)</script></svg>",
    "<style>p{display:none}</style>",
    '<form action="https://elsewhere.example"><input name="a"></form>',
    '<img src=x onerror=alert(1) data-file="1">',
    "<math><mtext><script>alert(1)</script></mtext></math>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_or_calls_home_survives(text):
    clean = html.sanitise(text)
    for bad in ("script", "javascript", "onclick", "onerror", "iframe", "style", "form", "elsewhere.example", "data:"):
        assert bad not in clean


def test_what_the_editor_makes_survives_unchanged():
    text = (
        '<p>A <strong>b</strong> <em>c</em> <a href="https://example.org/">d</a>.</p><h2>E</h2><h3>F</h3>'
        "<ul><li><p>g</p></li></ul><ol><li><p>h</p></li></ol><blockquote><p>i</p></blockquote><hr>"
        '<figure><img data-file="7" alt="j" src="/media/x.jpg"><figcaption>k</figcaption></figure>'
    )
    clean = html.sanitise(text)
    assert html.figure_ids(clean) == [7]
    for part in ("<strong>", "<em>", 'href="https://example.org/"', "<h2>", "<h3>", "<blockquote>", "<figcaption>"):
        assert part in clean


# What a text is made of, whole tags more often than single characters, so that elements meet inside each other.
TOKENS = [
    *("<figure>", "</figure>", "<figcaption>", "</figcaption>", '<img data-file="1" src="/a">', "<img src=b>"),
    *("<p>", "</p>", "<h2>", "</h2>", "<ul>", "<li>", "</ul>", '<a href="/">', "</a>", "<em>", "</em>", "<br>"),
    *("<table>", "<td>", "</table>", "<button>", "<svg>", "<math>", "<script>", "<!--", "-->", "\x00"),
    *"<>&\"'/= abimg:;",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join))
@example('<figure><figure></figure><img data-file="1" src="/a"></figure>')
@example('<figure><figure><img data-file="1"></figure><img data-file="2"></figure>')
@example('<a href="/">a<table><a href="/">b</table></a>')
@example("<p>a<button><p>b</button>c</p>")
def test_sanitising_twice_changes_nothing(text):
    once = html.sanitise(text)
    assert html.sanitise(once) == once
    assert once.count("<figure>") == once.count("</figure>")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<figure><figure></figure>{0}</figure>", "<figure>{0}</figure>"),
        ("<figure><figure>{0}</figure></figure>", "<figure>{0}</figure>"),
        ("<figure>{0}<figure>{0}</figure></figure>", "{0}<figure>{0}</figure>"),
        ("<figure><figure><figure>a</figure></figure></figure><p>b</p>", "<p>b</p>"),
    ],
)
def test_a_figure_holds_a_picture_and_no_figure(text, clean):
    image = '<img data-file="1" src="/a">'
    assert html.sanitise(text.format(image)) == clean.format(image)


@pytest.mark.parametrize(
    "address",
    [
        *("https://elsewhere.example/a.png", "HTTP://elsewhere.example/a.png", "//elsewhere.example/a.png"),
        *("/\\elsewhere.example/a.png", "\\\\elsewhere.example/a.png", "/\t/elsewhere.example/a.png"),
        *(" //elsewhere.example/a.png", "&#47;&#47;elsewhere.example/a.png", "data:image/png;base64,AAAA", "a.png"),
    ],
)
def test_a_picture_of_ours_keeps_no_address_of_another_site(address):
    clean = html.sanitise(f'<p>a</p><figure><img data-file="7" src="{address}"></figure>')
    assert clean == '<p>a</p><figure><img data-file="7"></figure>'


@pytest.mark.parametrize("number", ["017", "0", "-1", "1.5", "٧", "1" * 19, "7 ", "x"])
def test_a_picture_has_one_way_to_write_its_number(number):
    """Whoever looks for the stories that show a picture looks for that one."""
    assert html.sanitise(f'<p>a</p><img data-file="{number}">') == "<p>a</p>"


@pytest.mark.parametrize("text", ["", "<p></p>", "<p><br></p>", "<p> </p><p></p>"])
def test_an_empty_editor_leaves_an_empty_text(text):
    assert html.sanitise(text) == ""


def test_a_figure_without_our_picture_is_dropped_whole():
    clean = html.sanitise('<p>a</p><figure><img src="https://x.example/a.png"><figcaption>b</figcaption></figure>')
    assert clean == "<p>a</p>"


def test_words_are_counted_across_blocks():
    assert html.count_words("<p>one two</p><h2>three</h2><ul><li>four</li></ul>") == 4


def test_reading_time_is_at_least_a_minute():
    assert [html.reading_minutes(words) for words in (0, 238, 500, 2380)] == [1, 1, 2, 10]


def test_an_excerpt_ends_between_words():
    assert html.excerpt("<p>The ferry left the harbour on time.</p>", 20) == "The ferry left the…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>The minister spoke.</p>", '<p><span class="dateline">BEIJING</span> — The minister spoke.</p>'),
        ("<h2>First</h2><p>Then.</p>", '<p><span class="dateline">BEIJING</span> —</p><h2>First</h2><p>Then.</p>'),
    ],
)
def test_the_dateline_opens_the_text(text, expected):
    assert html.open_with_dateline(text, "BEIJING") == expected


def test_a_dateline_is_escaped():
    assert "&lt;b&gt;" in html.open_with_dateline("<p>a</p>", "<b>")


@pytest.mark.parametrize(
    "text",
    [
        "a & b &amp; c &amp;amp; &x &copy 1 &copy; &notit; &#38; &",
        "a\xa0b&nbsp;c&#160;d&#xA0;e &nbsp",
        '<a href="https://x.example/?a=1&b=2&amp;c=3&copy=4&#38;d\xa0">a</a>',
        '<a href="javascript&amp;#58;x">a</a><a href="java&script:x">b</a>&<b>lt;</b>',
        "<table>&\xa0<tr>&amp;<td>&",
    ],
)
def test_ampersands_and_hard_spaces_are_as_the_cleaner_writes_them(text):
    cleaner = nh3.Cleaner(link_rel=None)
    assert html.clean(cleaner, text) == cleaner.clean(text)


def test_characters_that_stand_for_others_are_in_no_text():
    assert html.sanitise("<p>a\ufdd0lt;b\ufdd1gt;</p>") == "<p>alt;bgt;</p>"
