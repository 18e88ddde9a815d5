"""HTML of any kind as that of our stories, for what WordPress's blocks and shortcodes have no part in."""

import pytest

from articles.importing import markup, plain
from articles.importing.markup import convert, flat

BASE = "https://tide.example/paper"


def body(html):
    return convert(html, BASE).html


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("img/a.jpg", f"{BASE}/img/a.jpg"),
        ("/img/a.jpg", "https://tide.example/img/a.jpg"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("https://cdn.example/a.jpg?w=3&amp;h=2", "https://cdn.example/a.jpg?w=3&amp;h=2"),
    ],
)
def test_a_picture_has_a_whole_address(source, address):
    assert body(f'<img src="{source}">') == f'<figure><img src="{address}" alt=""></figure>'


def test_a_picture_that_waits_for_a_script_is_the_one_that_it_waits_for():
    lazy = '<img src="data:image/gif;base64,R0" data-src="/a.jpg" alt="A"><noscript><img src="/a.jpg"></noscript>'
    assert body(lazy) == '<figure><img src="https://tide.example/a.jpg" alt="A"></figure>'


@pytest.mark.parametrize(
    "image", ['<img src="/count.gif" width="1" height="1">', "<img>", '<img src="data:x">', '<img src="http://[x">']
)
def test_what_nobody_sees_is_no_picture(image):
    assert body(f"<p>a{image}</p>") == "<p>a</p>"


def test_a_smiley_is_its_character():
    assert body('<p>Well <img class="emoji" alt="🙂" src="https://s.w.org/a.png"></p>') == "<p>Well 🙂</p>"


def test_a_link_around_a_picture_is_named_if_it_led_elsewhere():
    assert convert('<a href="https://shop.example/"><img src="/a.jpg"></a>', BASE).lost == [
        "A picture led to https://shop.example/."
    ]
    assert convert('<a href="/a.jpg"><img src="/a-3x2.jpg"></a>', BASE).lost == []


def test_a_picture_in_a_list_or_heading_stands_behind_it():
    figure = '<figure><img src="https://tide.example/a.jpg" alt=""></figure>'
    assert body('<ul><li>a<img src="/a.jpg"></li></ul>') == f"<ul><li><p>a</p></li></ul>{figure}"
    assert body('<h2>a<img src="/a.jpg"></h2>') == f"<h2>a</h2>{figure}"


def test_a_list_in_a_list_stays_one():
    assert body("<ul><li>a<ol><li>b</li></ol></li></ul>") == "<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>"


def test_a_table_that_sets_things_in_their_place_gives_its_contents():
    assert convert("<table><tr><td><p>a</p><p>b</p></td></tr></table>").html == "<p>a</p><p>b</p>"


def test_a_table_without_heads_says_its_cells_in_order():
    assert body("<table><tr><td>a</td><td></td><td>c</td></tr></table>") == "<ul><li><p>a – c</p></li></ul>"


@pytest.mark.parametrize(
    ("frame", "page"),
    [
        ("//www.youtube.com/embed/abcdefghijk?rel=0", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("https://player.vimeo.com/video/123456", "https://vimeo.com/123456"),
        ("https://maps.example/x", "https://maps.example/x"),
    ],
)
def test_a_frame_becomes_a_link_to_its_page(frame, page):
    assert body(f'<iframe src="{frame}"></iframe>') == f'<p><a href="{page}">{page}</a></p>'


def test_terms_and_summaries_are_bold():
    assert body("<dl><dt>a</dt><dd>b</dd></dl>") == "<p><strong>a</strong></p><p>b</p>"
    assert body("<details><summary>a</summary>b</details>") == "<p><strong>a</strong></p><p>b</p>"


def test_words_that_were_struck_through_are_named():
    assert convert("<p><del>a</del></p>").lost == ["Words that were struck through stand as others do."]


def test_a_script_is_named():
    lost = ["A script was left out, and what it showed."]
    assert convert("<SCRIPT src='https://charts.example/1.js'></SCRIPT>") == markup.Text("", lost)


def test_a_link_within_the_text_is_only_words():
    assert body('<p>See <a href="#end">the 2 notes</a></p>') == "<p>See the 2 notes</p>"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("10<sup>6</sup> m", "10⁶ m"),
        ("H<sub>2</sub>O", "H₂O"),
        ("10<sup>&minus;3</sup>", "10⁻³"),
        ("x<sub>n+1</sub><sup>(i)</sup>", "xₙ₊₁⁽ⁱ⁾"),
        ("<sup>235</sup>U<sup> </sup>", "²³⁵U"),
        ('a<sup><a href="https://x.example/">2</a></sup>', 'a<a href="https://x.example/">²</a>'),
        ("the 21<sup>st</sup> of", "the 21st of"),
        ('2019<sup><a href="#fn1">1</a></sup>', "2019[1]"),
        ('with<sup data-fn="a" class="fn"><a href="#a" id="a-link">1</a></sup>', "with[1]"),
        ('with<a href="#_ftn2"><sup>[2]</sup></a> it', "with[2] it"),
        ('so.<sup><a href="#a">1</a>,<a href="#b">2</a></sup>', "so.[1,2]"),
    ],
)
def test_figures_above_and_below_the_line_stay_apart(source, said):
    assert convert(f"<p>{source}</p>") == markup.Text(f"<p>{said}</p>")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("e<sup>x</sup>y", "e x y"),
        ("10<sup>1,5</sup>", "10 1,5"),
        ("2<sup>a<sub>2</sub></sup>", "2 a₂"),
        ("Tide<sup>™</sup> 5", "Tide™ 5"),
    ],
)
def test_words_above_the_line_do_not_join_those_on_it_and_are_named(source, said):
    lost = ["Words that stood above or below the line stand on it."]
    assert convert(f"<p>{source}</p>") == markup.Text(f"<p>{said}</p>", lost)


def test_spaces_between_marks_stay_one():
    assert body("<p>a<b> b </b> c<i>d</i></p>") == "<p>a <strong>b</strong> c<em>d</em></p>"


def test_line_ends_go_where_they_say_nothing():
    assert flat("<p>a\nb</p><pre>c\nd</pre>\n<pre>e\n") == "<p>a b</p><pre>c\nd</pre> <pre>e "


def test_markup_that_is_nested_beyond_reason_keeps_its_words():
    assert "deep" in body("<ul><li>" * 20_000 + "deep") and "deep" in body("<b><i>" * 9000 + "deep")


def test_paragraphs_that_nobody_ended_are_not_nested():
    assert body("<p>a" * 400) == "<p>a</p>" * 400


# Plain words.


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("a\r\nb\n\n\nc", "a\nb\n\nc"),
        ("<p>a<br/>b</p><p>c</p>", "a\nb\n\nc"),
        ("3 &lt; 4 &amp; <b>5</b>", "3 < 4 & 5"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ('<a href="https://x.example/?a=1&amp;b=2">here</a>', "here (https://x.example/?a=1&b=2)"),
        ("<a href='https://x.example/'>https://x.example</a>", "https://x.example"),
        ('<a href="/own">here</a> <a href="javascript:x">there</a>', "here there"),
        ("<!-- no -->a<script>b</script>", "ab"),
        ("<" * 9000, "<" * 9000),
    ],
)
def test_paragraphs_are_plain(stored, said):
    assert plain.paragraphs(stored) == said


def test_a_line_has_no_link_and_no_line_end():
    assert plain.line("10<sup>6</sup> t CO<SUB class='x'>2</SUB>, the 1<sup>st</sup>") == "10⁶ t CO₂, the 1st"
    assert plain.line('a<br>b\n<a href="https://x.example/">c</a> &#8220;d&#8221;') == "a b c “d”"


def test_a_text_is_cut_between_words():
    assert plain.shortened("one two three", 9) == "one two…"
    assert plain.shortened("onetwothree", 4) == "one…"
    assert plain.shortened("one", 3) == "one"
