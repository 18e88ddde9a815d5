"""How long a text is."""

import pytest

from articles.desk.measure import Measure


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", (0, 0, 0)),
        ("<p></p>", (0, 0, 0)),
        ("<p>One two three. Four five!</p>", (5, 1, 3)),
        ("<p>“One two?” Three four five six.</p>", (6, 1, 4)),
        ("<h2>A head</h2><p>Text that goes on</p>", (6, 1, 4)),
        ("<p>Version 1.5 is out. Yes.</p>", (5, 1, 4)),
        (f"<p>{'word ' * 476}</p>", (476, 2, 476)),
    ],
)
def test_text_is_measured_in_words_minutes_and_its_longest_sentence(body, expected):
    measure = Measure.of(body)
    assert (measure.words, measure.minutes, measure.longest) == expected
