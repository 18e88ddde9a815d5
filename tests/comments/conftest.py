"""A story that readers can talk about, and the means to do so."""

from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from django.utils import timezone

from comments import signed
from comments.models import Comment, Discussion, Policy
from tests import make

NOW = timezone.now


@pytest.fixture
def edition(db):
    made = make.live("The ferry that waits")
    Policy.current()  # which a process knows as long as nothing changes
    return made


@pytest.fixture
def browser():
    """A client that is asked for its CSRF token, as browsers are."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def rita(db):
    """A moderator."""
    return make.moderator("rita")


@pytest.fixture
def desk(rita):
    return make.browser(rita)


@pytest.fixture
def say(edition):
    """Store a comment under the story, whatever the rules say; each a second later than the one before."""
    numbers = count(1)

    def store(text="", *, name="Rosa", parent=None, status="approved", ago=60, under=edition, **fields):
        discussion = Discussion.objects.of(under.article_id)
        discussion.save()
        number = next(numbers)
        made = Comment.objects.create(
            discussion=discussion,
            parent=parent,
            name=name,
            email=fields.pop("email", f"{name.lower()}@readers.example"),
            text=text or f"Remark number {number}.",
            status=status,
            created_at=NOW() - timedelta(minutes=ago) + timedelta(seconds=number),
            **fields,
        )
        Comment.objects.filter(pk=made.pk).update(root=parent.root_id if parent else made.pk)
        Discussion.objects.recount()
        made.refresh_from_db()
        return made

    return store


@pytest.fixture
def fields(edition):
    """What a browser sends when a reader has filled in the form."""

    def filled(**changes):
        stamp = signed.stamp(edition.article_id, NOW() - timedelta(hours=1))
        typed = {"text": "It never waits for me.", "name": "Rosa", "email": "rosa@readers.example", "website": ""}
        return typed | {"parent": "", "stamp": stamp, "topic": ""} | changes

    return filled


@pytest.fixture
def address(edition):
    return f"{edition.get_absolute_url()}comment/"
