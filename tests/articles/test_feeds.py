"""Feeds of stories and corrections: valid, whole, current, and sent only when there is something new."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article, identity
from articles.public.feeds import known, views, xml
from articles.public.feeds.entry import lasting_id
from articles.public.feeds.formats import FORMATS
from articles.public.feeds.stories import full_text
from tests import make, syndication, validity
from tests.syndication import ATOM, CONTENT, DC, LANG, MEDIA, TOMB

SITE = "https://news.example"
LISTS = ["/", "/section/world/", "/tag/coast/", "/author/ada-flint/", "/corrections/"]
SUFFIXES = [one.suffix for one in FORMATS.values()]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.NEWSROOM_SITE_URL, settings.NEWSROOM_FEED_AUTHORITY = SITE, "news.example"


@pytest.fixture
def editor(db):
    return make.editor()


def rss(client, path="/feed/"):
    return ElementTree.fromstring(client.get(path).content).findall("channel/item")


def atom(client, path="/feed/atom/"):
    return ElementTree.fromstring(client.get(path).content)


def items(client, path="/feed.json"):
    return json.loads(client.get(path).content)["items"]


def titles(client, path="/feed/"):
    return [item.findtext("title") for item in rss(client, path)]


def hostile(headline="Fish & <b>chips</b> ]]> \x0b\x1f\ufffe", **fields):
    """A story with everything that could break a feed."""
    picture = make.illustration(credit='Ann "A" & Sons', caption="A <port>", alt="Ships\x0b", decorative=False)
    body = (
        '<p>See <a href="/2020/01/01/old/?a=1&amp;b=2">the first</a> and <a href="//o.example/">another</a>.\x0c ]]&gt;</p>'
        f'<figure><img data-file="{make.illustration(ai_made=True).pk}" alt="A \u201cmap\u201d &amp; more">'
        '<figcaption>By <a href="/about/">us</a></figcaption></figure>'
    )
    sources = [("The Wire & Co", "https://wire.example/?a=1&b=2", "first_reported_by"), ("A letter", "", "document")]
    byline = [make.author(), make.author("Ben Ash")]
    told = {"illustration": picture, "body": body, "sources": sources, "authors": byline, "tags": ["coast", "R&D"]}
    return make.live(headline, **told | {"standfirst": "Twice the <price>"} | fields)


def test_every_feed_is_valid_whatever_stands_in_the_stories(client, editor):
    story = hostile(label="sponsored")
    workflow.publish(make.rewrite(story.article), by=editor, change="correction", note="Not <Goole>\n& not Hull.")
    make.live("Bar", language="de", standfirst="", dateline_place="", tags=["coast"])
    gone = make.live("Gone", tags=["coast"]).article
    workflow.withdraw(gone, by=editor, notice="We <could> not stand it up.")
    assert [item.get("language") for item in items(client)] == ["de", None]
    assert [item.findtext(LANG) for item in rss(client)] == ["de", None]
    spoken = [entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in atom(client).iter(f"{ATOM}entry")]
    assert spoken == ["de", None]
    for path in LISTS:
        for suffix in SUFFIXES:
            response = client.get(path + suffix)
            assert (response.status_code, syndication.faults(response)) == (200, []), path + suffix
            assert not response.cookies and response["Access-Control-Allow-Origin"] == "*"
            assert SITE + path + suffix in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_feed_is_valid_before_anything_was_published(client, path, suffix):
    make.section(), make.author()
    response = client.get(path + suffix)
    if path == "/tag/coast/":
        assert response.status_code == 404
    else:
        assert (response.status_code, syndication.faults(response)) == (200, [])


@pytest.mark.django_db
def test_an_entry_says_everything_that_the_page_says(client):
    hostile("Fish", dateline_place="Port Vessel", label="opinion")
    [item], [entry], [data] = rss(client), atom(client).findall(f"{ATOM}entry"), items(client)
    html = item.findtext(CONTENT)
    assert html == entry.findtext(f"{ATOM}content") == data["content_html"].translate({0x0B: None, 0x0C: None})
    places = [
        html.find(words)
        for words in (
            "<p><b>Opinion</b></p>",
            "Twice the &lt;price&gt;",
            f'<img src="{SITE}/media/renditions/',
            'alt="Ships',
            "A &lt;port&gt; · Ann &quot;A&quot; &amp; Sons",
            '<p><span class="dateline">PORT VESSEL</span> — See',
            f'<a href="{SITE}/2020/01/01/old/?a=1&amp;b=2">',
            '<a href="https://o.example/">',
            'alt="A “map” &amp; more"',
            f'By <a href="{SITE}/about/">us</a> · Drawing: The Plumb Line · Made with AI.',
            'First reported by <a href="https://wire.example/?a=1&amp;b=2">The Wire &amp; Co</a>.',
            "Document: A letter.",
        )
    ]
    assert places == sorted(places) and places[0] == 0, (places, html)
    assert item.findtext("title") == entry.findtext(f"{ATOM}title") == data["title"] == "Opinion: Fish"
    assert [one.text for one in item.findall(DC)] == ["Ada Flint", "Ben Ash"]
    assert [one.findtext(f"{ATOM}uri") for one in entry.findall(f"{ATOM}author")][1] == f"{SITE}/author/ben-ash/"
    assert [one["name"] for one in data["authors"]] == ["Ada Flint", "Ben Ash"]
    tags = ["Opinion", "World", "coast", "R&D"]
    assert [one.text for one in item.findall("category")] == data["tags"] == tags
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == tags
    media = item.find(f"{MEDIA}content")
    assert (media.get("url"), media.get("width")) == (data["image"], "1200")
    assert media.findtext(f"{MEDIA}credit") == 'Ann "A" & Sons'
    assert data["summary"] == item.findtext("description") == "Twice the <price>"


@pytest.mark.django_db
def test_stories_stand_newest_first_and_no_more_than_so_many(client, monkeypatch):
    monkeypatch.setattr(views, "ITEMS", 3)
    for number in range(5):
        make.live(f"Story {number}", ago=number * HOUR)
    assert titles(client) == [f"Story {number}" for number in range(3)]


def test_an_entry_keeps_its_id_and_is_updated_by_what_matters_only(client, editor):
    article = make.live("The ferry", ago=2 * HOUR).article

    def seen():
        [entry] = atom(client).findall(f"{ATOM}entry")
        return entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated"), entry.findtext(f"{ATOM}title")

    first = seen()
    Article.objects.filter(pk=article.pk).update(slug="moved", section=make.section("Science"))
    workflow.publish(make.rewrite(article, "The fery"), by=editor, change="minor")
    minor = seen()
    workflow.publish(make.rewrite(article, "The ferries"), by=editor, change="update")
    updated = seen()
    assert first[0] == minor[0] == updated[0] and first[0].startswith("tag:news.example,")
    assert first[1] == minor[1] < updated[1]
    assert [first[2], minor[2], updated[2]] == ["The ferry", "The fery", "The ferries"]


def test_a_corrected_story_says_so_at_its_head_in_every_format(client, editor):
    article = make.live("The ferry", label="analysis").article
    for note, kind in (("It is Hull.", "correction"), ("“Up to” was missing.", "clarification")):
        workflow.publish(make.rewrite(article), by=editor, change="correction", note=note, kind=kind)
    [data] = items(client)
    head = data["content_html"].split("The ferry left")[0]
    assert (
        head.index("Analysis") < head.index("<b>Clarification, ") < head.index("“Up to”") < head.index("It is Hull.")
    )
    assert data["content_html"] == rss(client)[0].findtext(CONTENT)
    assert [one["kind"] for one in data["_newsroom"]["corrections"]] == ["clarification", "correction"]
    told = rss(client, "/corrections/feed/")
    assert [one.findtext("description") for one in told] == ["“Up to” was missing.", "It is Hull."]
    assert told[0].findtext("title").startswith("Clarification: Headline")
    assert len({one.findtext("guid") for one in told}) == 2


def test_a_withdrawn_story_leaves_every_feed_and_is_told_where_that_can_be_said(client, editor):
    make.live("Stays", tags=["coast"])
    gone = make.live("Wrong", tags=["coast"])
    elsewhere = make.section("Science")
    [known] = [entry for entry in items(client) if entry["title"] == "Wrong"]
    workflow.withdraw(gone.article, by=editor, notice="We could not stand it up.")
    for path in LISTS[:4]:
        assert titles(client, f"{path}feed/") == ["Stays"]
        [one] = atom(client, f"{path}feed/atom/").findall(f"{TOMB}deleted-entry")
        assert (one.get("ref"), one.findtext(f"{TOMB}comment")) == (known["id"], "We could not stand it up.")
        told = client.get(f"{path}feed.json").json()
        assert [item["title"] for item in told["items"]] == ["Stays"]
        [withdrawn] = told["_newsroom"]["withdrawn"]
        assert (withdrawn["id"], withdrawn["notice"]) == (known["id"], "We could not stand it up.")
    assert not atom(client, f"{elsewhere.get_absolute_url()}feed/atom/").findall(f"{TOMB}deleted-entry")
    workflow.publish(make.rewrite(gone.article, "Right"), by=editor)
    assert not atom(client).findall(f"{TOMB}deleted-entry") and "Right" in titles(client)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_is_sent_twice_until_the_minute_at_which_something_changes(client, editor, monkeypatch, suffix):
    make.live("Old", ago=2 * HOUR)
    now = timezone.now()
    coming = workflow.schedule(make.article("Coming"), by=editor, live_from=now + HOUR)
    workflow.unpublish(coming.article, by=editor, at=now + 2 * HOUR)
    moments = [now, now + HOUR, now + 2 * HOUR]
    answers = []
    for moment in moments:
        # A second later, because times are told by the second.
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment + timedelta(seconds=2))
        answer = client.get(f"/{suffix}")
        asked = (
            {"if-none-match": answers[-1]["ETag"], "if-modified-since": answers[-1]["Last-Modified"]}
            if answers
            else {}
        )
        for name, value in asked.items():
            assert client.get(f"/{suffix}", headers={name: value}).status_code == 200, name
        for name in ("ETag", "Last-Modified"):
            again = client.get(
                f"/{suffix}", headers={{"ETag": "if-none-match"}.get(name, "if-modified-since"): answer[name]}
            )
            assert (again.status_code, again.content) == (304, b"") and again["Access-Control-Allow-Origin"] == "*"
        answers.append(answer)
    assert ["Coming" in answer.text for answer in answers] == [False, True, False]


@pytest.mark.django_db
def test_a_feed_asks_as_often_for_one_story_as_for_many_and_hardly_if_nothing_is_new(client):
    identity.current()

    def asked(path, **headers):
        client.get(path)
        known.forget()
        with CaptureQueriesContext(connection) as queries:
            client.get(path, headers=headers)
        return len(queries)

    counts = []
    for number in range(5):
        story = hostile(slug=f"story-{number}", ago=timedelta(days=1, minutes=number))
        workflow.publish(make.rewrite(story.article), by=make.superuser(), change="correction", note="Hull.")
        if number in (0, 4):
            paths = [path + suffix for path in LISTS for suffix in SUFFIXES]
            counts.append(
                {path: (asked(path), asked(path, **{"if-none-match": client.get(path)["ETag"]})) for path in paths}
            )
    assert counts[0] == counts[1]
    assert counts[0]["/feed/"] == (4, 1) and counts[0]["/tag/coast/feed/atom/"] == (6, 3)


def test_what_was_put_together_before_is_kept_as_long_as_it_says_what_is_live(client, editor, monkeypatch):
    articles = [make.live(f"Story {number}", ago=number * HOUR).article for number in range(3)]
    monkeypatch.setattr(known, "MOST", 2)
    assert titles(client) == ["Story 0", "Story 1", "Story 2"]
    workflow.publish(make.rewrite(articles[1], "Other"), by=editor, change="minor")
    assert titles(client) == [item["title"] for item in items(client)] == ["Story 0", "Other", "Story 2"]


def test_a_former_address_of_a_tag_leads_to_its_feed(client, editor):
    story = make.live(tags=["coast"])
    tag = story.tags.get()
    tag.name, tag.slug = "Shore", "shore"
    tag.save()
    for suffix in SUFFIXES:
        response = client.get(f"/tag/coast/{suffix}")
        assert (response.status_code, response["Location"]) == (301, f"/tag/shore/{suffix}")


def test_the_name_of_a_tag_is_told_by_no_feed_before_a_story_with_it_was_live(client, editor):
    workflow.schedule(make.article(tags=["Takeover"]), by=editor, live_from=timezone.now() + HOUR)
    assert [client.get(f"/tag/takeover/{suffix}").status_code for suffix in SUFFIXES] == [404] * 3


@pytest.mark.django_db
def test_feeds_may_be_read_from_everywhere_and_written_from_nowhere(client):
    asked = client.options("/feed/")
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert "GET" in asked["Access-Control-Allow-Methods"]
    assert client.post("/feed/").status_code == 405
    assert client.head("/feed.json").status_code == 200
    assert client.get("/section/none/feed/").status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_a_page_names_its_own_feeds(client, editor, path):
    make.live(tags=["coast"])
    page = client.get(path).text
    for suffix in (*SUFFIXES, "index.json"):
        assert f'href="{path}{suffix}">' in page
        assert client.get(path + suffix).status_code == 200


@pytest.mark.django_db
def test_the_page_of_feeds_is_valid_and_each_of_its_links_is_answered(client):
    make.live()
    page = client.get("/feeds/")
    assert not page.cookies and validity.faults(page.text) == []
    links = {part.split('"')[0] for part in page.text.split('href="')[1:]}
    feeds = [link for link in links if link.endswith(("feed/", "atom/", ".json"))]
    assert set(feeds) > {f"{path}{suffix}" for path in ("/", "/section/world/", "/comments/") for suffix in SUFFIXES}
    assert {client.get(link).status_code for link in feeds} == {200}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("link", "leads_to"),
    [("#x", "{here}#x"), ("more/", "{here}more/"), ("/a", f"{SITE}/a"), ("http://[", "http://["), ("//[", "{here}")],
)
def test_a_link_in_a_text_leads_where_it_does_on_the_page(link, leads_to):
    edition = make.live()
    edition.body = f'<p><a href="{link}">there</a></p>'
    here = SITE + edition.get_absolute_url()
    assert f'<a href="{leads_to.format(here=here)}">there</a>' in full_text(edition, {})


@pytest.mark.django_db
def test_a_pull_quote_is_not_said_twice():
    edition = make.live()
    edition.body = "<p>It left.</p><aside><p>It left.</p></aside><p>It came back.</p>"
    assert full_text(edition, {}).count("It left.") == 1


def test_an_id_is_made_of_what_never_changes():
    at = datetime(2025, 4, 25, 23, 30, tzinfo=UTC)
    assert lasting_id("article", 7, at) == "tag:news.example,2025-04-25:article/7"


def test_xml_drops_what_it_has_no_place_for_and_nothing_else():
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x10000)])) + "\ud800 🙂"
    root = ElementTree.fromstring(xml.document(xml.element("a", every, b=every)))
    kept = "".join(c for c in every if (c >= " " or c in "\t\n\r") and c not in "\ufffe\uffff\ud800")
    assert root.text == kept.replace("\r", "\n")
    assert root.get("b") == kept.translate(dict.fromkeys(map(ord, "\t\n\r"), " "))
