"""Looking for the words of a list."""

import pytest

from comments.moderation import words

CASINO = "casino\nbuy now\nviagra*\nmaße"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Come to the casino.", ("casino",)),
        ("CASINO", ("casino",)),
        ("ＣＡＳＩＮＯ", ("casino",)),
        ("c.a.s.i.n.o", ("casino",)),
        ("a c a s i n o here", ("casino",)),
        ("cas-ino, ca_si_no", ("casino",)),
        ("cas\u200bino and cas\u00adino", ("casino",)),
        ("Buy, NOW!", ("buy now",)),
        ("buy  now", ("buy now",)),
        ("viagrafest", ("viagra*",)),
        ("MASSE", ("maße",)),
        ("casinos", ()),
        ("occasino", ()),
        ("cásino", ()),
        ("buy it now", ()),
        ("viagr a", ()),
        ("", ()),
    ],
)
def test_whole_words_are_found_however_they_are_written(text, found):
    assert words.find(CASINO, text) == found


@pytest.mark.parametrize(
    ("listed", "text", "found"),
    [
        ("казино", "Лучшее КАЗИНО города", ("казино",)),
        ("казино", "казинол", ()),
        ("हिन्दी", "यह हिन्दी है", ("हिन्दी",)),
        ("広告", "これは広告です", ("広告",)),
        ("🎰", "win 🎰🎰", ("🎰",)),
        ("résumé", "resume", ()),
        ("don't", "I don’t, don't", ("don't",)),
        ("evil.example", "see https://evil.example/x", ("evil.example",)),
        ("*\n\n  \n**", "anything * at all", ()),
        ("a.b\nass", "class assess", ()),
    ],
)
def test_words_of_any_script_are_found(listed, text, found):
    assert words.find(listed, text) == found


def test_each_field_is_looked_at_by_itself_and_each_line_of_the_list():
    assert words.find("gmx.example\nspam", "x", "Spam", "me@gmx.example") == ("spam", "gmx.example")
    assert words.find("buy now", "I buy", "now") == ()


def test_no_more_than_ten_lines_are_named():
    listed = "\n".join(f"word{number}" for number in range(50))
    assert len(words.find(listed, listed)) == words.MOST_FOUND
