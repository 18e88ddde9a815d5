"""The page of what readers talk about now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import workflow
from comments.models import Comment
from tests import make
from tests.validity import faults


def page(client, query="", status=200):
    response = client.get(f"/conversations/{query}")
    assert response.status_code == status
    assert faults(response.content.decode()) == []
    return response.content.decode()


def test_the_newest_comments_stand_by_story_and_staff_first(client, edition, say):
    other = make.live("The port that sleeps")
    say("First words.", ago=50)
    answer = say("An answer by us.", name="Ada", badge="staff", ago=40)
    say("Newer words.", ago=30)
    say("Elsewhere.", under=other, ago=10)
    html = page(client)
    order = [
        "The port that sleeps",
        "Elsewhere.",
        edition.headline,
        "An answer by us.",
        "Newer words.",
        "First words.",
    ]
    places = [html.index(words, html.index("<main")) for words in order]
    assert places == sorted(places)
    assert answer.get_absolute_url() in html
    assert "3 comments" in html


def test_only_what_readers_may_see_is_there(client, edition, say):
    for status in ("pending", "spam", "removed"):
        say(f"Hidden {status}.", status=status)
    under = make.live("Withdrawn soon")
    say("Hidden below.", under=under)
    workflow.withdraw(under.article, by=make.editor(), notice="Wrong.")
    html = page(client)
    assert "Hidden" not in html
    assert "No comments yet. Be kind." in html


def test_comments_are_shown_as_text_and_cut(client, say):
    say("<script>alert(1)</script> " + "words " * 200, name="<b>Rosa</b>")
    html = page(client)
    assert "<script>alert" not in html
    assert "<b>Rosa" not in html
    assert "…" in html


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?page=2", "?page=0", "?page=x", "?page=%00"])
def test_a_page_that_is_not_there_is_not_found(client, query):
    page(client, query, status=404)


def test_many_comments_cost_as_many_queries_as_one(client, edition, say, monkeypatch):
    say()
    page(client)
    with CaptureQueriesContext(connection) as one:
        page(client)
    for number in range(3):
        under = make.live()
        for _ in range(4):
            say(under=under, ago=number)
    with CaptureQueriesContext(connection) as first:
        page(client)
    with CaptureQueriesContext(connection) as many:
        page(client)
    # The stories are read where they are not known yet.
    assert len(first) == 4 and len(one) == len(many) == 3
    monkeypatch.setattr("comments.views.conversations.PER_PAGE", 5)
    assert "?page=2" in page(client)
    assert "Older comments" not in page(client, "?page=3")


def test_what_was_kept_of_a_talk_is_not_shown_when_it_is_another(client, edition, say, settings):
    said = say("First words.", ago=50)
    answer = say("Not at all.", name="Karl", parent=said)
    assert "First words." in page(client) and "in reply to Rosa" in page(client)
    changes = (
        (said, {"text": "Better words."}, "Better words."),
        (said, {"badge": "staff"}, "Staff"),
        (said, {"name": "Rosa Maria"}, "in reply to Rosa Maria"),
        (answer, {"created_at": said.created_at - timedelta(days=400)}, f"{said.created_at.year - 1}"),
    )
    for comment, fields, words in changes:
        assert words not in page(client)
        Comment.objects.filter(pk=comment.pk).update(**fields)
        assert words in page(client)
    Comment.objects.filter(pk=answer.pk).update(status="removed")
    assert "Not at all." not in page(client)
    workflow.publish(make.rewrite(edition.article, "The ferry came"), by=make.superuser())
    assert "The ferry came" in page(client) and edition.headline not in page(client)
