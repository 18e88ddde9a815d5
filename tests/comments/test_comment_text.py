import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import text

ALLOWED = {"p", "br", "a", "em", "strong", "code", "pre", "blockquote"}
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
    assert {tag for tag, _attrs in tags(text.render(typed))} <= ALLOWED
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
    assert {tag for tag, _attrs in tags(markup)} <= ALLOWED
    assert text.count_links(typed) == len([tag for tag, _attrs in tags(markup) if tag == "a"])
    assert not re.search(r"[\x00\u202e]", markup)
    for tag, attrs in tags(markup):
        assert tag != "a" or re.match(r"https?://[^@]+$", attrs["href"], re.IGNORECASE)


# --- Marks ---


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*so* and **so**", "<p><em>so</em> and <strong>so</strong></p>"),
        ("***both***", "<p><strong><em>both</em></strong></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("*a **b* c**", "<p><em>a **b</em> c**</p>"),
        ("2*3*4, 5 * 6 * 7, a* b, *", "<p>2*3*4, 5 * 6 * 7, a* b, *</p>"),
        ("`*a* <b>` and `", "<p><code>*a* &lt;b&gt;</code> and `</p>"),
        ("```\n*a*\n\n<b>\n```\nc", "<pre><code>*a*\n\n&lt;b&gt;</code></pre><p>c</p>"),
        ("```python\nx\n```", "<pre><code>x</code></pre>"),
        ("```\nno end", "<p>```<br>no end</p>"),
        ("> a\n> b\nc", "<blockquote><p>a<br>b</p></blockquote><p>c</p>"),
        ("> > a\n> b", "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote>"),
        (">" * 300 + " a", "<blockquote>" * 3 + "<p>a</p>" + "</blockquote>" * 3),
    ],
)
def test_marks_are_drawn_where_they_are_whole(typed, shown):
    assert text.render(typed) == shown


def test_a_link_in_stars_is_both():
    assert re.fullmatch(
        r"<p><strong><a href=\"https://a.example/x\" [^>]+>.*</a></strong></p>", text.render("**https://a.example/x**")
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("https://p\u0430ypal.example/", "https://xn--pypal-4ve.example/"),
        ("https://\u0440\u0430\u0443.example", "https://xn--80a5ak.example"),
        ("https://xn--pypal-4ve.example", "https://xn--pypal-4ve.example"),
        (
            "https://\u043f\u0440\u0438\u043c\u0435\u0440.example",
            "https://\u043f\u0440\u0438\u043c\u0435\u0440.example",
        ),
    ],
)
def test_a_host_that_looks_like_another_is_spelt_out(typed, shown):
    assert f">{shown}</a>" in text.render(typed) and f'href="{shown}"' in text.render(typed)


def test_an_address_without_its_scheme_is_linked_and_counted():
    assert '<a href="https://www.a.example/x"' in text.render("See www.a.example/x.")
    assert text.count_links("www.a and `https://a.example` and https://x@a.example") == 0


@pytest.mark.parametrize(
    "name", ["M\u0430ra", "\u0391da Flint", "Ro\u0455a", "\u0410\u0441\u0435 Flint", "Rosa-\u0420\u043e\u0437\u0430"]
)
def test_a_name_with_a_word_of_two_alphabets_is_told(name):
    assert text.mixes_scripts(name)


@pytest.mark.parametrize(
    "name",
    [
        "Mara",
        "Zoë Ångström",
        "Иван Петров",
        "Иван Smith",
        "Сара Роза",
        "山田 Taro ひろ",
        "김 Lee",
        "नमस्ते",
        "R2 ♥ 3",
        "𝕽𝖔𝖘𝖆",
        "",
    ],
)
def test_a_name_as_people_write_it_is_not(name):
    assert not text.mixes_scripts(name)


class Structure(HTMLParser):
    """Fails on anything that is opened and not closed in order; gathers the text."""

    def __init__(self):
        super().__init__()
        self.open, self.text = [], []

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED and set(dict(attrs)) == ({"href", "rel"} if tag == "a" else set())
        if tag == "br":
            self.text.append("\n")
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


PIECES = [
    "*",
    "**",
    "***",
    "`",
    "```\n",
    "\n```\n",
    ">",
    "> ",
    "\n",
    "\n\n",
    " ",
    "a",
    "b.",
    "(",
    ")",
    "<b>",
    "&amp;",
    "é",
    "𝕽",
    "https://a.example/",
    "www.b.example",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_shown_is_what_was_typed_but_for_the_marks(typed):
    parser = Structure()
    parser.feed(text.render(typed))
    parser.close()
    assert parser.open == []
    assert re.sub(r"[*`>\s]", "", "".join(parser.text)) == re.sub(r"[*`>\s]", "", text.tidy(typed))


HIDING = st.sampled_from("\0\x0b\x1f\x7f\xad\u200b\u200d\u202e\u2069\ufeff\uffff\U000e0041\u0300\u0489*`>\n ab\u0430")


@given(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), HIDING)))
def test_whatever_is_typed_is_well_formed_and_hides_nothing(typed):
    parser = Structure()
    parser.feed(text.render(typed))
    parser.close()
    shown = "".join(parser.text)
    assert parser.open == [] and not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\uffff]", shown
    )
    assert "\u0300" * 5 not in shown and "a\u200db" not in shown


@given(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), HIDING)))
def test_a_line_is_one_line_and_can_be_judged_as_a_name(typed):
    line = text.tidy_line(typed)
    assert line == text.tidy_line(line) and len(line.splitlines()) <= 1
    assert text.mixes_scripts(line) in (True, False)
