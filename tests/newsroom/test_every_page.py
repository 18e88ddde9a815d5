"""The rules that every public page keeps, and what pages weigh. The pages are those of tests.pages."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import workflow
from articles.models import Article, Edition
from newsroom.demo.stories import culture, science
from newsroom.demo.talk import science as talk
from tests import make, pages
from tests.articles.test_public_pages import Text
from tests.validity import faults

pytestmark = pytest.mark.django_db

STATUSES = {"410": 410, "404": 404, "404, with a guess": 404}
# What a public page may read of the working article's row: only who it is.
ARTICLE_COLUMNS = re.compile(r'"articles_article"\."(\w+)"')
# What a browser fetches on sight of the page, by the attribute that names it.
FETCHED = {"img": "src", "script": "src", "source": "srcset", "link": "href", "iframe": "src"}
STATIC = Path(settings.BASE_DIR) / "newsroom" / "static" / "newsroom"
# Script is for comfort only: no page needs one.
SCRIPTS = ["comments/static/comments/write.js", "articles/static/articles/public/embeds.js"]


def fetched(page: Text) -> list[str]:
    links = ("stylesheet", "preload", "icon", "manifest")
    named = [(tag, given) for tag, given in page.elements if tag != "link" or given["rel"] in links]
    return [given[FETCHED[tag]] for tag, given in named if given.get(FETCHED.get(tag, ""))]


def broken(response) -> list[str]:
    """The rules that this page breaks."""
    page, policy = Text(response.text), response.headers["Content-Security-Policy"]
    inline = [given for given in page.all("script") if "src" not in given and "json" not in given.get("type", "")]
    rules = {
        "sets a cookie": response.cookies or "Cookie" in response.headers.get("Vary", ""),
        "has a loose policy": "unsafe" in policy or "default-src 'none'" not in policy,
        "has script or style in it": inline or page.all("style"),
        "may not be kept": not response.headers["Cache-Control"].startswith("public"),
        "fetches from elsewhere": [address for address in fetched(page) if not address.startswith("/")],
        "has not one headline of first order": len(page.all("h1")) != 1,
        "has not one main part": len(page.all("main")) != 1,
        "has not the language": not page.all("html")[0].get("lang"),
    }
    return [rule for rule, is_broken in rules.items() if is_broken] + faults(response.text)


def test_every_page_keeps_the_rules(client):
    wrong, titles = [], {}
    for name, path in pages.paper().items():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert response.status_code == STATUSES.get(name, 200), name
        wrong += [f"{name}: {rule}" for rule in broken(response)]
        asked = [query["sql"] for query in queries.captured_queries]
        if any(set(ARTICLE_COLUMNS.findall(sql)) > {"id"} or "articles_revision" in sql for sql in asked):
            wrong.append(f"{name}: reads the working article")
        if 'rel="canonical"' in response.text and "reply=" not in path:
            title = re.search("<title>(.*?)</title>", response.text, re.DOTALL)[1].strip()
            titles.setdefault(title, []).append(name)
    wrong += [f"{title}: the title of {names}" for title, names in titles.items() if len(names) > 1]
    assert wrong == [], "\n".join(wrong)


# --- Lists ---

LISTS = [
    *["/section/world/", "/tag/coast/", "/author/ada-flint/", "/search/?q=number", "/corrections/", "/conversations/"],
    *["/archive/", "/archive/{year}/", "/archive/{month}/", "/archive/{day}/", "/text/section/world/"],
    *["/feed/", "/feed/atom/", "/feed.json", "/tag/coast/feed/", "/corrections/feed/", "/comments/feed/"],
    *["/stories/index.json?tag=coast", "/section/world/index.json", "/search/index.json?q=number"],
    *["/corrections/index.json", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-{file}.xml", "/news-sitemap.xml"],
]
# The front page has bands only once its top is full.
FRONTS = ["/", "/text/", "/index.json"]
SIZES = {1: LISTS, 20: [*LISTS, *FRONTS], 40: FRONTS}


def story_with_everything(number: int) -> Edition:
    """A story with what lists may tell of one: tags, a picture, a correction and a comment."""
    picture, ago = make.illustration(), timedelta(hours=1, seconds=number)
    made = make.live(tags=["coast", "sea"], illustration=picture, ago=ago)
    workflow.publish(
        Article.objects.get(pk=made.article_id), by=make.superuser(), change="correction", note="It is Hull."
    )
    pages.say(f"Remark number {number}", made.article_id)
    return made


def test_every_list_asks_as_often_for_one_story_as_for_twenty(client):
    counts, made = {}, 0
    for size, paths in SIZES.items():
        while made < size:
            made += 1
            at = story_with_everything(made).published_at
        for path in paths:
            path = path.format(year=f"{at:%Y}", month=f"{at:%Y/%m}", day=f"{at:%Y/%m/%d}", file=f"{at:%Y-%m}")
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200, path
            counts.setdefault(path, []).append(len(queries))
    different = {path: asked for path, asked in counts.items() if len(set(asked)) > 1}
    assert different == {}


# --- What pages weigh ---


def compressed(client, path: str) -> int:
    response = client.get(path, headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    return len(response.content)


def test_pages_stay_within_their_budgets(client):
    sections = [make.section(name) for name in ("World", "Technology", "Science", "Culture", "Business", "Opinion")]
    for number in range(40):
        make.live(f"A headline of usual length, number {number}", section=sections[number % 6], tags=["coast", "sea"])
    story = make.live("The story", tags=["coast"], body="<p>A paragraph of forty words or so.</p>" * 40)
    for number in range(10):
        pages.say(f"Remark number {number}: it never waits for me, and I said so.", story.article_id)
    assert compressed(client, "/") <= 12_000
    assert compressed(client, story.get_absolute_url()) <= 5 * 1024


def test_a_story_as_people_write_it_stays_within_its_budget(client):
    """About 700 words by the demo paper's writers, four similar posts, and ten remarks by ten readers."""
    pieces = [piece for piece in science.PIECES if piece.state == "live"]
    for piece in pieces[2:7]:
        picture = make.illustration(alt=piece.headline, caption=piece.caption)
        make.live(piece.headline, slug=piece.slug, tags=["sea", "coast", piece.tags[0]], illustration=picture)
    texts = [piece.body for piece in (*pieces[:2], *culture.PIECES[:4])]
    body = "".join(enough_of(texts, 650))
    lead = {"illustration": make.illustration(caption=pieces[0].caption), "standfirst": pieces[0].standfirst}
    story = make.live(
        pieces[0].headline, slug=pieces[0].slug, tags=["sea", "coast", *pieces[0].tags], body=body, **lead
    )
    said = [one for thread in talk.THREADS.values() for one in thread][:10]
    for one in said:
        pages.say(one.text, story.article_id, name=one.name)
    page = client.get(story.get_absolute_url()).content.decode()
    assert story.word_count >= 650 and all(one.name in page for one in said) and page.count("<picture") >= 5
    assert len(gzip.compress(page.encode(), 6)) <= 7_530


def enough_of(texts, words):
    """As many of the texts as it takes to have that many words."""
    counted = 0
    for text in texts:
        if counted < words:
            counted += len(text.split())
            yield text


def test_the_stylesheet_and_the_script_stay_within_their_budgets():
    sheet = (STATIC / "newsroom.css").read_bytes()
    assert len(sheet) <= 12_000
    assert len(gzip.compress(sheet, 9)) <= 4_000
    scripts = [(Path(settings.BASE_DIR) / script).read_bytes() for script in SCRIPTS]
    assert sum(len(gzip.compress(script, 9)) for script in scripts) <= 2_000
