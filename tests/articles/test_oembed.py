"""Our stories in other sites' pages, by oEmbed 1.0."""

from datetime import timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from tests import make
from tests.articles.test_page_head import Head

pytestmark = pytest.mark.django_db

SITE = "https://news.example"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.NEWSROOM_SITE_URL = SITE


def ask(client, path, more=""):
    return client.get(f"/oembed/?url={quote(SITE + path, safe='')}{more}")


def test_page_leads_to_the_answer_in_both_formats(client):
    edition = make.live("The ferry left", illustration=make.illustration())
    links = Head(client.get(edition.get_absolute_url()).text).links["alternate"]
    doors = {link["type"]: link["href"] for link in links if "oembed" in link["type"]}
    assert set(doors) == {"application/json+oembed", "text/xml+oembed"}
    told = client.get(doors["application/json+oembed"].removeprefix(SITE)).json()
    root = ElementTree.fromstring(client.get(doors["text/xml+oembed"].removeprefix(SITE)).content)
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {name: str(value) for name, value in told.items()}


def test_answer_has_all_that_the_specification_wants_of_it(client):
    edition = make.live("Ferry & crew", standfirst="It <left>.", illustration=make.illustration())
    response = ask(client, edition.get_absolute_url())
    told = response.json()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (told["version"], told["type"], told["title"]) == ("1.0", "rich", "Ferry & crew")
    assert (told["provider_name"], told["provider_url"]) == ("The Plumb Line", f"{SITE}/")
    assert (told["author_name"], told["author_url"]) == ("Ada Flint", f"{SITE}/author/ada-flint/")
    assert isinstance(told["width"], int)
    assert isinstance(told["height"], int)
    assert told["html"].startswith(f'<blockquote cite="{SITE}{edition.get_absolute_url()}">')
    assert "It &lt;left&gt;." in told["html"]
    assert not [bad for bad in ("<script", "style=", "<iframe", "class=", "onclick") if bad in told["html"]]
    assert told["thumbnail_url"].startswith(f"{SITE}/media/")
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 675)


@pytest.mark.parametrize(("room", "expected"), [("1000", 800), ("800", 800), ("700", None), ("1", None)])
def test_nothing_is_larger_than_asked(client, room, expected):
    edition = make.live(illustration=make.illustration())
    told = ask(client, edition.get_absolute_url(), f"&maxwidth={room}&maxheight={room}").json()
    assert told.get("thumbnail_width") == expected
    assert told["width"] <= int(room)
    assert told["height"] <= int(room)


def test_story_without_a_picture_shows_its_card(client):
    told = ask(client, make.live("Words alone").get_absolute_url()).json()
    assert "/card/story/" in told["thumbnail_url"]
    assert client.get(told["thumbnail_url"].removeprefix(SITE)).status_code == 200


def test_story_that_has_moved_is_told_of_at_its_present_address(client):
    editor, article = make.editor(), make.article(slug="old")
    old = workflow.publish(article, by=editor).get_absolute_url()
    Article.objects.filter(pk=article.pk).update(slug="new")
    new = workflow.publish(article, by=editor).get_absolute_url()
    assert f'href="{SITE}{new}"' in ask(client, old).json()["html"]


def test_what_readers_cannot_read_is_not_told_of(client):
    editor = make.editor()
    scheduled = workflow.schedule(make.article(), by=editor, live_from=timezone.now() + timedelta(hours=1))
    gone, killed = make.live(), make.live()
    workflow.unpublish(gone.article, by=editor)
    workflow.withdraw(killed.article, by=editor, notice="Wrong.")
    for edition in (scheduled, gone, killed):
        assert ask(client, edition.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        *(("", 404), ("url=", 404), ("url=%00", 404), ("url=https://[", 404), ("url=" + "a" * 10_000, 404)),
        *(("url={site}/", 404), ("url={site}/section/world/", 404), ("url=https://other.example{path}", 404)),
        *(("url={site}{path}&format=yaml", 501), ("url={site}{path}&format=", 501)),
        *(("url={site}{path}&maxwidth=x", 400), ("url={site}{path}&maxheight=-1", 400)),
        *(("url={site}{path}&maxwidth=0", 400), ("url={site}{path}&maxwidth=" + "9" * 5000, 200)),
        ("url={site}{path}%3Futm_source%3Dletter%23part", 200),
    ],
)
def test_bad_questions_get_the_answer_that_the_specification_names(client, query, status):
    path = make.live().get_absolute_url()
    assert client.get("/oembed/?" + query.format(site=SITE, path=path)).status_code == status
    assert client.post("/oembed/").status_code == 405
