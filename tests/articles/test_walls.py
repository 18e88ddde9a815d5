"""Readers never see what is not live, and public pages never read a working field of an article."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from articles.tasks import refresh_similar
from tests import make

pytestmark = pytest.mark.django_db

SECRET = "unreleased"
SEARCH = "/search/?q=headline+text"
# What a public page may read of the working article's row: only who it is.
ARTICLE_COLUMNS = re.compile(r'"articles_article"\."(\w+)"')


def public_paths(edition):
    tags = [f"/tag/{tag['slug']}/" for tag in edition.tag_list]
    path, first = edition.get_absolute_url(), edition.published_at
    lists = ["/", "/section/world/", "/author/ada-flint/", *tags]
    archive = ["/archive/", f"{first:/archive/%Y/}", f"{first:/archive/%Y/%m/}", f"{first:/archive/%Y/%m/%d/}"]
    machines = [f"{page}{end}" for page in lists for end in ("feed/atom/", "feed.json", "index.json")]
    pages = [
        *lists,
        "/none/",
        SEARCH,
        "/text/",
        "/text/section/world/",
        "/conversations/",
        f"{path}changes/",
        f"/text{path}",
    ]
    return [*pages, path, *archive, *machines, "/feed/", "/stories/index.json", f"{path}index.json"]


def hidden_article(kind):
    """An article whose unreleased words no reader may see."""
    editor = make.editor()
    article = make.article(f"{SECRET} headline", body=f"<p>{SECRET} text</p>", tags=["coast"])
    if kind == "scheduled":
        workflow.schedule(article, by=editor, live_from=timezone.now() + timedelta(hours=1))
    elif kind == "taken down":
        workflow.publish(article, by=editor)
        workflow.unpublish(article, by=editor)
    elif kind == "withdrawn":
        workflow.publish(article, by=editor)
        workflow.withdraw(article, by=editor, notice="Withdrawn.")
    elif kind == "superseded":
        workflow.publish(article, by=editor)
        Article.objects.filter(pk=article.pk).update(headline="New headline", body="<p>New text</p>")
        article.refresh_from_db()
        workflow.publish(article, by=editor)
    elif kind == "rewritten":
        Article.objects.filter(pk=article.pk).update(headline="Old headline", body="<p>Old text</p>")
        article.refresh_from_db()
        workflow.publish(article, by=editor)
        Article.objects.filter(pk=article.pk).update(headline=f"{SECRET} headline", body=f"<p>{SECRET} text</p>")
    return article


@pytest.mark.parametrize("kind", ["draft", "scheduled", "taken down", "withdrawn", "superseded", "rewritten"])
def test_hidden_words_stand_on_no_public_page(client, kind):
    article = hidden_article(kind)
    story = make.live("Neighbour", tags=["coast"])
    make.live("Other")
    refresh_similar.call(story.article_id)
    refresh_similar.call(article.pk)
    own = [edition.get_absolute_url() for edition in article.editions.all()]
    own += [f"{path}index.json" for path in own] + [f"/text{path}" for path in own]
    paths = [*public_paths(story), *own]
    for path in paths:
        page = client.get(path)
        headline_of_gone = page.status_code == 410
        words = page.content.decode().replace(f"{SECRET} headline", "") if headline_of_gone else page.content.decode()
        assert SECRET not in words, path


def test_a_scheduled_story_appears_on_its_minute_everywhere(client, monkeypatch):
    make.live("Something old", ago=timedelta(days=2))
    at = timezone.now() + timedelta(hours=1)
    edition = workflow.schedule(make.article("Embargoed till one", tags=["coast"]), by=make.editor(), live_from=at)
    for moment, visible in ((at - timedelta(seconds=1), False), (at, True)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        for path in public_paths(edition):
            if path in ("/none/", "/conversations/") or path.endswith("changes/") or path.startswith("/archive/"):
                continue
            assert ("Embargoed till one" in client.get(path).content.decode()) is visible, path


def test_no_public_page_reads_a_working_field(client):
    story = make.live("Neighbour", tags=["coast"], illustration=make.illustration())
    make.live("Other", tags=["coast"])
    refresh_similar.call(story.article_id)
    for path in public_paths(story):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        for query in queries.captured_queries:
            assert set(ARTICLE_COLUMNS.findall(query["sql"])) <= {"id"}, query["sql"]
            assert "articles_revision" not in query["sql"]


@pytest.mark.parametrize(
    ("path", "sizes"),
    # The front page has bands only once its top is full.
    [("/", (15, 40)), ("/section/world/", (1, 20)), ("/tag/coast/", (1, 20)), ("/author/ada-flint/", (1, 20))],
)
def test_a_list_asks_as_often_for_one_story_as_for_twenty(client, path, sizes):
    counts = []
    for number in sizes:
        while Article.objects.count() < number:
            make.live(
                tags=["coast", "sea"], illustration=make.illustration(), ago=timedelta(hours=Article.objects.count())
            )
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_an_article_page_asks_at_most_six_times(client, django_assert_max_num_queries):
    for _ in range(6):
        make.live(tags=["coast"], illustration=make.illustration())
    story = make.live(tags=["coast"], illustration=make.illustration())
    make.live()
    refresh_similar.call(story.article_id)
    client.get(story.get_absolute_url())
    with django_assert_max_num_queries(6):
        client.get(story.get_absolute_url())
