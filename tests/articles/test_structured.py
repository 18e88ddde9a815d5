"""What a story's page tells machines."""

import json
import re

import pytest

from articles.desk import workflow
from articles.models import Edition, Identity, Illustration
from articles.pictures.origin import AI_MADE, VOCABULARY
from articles.public import structured
from tests import make

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


SOURCE = ("AI Business", "https://b.example/", "first_reported_by")


def told(client, edition: Edition) -> dict:
    page = client.get(edition.get_absolute_url()).text
    [block] = BLOCK.findall(page)
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return data["@graph"][0]


def things(client, path: str) -> dict[str, dict]:
    """What a page tells of, by type."""
    [block] = BLOCK.findall(client.get(path).text)
    return {thing["@type"]: thing for thing in json.loads(block)["@graph"]}


# What Google Search Central asks of each type, required and recommended ("Article", "Breadcrumb", "Profile page",
# "Organization"), and the terms of The Trust Project in schema.org that we add.
WANTED = {
    "NewsArticle": {
        *("headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage", "url"),
        *("description", "dateline", "articleSection", "keywords", "wordCount", "inLanguage", "isAccessibleForFree"),
        *("commentCount", "isBasedOn", "citation", "correction"),
    },
    "BreadcrumbList": {"itemListElement"},
    "ProfilePage": {"url", "mainEntity"},
    "NewsMediaOrganization": {
        "@id",
        "name",
        "url",
        "logo",
        "correctionsPolicy",
        "ethicsPolicy",
        "publishingPrinciples",
        "missionCoveragePrioritiesPolicy",
    },
    "WebSite": {"name", "url", "publisher"},
    "Person": {"name", "url"},
    "ImageObject": {"url", "width", "height"},
    "CorrectionComment": {"text", "datePublished"},
    "CreativeWork": {"name"},
    "ListItem": {"position", "name", "item"},
}


def lacking(thing) -> set[str]:
    """What this thing, or one inside it, should say and does not, and addresses that hold nowhere else."""
    if isinstance(thing, list):
        return set().union(*map(lacking, thing))
    if not isinstance(thing, dict):
        return set()
    kind = thing.get("@type", "")
    own = (
        WANTED.get(kind, set()) if kind != "NewsMediaOrganization" or "correctionsPolicy" in thing else {"name", "url"}
    )
    found = {f"{kind}.{name}" for name in own - thing.keys()}
    found |= {
        f"{kind}.{name} is {thing[name]}"
        for name in ("url", "item")
        if not str(thing.get(name, "http")).startswith("http")
    }
    return found.union(*map(lacking, thing.values()))


def test_pages_tell_all_that_search_engines_ask_for(client):
    editor = make.editor()
    edition = make.live(
        "Ferry late",
        tags=["coast"],
        illustration=make.illustration(),
        sources=[
            ("Harbour log", "https://log.example/", "document"),
            ("Reuters", "https://r.example/", "based_on"),
            SOURCE,
        ],
        authors=[make.author(role="Reporter"), make.author("Bo Reed")],
    )
    make.rewrite(edition.article, "Ferry later")
    workflow.publish(edition.article, by=editor, change="correction", note="It is Hull, not Grimsby.")
    paths = ["/", "/section/world/", "/tag/coast/", "/author/ada-flint/", edition.get_absolute_url()]
    told = {path: things(client, path) for path in paths}
    assert {path: sorted(found) for path, found in told.items()} == {
        "/": ["NewsMediaOrganization", "WebSite"],
        "/section/world/": ["BreadcrumbList"],
        "/tag/coast/": ["BreadcrumbList"],
        "/author/ada-flint/": ["BreadcrumbList", "ProfilePage"],
        edition.get_absolute_url(): ["BreadcrumbList", "NewsArticle"],
    }
    assert lacking([list(found.values()) for found in told.values()]) == set()
    story = told[edition.get_absolute_url()]["NewsArticle"]
    assert [one["name"] for one in story["author"]] == ["Ada Flint", "Bo Reed"]
    assert story["correction"][0]["text"] == "It is Hull, not Grimsby."
    assert ([one["name"] for one in story["isBasedOn"]], [one["name"] for one in story["citation"]]) == (
        ["Reuters", "AI Business"],
        ["Harbour log"],
    )
    assert (story["dateline"], story["wordCount"], story["commentCount"]) == ("PORT VESSEL", edition.word_count, 0)
    steps = told[edition.get_absolute_url()]["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["Front page", "World", "Ferry later"]


def test_house_and_author_tell_where_else_they_are(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Identity.objects.create(
            name="The Lead Line", motto="Deep enough", email="desk@news.example", links="Us https://s.example/@us"
        )
    make.live(
        authors=[make.author("Bo Reed", beat="Ports", links="Bo https://s.example/@bo", email="bo@news.example")]
    )
    publisher = things(client, "/")["NewsMediaOrganization"]
    assert (publisher["name"], publisher["slogan"]) == ("The Lead Line", "Deep enough")
    assert publisher["sameAs"] == ["https://s.example/@us"]
    assert publisher["contactPoint"]["email"] == "desk@news.example"
    person = things(client, "/author/bo-reed/")["ProfilePage"]["mainEntity"]
    assert (person["knowsAbout"], person["sameAs"]) == (["Ports"], ["https://s.example/@bo"])


def test_language_is_that_of_the_story(client):
    assert told(client, make.live(language="de"))["inLanguage"] == "de"
    assert told(client, make.live())["inLanguage"] == "en-gb"


def test_notes_of_updates_are_no_corrections(client):
    edition = make.live()
    make.rewrite(edition.article)
    workflow.publish(edition.article, by=make.editor(), change="update", note="Adds a reaction.")
    assert "correction" not in told(client, edition)


def test_picture_is_told_in_the_three_proportions(client):
    files = [["wide", 1200, 675], ["classic", 1200, 900], ["square", 1200, 1200], ["square", 100, 100]]
    renditions = [[shape, "jpeg", w, h, f"renditions/p-{shape}-{w}.jpg"] for shape, w, h in files]
    images = told(client, make.live(illustration=make.illustration(renditions=renditions)))["image"]
    assert [(one["width"], one["height"]) for one in images] == [(1200, 675), (1200, 900), (1200, 1200)]
    assert len({one["creditText"] for one in images}) == 1


def test_page_tells_what_the_story_is_and_who_wrote_it(client, settings):
    settings.NEWSROOM_SITE_URL = "https://news.example"
    edition = make.live("The ferry left on time")
    data = told(client, edition)
    assert (data["@type"], data["headline"]) == ("NewsArticle", "The ferry left on time")
    assert data["url"] == f"https://news.example{edition.get_absolute_url()}" == data["mainEntityOfPage"]
    assert data["datePublished"] == edition.published_at.isoformat(timespec="seconds")
    assert data["author"] == [
        {"@type": "Person", "name": "Ada Flint", "url": "https://news.example/author/ada-flint/"}
    ]
    assert data["publisher"]["name"] == settings.NEWSROOM_SITE_NAME


def test_label_names_the_kind_of_article(client):
    assert told(client, make.live(label="opinion"))["@type"] == "OpinionNewsArticle"


def test_story_without_picture_names_none(client):
    assert "image" not in told(client, make.live())


def test_picture_carries_credit_caption_and_origin(client):
    picture = make.illustration(ai_made=True, credit="Drawing: B. Tan", caption="The quay")
    image = told(client, make.live(illustration=picture))["image"][0]
    assert (image["@type"], image["width"], image["height"]) == ("ImageObject", 1200, 675)
    assert (image["creditText"], image["caption"]) == ("Drawing: B. Tan", "The quay")
    assert image["digitalSourceType"] == AI_MADE


def test_picture_with_a_part_made_by_ai_says_no_more_than_that(client):
    picture = make.illustration(ai_made=True, ai_term="compositeWithTrainedAlgorithmicMedia")
    image = told(client, make.live(illustration=picture))["image"][0]
    assert image["digitalSourceType"] == f"{VOCABULARY}compositeWithTrainedAlgorithmicMedia"


def figure(picture: Illustration) -> str:
    return f'<p>One.</p><figure><img src="/x.jpg" data-file="{picture.pk}" alt="Boats"></figure>'


def test_pictures_in_the_text_that_a_machine_made_are_named_too(client):
    head, drawn = make.illustration(credit="Staff"), make.illustration(credit="B. Tan", ai_made=True)
    edition = make.live(illustration=head, body=figure(drawn) + figure(make.illustration()))
    first, _square, second = told(client, edition)["image"]
    assert (first["creditText"], second["creditText"]) == ("Staff", "B. Tan")
    assert second["digitalSourceType"] == AI_MADE
    assert second["url"].startswith("http")
    assert told(client, make.live(body=figure(drawn)))["image"][0]["digitalSourceType"] == AI_MADE


def test_credit_and_mark_under_a_picture_in_the_text_are_told_apart(client):
    drawn = make.illustration(credit="Test Credit", ai_made=True)
    page = client.get(make.live(body=figure(drawn), illustration=drawn).get_absolute_url()).text
    assert '<span class="figure__credit">Test Credit</span> · <b>Made with AI.</b>' in page
    seen = " ".join(re.sub("<[^>]+>", "", page).split())
    assert seen.count("Test Credit · Made with AI.") == 2


def test_what_is_not_known_of_a_picture_is_left_out(client):
    picture = make.illustration(credit="B. Tan", credit_url="https://tan.example/licence-nothing")
    image = told(client, make.live(illustration=picture))["image"][0]
    assert not {"caption", "license", "digitalSourceType"} & image.keys()


def test_link_to_a_licence_is_named_as_one(client):
    picture = make.illustration(credit_url="https://creativecommons.org/licenses/by/4.0/")
    image = told(client, make.live(illustration=picture))["image"][0]
    assert image["license"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    "words",
    ["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b\u2029c", 'quo"te \\ & more', "Zürich 東京 🗞"],
)
def test_no_words_break_out_of_the_block(client, words):
    edition = make.live(words, standfirst=words, illustration=make.illustration(caption=words))
    page = client.get(edition.get_absolute_url()).text
    [block] = BLOCK.findall(page)
    assert not set("<>&\u2028\u2029") & set(block)
    data = json.loads(block)["@graph"][0]
    assert (data["headline"], data["description"], data["image"][0]["caption"]) == (words, words, words)


def test_block_asks_nothing(django_assert_num_queries):
    pk = make.live(illustration=make.illustration(ai_made=True)).pk
    edition = Edition.objects.for_page().get(pk=pk)
    with django_assert_num_queries(0):
        structured.block(edition)


def ai_made() -> Illustration:
    return make.illustration(ai_made=True)


@pytest.mark.parametrize("path", ["/", "/section/world/", "/author/ada-flint/", "/tag/coast/"])
def test_lists_say_which_pictures_a_machine_made(client, path):
    make.live(illustration=make.illustration(), tags=["coast"])
    assert "made with AI" not in client.get(path).text
    make.live(illustration=ai_made(), tags=["coast"])
    assert client.get(path).text.count("Picture made with AI") == 1


def test_teaser_without_its_picture_says_nothing_of_it(client):
    for number in range(8):
        make.live(f"Story {number}", illustration=ai_made())
    page = client.get("/").text
    assert page.count("Picture made with AI") == len(re.findall(r"<picture", page))


def test_page_says_it_at_the_head_and_in_the_text(client):
    picture = ai_made()
    body = f'<p>One.</p><figure><img data-file="{picture.pk}" alt="Boats"></figure>'
    page = client.get(make.live(illustration=picture, body=body).get_absolute_url()).text
    assert page.count("Made with AI.") == 2


def test_portrait_says_it_too(client):
    author = make.author()
    author.portrait = ai_made()
    author.save()
    assert "Picture made with AI" in client.get("/author/ada-flint/").text
