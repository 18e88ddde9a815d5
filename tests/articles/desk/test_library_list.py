"""The library as a screen: what it finds, what each tile says, and how often it asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Illustration
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/illustration/"


def figure(picture: Illustration) -> str:
    return f'<p>One.</p><figure><img src="/x.jpg" data-file="{picture.pk}" alt="Boats"></figure>'


def titles(response) -> list[str]:
    return [tile.picture.title for tile in response.context["cl"].tiles()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"needs": "description"}, "bare"),
        ({"needs": "credit"}, "uncredited"),
        ({"origin": "ai"}, "machine"),
        ({"origin": "mine"}, "mine"),
        ({"kind": "decorative"}, "decorative"),
        ({"shape": "portrait"}, "tall"),
        ({"shape": "square"}, "square"),
        ({"licence__exact": "agency"}, "agency"),
        ({"q": "noon quay"}, "harbour"),
        ({"q": "Tan"}, "agency"),
        ({"use": "none"}, "idle"),
    ],
)
def test_each_filter_finds_its_pictures(as_editor, editor, query, found):
    described = {"alt": "Boats", "decorative": False}
    rows = {
        "bare": {"alt": "", "decorative": False},
        "uncredited": described | {"credit": ""},
        "machine": described | {"ai_made": True},
        "mine": described | {"created_by": editor},
        "decorative": {},
        "tall": described | {"width": 900, "height": 1600},
        "square": described | {"width": 900, "height": 900},
        "agency": described | {"licence": "agency", "credit": "Tan"},
        "harbour": described | {"caption": "The quay at noon"},
        "idle": described,
    }
    for title, fields in rows.items():
        picture = make.illustration(title=title, **fields)
        if title != "idle":
            make.article(illustration=picture)
    assert titles(as_editor.get(LIST, query)) == [found]


@pytest.mark.parametrize("place", ["head", "text", "edition", "portrait"])
def test_picture_in_use_is_not_called_unused(as_editor, place):
    picture = make.illustration()
    if place == "head":
        make.article(illustration=picture)
    elif place == "text":
        make.article(body=figure(picture))
    elif place == "edition":
        edition = make.live(illustration=picture)
        type(edition.article).objects.update(illustration=None)
    else:
        author = make.author()
        author.portrait = picture
        author.save()
    assert titles(as_editor.get(LIST, {"use": "none"})) == []
    assert '<p class="quiet">Not used</p>' not in as_editor.get(LIST).text


def test_tile_counts_each_story_once_wherever_the_picture_stands(as_editor):
    picture = make.illustration()
    make.live(illustration=picture, body=figure(picture))
    make.article(body=figure(picture))
    left = make.live(illustration=picture).article
    type(left).objects.filter(pk=left.pk).update(illustration=None)
    [tile] = as_editor.get(LIST).context["cl"].tiles()
    assert tile.stories == 3


def test_tile_says_whose_portrait_it_is(as_editor):
    face, crowd = make.illustration(title="Face"), make.illustration(title="Crowd")
    make.article(illustration=face)
    for name, portrait in (("Di Lund", face), ("Bo Tan", crowd), ("Cy Roe", crowd)):
        make.author(name, portrait=portrait)
    page = as_editor.get(LIST).text
    assert "In 1 story · Portrait of Di Lund" in page
    assert "Portrait of 2 authors" in page


def test_tile_says_what_is_missing_and_whose_it_is(as_editor):
    make.illustration(title="Harbour", decorative=False, credit="", ai_made=True, licence="agency")
    page = as_editor.get(LIST).text
    for words in ("Harbour", "Needs a description", "Needs a credit", "Made with AI", "agency", "Not used"):
        assert words in page


def test_filters_that_are_on_are_chips_that_take_themselves_away(as_editor):
    chips = list(as_editor.get(LIST, {"needs": "credit", "q": "quay", "p": "1"}).context["cl"].chips())
    assert [chip.label for chip in chips] == ["Search: quay", "Needs a credit"]
    assert [chip.address for chip in chips] == ["?needs=credit", "?q=quay"]


def test_page_asks_as_often_for_forty_eight_as_for_one(as_editor):
    counts = []
    for number in (1, 20, 48):
        while Illustration.objects.count() < number:
            picture = make.illustration()
            make.live(illustration=picture, body=figure(picture))
        as_editor.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert len(titles(as_editor.get(LIST))) == number
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_page_holds_forty_eight(as_editor):
    for _ in range(49):
        make.illustration()
    assert len(titles(as_editor.get(LIST))) == 48
    assert len(titles(as_editor.get(LIST, {"p": "2"}))) == 1


def test_popup_hands_the_picture_over(as_reporter):
    picture = make.illustration()
    page = as_reporter.get(LIST, {"_popup": "1", "_to_field": "id"}).text
    assert f'data-popup-opener="{picture.pk}"' in page


@pytest.mark.parametrize("query", [{"needs": "\x00"}, {"shape": "zzz"}, {"use": "none' OR 1=1"}, {"q": '"('}])
def test_odd_questions_get_a_page(as_editor, query):
    make.illustration()
    assert as_editor.get(LIST, query).status_code == 200


def test_moderator_sees_no_library(client):
    client.force_login(make.moderator())
    assert client.get(LIST).status_code == 403


def test_reporter_may_add_and_tick_nothing(as_reporter):
    make.illustration()
    page = as_reporter.get(LIST).text
    assert "data-upload" in page
    assert "_selected_action" not in page
    assert 'class="actions"' not in page


def test_picker_marks_what_cannot_be_published_yet(as_reporter):
    make.illustration(decorative=False, licence="handout", credit="")
    page = as_reporter.get(f"{LIST}pick/").text
    for words in ("Needs a description", "Needs a credit", "handout"):
        assert words in page
