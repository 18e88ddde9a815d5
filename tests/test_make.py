"""What tests begin with is what the product would have stored."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles.desk import revisions, workflow
from articles.models import Edition, EditionAuthor, EditionTag, PictureUse, Revision
from tests import make

pytestmark = pytest.mark.django_db
OWN = {"id", "article_id", "object_id", "content_object_id", "edition_id", "revision_id", "address_id", "_state"}
OWN |= {"created_at", "action_time", "published_at", "updated_at", "live_from"}


def rows(model, **of):
    found = model.objects.filter(**of).order_by("pk")
    return [{name: value for name, value in vars(row).items() if name not in OWN} for row in found]


def test_a_made_edition_is_stored_as_the_workflow_stores_one():
    picture, by = make.illustration(), make.chief()
    body = f'<p>The ferry left.</p><figure><img src="/x" data-file="{picture.pk}" alt="A pier"></figure>'
    said = {"tags": ["harbour", "Ferries"], "sources": [("A log", "https://log.example/", "document")], "body": body}
    said |= {"slug": "same", "illustration": picture, "authors": [make.author(), make.author("Bo Reed")]}
    made = make.live("The same", by=by, **said).article
    entered = make.article("The same", by=by, **said | {"slug": "other"})
    workflow.backdate(entered, by=by, live_from=made.editions.get().live_from)

    for story in (made, entered):
        assert revisions.snapshot(story) == revisions.latest(story).snapshot
    for model in (Edition, EditionTag, EditionAuthor, Revision, PictureUse, LogEntry):
        of = [{"object_id": str(story.pk)} if model is LogEntry else {"article": story} for story in (made, entered)]
        first, second = (rows(model, **one) for one in of)
        assert first, model
        assert str(first).replace("same", "other") == str(second).replace("same", "other"), model
    assert made.editions.get().is_live(timezone.now())
