"""Every change of what readers see moves its stamp, whoever writes; what they do not see moves none."""

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.utils import timezone
from taggit.models import Tag

from articles.models import Correction, EditionTag, Identity, Section, SimilarPosts, Slot, TagProfile, stamp
from comments.models import Comment, Discussion, Policy
from tests import make

ALL = {"any", "frame", "stories"}


def moved(act, *more):
    """The words whose stamps an act has moved, once it is committed."""
    keys = ALL | set(more)
    before = stamp.read(keys)
    act()
    after = stamp.read(keys)
    return {key for key in keys if before.get(key) != after.get(key)}


def comment(edition, **fields):
    discussion, _made = Discussion.objects.get_or_create(article_id=edition.article_id)
    fields = {"status": "approved", "created_at": timezone.now(), "name": "Bea", "text": "Well put."} | fields
    return Comment.objects.create(discussion=discussion, **fields)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_lost_while_stamps_are_read_is_missed_as_in_any_query():
    connection.ensure_connection()
    connection.connection.close()
    with pytest.raises(Error):
        stamp.read(ALL)
    connection.close()
    assert stamp.read(ALL)


@pytest.mark.django_db(transaction=True)
def test_what_stands_around_stories_moves_the_frame():
    edition = make.live(tags=["coast"], illustration=make.illustration())
    tag = Tag.objects.get(name="coast")
    for act in (
        lambda: Identity(name="The Tide").save(),
        lambda: Identity.objects.update(motto="Plainly."),
        lambda: Section.objects.update(name="The world"),
        lambda: make.author("Bo Reed"),
        lambda: Tag.objects.filter(pk=tag.pk).update(name="coasts"),
        lambda: TagProfile.objects.filter(tag=tag).update(description="Where the sea is."),
        lambda: type(edition.illustration).objects.update(credit="Drawing: somebody else"),
        lambda: make.rules(mode=Policy.Mode.CLOSED),
    ):
        assert moved(act) == {"any", "frame"}


@pytest.mark.django_db(transaction=True)
def test_what_is_published_moves_the_stories():
    edition = make.live(tags=["coast"])
    for act in (
        lambda: make.live(),
        lambda: edition.move_end(edition.live_from.replace(year=2099)),
        lambda: EditionTag.objects.update(live_until=edition.live_until),
        lambda: EditionTag.objects.all().delete(),
        lambda: Slot.objects.create(article_id=edition.article_id, position=0),
        lambda: Slot.objects.all().delete(),
        lambda: SimilarPosts.objects.update_or_create(article_id=edition.article_id, defaults={"entries": []}),
        lambda: Correction.objects.create(edition=edition, kind=Correction.Kind.values[0], text="The ferry was late."),
    ):
        assert "stories" in moved(act)


@pytest.mark.django_db(transaction=True)
def test_what_colleagues_do_among_themselves_moves_nothing():
    story = make.article()
    for act in (
        lambda: make.article(tags=["never used before"]),
        lambda: make.rewrite(story),
        lambda: make.illustration(),
        lambda: make.reporter(),
    ):
        assert moved(act) == set()


@pytest.mark.django_db(transaction=True)
def test_a_change_of_a_thread_moves_the_stamp_of_its_article_alone():
    edition, other = make.live(), make.live()
    mine, theirs = (stamp.of_article(one.article_id) for one in (edition, other))
    shown = comment(edition)
    for act in (
        lambda: comment(edition),
        lambda: comment(edition, parent=shown),
        lambda: Comment.objects.filter(pk=shown.pk).update(text="Another word."),
        lambda: Discussion.objects.filter(pk=edition.article_id).update(mode=Discussion.Mode.CLOSED),
        lambda: Comment.objects.filter(pk=shown.pk).update(status=Comment.Status.REMOVED),
        lambda: Comment.objects.exclude(parent=None).delete(),
    ):
        assert moved(act, mine, theirs) == {"any", mine}


@pytest.mark.django_db(transaction=True)
def test_a_comment_that_waits_moves_nothing_until_it_is_shown():
    edition = make.live()
    mine = stamp.of_article(edition.article_id)
    held = comment(edition, status=Comment.Status.PENDING)
    for act in (
        lambda: comment(edition, status=Comment.Status.SPAM),
        lambda: Comment.objects.filter(pk=held.pk).update(text="Another word."),
        lambda: Comment.objects.filter(pk=held.pk).update(status=Comment.Status.SPAM),
    ):
        assert moved(act, mine) == set()
    assert moved(lambda: Comment.objects.filter(pk=held.pk).update(status="approved"), mine) == {"any", mine}


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_moves_nothing():
    def act():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            make.section("Tides")
            raise ZeroDivisionError

    assert moved(act) == set()


@pytest.mark.django_db(transaction=True)
def test_a_stamp_has_never_the_same_mark_again():
    marks = []
    for number in range(50):
        make.section(f"Section {number}")
        marks.append(stamp.read(["frame"])["frame"])
    assert len(set(marks)) == 50


@pytest.mark.django_db
def test_every_watched_table_has_its_triggers_and_every_column_is_there():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        known = {name for (name,) in cursor.fetchall()}
        for one in stamp.WATCHED:
            columns = {column.name for column in connection.introspection.get_table_description(cursor, one.table)}
            assert {one.trigger(name) for name, _sql, _condition in one.events} <= known
            assert {*one.columns, *([one.of] if one.of else [])} <= columns


@pytest.mark.django_db
def test_no_table_of_which_readers_see_something_is_forgotten():
    """Whoever adds a table says here why no page shows it, or has it watched."""
    unseen = {
        *("article", "articletag", "byline", "source", "note", "presence", "sharelink", "calendarlink", "revision"),
        *("linkcheck", "pictureuse", "similarchoice", "webhook", "delivery", "tagmerge", "stamp", "missingpage"),
        "arrival",
        # Written in the transaction of an edition or of a page.
        *("address", "pagetext"),
        # Follow the editions, in the same transaction.
        *("searchdocument", "searchlanguage", "searchword"),
    }
    watched = {one.table for one in stamp.WATCHED}
    tables = {name for name in connection.introspection.table_names() if name.startswith("articles_")}
    models = {model._meta.db_table for model in apps.get_app_config("articles").get_models()}
    assert (tables & models) - watched == {f"articles_{name}" for name in unseen}
