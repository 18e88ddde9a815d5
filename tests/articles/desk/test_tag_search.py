"""Tags as they are offered while one is typed, and the doubles among them."""

import pytest
from taggit.models import Tag

from articles import tags
from articles.desk import checks, tag_search
from articles.desk.draft import Draft
from articles.models import TagAlias, TagProfile
from tests import make

pytestmark = pytest.mark.django_db
URL = "/admin/articles/article/tags/"


def offered(typed):
    return [found.tag.name for found in tag_search.find(typed)]


def close(typed):
    return [found.tag.name for found in tag_search.near(typed)]


@pytest.mark.parametrize("typed", ["controls", "CONT", "export", "Export-con", "éxport controls"])
def test_a_tag_is_offered_by_the_beginning_of_any_word(typed):
    tags.resolve(["export controls", "ports"])
    assert offered(typed) == ["export controls"]


@pytest.mark.parametrize("typed", ["elections", "ELEC", "électio"])
def test_accents_and_case_make_no_difference(typed):
    tags.resolve(["Élections"])
    assert offered(typed) == ["Élections"]


def test_the_middle_of_a_word_offers_nothing():
    tags.resolve(["exports"])
    assert offered("ports") == []


def test_those_that_begin_so_come_first_then_the_most_used_by_live_stories():
    for _ in range(2):
        make.live(tags=["ports of call", "old port"])
    make.live(tags=["portraits"])
    make.article(tags=["portable"])
    assert offered("port") == ["ports of call", "portraits", "portable", "old port"]
    assert [found.stories for found in tag_search.find("port")] == [2, 1, 0, 2]


def test_what_is_typed_to_its_end_stands_at_the_head():
    for _ in range(2):
        make.live(tags=["airports", "air"])
    make.live(tags=["airports"])
    assert offered("air") == ["air", "airports"]


def test_an_alias_offers_its_tag(client):
    (tag,) = tags.resolve(["semiconductors"])
    TagAlias.objects.create(tag=tag, name="Microchips")
    TagProfile.objects.update(counts_for_similar=False)
    client.force_login(make.reporter())
    (found,) = client.get(URL, {"q": "microc"}).json()["tags"]
    assert found == {
        "name": "semiconductors",
        "stories": 0,
        "note": "0 stories, not for similar posts",
        "alias": "Microchips",
    }


def test_what_may_be_a_second_spelling_is_said(client):
    make.live(tags=["semiconductors"])
    client.force_login(make.reporter())
    answer = client.get(URL, {"q": "Semicnoductor"}).json()
    assert [one["name"] for one in answer["near"]] == ["semiconductors"]
    assert answer["warning"] == ("“Semicnoductor” would be a new tag. There is “semiconductors” with 1 story already.")
    assert answer["said"] == "1 suggestion."


def test_an_offer_costs_the_same_whatever_is_found(client, django_assert_max_num_queries):
    tags.resolve([f"port {number}" for number in range(30)])
    assert len(tag_search.find("port")) == tag_search.OFFERED
    with django_assert_max_num_queries(3):
        tag_search.find("port")
    with django_assert_max_num_queries(4):
        tag_search.near("prot")


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("Semiconductor", "semiconductors"),
        ("semi-conductors", "semiconductors"),
        ("semi conductor", "semiconductors"),
        ("esmiconductors", "semiconductors"),
        ("semicnoductors", "semiconductors"),
        ("wars", "war"),
        ("countries", "country"),
        ("controls, export", "export controls"),
        ("eleccion", "elección"),
        ("U.S. elections", "US election"),
    ],
)
def test_a_second_spelling_is_noticed(typed, there):
    tags.resolve([there, "something else"])
    assert close(typed) == [there]


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("Iran", "Iraq"),
        ("2024 election", "2028 election"),
        ("G7", "G20"),
        ("ports", "sport"),
        ("semiconductors", "Semiconductors"),
        ("C++", "C#"),
        ("press", "presses of old"),
        ("", "a"),
    ],
)
def test_another_word_is_no_second_spelling_and_neither_is_the_tag_itself(typed, there):
    tags.resolve([there])
    assert close(typed) == []


def test_the_likeliest_come_first_and_only_a_few():
    tags.resolve(["harbour", "harbours", "harboured", "harbouring", "harborus"])
    assert close("harbourss")[0] == "harbours"
    assert len(close("harbourss")) <= tag_search.NEAR


def test_an_alias_is_no_new_name():
    (tag,) = tags.resolve(["semiconductors"])
    TagAlias.objects.create(tag=tag, name="semiconductor")
    assert close("Semiconductor") == []


def test_a_draft_is_told_of_a_second_spelling_of_a_used_tag():
    for _ in range(2):
        make.live(tags=["semiconductors"])
    make.article(tags=["harbours"])
    draft = Draft.of(make.article(tags=["semiconductor", "harbour"]))
    said = [problem.message for problem in checks.examine(draft) if problem.code == "near_tag"]
    assert said == ["No live story has the tag “semiconductor”. There is “semiconductors” with 2 stories."]
    typed = Draft(draft.story, [Tag(name="Semicnoductors")], draft.authors, draft.sources)
    assert "near_tag" in [problem.code for problem in checks.examine(typed)]
    assert "near_tag" not in [problem.code for problem in checks.examine(typed, quick=True)]
    settled = Draft(draft.story, tags.resolve(["semiconductors"]), draft.authors, draft.sources)
    assert "near_tag" not in [problem.code for problem in checks.examine(settled)]


def test_doubles_are_found_across_the_list_the_weightiest_first():
    make.live(tags=["semiconductors", "semiconductor", "ports"])
    make.live(tags=["semiconductors"])
    tags.resolve(["export controls", "controls on export", "controls export", "prots", "zebra"])
    pairs = [(one.tag.name, other.tag.name) for one, other in tag_search.doubles()]
    assert pairs[0] == ("semiconductors", "semiconductor")
    assert ("controls export", "export controls") in pairs
    assert not any("zebra" in pair for pair in pairs)


def test_a_tag_from_a_fixture_is_no_obstacle():
    Tag.objects.bulk_create([Tag(name="Huawei", slug="huawei")])
    assert (offered("hua"), close("huawai"), tag_search.doubles()) == ([], [], [])
