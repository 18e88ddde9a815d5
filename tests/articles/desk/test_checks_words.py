"""What the checks say of headline, text and links: both sides of every limit."""

import pytest

from articles.desk.checks import Problem, words
from articles.desk.draft import Draft
from articles.models import Article


def draft(**fields) -> Draft:
    return Draft(story=Article(**fields), tags=[], authors=[], sources=[])


def found(check, **fields) -> list[Problem]:
    return list(check(draft(**fields)))


def codes(check, **fields) -> list[str]:
    return [problem.code for problem in found(check, **fields)]


@pytest.mark.parametrize(
    ("length", "expected"),
    [(0, ["no_headline"]), (1, []), (90, []), (91, ["long_headline"]), (200, ["long_headline"])],
)
def test_headline_is_there_and_not_too_long(length, expected):
    assert codes(words.headline, headline="x" * length) == expected


def test_only_a_headline_that_is_missing_stops_publication():
    assert found(words.headline)[0].blocking
    assert not found(words.headline, headline="x" * 91)[0].blocking


def test_standfirst_is_advised():
    assert codes(words.standfirst) == ["no_standfirst"]
    assert not found(words.standfirst)[0].blocking
    assert codes(words.standfirst, standfirst="What happened.") == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"label": "news"}, ["no_dateline"]),
        ({"label": "news", "dateline_place": "Oslo"}, []),
        ({"label": "opinion"}, []),
    ],
)
def test_news_is_asked_for_its_dateline(fields, expected):
    assert codes(words.dateline, **fields) == expected


@pytest.mark.parametrize("body", ["", "<p></p>", "<p> <br> </p>", '<figure><img data-file="1" src="/a.png"></figure>'])
def test_story_without_words_cannot_be_published(body):
    assert [(problem.code, problem.blocking) for problem in found(words.text, body=body)] == [("no_text", True)]


def test_one_word_is_a_text():
    assert codes(words.text, body="<p>Yes</p>") == []


@pytest.mark.parametrize(("length", "expected"), [(120, []), (121, ["long_paragraph"])])
def test_paragraph_of_over_120_words_is_named_by_its_beginning(length, expected):
    body = f"<p>Short.</p><p>Opening {'word ' * (length - 1)}</p>"
    problems = found(words.long_paragraphs, body=body)
    assert [problem.code for problem in problems] == expected
    assert all("“Opening word" in problem.message for problem in problems)


def test_each_long_paragraph_is_named():
    assert len(found(words.long_paragraphs, body=f"<p>{'a ' * 121}</p><p>{'b ' * 121}</p>")) == 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h3>Low</h3>", ["skipped_level"]),
        ("<h2>High</h2><h3>Low</h3>", []),
        ("<h3>Low</h3><h2>High</h2>", ["skipped_level"]),
        ("<p>None</p>", []),
    ],
)
def test_first_subhead_of_the_second_level_is_advised_against(body, expected):
    assert codes(words.subheads, body=body) == expected


@pytest.mark.parametrize(
    "target",
    [
        "https://a.example/",
        "http://a.example",
        "mailto:a@b.example",
        "/section/world/",
        "https://a.example/?a=1&amp;b=2",
    ],
)
def test_link_that_leads_to_readers_ground_is_fine(target):
    assert codes(words.links, body=f'<p><a href="{target}">The report</a></p>') == []


@pytest.mark.parametrize(
    "target",
    [
        *("www.a.example", "a.example/b", "", "#top", "https://", "mailto:nobody", "javascript:alert(1)", "http://["),
        *("/admin/articles/article/1/change/", "/preview/abc/"),
    ],
)
def test_link_that_leads_nowhere_stops_publication(target):
    problems = found(words.links, body=f'<p><a href="{target}">The report</a></p>')
    assert [(problem.code, problem.blocking) for problem in problems] == [("unsafe_link", True)]
    assert "“The report”" in problems[0].message


def test_link_whose_address_the_sanitiser_refused_stops_publication():
    assert codes(words.links, body="<p><a>The report</a></p>") == ["unsafe_link"]


@pytest.mark.parametrize(
    "text",
    ["here", "Here", "click here", "Read more…".replace("…", "."), "link", "https://a.example/x", "www.a.example", ""],
)
def test_words_of_a_link_that_say_nothing_are_advised_against(text):
    problems = found(words.link_texts, body=f'<p>Read it <a href="https://a.example/">{text}</a></p>')
    assert [(problem.code, problem.blocking) for problem in problems] == [("link_text", False)]


@pytest.mark.parametrize(
    "text", ["the report", "here is the report", "<strong>AI Business</strong>", "www.a.example says no"]
)
def test_words_of_a_link_that_say_where_it_leads_are_fine(text):
    assert codes(words.link_texts, body=f'<p><a href="https://a.example/">{text}</a></p>') == []


def test_long_link_is_named_by_its_beginning():
    problem = found(words.links, body=f'<p><a href="x">{"word " * 40}</a></p>')[0]
    assert "…”" in problem.message
    assert len(problem.message) < 200
