"""Corrections: under their story, on a page of their own, and there to stay."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.desk import workflow
from articles.models import Correction
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def editor():
    return make.editor()


def corrected(editor, note="It is Hull, not Goole.", kind="correction", **fields):
    article = make.live(**fields).article
    return workflow.publish(make.rewrite(article), by=editor, change="correction", note=note, kind=kind)


def test_the_page_lists_them_newest_first_with_kind_date_and_words(client, editor):
    corrected(editor, "It is Hull, not Goole.")
    corrected(editor, "“Up to” was missing.", kind="clarification")
    text = client.get("/corrections/").text
    assert text.index("“Up to” was missing.") < text.index("It is Hull, not Goole.")
    assert "Clarification, <time" in text and "Correction, <time" in text


def test_a_story_names_the_kind_under_its_text(client, editor):
    edition = corrected(editor, "“Up to” was missing.", kind="clarification")
    assert "<b>Clarification, <a href=" in client.get(edition.get_absolute_url()).text


def test_an_empty_page_says_so(client):
    response = client.get("/corrections/")
    assert response.status_code == 200 and "nothing to correct so far" in response.text


def test_a_scheduled_correction_is_told_on_its_minute_and_a_cancelled_one_never(client, editor, monkeypatch):
    article, at = make.live().article, timezone.now() + HOUR
    planned = workflow.schedule(
        make.rewrite(article), by=editor, live_from=at, change="correction", note="It is Hull."
    )
    assert "It is Hull." not in client.get("/corrections/").text
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert "It is Hull." in client.get("/corrections/").text
    monkeypatch.undo()
    workflow.cancel(planned, by=editor)
    assert not Correction.objects.exists()


@pytest.mark.parametrize("end", ["unpublish", "withdraw"])
def test_it_stays_listed_whatever_becomes_of_the_story(client, editor, end):
    edition = corrected(editor)
    if end == "unpublish":
        workflow.unpublish(edition.article, by=editor)
    else:
        workflow.withdraw(edition.article, by=editor, notice="Withdrawn.")
    assert "It is Hull, not Goole." in client.get("/corrections/").text


@pytest.mark.parametrize("end", ["unpublish", "withdraw"])
def test_one_that_never_went_out_goes_with_its_edition(editor, end):
    article = make.live().article
    later = timezone.now() + HOUR
    workflow.schedule(make.rewrite(article), by=editor, live_from=later, change="correction", note="It is Hull.")
    if end == "unpublish":
        workflow.unpublish(article, by=editor)
    else:
        workflow.withdraw(article, by=editor, notice="Withdrawn.")
    assert not Correction.objects.exists()


def test_a_published_correction_is_neither_deleted_nor_rewritten(editor):
    correction = corrected(editor).correction
    with pytest.raises(ProtectedError), transaction.atomic():
        correction.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Correction.objects.all().delete()
    with pytest.raises(DatabaseError, match="correction_fixed"), transaction.atomic():
        Correction.objects.update(text="Nothing was wrong.")
    assert Correction.objects.get().text == "It is Hull, not Goole."


@pytest.mark.parametrize("query", ["0", "-1", "x", "2", "501", "9" * 50, "%00", "١"])
def test_a_page_that_is_not_there_is_a_404(client, editor, query):
    corrected(editor)
    assert client.get(f"/corrections/?page={query}").status_code == 404


def test_the_page_costs_the_same_for_one_and_for_twenty(client, editor, settings, django_assert_num_queries):
    settings.NEWSROOM_PAGE_SIZE = 30
    corrected(editor)
    client.get("/corrections/")
    with django_assert_num_queries(1):
        client.get("/corrections/")
    for _number in range(19):
        corrected(editor)
    with django_assert_num_queries(1):
        assert client.get("/corrections/").text.count("It is Hull") == 20


def test_every_page_leads_to_it(client, editor):
    assert 'href="/corrections/"' in client.get(corrected(editor).get_absolute_url()).text
