"""The head of every kind of page: how it is found, and how it looks where it is shared."""

from html.parser import HTMLParser

import pytest

from articles.desk import workflow
from articles.public import share_cards
from tests import make
from tests.validity import faults

pytestmark = pytest.mark.django_db

SITE = "https://news.example"


class Head(HTMLParser):
    """What a page says of itself: `meta` by name or property, as lists, and `links` by relation."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta, self.links, self.title, self.inside = {}, {}, "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given, self.inside = dict(attrs), tag
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.meta.setdefault(name, []).append(given["content"])
        if tag == "link":
            self.links.setdefault(given["rel"], []).append(given)

    def handle_data(self, data):
        self.title += data.strip() if self.inside == "title" else ""

    def __getitem__(self, name):
        [content] = self.meta[name]
        return content


@pytest.fixture
def head(client, settings):
    settings.NEWSROOM_SITE_URL = SITE

    def read(path):
        page = client.get(path).text
        assert not faults(page)
        return Head(page)

    return read


@pytest.mark.parametrize(
    ("path", "kind", "title", "shown"),
    [
        ("/", "website", "The Plumb Line", "/card/site/front/"),
        ("/section/world/", "website", "World", "/card/section/world/"),
        ("/tag/coast/", "website", "Coast", "/card/tag/coast/"),
        ("/author/ada-flint/", "profile", "Ada Flint", "/card/author/ada-flint/"),
        ("/corrections/", "website", "Corrections", "/card/site/front/"),
        ("/comments/rules/", "website", "Comment rules", "/card/site/front/"),
        ("/archive/", "website", "Archive", "/card/site/front/"),
        ("/about/", "website", "About us", "/card/site/front/"),
        ("/feeds/", "website", "Feeds", "/card/site/front/"),
        ("/conversations/", "website", "Conversations", "/card/site/front/"),
    ],
)
def test_page_says_what_it_is_and_has_a_picture(head, client, path, kind, title, shown):
    make.live(tags=["coast"])
    told = head(path)
    assert told["robots"] == "max-image-preview:large"
    assert [link["href"] for link in told.links["canonical"]] == [SITE + path] == told.meta["og:url"]
    assert (told["og:type"], told["og:title"], told["og:site_name"]) == (kind, title, "The Plumb Line")
    assert told["description"] == told["og:description"] != ""
    assert told["og:image"].startswith(SITE + shown)
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"] == title
    assert told["twitter:card"] == "summary_large_image"
    assert client.get(told["og:image"].removeprefix(SITE)).status_code == 200
    assert told.title.endswith(" – The Plumb Line")


def test_no_two_pages_have_the_same_title_or_address(head, settings):
    settings.NEWSROOM_PAGE_SIZE = 1
    paths = [
        "/",
        make.live("One", tags=["coast"]).get_absolute_url(),
        make.live("Two", tags=["coast"]).get_absolute_url(),
    ]
    for kind in ("section/world", "tag/coast", "author/ada-flint"):
        paths += [f"/{kind}/", f"/{kind}/?page=2"]
    told = [head(path) for path in [*paths, "/corrections/", "/comments/rules/"]]
    assert len({one.title for one in told}) == len(told) == len({one["og:url"] for one in told})
    second = head("/section/world/?page=2&utm_source=letter")
    assert second.links["canonical"][0]["href"] == f"{SITE}/section/world/?page=2"


def test_story_says_when_where_and_by_whom(head):
    authors = [make.author(), make.author("Bo Reed")]
    edition = make.live("Ferry", tags=["coast", "sea"], authors=authors, illustration=make.illustration(alt="A ferry"))
    edition = workflow.publish(
        make.rewrite(edition.article, "Ferry late"), by=make.editor(), change="update", note="x"
    )
    told = head(edition.get_absolute_url())
    assert told["og:type"] == "article"
    assert told["article:published_time"] == edition.published_at.isoformat(timespec="seconds")
    assert told["article:modified_time"] == edition.updated_at.isoformat(timespec="seconds")
    # In the words of search engines, see test_structured.
    assert not {"article:section", "article:tag"} & set(told.meta)
    assert told.meta["article:author"] == [f"{SITE}/author/ada-flint/", f"{SITE}/author/bo-reed/"]
    assert told["og:image"].startswith(f"{SITE}/media/")
    assert (told["og:image:width"], told["og:image:height"], told["og:image:alt"]) == ("1200", "675", "A ferry")


def test_story_without_a_picture_or_with_a_small_one_is_shared_by_its_card(head):
    small = make.illustration(renditions=[["wide", "jpeg", 480, 270, "renditions/s.jpg"]])
    for edition in (make.live("Plain words"), make.live("Small picture", illustration=small)):
        told = head(edition.get_absolute_url())
        assert told["og:image"] == SITE + share_cards.of_story(edition).path
        assert (told["og:image:alt"], told["twitter:card"]) == (edition.headline, "summary_large_image")


def test_author_with_a_portrait_is_shared_by_it(head):
    make.live(authors=[make.author("Bo Reed", portrait=make.illustration())])
    told = head("/author/bo-reed/")
    assert "-square-" in told["og:image"]
    assert told["twitter:card"] == "summary"


def test_pages_that_nobody_shall_find_say_so_and_have_no_address(head):
    make.author("Nobody Yet")
    for path in (
        "/author/nobody-yet/",
        "/none/",
        "/archive/2001/",
        "/search/?q=ferry",
        f"{make.live().get_absolute_url()}changes/",
    ):
        told = head(path)
        assert told["robots"] == "noindex"
        assert "canonical" not in told.links
        assert "og:url" not in told.meta


def test_words_of_editors_cannot_break_out(head):
    words = 'A "quoted" <b>headline</b> & more'
    make.section("World", description=words)
    edition = make.live(words, standfirst=words)
    for path in (edition.get_absolute_url(), "/section/world/"):
        assert head(path)["og:description"] == words


def test_long_biography_is_cut_between_words_to_one_line(head):
    make.live(authors=[make.author("Bo Reed", biography="Was at sea & in port.\n\n" + "And again at sea. " * 40)])
    told = head("/author/bo-reed/")["description"]
    assert told.startswith("Was at sea & in port. And again")
    assert 280 < len(told) <= 301
    assert told.endswith("…")


def test_preview_is_neither_indexed_nor_found(client):
    page = make.browser(make.editor()).get(f"/admin/articles/article/{make.article().pk}/preview/").text
    told = Head(page)
    assert told["robots"] == "noindex"
    assert "canonical" not in told.links
    assert "application/ld+json" not in page
    assert "oembed" not in page
