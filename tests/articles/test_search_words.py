"""Words as search compares them, and questions as it reads them: no database."""

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from articles.public.search import stemmers
from articles.public.search.extracts import Marker
from articles.public.search.question import LONGEST, MOST_WORDS, read
from articles.public.search.words import STEMMERS, plain, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe"),
        ("CAFÉ", "cafe\u0301"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ёлка", "елка"),
        ("Άνθρωπος", "ανθρωποσ"),
        ("كِتَاب", "كتاب"),
        ("ﬁsh", "fish"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_case_and_accents_part_no_words(one, other):
    assert [plain(word) for word in words(one)] == [plain(word) for word in words(other)]


@pytest.mark.parametrize("sign", ["\u0640", "\ufe71", "\ufcf2"])
def test_sign_that_only_stretches_words_is_none(sign):
    """PostgreSQL refuses a text with a word that has no letters."""
    assert [plain(word) for word in words(f"كتاب {sign} كتاب")] == ["كتاب", "كتاب"]


def test_a_letter_that_only_looks_accented_stays_another():
    assert plain("й") != plain("и")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en-gb", "ferries", "ferry"),
        ("de", "Häuser", "Haus"),
        ("fr", "nationales", "national"),
        ("es", "canciones", "canción"),
        ("ru", "книги", "книга"),
        ("ja", "word", "word"),
    ],
)
def test_forms_of_a_word_are_one_in_its_language(language, one, other):
    assert stem(plain(one), language) == stem(plain(other), language)


def test_scripts_without_spaces_are_parted_into_pairs():
    assert list(words("東京都 and 北京")) == ["東京", "京都", "and", "北京"]


def test_the_owner_is_found_without_the_apostrophe():
    assert list(words("The minister’s ferry, Hull's")) == ["the", "minister", "ferry", "hull"]


@pytest.mark.parametrize(
    ("typed", "wanted", "excluded"),
    [
        ("night ferry", [("night",), ("ferry",)], []),
        ("the ferry", [("ferry",)], []),
        ("the who", [("who",)], []),
        ("to the", [("to",), ("the",)], []),
        ('"night ferry" -strike', [("night", "ferry")], [("strike",)]),
        ('-"night ferry" port', [("port",)], [("night", "ferry")]),
        ('"night ferry', [("night", "ferry")], []),
        ("covid-19", [("covid", "19")], []),
        ("AND OR NEAR(", [("and",), ("or",), ("near",)][2:], []),
        ('"', [], []),
        ('( * - -- "" \' \x00 :', [], []),
        ("ferry ferry", [("ferry",)], []),
    ],
)
def test_a_question_is_read_as_it_is_meant(typed, wanted, excluded):
    question = read(typed)
    assert [part.words for part in question.wanted] == wanted
    assert [part.words for part in question.excluded] == excluded


def test_a_star_stands_for_endings_but_not_after_one_letter():
    assert [part.is_beginning for part in read("harb* h* harbour").parts] == [True, False, False]


def test_a_long_question_is_cut_and_says_so():
    assert read("ferry " * 2000).is_cut
    assert len(read("x" * 10_000).text) == LONGEST
    many = read(" ".join(f"w{n}" for n in range(50)))
    assert many.is_cut
    assert len(many.parts) == MOST_WORDS
    assert not read("x" * LONGEST).is_cut


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(typed):
    question = read(typed)
    assert "\x00" not in question.text
    assert all(all(part.words) for part in question.parts)


def marker(typed, *terms, language="en"):
    return Marker(frozenset(terms), read(typed).wanted, language)


def test_words_are_marked_in_every_form_and_the_rest_is_escaped():
    marked = marker("ferry cafe", "ferri", "cafe").mark("Ferries & <b>Café</b>")
    assert marked == "<mark>Ferries</mark> &amp; &lt;b&gt;<mark>Café</mark>&lt;/b&gt;"


def test_words_beside_each_other_are_marked_as_one():
    assert marker('"night ferry"', "night", "ferri").mark("A night ferry") == "A <mark>night ferry</mark>"


def test_a_run_without_spaces_is_marked_where_it_says_so():
    assert marker("京都", "京都", language="ja").mark("東京都の") == "東<mark>京都</mark>の"


def test_an_extract_shows_where_most_words_stand_together():
    text = f"A ferry. {'Nothing much happens. ' * 40}The strike at the ferry goes on. {'More of nothing. ' * 40}"
    extract = marker("ferry strike", "ferri", "strike").passage(text)
    assert "<mark>strike</mark> at the <mark>ferry</mark>" in extract
    assert extract.startswith("… ")
    assert extract.endswith(" …")
    assert len(extract) < 300


def test_a_text_that_says_none_of_the_words_has_no_extract():
    assert marker("ferry", "ferri").passage("A train.") is None


@given(st.text(max_size=200))
def test_an_extract_never_lets_markup_through(text):
    marked = marker("b", "b").mark(text + " <b>b</b> ")
    assert marked.replace("<mark>", "").replace("</mark>", "").count("<") == 0


@pytest.mark.parametrize("language", STEMMERS.values())
def test_a_stemmer_that_is_loaded_by_itself_is_that_of_the_package(language):
    for word in ("ferries", "maisons", "häusern", "niños", "лодками", "βιβλία", "कविताएँ"):
        assert stemmers.stem(word, language) == snowballstemmer.stemmer(language).stemWord(word)
