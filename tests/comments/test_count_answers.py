"""The migration that counts the answers to comments which were stored before answers were counted."""

from importlib import import_module

import pytest
from django.apps import apps

from comments.models import Comment

migration = import_module("comments.migrations.0005_count_answers")


@pytest.mark.parametrize("batch", [1, 2, 2000])
def test_answers_of_stored_rows_are_counted_in_batches_of_any_size(say, monkeypatch, batch):
    monkeypatch.setattr(migration, "BATCH", batch)
    talk, hidden, quiet, ended = say("talk"), say("hidden", status="removed"), say("quiet"), say("ended")
    say(parent=say(parent=talk)), say(parent=talk, status="spam")
    say(parent=say(parent=hidden, status="pending"))
    say(parent=ended, status="removed")
    right = dict(Comment.objects.values_list("pk", "answers"))
    assert [right[one.pk] for one in (talk, hidden, quiet, ended)] == [2, 1, 0, 0]
    Comment.objects.update(answers=0)
    for _time in range(2):
        migration.count_answers(apps, None)
        assert dict(Comment.objects.values_list("pk", "answers")) == right


def test_nothing_stored_is_nothing_to_count(db):
    migration.count_answers(apps, None)
