"""`manage.py rebuild_similar`: all lists anew, and only those that are due."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import SimilarPosts
from tests import make

pytestmark = pytest.mark.django_db


def rebuild(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_similar", *arguments, stdout=out)
    return out.getvalue()


def test_every_live_article_gets_its_list():
    one, other = make.live(tags=["moon"]), make.live(tags=["moon"])
    make.live()
    make.article(tags=["moon"])
    assert "3 of 3 lists computed" in rebuild()
    assert SimilarPosts.objects.get(article=one.article).entries[0][0] == other.article_id


def test_a_stopped_run_goes_on_with_what_is_left():
    for _ in range(3):
        make.live(tags=["moon"])
    rebuild()
    half = SimilarPosts.objects.order_by("pk").first()
    SimilarPosts.objects.filter(pk=half.pk).update(computed_at=timezone.now() - timedelta(days=2))
    before = (timezone.now() - timedelta(days=1)).isoformat()
    assert "1 of 1 lists computed" in rebuild(f"--before={before}")
    assert "0 of 0 lists computed" in rebuild(f"--before={before}")


@pytest.mark.parametrize("before", ["yesterday", "2026-04-25", "2026-04-25T08:00:00"])
def test_a_time_that_cannot_be_read_is_refused(before):
    with pytest.raises(CommandError, match="--before"):
        rebuild(f"--before={before}")
