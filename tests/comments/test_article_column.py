"""The column of comments in the desk's list of articles."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Discussion
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def rows(client) -> dict[str, str]:
    """The number of comments that each row shows, by its headline."""
    page = client.get(LIST).text
    cells = re.findall(r'class="headline"[^>]*>([^<]*)<.*?class="field-comments">(\d+)<', page, re.DOTALL)
    return dict(cells)


@pytest.fixture
def desk(client):
    client.force_login(make.editor())
    return client


def test_each_story_shows_how_many_comments_readers_see(desk, edition, say):
    make.article("Quiet")
    say(), say(), say(status="pending")
    assert rows(desk) == {"The ferry that waits": "2", "Quiet": "0"}


def test_column_stands_behind_the_words(desk, edition):
    page = desk.get(LIST).text
    heads = re.findall(r'class="(?:sortable )?column-(\w+)', page)
    assert heads[heads.index("words") + 1] == "comments"


def test_column_is_fetched_once_for_a_page(desk):
    def discussed(number):
        for _each in range(number):
            Discussion.objects.create(article=make.live().article, count=3)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return sum("comments_discussion" in query["sql"] for query in captured)

    discussed(1)
    assert asked() == 1
    discussed(19)
    assert asked() == 1


def test_pop_up_that_picks_a_story_has_no_such_column(desk, edition):
    assert "column-comments" not in desk.get(LIST, {"_popup": "1"}).text
