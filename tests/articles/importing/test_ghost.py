"""Ghost's export as items."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from articles.importing.ghost import Ghost
from articles.importing.items import Leftover, NotReadable, Person, Picture, Site, State, Story, Term

SITE = "https://tide.example/blog"
FILE = Path(__file__).parent / "ghost.json"


@cache
def items():
    return [read.item for read in Ghost(FILE, f"{SITE}/")]


def of(kind):
    return {item.key: item for item in items() if isinstance(item, kind)}


def test_the_site_comes_first():
    assert items()[0] == Site("The Tide", SITE, "en", ("/blog/",))


def test_people_have_their_page():
    ada = Person("u1", "Ada Flood", "ada", "Writes about ships.", "ada@tide.example", ("/blog/author/ada/",))
    assert of(Person)["u1"] == ada


def test_the_first_public_tag_is_the_section_and_the_rest_are_tags():
    story = of(Story)["p1"]
    assert (story.sections, story.tags) == (("section:t1",), ("tag:t2",))
    terms = of(Term)
    assert terms["section:t1"] == Term("section:t1", "Harbour", "harbour", "Ships", old=("/blog/tag/harbour/",))
    assert terms["tag:t2"].is_tag and terms["tag:t2"].old == ("/blog/tag/fog/",)
    assert not any("t3" in key for key in terms)


def test_a_story_has_its_words_and_its_place():
    story = of(Story)["p1"]
    assert (story.headline, story.slug, story.state) == ("Ferry & fog", "ferry", State.LIVE)
    assert story.published_at == datetime(2024, 5, 2, 8, tzinfo=UTC)
    assert story.updated_at == datetime(2024, 5, 3, 8, tzinfo=UTC)
    assert story.authors == ("u1", "u2")
    assert (story.standfirst, story.search_title, story.search_description) == (
        "Gone for a morning.",
        "Where was it?",
        "The ferry.",
    )
    assert story.old == ("/blog/ferry/",)


def test_cards_become_what_we_have():
    quay = f"{SITE}/content/images/size/w600/2024/05/quay.jpg"
    horn = f"{SITE}/content/media/horn.mp3"
    video = "https://www.youtube.com/watch?v=abcdefghijk"
    assert of(Story)["p1"].body == (
        "<p>It was <em>gone</em>.</p>"
        f'<figure><img src="{quay}" alt="Quay"><figcaption>At dawn</figcaption></figure>'
        '<p><a href="https://sea.example/log">The log</a></p>'
        "<p>💡</p><p>Mind the gap.</p>"
        f'<p><a href="{horn}">Horn</a></p><p><a href="{video}">{video}</a></p>'
    )


def test_pictures_come_before_their_story():
    lead = f"{SITE}/content/images/2024/05/ferry.jpg"
    assert of(Picture)[lead] == Picture(lead, lead, alt="A ferry", caption="By Dee")
    assert of(Story)["p1"].lead == lead
    told = [getattr(item, "key", "") for item in items()]
    assert told.index(f"{SITE}/content/images/2024/05/quay.jpg") < told.index("p1")


@pytest.mark.parametrize(
    ("key", "state", "has_note"),
    [
        ("p3", State.DRAFT, True),
        ("p4", State.DRAFT, True),
        ("p5", State.SCHEDULED, False),
        ("p7", State.DRAFT, False),
        ("p8", State.LIVE, False),
    ],
)
def test_every_state_has_its_counterpart(key, state, has_note):
    story = of(Story)[key]
    assert (story.state, bool(story.note)) == (state, has_note)


def test_old_versions_of_ghost_are_understood():
    old = of(Story)["p8"]
    assert (old.is_page, old.authors, old.search_title) == (True, ("u2",), "Old title")
    assert old.published_at == datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)
    assert of(Story)["p2"].is_page


def test_words_without_markup_are_better_than_none():
    words = of(Story)["p7"]
    assert (words.body, words.lost) == ("<p>a &lt; b</p><p>c</p>", ("Only its words are in the file.",))


def test_what_is_left_out_is_named():
    assert [(item.key, item.reason) for item in items() if isinstance(item, Leftover)] == [
        ("p6", "Its text is there only in the editor's own form, not as HTML."),
        ("p1", "Its number is used twice."),
        ("", "It has no number."),
    ]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (b'{"db":\n[}', 2),
        (b"[" * 100_000, 0),
        (b'{"db": []}', 0),
        (b'{"data": {"posts_tags": []}}', 0),
        (b"\xff\xfe", 0),
        (b"<html>", 1),
    ],
)
def test_what_is_no_export_is_refused(tmp_path, file, line):
    path = tmp_path / "ghost.json"
    path.write_bytes(file)
    with pytest.raises(NotReadable) as refused:
        list(Ghost(path, SITE))
    assert (refused.value.line, refused.value.file) == (line, "ghost.json")


def test_tables_of_odd_things_do_no_harm(tmp_path):
    odd = [
        None,
        1,
        "x",
        [],
        {},
        {"id": {}},
        {"id": "p", "title": "\ud800\x00a", "html": "<p>b\x00</p>", "published_at": 10**30},
    ]
    names = ("posts", "tags", "users", "posts_tags", "posts_authors", "posts_meta", "settings")
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"data": dict.fromkeys(names, odd)}))
    stories = [read.item for read in Ghost(path, "") if isinstance(read.item, Story)]
    assert [(story.headline, story.body) for story in stories] == [("a", "<p>b</p>")]
