"""What a new comment asks of the database."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment
from comments.moderation import blocks
from tests import make
from tests.comments.test_comment_races import drafts

ENOUGH = 12


@pytest.mark.parametrize("others", [1, 20])
def test_a_comment_is_taken_in_the_same_few_queries_whatever_was_said_before(client, say, fields, address, others):
    say(name="Rosa", ago=3000)
    for number in range(others):
        say(name=f"Reader {number}", email=f"r{number}@readers.example", ago=300)
    client.get(address.removesuffix("comment/"))
    with CaptureQueriesContext(connection) as asked:
        assert client.post(address, fields()).status_code == 302
    assert Comment.objects.latest("pk").is_approved
    # Those of the transaction, and the locks that only PostgreSQL takes, are not counted.
    said = [query["sql"] for query in asked if "advisory" not in query["sql"]]
    asked_for = [one for one in said if one.startswith(("SELECT", "INSERT", "UPDATE"))]
    assert len(asked_for) <= ENOUGH, "\n".join(asked_for)


def test_who_is_blocked_is_looked_for_once_and_anew_for_another(edition, say, django_assert_num_queries):
    at, draft = timezone.now(), drafts(edition, 1, email="rosa@readers.example")[0]
    blocks.block("address", "karl@readers.example", "hold", by=make.moderator(), at=at)
    with django_assert_num_queries(1):
        assert blocks.found(draft, at) is None and blocks.found(draft, at) is None
    assert blocks.found(replace(draft, email="karl@readers.example"), at)


def test_a_form_that_came_back_with_errors_leaves_the_next_one_as_it_was(client, edition, fields, address):
    story = address.removesuffix("comment/")
    before = client.get(story).content
    wrong = client.post(address, fields(name="", email="rosa", website="http://[", text="")).content
    assert wrong.count(b'aria-invalid="true"') >= 3 and b'aria-invalid="true"' not in before
    assert _form(client.get(story).content) == _form(before)


def _form(page):
    return re.sub(rb'(name="stamp" value=")[^"]*', rb"\1", page[page.index(b'id="respond"') :])
