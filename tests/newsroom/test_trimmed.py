"""What templates leave out of pages: lines that write nothing, and nothing else."""

import pytest

from newsroom.trimmed import close, trim


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("{# What it is. #}\n{% load i18n %}\n<p>a</p>\n", "{# What it is. #}{% load i18n %}<p>a</p>\n"),
        ("{% if a %}\n<p>{{ a }}</p>\n{% endif %}\n", "{% if a %}<p>{{ a }}</p>\n{% endif %}"),
        ("  {% sections as all %}{% with b=1 %}\nb", "{% sections as all %}{% with b=1 %}b"),
    ],
)
def test_a_line_that_writes_nothing_is_taken_out(source, left):
    assert trim(source) == left


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Next" %}\nword',
        "{% if a %}one{% endif %}\ntwo",
        "{{ a }}\n{{ b }}\n",
        "<b>a</b>\n\n<i>b</i>",
        "{% moment at %}\n",
    ],
)
def test_what_may_write_something_keeps_its_line(source):
    assert trim(source) == source


def test_an_element_that_may_not_be_there_takes_the_end_of_its_line_along():
    assert trim("{% if a %}<p>{{ a }}</p>{% endif %}\n<b>b</b>") == "{% if a %}<p>{{ a }}</p>\n{% endif %}<b>b</b>"
    either = "{% if a %}<p>a</p>{% else %}<p>b</p>{% endif %}\n"
    assert trim(either) == either


def test_a_part_does_not_end_the_line_in_which_it_is_included():
    assert trim("{# A name. #}\n<b>a</b>\n", part=True) == "{# A name. #}<b>a</b>"
    assert trim("<b>a</b>\n") == "<b>a</b>\n"


def test_words_to_be_translated_keep_their_lines():
    source = "{% blocktranslate with a=b as c %}\none\n{% endblocktranslate %}\n"
    assert trim(source) == source


def test_beside_a_block_no_line_ends():
    assert close("<ul>\n{% for a in b %}\n  <li>{{ a }}</li>\n{% endfor %}\n</ul>\nEnd") == (
        "<ul>{% for a in b %}<li>{{ a }}</li>{% endfor %}</ul>End"
    )
    assert (
        close('<p{% if a > b %} class="c"{% endif %}>\n{{ a }}\n</p>')
        == '<p{% if a > b %} class="c"{% endif %}>{{ a }}</p>'
    )


def test_between_words_and_what_stands_among_them_lines_end():
    source = "<a>a</a>\n<b>b</b>\n{{ c }}\n<textarea>\nd</textarea>\n<pre>\ne</pre>\n<small>f</small>\ng"
    assert close(source) == source
