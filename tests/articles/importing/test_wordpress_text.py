"""What WordPress stored as a story's text, as ours: blocks, text as it was typed, shortcodes."""

import re
from datetime import UTC

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles import html
from articles.importing import pictures
from articles.importing.items import Site
from articles.importing.wordpress import text
from articles.importing.wordpress.known import Known, Shown

SITE = "https://tide.example"
UPLOADS = f"{SITE}/wp-content/uploads/2019/05"


class Library(Known):
    """A site with two attachments."""

    def shown(self, number):
        return {
            "5": Shown(f"{UPLOADS}/quay.jpg", "The quay", "At dawn"),
            "6": Shown(f"{UPLOADS}/ferry.jpg", "", ""),
        }.get(number)

    def children(self, number):
        return ["6"] if number == "7" else []


KNOWN = Library(
    UTC,
    site=Site("The Tide", SITE),
    blocks={
        "9": "<!-- wp:paragraph -->\n<p>Write to us.</p>\n<!-- /wp:paragraph -->",
        "8": '<!-- wp:block {"ref":8} /-->',
    },
)


def read(stored, footnotes=""):
    return text.read(stored, text.Around(KNOWN, "7", footnotes))


def body(stored):
    return read(stored).html


def block(name, inside, attributes=""):
    return f"<!-- wp:{name} {attributes}-->\n{inside}\n<!-- /wp:{name} -->\n\n"


def picture(name, caption="", alt=""):
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{UPLOADS}/{name}" alt="{alt}">{said}</figure>'


# Text as it was typed, before there were blocks.


def test_an_empty_line_parts_paragraphs_and_a_line_end_breaks_a_line():
    assert body("One\ntwo\r\n\r\nthree") == "<p>One<br>two</p><p>three</p>"


def test_blocks_in_typed_text_need_no_paragraph():
    typed = "Before\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nafter\n\n<blockquote>\nq\n</blockquote>"
    listed = "<ul><li><p>a</p></li><li><p>b</p></li></ul>"
    assert body(typed) == f"<p>Before</p>{listed}<p>after</p><blockquote><p>q</p></blockquote>"


def test_preformatted_text_keeps_its_lines_and_indents():
    assert body("<pre>if a:\n    b\n\nc</pre>") == "<p>if a:<br>&nbsp;&nbsp;&nbsp;&nbsp;b</p><p>c</p>"


def test_a_mark_that_runs_over_a_paragraph_goes_on_in_the_next():
    assert body("<em>a\n\nb</em>") == "<p><em>a</em></p><p><em>b</em></p>"


def test_a_break_before_a_line_end_is_one_and_two_part_paragraphs():
    assert body("a<br />\nb<br><br>c") == "<p>a<br>b</p><p>c</p>"


def test_more_and_page_breaks_leave_no_mark():
    assert body("a\n\n<!--more Read on-->\n\nb\n<!--nextpage-->\nc") == "<p>a</p><p>b</p><p>c</p>"


def test_an_address_on_its_own_line_becomes_a_link_that_can_be_a_card():
    address = "https://www.youtube.com/watch?v=abcdefghijk"
    assert body(f"See:\n\n{address}\n\nand") == f'<p>See:</p><p><a href="{address}">{address}</a></p><p>and</p>'


def test_a_picture_in_the_middle_of_a_sentence_stands_behind_the_paragraph():
    assert body(f'One <img src="{UPLOADS}/quay.jpg" alt="Q"> two.') == f"<p>One two.</p>{picture('quay.jpg', alt='Q')}"


def test_old_furniture_goes_and_its_words_stay():
    typed = '<center><font color="red">Red</font></center><div>&nbsp;</div><p>&nbsp;</p><div><div>deep</div></div>'
    assert body(typed) == "<p>Red</p><p>deep</p>"


# Shortcodes.


@pytest.mark.parametrize(
    "typed",
    [
        f'[caption id="attachment_5" width="300"]<a href="/q"><img src="{UPLOADS}/quay.jpg" alt="" /></a> By <em>Bo</em>[/caption]',
        f'[caption width="300" caption="By <em>Bo</em>"]<img src="{UPLOADS}/quay.jpg" alt="" />[/caption]',
    ],
)
def test_both_forms_of_a_caption_are_figures(typed):
    assert body(f"a {typed} b") == f"<p>a</p>{picture('quay.jpg', 'By <em>Bo</em>')}<p>b</p>"


def test_a_gallery_shows_its_pictures_in_their_order():
    shown = body('[gallery ids="6,5" columns="2"]')
    assert shown == picture("ferry.jpg") + picture("quay.jpg", "At dawn", "The quay")


def test_a_gallery_that_names_none_shows_those_of_the_story():
    assert body("[gallery]") == picture("ferry.jpg")


def test_pictures_that_a_gallery_lacks_are_named():
    assert read("[gallery ids=”5,77”]").lost == ["A gallery has pictures that are not in the file."]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("[embed width=1]https://vimeo.com/123456[/embed]", "https://vimeo.com/123456"),
        ("[vimeo 123456]", "https://vimeo.com/123456"),
        ("[youtube=https://youtu.be/abcdefghijk]", "https://youtu.be/abcdefghijk"),
        ("[youtube id=abcdefghijk]", "https://www.youtube.com/watch?v=abcdefghijk"),
        (f'[audio mp3="{UPLOADS}/sea.mp3"][/audio]', f"{UPLOADS}/sea.mp3"),
        (f'[video src="{UPLOADS}/sea.mp4"]', f"{UPLOADS}/sea.mp4"),
    ],
)
def test_what_a_shortcode_embeds_is_a_link_on_its_own_line(typed, address):
    assert body(f"a {typed} b") == f'<p>a</p><p><a href="{address}">{address}</a></p><p>b</p>'


def test_an_unknown_shortcode_leaves_what_it_encloses_and_is_named():
    found = read('[box color="red"]Inside[/box] and [my_form]')
    assert found.html == "<p>Inside and</p>"
    assert found.lost == [
        "What the shortcode [box] showed was left out.",
        "What the shortcode [my_form] showed was left out.",
    ]


@pytest.mark.parametrize("said", ["[sic]", "[the minister] said", "[1]", "[Update: more]", "a [b", "c] d", "[] [/x"])
def test_words_in_brackets_stay(said):
    assert body(said) == f"<p>{said}</p>"


def test_a_shortcode_in_two_brackets_is_meant_to_be_read():
    assert body("Type [[gallery]]") == "<p>Type [gallery]</p>"


def test_an_endless_caption_loses_nothing():
    assert body('[caption width="3"]a <b>b</b> c') == "<p>a <strong>b</strong> c</p>"


# Blocks.


@pytest.mark.parametrize(
    ("name", "inside", "shown"),
    [
        ("paragraph", "<p>a\nb</p>", "<p>a b</p>"),
        ("heading", '<h4 class="wp-block-heading">A <strong>b</strong></h4>', "<h3>A b</h3>"),
        ("heading", "<h1>A</h1>", "<h2>A</h2>"),
        ("list", '<ol start="3"><li>a</li></ol>', '<ol start="3"><li><p>a</p></li></ol>'),
        ("quote", "<blockquote><p>a</p><cite>Bo</cite></blockquote>", "<blockquote><p>a</p><p>Bo</p></blockquote>"),
        (
            "pullquote",
            '<figure class="wp-block-pullquote"><blockquote><p>a</p><cite>Bo</cite></blockquote></figure>',
            "<aside><p>a</p><p>Bo</p></aside>",
        ),
        ("separator", '<hr class="wp-block-separator"/>', "<hr>"),
        ("code", '<pre class="wp-block-code"><code>a\n  b</code></pre>', "<p>a<br>&nbsp;&nbsp;b</p>"),
        ("verse", '<pre class="wp-block-verse">a\nb</pre>', "<p>a<br>b</p>"),
        ("html", "<p onclick='x()'>a</p><script>b()</script>", "<p>a</p>"),
        ("html", '<iframe src="https://player.vimeo.com/video/123456?h=1"></iframe>', None),
        ("shortcode", "[embed]https://vimeo.com/123456[/embed]", None),
        ("embed", '<figure class="wp-block-embed"><div>\nhttps://vimeo.com/123456\n</div></figure>', None),
        ("button", '<div><a class="wp-block-button__link" href="/x">Go</a></div>', '<p><a href="/x">Go</a></p>'),
        (
            "file",
            '<div><a href="/a.pdf">Plan</a><a href="/a.pdf" class="wp-block-file__button">Download</a></div>',
            '<p><a href="/a.pdf">Plan</a></p>',
        ),
    ],
)
def test_each_block_becomes_what_it_is_here(name, inside, shown):
    card = '<p><a href="https://vimeo.com/123456">https://vimeo.com/123456</a></p>'
    assert body(block(name, inside)) == (shown or card)


def test_pictures_of_a_gallery_each_keep_their_caption():
    one = f'<figure class="wp-block-image"><img src="{UPLOADS}/quay.jpg" alt=""/><figcaption>A</figcaption></figure>'
    two = f'<figure class="wp-block-image"><img src="{UPLOADS}/ferry.jpg" alt=""/></figure>'
    gallery = f'<figure class="wp-block-gallery">{one}{two}<figcaption>Both</figcaption></figure>'
    assert body(block("gallery", gallery)) == picture("quay.jpg", "A") + picture("ferry.jpg") + "<p>Both</p>"


def test_columns_and_groups_give_their_contents():
    inner = block("column", f"<div>{block('paragraph', '<p>a</p>')}</div>")
    assert body(block("group", f"<div>{block('columns', f'<div>{inner}</div>')}</div>")) == "<p>a</p>"


def test_a_cover_of_old_shows_the_picture_of_its_style():
    stored = block("cover", '<div class="wp-block-cover"><p>a</p></div>', f'{{"url":"{UPLOADS}/quay.jpg"}} ')
    assert body(stored) == f"{picture('quay.jpg')}<p>a</p>"


def test_a_table_is_a_list_of_its_rows():
    rows = "<thead><tr><th>Port</th><th>Ships</th></tr></thead><tbody><tr><td>A</td><td>2</td></tr></tbody>"
    found = read(block("table", f"<figure class='wp-block-table'><table>{rows}</table></figure>"))
    assert found.html == "<ul><li><p>Port: A; Ships: 2</p></li></ul>"
    assert found.lost == ["A table became a list of its rows."]


def test_a_block_of_many_stories_is_put_in():
    assert body('<!-- wp:block {"ref":9} /-->') == "<p>Write to us.</p>"


def test_a_block_that_holds_itself_ends():
    assert read('<!-- wp:block {"ref":8} /-->').lost == ["A block that stands in several stories is not in the file."]


def test_footnotes_become_a_list():
    notes = '[{"content":"As <em>said<\\/em>","id":"x"}]'
    assert read("<!-- wp:footnotes /-->", notes).html == "<ol><li><p>As <em>said</em></p></li></ol>"


def test_what_the_old_site_made_when_somebody_looked_is_named():
    found = read(
        block("paragraph", "<p>a</p>") + '<!-- wp:latest-posts {"n":3} /-->' + block("jetpack/map", "<div></div>")
    )
    assert found.html == "<p>a</p>"
    assert found.lost == [
        "What the block “latest-posts” showed was left out.",
        "What the block “jetpack/map” showed was left out.",
    ]


def test_typed_text_between_blocks_keeps_its_lines():
    assert body(block("paragraph", "<p>a</p>") + "b\nc\n\nd") == "<p>a</p><p>b<br>c</p><p>d</p>"


# Whatever comes.

TOKENS = [
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<ul>",
        "<li>",
        "</ul>",
        "<blockquote>",
        "</blockquote>",
        "<h1>",
        "</h1>",
        "<pre>",
    ),
    *(
        "</pre>",
        "<figure>",
        "</figure>",
        "<figcaption>",
        "</figcaption>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<b>",
        "</b>",
    ),
    *(
        '<a href="/x">',
        '<a href="https://x.example/?a=1&b">',
        "</a>",
        "<br>",
        "<hr>",
        "<q>",
        "</q>",
        "<dt>",
        "<cite>",
        "</cite>",
    ),
    *(
        '<img src="/a.jpg" alt="A">',
        "<img src=x.png>",
        '<img data-file="3" src="/b.jpg">',
        "<script>",
        "</script>",
        "<button>",
    ),
    *(
        "<!-- wp:x -->",
        "<!-- /wp:x -->",
        "<!-- wp:group -->",
        "<!-- /wp:group -->",
        '<!-- wp:block {"ref":8} /-->',
        "<!--",
        "-->",
    ),
    *(
        '[caption caption="C"]',
        "[/caption]",
        "[gallery]",
        "[x_y]",
        "[",
        "]",
        '"',
        "'",
        "&amp;",
        "&nbsp;",
        "&",
        "<",
        ">",
        "\n\n",
        "\n",
    ),
    *(
        '<div class="wp-caption">',
        '<figure class="kg-card kg-bookmark-card">',
        '<div class="wp-block-pullquote">',
        " ",
        "word",
        "é",
    ),
    "<video src=https://x.example/a.mp4>",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=30).map("".join))
@example("<figure><figcaption><figure><img src=/a.jpg></figure></figcaption></figure>")
@example("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>")
def test_whatever_comes_is_as_the_sanitiser_leaves_it(stored):
    found = body(stored)
    numbers = dict.fromkeys(pictures.addresses(found), 3)
    for placed in (pictures.place(found, numbers, {3: "/media/a.jpg"}), pictures.place(found, {})):
        assert html.sanitise(placed) == placed
    assert len(html.figure_ids(pictures.place(found, numbers))) == found.count("<img ")


PLAIN = [
    token
    for token in TOKENS
    if not re.match(r"\[|\]|<script|</script|<!--|-->|\"|'|<img|<video|<$|>$|&$|<div c|<figure c", token)
]


@given(st.lists(st.sampled_from(PLAIN) | st.integers(0, 99).map("x{}y".format), max_size=30))
def test_no_word_is_lost(tokens):
    said = html.plain_text(body("".join(tokens)))
    for word in {token for token in tokens if re.fullmatch(r"x\d+y", token)}:
        assert said.count(word) >= tokens.count(word)
