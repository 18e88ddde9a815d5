"""Prepared writes: what they store is what the model would have stored."""

import pytest
from django.db import connection
from django.db.models import F
from django.forms.models import model_to_dict
from django.utils import timezone

from articles.models.prepared_writes import Change, Insertion
from comments.models import Comment, Discussion
from tests import make

pytestmark = pytest.mark.django_db

_add = Change(lambda pk, n: (Discussion.objects.filter(pk=pk), {"count": F("count") + n}), pk=int, n=int)
_insert = Insertion(Comment)


@pytest.fixture
def discussion():
    return Discussion.objects.create(article_id=make.article().pk, count=3)


def test_a_change_is_made_of_these_rows_alone_and_says_how_many_they_were(discussion, django_assert_num_queries):
    other = Discussion.objects.create(article_id=make.article().pk, count=3)
    with django_assert_num_queries(2):
        assert _add(pk=discussion.pk, n=2) == 1 and _add(pk=discussion.pk, n=-1) == 1
    assert _add(pk=0, n=1) == 0
    counts = dict(Discussion.objects.values_list("pk", "count"))
    assert counts[discussion.pk] == 4 and counts[other.pk] == 3


def test_a_row_is_stored_with_what_its_fields_make_of_it(discussion, django_assert_num_queries):
    said = {
        "discussion": discussion,
        "name": "Róża",
        "email": "Rosa@Readers.example",
        "text": "I waited  too.",
        "reasons": ["links"],
        "details": {"links": ["a", "ß"]},
        "created_at": timezone.now(),
    }
    saved, inserted = Comment(**said), Comment(**said)
    saved.save()
    with django_assert_num_queries(1):
        _insert(inserted)
    assert inserted.pk > saved.pk and not inserted._state.adding and inserted._state.db == "default"
    stored = [model_to_dict(Comment.objects.get(pk=one.pk)) | {"id": None} for one in (saved, inserted)]
    assert stored[0] == stored[1]
    every = f"SELECT * FROM {Comment._meta.db_table} ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(every)
        first, second = (row[1:] for row in cursor.fetchall())
    assert first == second
    inserted.name = "Rosa"
    inserted.save()
    assert Comment.objects.count() == 2


def test_values_that_are_missing_unknown_or_of_another_kind_are_told():
    for wrong in ({"pk": 1}, {"pk": 1, "n": 1, "m": 1}, {"pk": 1, "n": None}):
        with pytest.raises(TypeError, match="Give values"):
            _add(**wrong)
    lost = Change(lambda pk, n: (Discussion.objects.filter(pk=pk), {"count": 1}), pk=int, n=int)
    with pytest.raises(ValueError, match="does not use"):
        lost(pk=1, n=1)
