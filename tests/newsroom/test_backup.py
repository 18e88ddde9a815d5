"""What was backed up comes back as it was, and what is no whole backup is never taken for one."""

import io
import json
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from articles.models import Article
from articles.models.stamp import Stamp
from comments import loading
from comments.models import Comment
from newsroom import ledger
from newsroom.backup import databases, manifest, rotation
from newsroom.management.commands.backup import Command
from tests import make

needs_database = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _library(settings, tmp_path):
    """A media library and a var folder of its own on the disk, as an operator has them."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path / "var"


@pytest.fixture
def place(tmp_path):
    return tmp_path / "backups"


def run(*args, **options) -> str:
    out = io.StringIO()
    call_command(*map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


def rows() -> dict[str, list]:
    """Everything in every table but the stamps, which move."""
    kinds = [kind for kind in apps.get_models(include_auto_created=True) if kind is not Stamp]
    return {kind._meta.label: sorted(map(repr, told_of(kind).values_list())) for kind in kinds}


def told_of(kind):
    """All but what the log tells of the commands themselves."""
    if kind is LogEntry:
        return kind.objects.exclude(action_flag=ledger.OPERATION)
    return kind.objects.exclude(username=ledger.COMMAND_LINE) if kind is User else kind._base_manager


def operations() -> list[str]:
    return list(LogEntry.objects.filter(action_flag=ledger.OPERATION).values_list("object_repr", flat=True))


def paper(headline="Ferry runs again"):
    edition = make.live(headline)
    loading.load(edition.article_id, [loading.Entry("Ida", "Good news.", timezone.now())])
    default_storage.save("originals/2026/11/ferry.jpg", ContentFile(b"a picture of a ferry"))
    default_storage.save("renditions/ferry-800.webp", ContentFile(b"a smaller one"))
    return edition


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir() if path.name != "pictures")


def pictures(place: Path) -> list[Path]:
    return sorted(path for path in (place / "pictures").rglob("*") if path.is_file())


@needs_database
def test_everything_comes_back(place, client):
    edition = paper()
    before = rows()
    run("backup", place)
    Article.objects.filter(pk=edition.article_id).update(headline="Overwritten")
    Comment.objects.update(text="Overwritten")
    make.live("Written after the backup")
    default_storage.delete("originals/2026/11/ferry.jpg")
    default_storage.save("originals/2026/11/later.jpg", ContentFile(b"later"))
    assert "Written after" in client.get("/").text
    marks = set(Stamp.objects.values_list("key", "mark"))

    said = run("restore", place, replace=True)

    assert rows() == before
    assert operations() == ["restore"]
    assert default_storage.open("originals/2026/11/ferry.jpg").read() == b"a picture of a ferry"
    assert "1 pictures written" in said
    assert "Written after" not in client.get("/").text
    # A process that kept pages of the other database is told.
    assert not marks & set(Stamp.objects.values_list("key", "mark"))
    assert make.live("Written after the restore").pk


@needs_database
def test_a_database_with_something_in_it_is_not_lost_without_a_word(place):
    paper()
    run("backup", place)
    before = rows()
    with pytest.raises(CommandError, match=r"1 articles, 1 comments.*--replace"):
        run("restore", place)
    assert rows() == before


@needs_database
def test_what_is_not_committed_is_not_in_it_and_waits_for_nobody(place, settings):
    paper()
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    else:
        other = connection.copy()
        other.connect()
        other = other.connection
        other.autocommit = True
    cursor = other.cursor()
    cursor.execute("BEGIN")
    cursor.execute("UPDATE articles_article SET headline = 'Half written'")
    if connection.vendor == "sqlite":
        # The log is not written meanwhile either; how long it is tried is not what this is about.
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    run("backup", place)
    cursor.execute("COMMIT")
    other.close()
    assert Article.objects.get().headline == "Half written"
    run("restore", place, replace=True)
    assert Article.objects.get().headline == "Ferry runs again"


@needs_database
def test_a_picture_is_stored_once_and_found_again_when_changed(place):
    paper()
    run("backup", place)
    first = sorted((place / "pictures").rglob("*.*")) or sorted(
        p for p in (place / "pictures").rglob("*") if p.is_file()
    )
    assert len(first) == 2
    default_storage.delete("renditions/ferry-800.webp")
    default_storage.save("renditions/ferry-800.webp", ContentFile(b"drawn anew, and larger"))
    default_storage.save("renditions/copy.webp", ContentFile(b"drawn anew, and larger"))
    run("backup", place)
    assert len(pictures(place)) == 3
    run("backup", place, reread=True)
    run("backup", place, check="newest")
    assert len(run("backup", place, list=True).splitlines()) == 3


@needs_database
def test_nobody_else_reads_it(place):
    paper()
    run("backup", place)
    for path in place.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@needs_database
def test_what_was_broken_off_is_no_backup_and_goes_with_the_next(place, monkeypatch):
    paper()

    def stop(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Command, "tell", lambda self, what, *_: stop() if what == "Pictures" else None)
        with pytest.raises(CommandError, match="Stopped"):
            run("backup", place)
    (broken,) = names(place)
    assert run("backup", place, list=True) == ""
    with pytest.raises(CommandError, match="no finished backup"):
        run("restore", place, replace=True)
    run("backup", place)
    assert broken not in names(place)
    run("backup", place, check="newest")


@needs_database
def test_the_pictures_come_back_alone(place):
    paper()
    run("backup", place)
    default_storage.delete("originals/2026/11/ferry.jpg")
    Article.objects.update(headline="Later words")
    before = rows()
    assert "1 pictures written" in run("restore", place, pictures=True)
    assert default_storage.open("originals/2026/11/ferry.jpg").read() == b"a picture of a ferry"
    assert rows() == before


@needs_database
def test_a_picture_that_comes_while_it_begins_has_its_file_too(place, monkeypatch):
    paper()
    dump = databases.dump

    def late(*args):
        default_storage.save("originals/2026/11/late.jpg", ContentFile(b"just in time"))
        default_storage.delete("renditions/ferry-800.webp")
        return dump(*args)

    monkeypatch.setattr(databases, "dump", late)
    assert "1 pictures were deleted meanwhile" in run("backup", place)
    default_storage.delete("originals/2026/11/late.jpg")
    run("restore", place, pictures=True)
    assert default_storage.open("originals/2026/11/late.jpg").read() == b"just in time"


@needs_database
def test_a_damaged_backup_is_named_and_stops_no_other(place):
    paper()
    run("backup", place)
    damaged = place / names(place)[0] / manifest.FILE
    damaged.write_bytes(damaged.read_bytes()[:300])
    default_storage.delete("originals/2026/11/ferry.jpg")
    said = run("backup", place, keep="0 0 0 0")
    assert "is damaged" in said and "no old picture" in said
    assert len(pictures(place)) == 2
    assert "is damaged" in run("backup", place, list=True)
    run("backup", place, check="newest")
    assert not list(place.rglob("*.part"))


# --- Refusals ---


@pytest.fixture
def stored(place, transactional_db):
    """A backup: its folder."""
    paper()
    run("backup", place)
    return place / names(place)[0]


def rewrite(stored: Path, **said) -> None:
    file = stored / manifest.FILE
    file.write_text(json.dumps(json.loads(file.read_text()) | said))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"format": 2}, r"has format 2; this version reads 1"),
        ({"vendor": "mysql"}, r"This is a backup of mysql"),
        ({"digest": "0"}, r"is damaged"),
        ({"digest": "0" * 64}, r"is missing from the backup or not what it was\. Nothing was changed"),
        ({"database": "../database"}, r"is damaged"),
        ({"pictures": [["a"]]}, r"is damaged"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused_and_changes_nothing(stored, said, answer):
    before = rows()
    rewrite(stored, **said)
    with pytest.raises(CommandError, match=answer):
        run("restore", stored.parent, replace=True)
    assert rows() == before


def test_a_backup_of_a_newer_version_is_refused(stored):
    rewrite(
        stored, migrations=[*json.loads((stored / manifest.FILE).read_text())["migrations"], "articles.9999_later"]
    )
    with pytest.raises(CommandError, match=r"newer version.*articles\.9999_later.*Update the software first"):
        run("restore", stored.parent, replace=True)


def test_a_backup_of_an_older_version_says_to_migrate(place, transactional_db):
    paper()
    last = MigrationRecorder(connection).migration_qs.filter(app="comments").latest("pk")
    name, applied = last.name, last.applied
    last.delete()
    run("backup", place)
    try:
        assert "manage.py migrate" in run("restore", place, replace=True)
    finally:
        MigrationRecorder(connection).migration_qs.create(app="comments", name=name, applied=applied)


def test_damaged_database_is_refused_and_nothing_changed(stored):
    file = stored / json.loads((stored / manifest.FILE).read_text())["database"]
    file.write_bytes(file.read_bytes()[:-200])
    before = rows()
    with pytest.raises(CommandError, match="Nothing was changed"):
        run("restore", stored.parent, replace=True)
    with pytest.raises(CommandError, match="1 faults"):
        run("backup", stored.parent, check=stored.name)
    assert rows() == before


def test_a_damaged_picture_is_named_and_all_else_is_restored(stored):
    picture = pictures(stored.parent)[0]
    picture.write_bytes(b"rot")
    default_storage.delete("originals/2026/11/ferry.jpg")
    default_storage.delete("renditions/ferry-800.webp")
    Article.objects.update(headline="Overwritten")
    with pytest.raises(CommandError, match="1 pictures could not be restored"):
        run("restore", stored.parent, replace=True)
    assert Article.objects.get().headline == "Ferry runs again"


def test_a_picture_with_a_path_out_of_the_library_is_not_written(stored, tmp_path):
    said = json.loads((stored / manifest.FILE).read_text())["pictures"]
    said[0][0] = "../escaped.jpg"
    rewrite(stored, pictures=said)
    with pytest.raises(CommandError, match="1 pictures could not be restored"):
        run("restore", stored.parent, replace=True)
    assert not list(tmp_path.rglob("escaped.jpg"))


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("", "NEWSROOM_BACKUP_TO"),
        ("s3://", "s3://bucket/prefix"),
        ("{media}/backups", "anyone can read"),
        ("/dev/null/backups", "cannot be used"),
    ],
)
def test_a_place_that_is_none_is_refused(where, answer, settings, db):
    with pytest.raises(CommandError, match=answer):
        run("backup", where.format(media=settings.MEDIA_ROOT))


@pytest.mark.parametrize("keep", ["7", "3 7 4 -1", "3 7 4 x", "7 4 12"])
def test_a_rule_for_keeping_that_is_none_is_refused_before_anything_is_stored(keep, place, db):
    with pytest.raises(CommandError, match="four numbers"):
        run("backup", place, keep=keep)
    assert not place.exists()


def test_two_do_not_run_at_once(place, settings, db, monkeypatch):
    monkeypatch.setattr(Command, "work", lambda self, *_: run("backup", place))
    with pytest.raises(CommandError, match="Another backup"):
        run("backup", place)


# --- Rotation ---


def every_day(days: int, until=datetime(2026, 11, 28, 3, tzinfo=UTC)) -> list[str]:
    return [manifest.name_of(until - timedelta(days=number)) for number in range(days)]


@pytest.mark.parametrize(
    ("keep", "stay"),
    [
        ((0, 3, 0, 0), ["2026-11-28", "2026-11-27", "2026-11-26"]),
        ((0, 0, 3, 0), ["2026-11-28", "2026-11-22", "2026-11-15"]),
        ((0, 0, 0, 3), ["2026-11-28", "2026-10-31", "2026-09-30"]),
        ((0, 2, 2, 2), ["2026-11-28", "2026-11-27", "2026-11-22", "2026-10-31"]),
        ((4, 0, 0, 0), ["2026-11-28", "2026-11-27", "2026-11-26", "2026-11-25"]),
        ((0, 0, 0, 0), ["2026-11-28"]),
    ],
)
def test_the_newest_of_each_day_week_and_month_stays(keep, stay):
    found = rotation.staying(every_day(100), rotation.Keep(*keep))
    assert sorted(name[:10] for name in found) == sorted(stay)


def test_of_one_day_the_newest_stays_and_days_without_one_do_not_count():
    until = datetime(2026, 11, 28, 23, tzinfo=UTC)
    found = [manifest.name_of(until - timedelta(hours=hours)) for hours in (0, 1, 2, 24 * 9, 24 * 9 + 1)]
    assert rotation.staying(found, rotation.Keep(0, 2, 0, 0)) == {found[0], found[3]}


@needs_database
def test_pictures_go_with_the_last_backup_that_has_them(place):
    paper()
    run("backup", place)
    default_storage.delete("originals/2026/11/ferry.jpg")
    assert "Taken away" in run("backup", place, keep="0 0 0 0")
    assert len(names(place)) == 1
    assert len(pictures(place)) == 1
    run("backup", place, check="newest")
