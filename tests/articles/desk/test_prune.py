"""Pruning: what it lets go, and what it never touches."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.desk import pruning, revisions, workflow
from articles.models import Revision, ShareLink
from tests import make

NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
_sittings = count()


@pytest.fixture
def story(db):
    article = make.article()
    Revision.objects.all().delete()
    return article


def kept(article, days_ago, *, minute=0, kind="saved", **fields):
    number = article.revisions.count() + 1
    when = NOON - timedelta(days=days_ago) + timedelta(minutes=minute)
    values = {"name": "Mine"} if kind == "named" else {}
    values |= {"sitting": f"s{next(_sittings)}"} if kind == "autosaved" else {}
    return Revision.objects.create(
        article=article,
        number=number,
        kind=kind,
        snapshot=revisions.snapshot(article),
        created_at=when,
        **values | fields,
    )


def prune(*arguments):
    out = StringIO()
    call_command("prune_revisions", "--keep-days=30", "--keep-last=1", *arguments, stdout=out)
    return out.getvalue()


def left(article):
    return sorted(article.revisions.values_list("number", flat=True))


def test_of_old_saves_the_last_of_each_day_stays(story):
    for days_ago, minute in ((60, 0), (60, 5), (60, 9), (50, 0), (50, 1), (1, 0)):
        kept(story, days_ago, minute=minute)
    assert "3 revisions gone" in prune()
    assert left(story) == [3, 5, 6]


def test_young_saves_stay_however_many(story):
    for minute in range(5):
        kept(story, 10, minute=minute)
    prune()
    assert left(story) == [1, 2, 3, 4, 5]


def test_the_newest_saves_stay_however_old(story):
    for minute in range(6):
        kept(story, 60, minute=minute)
    prune("--keep-last=4")
    assert left(story) == [3, 4, 5, 6]


def test_old_autosaves_go_and_young_ones_stay(story):
    kept(story, 60)
    kept(story, 60, kind="autosaved")
    kept(story, 2, kind="autosaved")
    prune()
    assert left(story) == [1, 3]


def test_a_name_keeps_a_revision(story):
    kept(story, 60, kind="named")
    for minute in (1, 2):
        kept(story, 60, minute=minute)
    prune()
    assert left(story) == [1, 3]


def test_what_an_edition_came_from_stays(story):
    kept(story, 60)
    edition = workflow.backdate(story, by=make.superuser(), live_from=make.LONG_AGO)
    for minute in (1, 2, 3):
        kept(story, 60, minute=minute)
    prune()
    assert edition.revision.number in left(story)
    assert left(story) == [1, 4]


def test_what_somebody_outside_was_given_stays(story):
    shared = [kept(story, 60), kept(story, 60, minute=1, kind="autosaved")]
    for minute in (2, 3):
        kept(story, 60, minute=minute)
    for number, revision in enumerate(shared):
        ShareLink.objects.create(article=story, revision=revision, key=str(number), expires_at=NOON)
    prune()
    assert left(story) == [1, 2, 4]


def test_what_a_living_autosave_began_from_stays(story):
    for minute in (0, 1, 2):
        kept(story, 60, minute=minute)
    kept(story, 60, minute=3, kind="autosaved", base=1)
    kept(story, 1, kind="autosaved", base=2)
    prune()
    assert left(story) == [2, 3, 5]


def test_a_dry_run_counts_and_deletes_nothing(story):
    for minute in range(3):
        kept(story, 60, minute=minute)
    assert "2 revisions would go" in prune("--dry-run")
    assert left(story) == [1, 2, 3]


def test_a_second_run_finds_nothing(story):
    for minute in range(3):
        kept(story, 60, minute=minute)
    prune()
    assert "0 revisions gone" in prune()


def test_every_batch_is_reached_and_a_stopped_run_goes_on(db, monkeypatch):
    monkeypatch.setattr(pruning, "BATCH", 2)
    stories = [make.article() for _ in range(5)]
    for story in stories:
        for minute in (1, 2):
            kept(story, 60, minute=minute)
    Revision.objects.update(created_at=NOON - timedelta(days=60))
    first, *_rest = pruning.batches(rule := pruning.Rule(NOON - timedelta(days=30), 1))
    assert pruning.prune(first, rule) == 4
    assert "5 articles looked at, 6 revisions gone" in prune()
    assert {story.revisions.count() for story in stories} == {1}


@pytest.mark.parametrize(
    "option", ["--keep-days=0", "--keep-last=0", "--keep-days=x", "--keep-days=9999999", "--keep-last=１"]
)
def test_what_is_no_sensible_number_is_refused(db, option):
    with pytest.raises(CommandError, match="takes a whole number"):
        call_command("prune_revisions", option)


REVISIONS = st.builds(
    Revision,
    article_id=st.integers(1, 2),
    kind=st.sampled_from(Revision.Kind.values),
    base=st.none() | st.integers(1, 12),
    created_at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 9), timezones=st.just(UTC)),
)


@given(rows=st.lists(REVISIONS, max_size=12), tied=st.sets(st.integers(1, 12)), last=st.integers(1, 4))
def test_nothing_that_must_stay_ever_goes(rows, tied, last):
    rule = pruning.Rule(datetime(2026, 1, 6, tzinfo=UTC), last)
    for number, row in enumerate(rows, start=1):
        row.pk = row.number = number
    newest_first = sorted(rows, key=lambda row: (row.article_id, -row.number))
    going = list(pruning.superfluous(newest_first, tied, rule))
    staying = [row for row in rows if row not in going]
    bases = {(row.article_id, row.base) for row in staying if row.kind == "autosaved"}
    for row in going:
        saves = [one for one in rows if one.article_id == row.article_id and one.kind != "autosaved"]
        assert row.kind != "named"
        assert row.pk not in tied
        assert row.created_at < rule.before
        assert row not in saves[-last:]
        assert row.kind == "autosaved" or (row.article_id, row.number) not in bases
