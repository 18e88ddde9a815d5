"""WordPress files that are broken, or made to do harm: refused with the line, or the item is left out or made sound."""

from datetime import UTC
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import html
from articles.importing import pictures, plain
from articles.importing.items import Leftover, NotReadable, Person, Picture, Standing, State, Story, Term
from articles.importing.wordpress import WordPress, dates, reading

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:excerpt="http://wordpress.org/export/1.0/excerpt/" xmlns:wp="http://wordpress.org/export/1.0/"><channel>
<title>T</title><link>https://tide.example</link><wp:wxr_version>1.0</wp:wxr_version>
"""
TAIL = "</channel></rss>"


@pytest.fixture
def items(tmp_path):
    """What a source makes of an export that holds this; of a whole file, if it is bytes."""

    def read(inside):
        path = tmp_path / "export.xml"
        path.write_bytes(inside if isinstance(inside, bytes) else f"{HEAD}{inside}{TAIL}".encode())
        return [read.item for read in WordPress([path])]

    return read


@pytest.fixture
def of(items):
    return lambda kind, inside: [item for item in items(inside) if isinstance(item, kind)]


def fields(values):
    return "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in values.items())


def item(number=1, inside="", **changed):
    values = {
        "title": "A",
        "content:encoded": "a",
        "wp:post_id": number,
        "wp:post_date_gmt": "2020-01-01 00:00:00",
        "wp:status": "publish",
        "wp:post_type": "post",
    }
    return (
        f"<item>{fields(values | {name.replace('__', ':'): value for name, value in changed.items()})}{inside}</item>"
    )


def comment(number, parent=0, at="2020-01-01 00:00:00", text="a", **changed):
    values = {"comment_id": number, "comment_parent": parent, "comment_date_gmt": at, "comment_content": text}
    named = {f"wp:{name}": value for name, value in (values | changed).items()}
    return f"<wp:comment>{fields(named)}</wp:comment>"


# Files that are refused.


def whole(declared, inside="<rss/>"):
    return f'<?xml version="1.0"?>\n{declared}\n{inside}'.encode()


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (whole('<!DOCTYPE rss [\n<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "<rss>&b;</rss>"), 2),
        (whole('<!DOCTYPE rss SYSTEM "https://elsewhere.example/x.dtd">'), 2),
        (whole('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "<rss>&a;</rss>"), 2),
        (f"{HEAD}<item><title>caf".encode() + b"\xe9</title></item>" + TAIL.encode(), 5),
        (f"{HEAD}<item>\n<title>A".encode(), 6),
        (f"\n\n{HEAD}\n<item></title></item>".encode(), 8),
        (f"{HEAD}&#0;".encode(), 5),
        (f"{HEAD}&lost;".encode(), 5),
        (b'<?xml version="1.0" encoding="martian"?>\n<rss/>', 1),
        (b"<html><body>Please sign in</body></html>", 1),
        (b'<rss version="2.0"><channel><title>A feed</title><item><title>a</title></item></channel></rss>', 1),
        (HEAD.replace("1.0</wp:wxr", "9.0</wp:wxr").encode() + TAIL.encode(), 4),
        (b"", 1),
        (f"{HEAD}<!--{'x' * 2 * reading.LONGEST_TAG}".encode(), 5),
    ],
    ids=lambda value: "" if isinstance(value, int) else value[-30:].decode(errors="replace"),
)
def test_what_is_no_sound_export_is_refused_with_its_line(items, file, line):
    with pytest.raises(NotReadable) as refused:
        items(file)
    assert refused.value.line == line
    assert str(refused.value).startswith(f"export.xml, line {line}: ")


def test_nothing_is_yielded_of_a_file_that_breaks_at_its_end(tmp_path):
    path = tmp_path / "cut.xml"
    path.write_text(HEAD + item())
    with pytest.raises(NotReadable):
        next(iter(WordPress([path])))


def test_a_text_that_no_story_can_be_is_left_out(of):
    longest = "a" * plain.LONGEST_BODY
    embedded = f'{longest[99:]}<img src="data:image/png;base64,{longest}">'
    files = item(1, content__encoded=f"{longest}b") + item(2, content__encoded=longest)
    assert [one.key for one in of(Leftover, files)] == ["1"]
    assert of(Leftover, item(3, content__encoded=embedded)) == [] and not plain.is_too_long(longest)


# Items that are made sound.


def test_only_pictures_that_no_attachment_is_come_of_a_text(of):
    up = "https://tide.example/up"
    shown = ["map-4x3.jpg", "map.jpg", "map-9x9.jpg", "lost-1x1.jpg", "lost.jpg", "lost.jpg"]
    text = "".join(f'<img src="{up}/{name}">' for name in shown)
    files = [
        item(number, wp__post_type="attachment", wp__attachment_url=f"{up}/{name}")
        for number, name in ((2, "map-4x3.jpg"), (3, "map.jpg"))
    ]
    told = [(one.key, one.original) for one in of(Picture, "".join(files) + item(1, content__encoded=text))]
    assert told[2:] == [(f"{up}/lost-1x1.jpg", f"{up}/lost.jpg"), (f"{up}/lost.jpg", "")]


def test_characters_that_no_xml_may_hold_are_taken_out(of):
    (story,) = of(Story, item(title="A\x00\x08b", content__encoded="c\x0bd"))
    assert (story.headline, story.body) == ("Ab", "<p>cd</p>")


def test_other_encodings_are_read_as_they_say(of):
    latin = HEAD.replace("UTF-8", "ISO-8859-1") + item(title="Café") + TAIL
    wide = HEAD.replace("UTF-8", "UTF-16") + item(title="Café") + TAIL
    for file in (latin.encode("latin-1"), wide.encode("utf-16")):
        assert [story.headline for story in of(Story, file)] == ["Café"]


def test_script_in_every_field_stays_words(items):
    script = "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>"
    names = (
        "title",
        "dc:creator",
        "content:encoded",
        "excerpt:encoded",
        "wp:post_name",
        "link",
        "guid",
        "wp:post_password",
    )
    said = dict.fromkeys(name.replace(":", "__") for name in names) | {"wp__post_password": ""}
    terms = f'<category domain="category" nicename="x"><![CDATA[{script}]]></category>'
    remark = comment(1, text=script, comment_author=script, comment_author_url="javascript:alert(1)")
    written = item(inside=terms + remark, **{name: value if value == "" else script for name, value in said.items()})
    for found in items(written):
        if isinstance(found, Story):
            assert html.sanitise(found.body) == pictures.place(found.body, {}) == "<p>x</p>"
            assert all(path.startswith("/") for path in found.old)
            assert found.remarks[0].website == ""
            assert "<" not in found.headline + found.standfirst + found.remarks[0].name + found.remarks[0].text
        elif isinstance(found, Term):
            assert found.name == "alert(1)x"


@pytest.mark.parametrize(
    "date",
    ["0000-00-00 00:00:00", "9999-12-31 23:59:59", "2020-13-45 99:99:99", "", "soon", "２０２０-01-01 00:00:00"],
)
def test_an_absurd_date_makes_a_draft_of_a_live_story(of, date):
    assert dates.read(date, date, UTC) is None
    (story,) = of(Story, item(wp__post_date_gmt=date))
    assert (story.state, story.published_at) == (State.DRAFT, None)
    assert story.note


def test_sections_in_a_circle_have_none_above(of):
    line = [("a", "b"), ("b", "a"), ("c", "c"), ("d", "gone"), ("e", "a")]
    told = [
        f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename><wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name>{slug}</wp:cat_name></wp:category>"
        for slug, parent in line
    ]
    assert {term.slug: term.parent for term in of(Term, "".join(told))} == dict.fromkeys("abcde", "")


def test_comments_in_a_circle_begin_threads(of):
    (story,) = of(
        Story, item(inside=comment(1, parent=2) + comment(2, parent=1) + comment(3, parent=3) + comment(4, parent=9))
    )
    known: set[str] = set()
    for remark in story.remarks:
        assert not remark.parent or remark.parent in known
        known.add(remark.key)
    assert known == {"1", "2", "3", "4"}


def test_a_thread_of_twelve_comes_whole(of):
    (story,) = of(Story, item(inside="".join(comment(number, parent=number - 1) for number in range(12, 0, -1))))
    assert [(remark.key, remark.parent) for remark in story.remarks] == [
        (str(number), str(number - 1) if number > 1 else "") for number in range(1, 13)
    ]


def test_the_second_of_a_number_is_left_out_and_named(items):
    story, left = items(item(1, title="First") + item(1, title="Second"))[1:]
    assert (story.headline, left.title, left.reason) == ("First", "Second", "Its number is used twice.")


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 5000, "１"])
def test_a_story_without_a_number_is_left_out(of, number):
    assert [left.reason for left in of(Leftover, item(number))] == ["It has no number."]


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        (comment(1) + comment(1), "Its number is used twice."),
        (comment("x"), "It has no number."),
        (comment(1, at="never"), "It has no date."),
        (comment(1, text="<p> </p>"), "It has no words."),
        (comment(1, comment_type="order_note"), "It is a note of a plugin, not a comment."),
    ],
)
def test_a_comment_that_is_none_is_left_out_and_named(of, inside, reason):
    assert [(left.kind, left.reason) for left in of(Leftover, item(inside=inside))] == [("comment", reason)]


@pytest.mark.parametrize(
    ("stored", "standing"),
    [
        ("1", Standing.APPROVED),
        ("0", Standing.HELD),
        ("hold", Standing.HELD),
        ("spam", Standing.SPAM),
        ("post-trashed", Standing.TRASH),
        ("<b>", Standing.HELD),
    ],
)
def test_a_comment_stands_as_the_moderators_left_it(of, stored, standing):
    (story,) = of(Story, item(inside=comment(1, comment_approved=stored)))
    assert story.remarks[0].standing == standing


def test_a_title_of_megabytes_is_left_out_and_a_long_one_is_cut(items):
    huge, long = items(item(1, title="a" * (reading.LONGEST_FIELD + 9)) + item(2, title="long " * 100_000))[1:]
    assert isinstance(huge, Leftover) and huge.reason == "It is too large to be a story."
    assert len(long.headline) <= 200 and long.headline.endswith("…")
    assert long.lost == ("The headline was longer than 200 characters.",)


def test_a_story_without_a_headline_gets_its_first_words(of):
    (story,) = of(Story, item(title=" ", content__encoded="The sea is calm. " * 9))
    assert story.headline == "The sea is calm. The sea is calm. The sea is calm. The sea is calm. The sea is…"
    assert story.lost == ("It had no headline: its first words stand for it.",)


def test_what_a_story_was_also_filed_under_is_named(of):
    terms = "".join(
        f'<category domain="{kind}" nicename="{slug}">{name}</category>'
        for kind, slug, name in (
            ("series", "war", "War"),
            ("language", "de", "Deutsch"),
            ("post_format", "aside", "Aside"),
        )
    )
    (story,) = of(Story, item(inside=terms))
    assert story.language == "de"
    assert story.lost == ("It was filed under “War” (series), too.",)


def test_an_author_without_an_account_is_somebody_all_the_same(of):
    (person,) = of(Person, item(dc__creator="Zoë Ray"))
    assert (person.key, person.name, person.slug) == ("Zoë Ray", "Zoë Ray", "zoë-ray")


def test_an_account_says_more_than_a_byline_that_came_before(of):
    byline = '<category domain="author" nicename="cap-ada">Ada F.</category>'
    account = fields({"wp:author_id": 2, "wp:author_login": "ada", "wp:author_email": "ada@tide.example"})
    (person,) = of(Person, item(inside=byline) + f"<wp:author>{account}</wp:author>" + item(2, inside=byline))
    assert (person.name, person.email) == ("Ada F.", "ada@tide.example")


def test_elements_within_each_other_without_end_do_no_harm(of):
    (story,) = of(Story, item(content__encoded=f"{'<div>' * 30_000}deep{'<blockquote><ul><li>' * 5000}deeper"))
    assert "deep" in story.body and "deeper" in story.body


NAMES = [
    *(
        "title",
        "link",
        "guid",
        "dc:creator",
        "content:encoded",
        "excerpt:encoded",
        "wp:post_id",
        "wp:post_parent",
        "wp:status",
    ),
    *("wp:post_date", "wp:post_date_gmt", "wp:post_modified_gmt", "wp:post_name", "wp:post_type", "wp:attachment_url"),
    *("wp:is_sticky", "wp:comment_status", "wp:post_password", "wp:base_blog_url"),
]
META = [
    "_thumbnail_id",
    "_wp_old_slug",
    "newspack_correction-post-id",
    "cap-linked_account",
    "footnotes",
    "custom_permalink",
]
ODD = [
    *(
        "",
        "0",
        "-1",
        "1",
        "9" * 5000,
        "٣",
        "é",
        "\u2028",
        "<b>",
        "&",
        "[x_y]",
        '[gallery ids="1,x"]',
        "{",
        "http://[",
        "//",
        "%zz%ff",
    ),
    *(
        "post",
        "page",
        "attachment",
        "wp_block",
        "guest-author",
        "newspack_correction",
        "publish",
        "%%title%%",
        "a/b.jpg",
    ),
    *(
        '<!-- wp:block {"ref":[]} /-->',
        '<!-- wp:cover {"url":5} -->',
        "2011-02-30 00:00:00",
        "2011-02-03 00:00:00",
        "cap-ada",
    ),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(ODD)),
    meta=st.dictionaries(st.sampled_from(META), st.sampled_from(ODD)),
    term=st.tuples(st.sampled_from(["category", "post_tag", "author", "language"]), st.sampled_from(ODD[:9])),
)
def test_whatever_stands_in_the_fields_is_read(items, values, meta, term):
    own = "".join(
        f"<wp:postmeta>{fields({'wp:meta_key': key, 'wp:meta_value': value})}</wp:postmeta>"
        for key, value in meta.items()
    )
    filed = f'<category domain="{term[0]}" nicename="{escape(term[1])}"><![CDATA[{term[1]}]]></category>'
    written = {name.replace(":", "__"): value for name, value in values.items()}
    for found in items(item(inside=own + filed + comment(1, **{"comment_author": term[1]}), **written) + item(2)):
        for path in getattr(found, "old", ()):
            assert path.startswith("/")
