"""What machines read tells nothing that readers do not see, and never asks for a working field of an article."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Edition
from articles.public import share_cards
from tests import make
from tests.articles.test_walls import ARTICLE_COLUMNS, SECRET, hidden_article

pytestmark = pytest.mark.django_db


def machine_paths(edition: Edition) -> list[str]:
    month = f"{edition.published_at:%Y-%m}"
    own = [f"/oembed/?url=http://localhost:8000{edition.get_absolute_url()}", share_cards.of_story(edition).path]
    return ["/sitemap.xml", "/sitemap-pages.xml", f"/sitemap-{month}.xml", "/news-sitemap.xml", "/robots.txt", *own]


@pytest.mark.parametrize("kind", ["draft", "scheduled", "taken down", "withdrawn", "superseded", "rewritten"])
def test_hidden_words_are_told_to_no_machine(client, kind):
    article, story = hidden_article(kind), make.live("Neighbour", tags=["coast"])
    hidden = list(article.editions.select_related("section", "illustration", "address"))
    for path in [path for edition in (story, *hidden) for path in machine_paths(edition)]:
        assert SECRET.encode() not in client.get(path, follow=True).content, path
    if kind not in ("superseded", "rewritten"):
        months = {edition.published_at.strftime("%Y-%m") for edition in hidden}
        files = ["/news-sitemap.xml", *(f"/sitemap-{month}.xml" for month in months)]
        told = b"".join(client.get(path).content for path in files)
        assert not [edition for edition in hidden if edition.get_absolute_url().encode() in told]


def test_no_machine_page_reads_a_working_field_or_leaves_a_cookie(client):
    story = make.live(tags=["coast"], illustration=make.illustration())
    for path in machine_paths(story):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert response.status_code == 200
        assert not response.cookies
        assert response.headers["Cache-Control"].startswith("public")
        for query in queries.captured_queries:
            assert set(ARTICLE_COLUMNS.findall(query["sql"])) <= {"id"}, query["sql"]
