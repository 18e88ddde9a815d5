"""The invariants of `design.md`, over random histories, and what the database itself refuses."""

import re
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import workflow
from articles.desk.workflow import NotPossible
from articles.models import Address, Article, Edition, EditionTag
from articles.public.views import find_edition
from tests import make

pytestmark = pytest.mark.django_db

WORDS = re.compile(r"unspoken\d+")
MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["save", "publish", "minor", "correct", "schedule", "cancel", "reschedule", "advance", "keep up"]
            + ["unpublish", "unpublish at", "withdraw"]
        ),
        st.integers(min_value=1, max_value=60),
    ),
    min_size=1,
    max_size=14,
)


def make_move(article: Article, editor, kind: str, minutes: int, number: int) -> None:
    later = timezone.now() + timedelta(minutes=minutes)
    article.refresh_from_db()
    if kind == "save":
        Article.objects.filter(pk=article.pk).update(headline=f"unspoken{number}", body=f"<p>unspoken{number}</p>")
    elif kind == "publish":
        workflow.publish(article, by=editor)
    elif kind == "minor":
        workflow.publish(article, by=editor, change="minor")
    elif kind == "schedule":
        workflow.schedule(article, by=editor, live_from=later)
    elif kind == "cancel" and (coming := article.editions.scheduled().order_by("number").first()):
        workflow.cancel(coming, by=editor)
    elif kind == "correct":
        workflow.publish(article, by=editor, change="correction", note=f"Corrected in move {number}.")
    elif kind in ("reschedule", "advance") and (coming := article.editions.scheduled().order_by("number").first()):
        workflow.reschedule(coming, by=editor, live_from=later if kind == "reschedule" else None)
    elif kind == "keep up":
        workflow.keep_up(article, by=editor)
    elif kind == "unpublish":
        workflow.unpublish(article, by=editor)
    elif kind == "unpublish at":
        workflow.unpublish(article, by=editor, at=later)
    elif kind == "withdraw":
        workflow.withdraw(article, by=editor, notice="Withdrawn in a test.")


def contents(article: Article) -> dict[int, tuple]:
    fixed = [f.attname for f in Edition._meta.concrete_fields if f.attname != "live_until"]
    return {row[0]: row for row in article.editions.values_list("pk", *fixed)}


def instants(article: Article) -> list[datetime]:
    """Every instant at which something begins or ends, and one just before and after it."""
    edges = {edge for pair in article.editions.values_list("live_from", "live_until") for edge in pair}
    tick = timedelta(microseconds=1)
    return sorted({at for edge in edges if edge.year < 9999 for at in (edge - tick, edge, edge + tick)})


def assert_no_draft_words_are_public(article: Article) -> None:
    """Every version has words of its own; only those of the live one may stand on a page."""
    live = article.editions.live().first()
    shown = set(WORDS.findall(f"{live.headline} {live.body}")) if live else set()
    addresses = [address.path for address in article.addresses.all()]
    for path in ["/", "/section/world/", "/author/ada-flint/", *addresses]:
        response = Client().get(path)
        if response.status_code != 410:
            assert set(WORDS.findall(response.content.decode())) <= shown, path


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_invariants_hold_at_every_instant_of_any_history(moves):
    with make.rolled_back():
        editor = make.editor()
        article = make.article(slug=f"story-{editor.pk}")
        before: dict[int, tuple] = {}
        for number, (kind, minutes) in enumerate(moves):
            started = timezone.now()
            past = article.editions.live(started - timedelta(microseconds=1)).first()
            with suppress(NotPossible):
                make_move(article, editor, kind, minutes, number)
            after = contents(article)
            assert {pk: after[pk] for pk in before} == before, "an edition's content changed"
            assert article.editions.live(started - timedelta(microseconds=1)).first() == past, "the past changed"
            before = after
            assert_no_draft_words_are_public(article)

        for at in instants(article):
            live = list(article.editions.live(at).select_related("address"))
            assert len(live) <= 1, "two editions are live at once"
            for edition in live:
                assert find_edition(edition.address.path, at) == edition
                assert edition.published_at <= edition.updated_at <= edition.live_from
                assert edition.address.path == Address.path_for(edition.published_at, edition.slug)
                first = article.editions.ever_live().order_by("live_from").first()
                assert edition.published_at == first.live_from
        lost = article.editions.ever_live().filter(change="correction", correction=None)
        assert not lost.exists(), "a correction has lost its note"
        links = EditionTag.objects.filter(article=article).exclude(live_until=F("content_object__live_until"))
        assert not links.exists(), "a link and its edition end at different times"


def refused(message: str):
    return pytest.raises(DatabaseError, match=message)


def shifted(edition: Edition, **changes) -> Edition:
    """A copy of an edition, not stored yet."""
    copy = Edition.objects.get(pk=edition.pk)
    copy.pk, copy.number = None, edition.number + 1
    for name, value in changes.items():
        setattr(copy, name, value)
    copy._state.adding = True
    return copy


def test_the_database_refuses_two_live_editions_of_one_article():
    edition = make.live()
    with refused("edition_no_overlap"), transaction.atomic():
        shifted(edition, live_from=timezone.now()).save()


def test_the_database_refuses_to_reopen_an_edition_over_its_successor():
    editor, article = make.editor(), make.article()
    first = workflow.publish(article, by=editor)
    workflow.publish(make.rewrite(article), by=editor)
    with refused("edition_no_overlap"), transaction.atomic():
        Edition.objects.filter(pk=first.pk).update(live_until=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize(
    "column", ["headline", "body", "standfirst", "published_at", "live_from", "tag_list", "address"]
)
def test_the_database_refuses_to_change_what_an_edition_says(column):
    edition = make.live()
    value = {
        "address": make.live().address,
        "tag_list": [1],
        "published_at": make.LONG_AGO,
        "live_from": make.LONG_AGO,
    }
    with refused("edition_content_fixed"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**{column: value.get(column, "<p>Other</p>")})


def test_the_database_refuses_an_interval_that_runs_backwards():
    edition = make.live()
    with refused("edition_interval_forward"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(live_until=edition.live_from - timedelta(days=1))


def test_the_database_refuses_to_hand_an_address_on():
    edition, other = make.live(), make.article()
    with refused("address_fixed"), transaction.atomic():
        Address.objects.filter(pk=edition.address_id).update(article=other)


def test_the_guards_can_be_set_again_at_any_time():
    from articles.models.guards import install

    install(using=connection.alias)
    install(using=connection.alias)
    test_the_database_refuses_two_live_editions_of_one_article()
