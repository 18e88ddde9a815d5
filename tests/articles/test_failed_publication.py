"""A publication that fails leaves the live, the scheduled and the written version as they were, to the byte."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError
from django.utils import timezone

from articles.desk import workflow
from articles.desk.workflow import NotReady
from articles.models import EditionAuthor, EditionTag, Illustration
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def editor():
    return make.editor()


@pytest.fixture
def layers(editor):
    """Version 1 live, version 2 scheduled, version 3 being written."""
    article = make.live("One", slug="mine", tags=["ferries"], illustration=make.illustration()).article
    workflow.schedule(make.rewrite(article, "Two"), by=editor, live_from=timezone.now() + HOUR)
    return make.rewrite(article, "Three")


def stored() -> dict[str, list[tuple]]:
    """Every row of every table of the newsroom."""
    models = apps.get_app_config("articles").get_models()
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


def clash(article, monkeypatch):
    stranger = make.live("Stranger", slug="taken", ago=timedelta(days=1))
    assert stranger.published_at.date() == article.editions.live().get().published_at.date()
    article.slug = "taken"
    article.save()
    return NotReady


def no_alt(article, monkeypatch):
    Illustration.objects.update(credit="")
    return NotReady


def broken_tags(article, monkeypatch):
    monkeypatch.setattr(EditionTag.objects, "bulk_create", refuse)
    return DatabaseError


def broken_authors(article, monkeypatch):
    monkeypatch.setattr(EditionAuthor.objects, "bulk_create", refuse)
    return DatabaseError


def broken_log(article, monkeypatch):
    monkeypatch.setattr("articles.desk.workflow.publishing.log", refuse)
    return DatabaseError


def refuse(*args, **kwargs):
    raise DatabaseError("disk full")


FAULTS = [clash, no_alt, broken_tags, broken_authors, broken_log]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("when", ["now", "later", "in place of the scheduled one"])
def test_all_three_stay_byte_identical(layers, editor, monkeypatch, fault, when):
    error = fault(layers, monkeypatch)
    before = stored()
    with pytest.raises(error):
        if when == "now":
            workflow.publish(layers, by=editor)
        elif when == "later":
            workflow.schedule(layers, by=editor, live_from=timezone.now() + 2 * HOUR)
        else:
            workflow.schedule(layers, by=editor, live_from=layers.editions.scheduled().get().live_from)
    assert stored() == before


@pytest.mark.parametrize("fault", [broken_tags, broken_authors, broken_log])
def test_a_failed_move_of_the_schedule_leaves_it_where_it_was(layers, editor, monkeypatch, fault):
    error, before = fault(layers, monkeypatch), stored()
    with pytest.raises(error):
        workflow.reschedule(layers.editions.scheduled().get(), by=editor, live_from=timezone.now() + 5 * HOUR)
    assert stored() == before
