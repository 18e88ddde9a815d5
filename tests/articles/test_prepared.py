"""Prepared queries: what they give is what their queryset gives, for all values and on every connection."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles.models.edition import Address, Edition, EditionTag
from articles.models.prepared import FIXED, LONGEST_LIST, MOST_VARIANTS, Prepared
from tests import make

HOUR = timedelta(hours=1)


def _page(at, path):
    found = Edition.objects.live(at).for_page().filter(address__path=path)
    return found.annotate(similar_entries=F("article__similar_posts__entries"))


def _cards(at, ids):
    return Edition.objects.listed(at).filter(article__in=ids).for_cards().newest_first()


def _neighbour(at, pk):
    older = Edition.objects.listed(at).filter(section=OuterRef("section"), published_at__lt=OuterRef("published_at"))
    linked = older.newest_first().values(link=JSONObject(headline=F("headline"), path=F("address__path")))
    return Edition.objects.filter(pk=pk).order_by().values_list(Subquery(linked[:1]), "published_at")


def _newest_of_section(at, slug, size):
    return Edition.objects.listed(at).filter(section__slug=slug).for_cards().newest_first()[:size]


def _counts(at):
    return EditionTag.objects.live(at).values("tag__name").annotate(stories=Count("pk")).order_by("-stories", "tag")


def _days(start, end):
    return Edition.objects.filter(published_at__gte=start, published_at__lt=end).order_by("pk")


def _plain_values(row):
    """What a row says, for whatever it is, with the related objects that have come with it."""
    if not isinstance(row, Edition | Address):
        return row
    cached = {name: _plain_values(value) for name, value in row._state.fields_cache.items()}
    return {name: value for name, value in vars(row).items() if name != "_state"} | {"related": str(cached)}


def _same(prepared, **values):
    given = [_plain_values(row) for row in prepared(**values)]
    assert given == [_plain_values(row) for row in prepared.plain(**values)]
    return given


@pytest.fixture
def stories(db):
    world, sport = make.section("World"), make.section("Sport")
    picture = make.illustration(alt="A harbour")
    for number in range(5):
        section = (world, sport, None)[number % 3]
        fields = {"illustration": picture if number % 2 else None, "section": section}
        make.live(f"Story {number}", ago=(9 - number) * HOUR, tags=["Sea", f"Port {number}"], **fields)
    return list(Edition.objects.select_related("address").order_by("pk"))


def test_instances_come_with_what_was_selected_deferred_and_annotated(stories):
    page = Prepared(_page, at=datetime, path=str)
    for story in stories:
        for at in (timezone.now(), story.live_from, story.live_from - HOUR):
            found = _same(page, at=at, path=story.address.path)
            assert len(found) == (at >= story.live_from)
    assert _same(page, at=timezone.now(), path="/100 %s/it's?/") == []
    assert len(page.variants) == 1


def test_what_is_not_selected_is_read_when_it_is_asked_for(stories, django_assert_num_queries):
    page = Prepared(_page, at=datetime, path=str)
    with django_assert_num_queries(1):
        found = page.first(at=timezone.now(), path=stories[0].address.path)
        assert (found.section.name, found.illustration, found.byline[0]["name"]) == ("World", None, "Ada Flint")
    with django_assert_num_queries(1):
        assert found.created_at == stories[0].created_at
    assert page.first(at=timezone.now(), path="/") is None


def test_lists_of_any_length_give_the_same(stories):
    cards, at = Prepared(_cards, at=datetime, ids=list[int]), timezone.now()
    ids = [story.article_id for story in stories]
    for length in range(len(ids) + 1):
        assert len(_same(cards, at=at, ids=ids[:length])) == length
    assert _same(cards, at=at, ids=ids[:2] * 2) == _same(cards, at=at, ids=set(ids[:2]))
    assert len(cards.variants) == 4
    assert len(_same(cards, at=at, ids=[*ids, *range(-LONGEST_LIST, 0)])) == len(ids)


def test_tuples_and_dictionaries_are_converted_too(stories):
    neighbour, counts = Prepared(_neighbour, at=datetime, pk=int), Prepared(_counts, at=datetime)
    found = [_same(neighbour, at=timezone.now(), pk=story.pk) for story in stories]
    assert found[3][0][0] == {"headline": "Story 0", "path": stories[0].address.path}
    assert found[0] == [(None, stories[0].published_at)]
    assert _same(counts, at=timezone.now())[0] == {"tag__name": "Sea", "stories": len(stories)}
    flat = Prepared(lambda at: Edition.objects.live(at).order_by("pk").values_list("byline", flat=True), at=datetime)
    assert _same(flat, at=timezone.now())[0][0]["name"] == "Ada Flint"


def test_what_is_fixed_is_compiled_for_itself_up_to_a_bound(stories):
    newest, at = Prepared(_newest_of_section, at=datetime, slug=str, size=FIXED), timezone.now()
    assert [len(_same(newest, at=at, slug="world", size=size)) for size in (1, 2, 3)] == [1, 2, 2]
    for size in range(4, MOST_VARIANTS + 3):
        newest(at=at, slug="sport", size=size)
    assert len(newest.variants) == MOST_VARIANTS


def test_times_of_any_zone_are_the_same_instant(stories):
    days = Prepared(_days, start=datetime, end=datetime)
    start, end = stories[1].published_at, stories[3].published_at
    for zone in (UTC, timezone.get_fixed_timezone(330)):
        assert len(_same(days, start=start.astimezone(zone), end=end.astimezone(zone))) == 2


def test_each_query_is_counted_and_its_values_seen(stories, django_assert_num_queries):
    page = Prepared(_page, at=datetime, path=str)
    with django_assert_num_queries(2) as seen:
        page(at=timezone.now(), path="/one/")
        page(at=timezone.now(), path="/two/")
    assert "/one/" in seen[0]["sql"] and "/two/" in seen[1]["sql"]


@pytest.mark.django_db
def test_nothing_is_compiled_again_and_no_connection_is_held():
    page = Prepared(_page, at=datetime, path=str)
    page(at=timezone.now(), path="/")
    page.build = None
    assert page(at=timezone.now(), path="/other/") == []
    (compiled,) = page.variants.values()
    assert connection not in [
        getattr(function, "__self__", None) for _place, all, _ in compiled.converters for function in all
    ]


@pytest.mark.django_db(transaction=True)
def test_threads_and_new_connections_share_what_is_compiled():
    make.live("Ferry")
    edition = Edition.objects.select_related("address").get()
    page, found = Prepared(_page, at=datetime, path=str), []

    def read():
        try:
            found.append(page.first(at=timezone.now(), path=edition.address.path))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=read) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    read()
    assert [one.headline for one in found] == ["Ferry"] * 5


@pytest.mark.parametrize("value", [None, "2026-01-01", 3])
def test_a_value_of_another_type_is_refused(value):
    with pytest.raises(TypeError, match="at is to be of type datetime"):
        Prepared(_page, at=datetime, path=str)(at=value, path="/")


def test_values_are_given_by_their_names():
    with pytest.raises(TypeError, match="Give values for at, path; got at"):
        Prepared(_page, at=datetime, path=str)(at=timezone.now())
    with pytest.raises(TypeError, match="No such kind of value: at"):
        Prepared(_counts, at=dict)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda pk: Edition.objects.live(timezone.now()).filter(pk=pk), "of its own"),
        (lambda pk: Edition.objects.all(), "does not use what is marked: pk"),
        (lambda pk: Edition.objects.filter(pk=pk).none(), "finds nothing"),
        (lambda pk: Edition.objects.filter(pk=pk).prefetch_related("tags"), "no other objects"),
        (lambda pk: Edition.objects.filter(pk=pk).values_list("pk", named=True), "without names"),
    ],
)
def test_what_cannot_be_prepared_says_why(build, message):
    with pytest.raises(ValueError, match=message):
        Prepared(build, pk=int)(pk=1)


@pytest.mark.django_db
def test_a_row_that_stays_the_same_gives_what_was_made_of_it_and_no_instance_twice(django_assert_num_queries):
    tide, ferry = make.live("The tide"), make.live("The ferry")
    by_id = Prepared(
        lambda ids: Edition.objects.filter(pk__in=ids).select_related("section").annotate(n=Count("tagged")),
        keep=10,
        ids=list[int],
    )
    asked = {"ids": [tide.pk, ferry.pk]}
    first = {row.pk: row for row in by_id(**asked)}
    first[tide.pk].drawn["as"] = "a tide"
    first[tide.pk].headline = "Changed by a page"
    Edition.objects.filter(pk=ferry.pk).update(live_until=timezone.now())
    with django_assert_num_queries(1):
        again = {row.pk: row for row in by_id(**asked)}
        assert again[tide.pk].headline == "The tide" and again[tide.pk].drawn == {"as": "a tide"}
        assert again[tide.pk].section.name == first[tide.pk].section.name
    assert again[ferry.pk].drawn is not first[ferry.pk].drawn
    assert again[ferry.pk].live_until != first[ferry.pk].live_until
    assert [row.n for row in again.values()] == [0, 0]


@pytest.mark.django_db
def test_of_kept_rows_the_oldest_make_room():
    editions = [make.live() for _number in range(5)]
    one = Prepared(lambda pk: Edition.objects.filter(pk=pk), keep=3, pk=int)
    for edition in editions:
        one.first(pk=edition.pk).drawn["seen"] = True
    assert one.first(pk=editions[-1].pk).drawn and not one.first(pk=editions[0].pk).drawn
