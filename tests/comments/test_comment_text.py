import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import text

REL = 'rel="nofollow ugc noopener"'


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def tags(markup):
    parser = Tags()
    parser.feed(markup)
    return parser.tags


def test_paragraphs_and_lines_are_kept():
    assert text.render("One.\r\nTwo.\n \n\nThree.") == "<p>One.<br>Two.</p><p>Three.</p>"


def test_an_address_becomes_a_link_and_the_full_stop_stays_outside():
    link = f'<a href="https://a.example/x?a=1&amp;b=2" {REL}>https://a.example/x?a=1&amp;b=2</a>'
    assert text.render("See https://a.example/x?a=1&b=2.") == f"<p>See {link}.</p>"


@pytest.mark.parametrize(
    ("typed", "linked"),
    [
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("HTTPS://A.example", "HTTPS://A.example"),
        ("“http://a.example/”", "http://a.example/"),
        ('https://a.example"onmouseover=1', "https://a.example"),
        ("https://bücher.example/ü", "https://bücher.example/ü"),
    ],
)
def test_only_the_address_is_linked(typed, linked):
    assert [attrs["href"] for tag, attrs in tags(text.render(typed)) if tag == "a"] == [linked]


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "https://", "https://[::1", "https://bank.example@evil.example/", "ftp://a.example"],
)
def test_what_is_no_honest_web_address_stays_text(typed):
    assert not [tag for tag, _attrs in tags(text.render(typed)) if tag == "a"]


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "https://a.example/<svg/onload=alert(1)>",
        'https://a.example/"><script>alert(1)</script>',
        "</p></div><!-- ",
        "{{ request.user }}{% csrf_token %}",
    ],
)
def test_markup_is_shown_and_never_run(typed):
    assert {tag for tag, _attrs in tags(text.render(typed))} <= {"p", "br", "a"}
    assert {name for _tag, attrs in tags(text.render(typed)) for name in attrs} <= {"href", "rel"}


def test_characters_that_turn_or_hide_text_are_left_out():
    assert text.tidy("a\u202egnp.exe\u2066 b\u200bc\ufeff d\u00ade\U000e0041") == "agnp.exe bc de"


def test_joiners_stay_where_a_script_needs_them_and_nowhere_else():
    assert text.tidy("می\u200cخواهم 👩\u200d🚒") == "می\u200cخواهم 👩\u200d🚒"
    assert text.tidy("vi\u200dagra \u200dx é\u200c") == "viagra x é"


def test_heaped_marks_are_cut_and_languages_are_not():
    assert text.tidy("z" + "\u0300" * 40) == "z" + "\u0300" * 4
    for word in ("Việt", "नमस्ते", "שָׁלוֹם", "ประเทศที่"):
        assert text.tidy(word) == word


def test_keys_are_equal_for_spellings_of_one_name():
    assert text.key("  Ｒosa\u200b  LUXEMBOURG ") == text.key("rosa luxembourg")
    assert len(text.key("\ufdfa" * 80)) <= text.KEY_LENGTH


def test_links_are_counted_however_they_are_written():
    assert text.count_links("http://a.example HTTPS://b.example and www.c.example, not example.org") == 3


@given(st.text())
def test_tidying_twice_changes_nothing(typed):
    assert text.tidy(text.tidy(typed)) == text.tidy(typed)


@given(st.text(alphabet=st.sampled_from("<>\"'&;/=: \nahtps.()[]@\x00\u202e\u0300http://")))
def test_nothing_typed_makes_markup(typed):
    markup = text.render(typed)
    assert {tag for tag, _attrs in tags(markup)} <= {"p", "br", "a"}
    assert not re.search(r"[\x00\u202e]", markup)
    for tag, attrs in tags(markup):
        assert tag != "a" or re.match(r"https?://[^@]+$", attrs["href"], re.IGNORECASE)
