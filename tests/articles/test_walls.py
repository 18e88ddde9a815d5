"""Readers see a story everywhere from its minute on, and its page is made of few queries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.tasks import refresh_similar
from tests import make

pytestmark = pytest.mark.django_db

SEARCH = "/search/?q=headline+text"


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


def test_an_article_page_asks_at_most_six_times(client, django_assert_max_num_queries):
    for _ in range(6):
        make.live(tags=["coast"], illustration=make.illustration())
    story = make.live(tags=["coast"], illustration=make.illustration())
    make.live()
    refresh_similar.call(story.article_id)
    client.get(story.get_absolute_url())
    with django_assert_max_num_queries(6):
        client.get(story.get_absolute_url())
