"""Lists and stories as JSON: the shape that docs/json.md promises, and the rules of every public surface."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from articles.public import selection
from articles.public.selection import Place
from comments.models import Discussion
from tests import make

SITE = "https://news.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STORIES = "/stories/index.json"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.NEWSROOM_SITE_URL, settings.NEWSROOM_FEED_AUTHORITY = SITE, "news.example"


@pytest.fixture
def editor(db):
    return make.editor()


def get(client, path, status=200):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (status, "application/json"), path
    assert response["Access-Control-Allow-Origin"] == "*" and not response.cookies
    return response.json()


def headlines(client, path):
    return [story["headline"] for story in get(client, path)["stories"]]


@pytest.mark.django_db
def test_a_story_has_the_documented_names_and_its_text_only_at_its_own_address(client):
    picture = make.illustration(caption="A port.")
    inside = make.illustration(alt="A map.", decorative=False)
    edition = make.live(
        "The ferry",
        tags=["coast"],
        label="opinion",
        illustration=picture,
        body=f'<p>It left.</p><figure><img data-file="{inside.pk}" alt=""></figure>',
        sources=[("The Wire", "https://wire.example/", "based_on")],
    )
    Discussion.objects.create(article_id=edition.article_id, count=3)
    page = SITE + edition.get_absolute_url()
    [card] = get(client, STORIES)["stories"]
    assert {
        name: card[name] for name in ("url", "json", "headline", "standfirst", "label", "language", "section")
    } == {
        "url": page,
        "json": f"{page}index.json",
        "headline": "The ferry",
        "standfirst": "What happened, in a sentence.",
        "label": "opinion",
        "language": "en-gb",
        "section": {"name": "World", "url": f"{SITE}/section/world/"},
    }
    assert card["byline"] == [{"name": "Ada Flint", "role": "", "url": f"{SITE}/author/ada-flint/"}]
    assert card["tags"] == [{"name": "coast", "url": f"{SITE}/tag/coast/"}]
    assert card["comments"] == {"count": 3, "url": f"{page}#comments", "feed": f"{page}feed.json"}
    assert card["published"] == card["updated"] == edition.published_at.isoformat(timespec="seconds")
    assert (card["picture"]["width"], card["picture"]["caption"]) == (1200, "A port.") and "html" not in card
    story = get(client, card["json"].removeprefix(SITE))
    assert {**story, "picture": None} == {**story, **card, "picture": None}
    assert story["dateline"] == "PORT VESSEL" and "PORT VESSEL</span> — It left." in story["html"]
    assert story["sources"] == [{"name": "The Wire", "url": "https://wire.example/", "relation": "based_on"}]
    assert {file["shape"] for file in story["picture"]["files"]} == {"wide", "card", "square", "free"}
    assert story["text_pictures"][0]["alt"] == "A map." and (story["corrections"], story["changes"]) == ([], [])
    feed = client.get("/feed.json").json()["items"][0]
    assert (story["id"], story["html"]) == (feed["id"], feed["content_html"])


def test_a_story_tells_its_corrections_and_changes(client, editor):
    article = make.live().article
    for change, note in (("update", "More."), ("minor", ""), ("correction", "It is Hull.")):
        edition = workflow.publish(make.rewrite(article), by=editor, change=change, note=note)
    story = get(client, f"{edition.get_absolute_url()}index.json")
    assert [(one["change"], one["note"]) for one in story["changes"]] == [
        ("correction", "It is Hull."),
        ("update", "More."),
    ]
    told = {"kind": "correction", "text": "It is Hull.", "date": story["changes"][0]["date"]}
    assert story["corrections"] == [told]
    listed = get(client, "/corrections/index.json")
    assert listed["corrections"] == [{**told, "headline": story["headline"], "url": story["url"]}]
    assert listed["next"] is None


def test_a_withdrawn_story_answers_410_with_its_notice_and_a_moved_one_leads_on(client, editor):
    article = make.live("Wrong", slug="old").article
    old = f"{article.editions.get().get_absolute_url()}index.json"
    Article.objects.filter(pk=article.pk).update(slug="new")
    new = f"{workflow.publish(make.rewrite(article, 'Wrong'), by=editor).get_absolute_url()}index.json"
    moved = client.get(old)
    assert (moved.status_code, moved["Location"]) == (301, new)
    workflow.withdraw(article, by=editor, notice="We could not stand it up.")
    for path in (old, new):
        gone = get(client, path, status=410)
        assert gone["withdrawn"]["notice"] == "We could not stand it up." and gone["error"]["status"] == 410
    assert headlines(client, STORIES) == []
    workflow.unpublish(article, by=editor)
    down = make.live("Down").article
    workflow.unpublish(down, by=editor)
    assert "withdrawn" not in get(client, f"{down.editions.get().get_absolute_url()}index.json", status=410)


@pytest.mark.django_db
def test_the_front_page_holds_what_its_page_holds(client):
    for number in range(15):
        make.live(f"Story {number}", ago=number * HOUR)
    front = get(client, "/index.json")
    found = [front["lead"], *front["secondary"], *front["latest"]]
    assert [story["headline"] for story in found] == [f"Story {number}" for number in range(12)]
    [band] = front["bands"]
    assert band["section"]["name"] == "World" and band["stories"][0]["headline"] == "Story 12"


def test_filters_are_met_together_and_pages_follow_each_other(client, editor, monkeypatch):
    ben, science = make.author("Ben Ash"), make.section("Science")
    for number in range(6):
        make.live(
            f"{number}",
            ago=number * DAY,
            section=science if number % 2 else make.section(),
            tags=["coast"] if number < 4 else ["sea"],
            authors=[ben] if number in (1, 2, 3) else None,
        )
    workflow.schedule(make.article("Coming", tags=["coast"]), by=editor, live_from=timezone.now() + HOUR)
    for asked, expected in {
        "": "012345",
        "?section=science": "135",
        "?tag=coast": "0123",
        "?author=ben-ash": "123",
        "?author=ben-ash&tag=coast&section=science": "13",
        "?tag=sea&section=science": "5",
        "?tag=sea&author=ben-ash": "",
        f"?from={timezone.localdate() - 3 * DAY}&to={timezone.localdate() - DAY}": "123",
    }.items():
        for size, budget in ((1, 2), (2, 1), (6, 500)):
            monkeypatch.setattr(selection, "BUDGET", budget)
            found, path = [], f"{STORIES}{asked or '?'}&size={size}"
            while path:
                page = get(client, path)
                found += [story["headline"] for story in page["stories"]]
                assert len(page["stories"]) <= size
                path = (page["next"] or "").removeprefix(SITE)
            assert "".join(found) == expected, (asked, size, budget)


def test_search_finds_what_its_page_finds(client, editor):
    made = [make.live(f"Lighthouse {number}", ago=number * HOUR) for number in range(3)]
    make.live("Elsewhere")
    workflow.withdraw(made[0].article, by=editor, notice="Wrong.")
    found = get(client, "/search/index.json?q=lighthouse")
    assert [story["headline"] for story in found["stories"]] == ["Lighthouse 1", "Lighthouse 2"]
    assert (found["count"], found["is_counted"], found["next"]) == (2, True, None) and found["stories"][0]["extract"]
    assert get(client, "/search/index.json?q=")["stories"] == []
    assert "“from” is a day" in get(client, "/search/index.json?q=x&from=y", status=400)["error"]["message"]
    get(client, "/search/index.json?q=lighthouse&page=0", status=404)
    assert client.get("/search/index.json?q=%00" + "x" * 10_000).status_code == 200


def test_search_leads_on_in_json(client, db, settings):
    settings.NEWSROOM_PAGE_SIZE = 1
    make.live("Lighthouse 1", ago=HOUR), make.live("Lighthouse 2", ago=2 * HOUR)
    behind = get(client, "/search/index.json?q=lighthouse")["next"].removeprefix(SITE)
    assert behind.startswith("/search/index.json?") and headlines(client, behind) == ["Lighthouse 2"]


def test_a_page_behind_a_place_stays_when_newer_stories_come(client, editor):
    for number in range(4):
        make.live(f"{number}", ago=number * HOUR)
    behind = get(client, "/section/world/index.json?size=2")["next"].removeprefix(SITE)
    make.live("New", ago=timedelta(0))
    assert headlines(client, behind) == ["2", "3"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("form=2025-01-01", "“form” cannot be asked for here"),
        ("from=yesterday", "“from” is a day"),
        ("to=2025-02-30", "“to” is a day"),
        ("from=0001-01-01", "“from” is a day"),
        ("size=0", "“size” is a whole number"),
        ("size=101", "“size” is a whole number"),
        ("size=٣", "“size” is a whole number"),
        ("before=1-x", "“before” is taken from"),
        ("before=" + "9" * 40, "“before” is taken from"),
        ("section=%00", "There is no section"),
        ("tag=" + "x" * 10_000, "There is no tag"),
        ("author=nobody", "There is no author “nobody”"),
        ("tag=takeover", "There is no tag “takeover”"),
    ],
)
def test_what_cannot_be_answered_is_said_in_json(client, asked, words):
    make.article(tags=["Takeover"])
    assert words in get(client, f"{STORIES}?{asked}", status=400)["error"]["message"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/section/none/",
        "/tag/none/",
        "/author/none/",
        "/2025/01/01/none/",
        "/2025/99/99/none/",
    ],
)
def test_an_address_that_leads_nowhere_says_so_in_json(client, path):
    assert get(client, f"{path}index.json", status=404)["error"]["status"] == 404


def test_nothing_is_sent_twice_until_a_story_or_a_count_changes(client, editor):
    edition = make.live(tags=["coast"])
    paths = ["/", "/stories/", "/section/world/", "/tag/coast/", "/author/ada-flint/", edition.get_absolute_url()]
    known = {f"{path}index.json": client.get(f"{path}index.json")["ETag"] for path in paths}
    for path, tag in known.items():
        again = client.get(path, headers={"if-none-match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag), path
    Discussion.objects.create(article_id=edition.article_id, count=1)
    changed = {path: client.get(path, headers={"if-none-match": tag}) for path, tag in known.items()}
    assert {answer.status_code for answer in changed.values()} == {200}
    workflow.publish(make.rewrite(edition.article), by=editor, change="minor")
    for path, answer in changed.items():
        assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 200, path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "most"),
    [(STORIES, 3), (f"{STORIES}?tag=coast&author=ada-flint&section=world", 7), ("/section/world/index.json", 3)],
)
def test_a_list_asks_as_often_for_one_story_as_for_many(client, path, most, django_assert_num_queries):
    for number in (1, 2, 3):
        make.live(tags=["coast", "sea"], illustration=make.illustration(), ago=number * HOUR)
        client.get(path)
        if number != 2:
            with django_assert_num_queries(most):
                assert len(client.get(path).json()["stories"]) == number


def test_a_place_is_read_as_it_was_written():
    place = Place(timezone.now(), 12)
    assert Place.parse(str(place)) == place
