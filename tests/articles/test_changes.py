"""What readers are shown of the changes in a story, and what they are not shown."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from tests import make
from tests.articles.test_public_pages import read
from tests.validity import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """A story that was published an hour ago for the first time."""
    return make.live("Ferry waits", body="<p>It is 4 crowns a month.</p><p>It came late.</p>", ago=timedelta(hours=1))


def publish(story, ago=0, *, change="update", note="", **fields):
    """The next edition, `ago` minutes ago."""
    Article.objects.filter(pk=story.article_id).update(**fields)
    article = Article.objects.get(pk=story.article_id)
    at = timezone.now() - timedelta(minutes=ago)
    return workflow.backdate(article, by=make.superuser(), live_from=at, change=change, note=note)


def changes(client, story, status=200):
    response = client.get(f"{story.get_absolute_url()}changes/")
    assert response.status_code == status
    assert faults(response.content.decode()) == []
    return response.content.decode()


def test_each_change_is_told_word_by_word_the_latest_first(client, story):
    publish(
        story, 30, change="correction", note="It is a year.", body="<p>It is 4 crowns a year.</p><p>It came late.</p>"
    )
    publish(story, 20, note="New headline.", headline="Ferry waits no more")
    html = changes(client, story)
    assert html.index("New headline.") < html.index("It is a year.") < html.index("First published")
    assert '<ins><span class="visually-hidden">[added: </span>year' in html
    assert '<del><span class="visually-hidden">[removed: </span>month' in html
    assert '<ins><span class="visually-hidden">[added: </span>no more' in html
    assert "It came late." in html


def test_the_note_and_the_time_under_a_story_lead_to_the_change(client, story):
    second = publish(story, 30, note="A word.", headline="Ferry leaves")
    page = read(client, story.get_absolute_url())
    links = [link["href"] for link in page.all("a")]
    here = f"{story.get_absolute_url()}changes/"
    assert here in links
    assert f"{here}#change-{second.number}" in links
    assert f'id="change-{second.number}"' in changes(client, story)


def test_small_changes_are_told_with_the_next_that_is_not(client, story):
    publish(story, 30, change="minor", standfirst="Small.")
    publish(story, 20, note="More.", headline="Ferry leaves")
    html = changes(client, story)
    assert "Small" in html
    assert html.count("<section") == 1


def test_a_picture_an_author_and_a_source_that_changed_are_named(client, story):
    picture = make.illustration(caption="The new pier.", credit="Drawing: Staff")
    publish(story, 30, illustration=picture)
    html = changes(client, story)
    assert "The new pier. Drawing: Staff" in html.replace("</ins>", "")


@pytest.mark.parametrize("kind", ["scheduled", "cancelled", "draft"])
def test_what_was_never_live_is_not_told(client, story, kind):
    Article.objects.filter(pk=story.article_id).update(headline="Unreleased")
    if kind != "draft":
        at = timezone.now() + timedelta(hours=1)
        planned = workflow.schedule(Article.objects.get(), by=make.editor(), live_from=at, note="Unreleased note.")
    if kind == "cancelled":
        workflow.cancel(planned, by=make.editor())
    html = changes(client, story)
    assert "Unreleased" not in html
    assert "stands as it was first published" in html


def test_a_withdrawn_story_tells_its_notice_and_corrections_but_no_word_of_its_text(client, story):
    publish(story, 30, change="correction", note="It is a year.", body="<p>Libel.</p>")
    publish(story, 20, note="Internal reasons.", body="<p>Worse libel.</p>")
    workflow.withdraw(story.article, by=make.editor(), notice="We were wrong.")
    html = changes(client, story, status=410)
    assert "We were wrong." in html
    assert "It is a year." in html
    assert [word for word in ("ibel", "crowns", "Internal") if word in html] == []


@pytest.mark.parametrize("how", ["withdrawn", "taken down"])
def test_words_from_before_a_break_do_not_come_back(client, story, how):
    publish(story, 30, note="First note.", body="<p>Libel.</p>")
    article = Article.objects.get(pk=story.article_id)
    if how == "withdrawn":
        workflow.withdraw(article, by=make.editor(), notice="We were wrong.")
    else:
        workflow.unpublish(article, by=make.editor())
    Article.objects.filter(pk=article.pk).update(body="<p>Quite another text.</p>", headline="Right now")
    workflow.publish(Article.objects.get(), by=make.editor(), note="Written anew.")
    html = changes(client, story)
    assert "Written anew." in html
    assert "First note." in html
    assert "ibel" not in html
    assert "crowns" not in html


def test_old_and_unknown_addresses_are_answered_as_those_of_stories(client, story):
    old = story.get_absolute_url()
    moved = publish(story, 30, slug="elsewhere")
    response = client.get(f"{old}changes/")
    assert (response.status_code, response["Location"]) == (301, f"{moved.get_absolute_url()}changes/")
    assert client.get("/2026/01/01/nothing/changes/").status_code == 404
    assert client.get(f"{moved.get_absolute_url()}changes/?page=2").status_code == 404
    assert client.get(f"{moved.get_absolute_url()}changes/?page=%00").status_code == 404
    workflow.unpublish(story.article, by=make.editor())
    assert client.get(f"{moved.get_absolute_url()}changes/").status_code == 410


def test_many_changes_are_paged_and_cost_as_many_queries_as_one(client, story):
    publish(story, 50, note="Note 0.", headline="Headline 0")
    path = f"{story.get_absolute_url()}changes/"
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for number in range(1, 12):
        publish(story, 50 - number, note=f"Note {number}.", headline=f"Headline {number}")
    with CaptureQueriesContext(connection) as many:
        html = changes(client, story)
    assert len(many) == len(one) <= 4
    assert "Note 11." in html
    assert "Note 1." not in html
    assert "Note 1." in client.get(f"{path}?page=2").content.decode()
