"""A site that was written as an archive and read again is equal, and no archive of a stranger does harm."""

import hashlib
import io
import json
import re
import stat
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, TransactionTestCase

from articles.models import (
    Arrival,
    Article,
    Illustration,
    Page,
    PictureUse,
    Redirect,
    Section,
    SimilarChoice,
    Stamp,
    Webhook,
    stamp,
)
from comments.models import Comment
from newsroom import ledger
from newsroom.archive import exporting
from newsroom.archive.kinds import INSIDE, OUTSIDE
from newsroom.long_work import LongCommand
from tests import make, pages

# Seals the time at which a form was made.
OF_THE_MOMENT = re.compile(rb'name="stamp" value="[^"]*"')
KINDS = [kind.model for kind in INSIDE]


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    """A media library and a var folder of its own on the disk, as an operator has them."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path / "var"


def run(*args, **options) -> str:
    out = io.StringIO()
    call_command(*map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


def shared_stamps():
    """Those that every page has. Of stories that other tests had some are left, for tests do not empty that table."""
    return Stamp.objects.filter(key__in=(stamp.ANY, stamp.FRAME, stamp.STORIES)).values_list("key", "mark")


def rows() -> dict[str, list]:
    return {kind._meta.label: sorted(map(repr, told_of(kind).values_list())) for kind in KINDS}


def told_of(kind):
    """All but what the log tells of the commands themselves."""
    if kind is LogEntry:
        return kind.objects.exclude(action_flag=ledger.OPERATION)
    return kind.objects.exclude(username=ledger.COMMAND_LINE) if kind is User else kind._base_manager


# --- The list of kinds ---


def test_of_every_model_it_is_said_whether_it_is_in_it():
    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    said = [kind.label for kind in INSIDE] + list(OUTSIDE)
    assert sorted(there) == sorted(said), "Name the model in newsroom/archive/kinds.py."


def test_of_every_kind_it_is_told_what_it_is():
    told = (settings.BASE_DIR / "docs" / "archive.md").read_text()
    assert [kind.name for kind in INSIDE if f"`{kind.name}`" not in told] == []


def test_what_a_row_refers_to_comes_before_it():
    for place, model in enumerate(KINDS):
        for field in model._meta.concrete_fields:
            known = {*KINDS[: place + 1], *(apps.get_model(label) for label in OUTSIDE)}
            assert field.related_model is None or field.related_model in known, field


# --- There and back ---

VALUES = {
    models.JSONField: {"ü": [1, 2.5, None, "\u2028"]},
    models.BooleanField: True,
    models.IntegerField: 7,
    models.FloatField: 0.25,
    models.DateTimeField: datetime(2026, 2, 28, 23, 59, 59, 123456, UTC),
    models.DateField: date(2026, 2, 28),
    models.CharField: "x",
    models.TextField: "Ä “line”\n\t\\ </script> & \u2028 🛶",
}


def fill() -> None:
    """Give every kind that has no row one with something in every field."""
    one, other = Article.objects.order_by("pk")[:2]
    picture = Illustration.objects.first() or make.illustration()
    PictureUse.objects.create(illustration=picture, article=one)
    SimilarChoice.objects.create(article=one, other=other, kind="pin")
    Redirect.objects.create(old="/?p=7", key="/?p=7", target="/about/", target_key="/about/")
    for model in KINDS:
        if not model._base_manager.exists():
            model._base_manager.bulk_create([model(**{field.attname: value(field) for field in fields(model)})])


def fields(model) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def value(field):
    if field.related_model:
        return field.related_model._base_manager.order_by("pk").values_list("pk", flat=True).first()
    return next(value for kind, value in VALUES.items() if isinstance(field, kind))


def answers(paths) -> dict[str, bytes]:
    """What readers are answered at these addresses."""
    client, found = Client(), {}
    for path in paths:
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found[path] = (response.status_code, response.get("Location"), OF_THE_MOMENT.sub(b"", body))
    return found


def addresses(said: dict[str, str]) -> list[str]:
    edition = Article.objects.get(headline="The whole story").editions.latest("number")
    story = pages.Story.of(edition, comment=Comment.objects.get(text="It never waits for me.").pk)
    every = [path for route in pages.routes() for path in pages.addresses(route, story)]
    return [*dict.fromkeys([*said.values(), *every])]


@pytest.mark.django_db(transaction=True)
def test_a_site_comes_back_equal(tmp_path):
    said = pages.paper()
    picture = make.illustration(file="originals/2026/11/ferry.jpg")
    default_storage.save(picture.file.name, ContentFile(b"a picture of a ferry"))
    fill()
    call_command("rebuild_search", stdout=io.StringIO())
    call_command("rebuild_similar", stdout=io.StringIO())
    paths = [*addresses(said), "/media/originals/2026/11/ferry.jpg"]
    # Asked for first: what is asked for in vain is noted, now and then.
    seen, before, marks = answers(paths), rows(), set(shared_stamps())
    last = Comment.objects.latest("pk").pk
    run("export_archive", tmp_path / "site.zip", with_passwords=True)
    TransactionTestCase._fixture_teardown(None)
    default_storage.delete(picture.file.name)
    assert answers(["/"]) != {"/": seen["/"]}

    told = run("import_archive", tmp_path / "site.zip")

    assert rows() == before
    assert {path: answer for path, answer in answers(paths).items() if answer != seen[path]} == {}
    assert "1 files of pictures" in told
    assert len(marks) == 3 and not marks & set(shared_stamps())
    assert pages.say("New rows are numbered after the old.", Article.objects.first().pk).pk > last
    assert make.live("Written afterwards").headline in Client().get("/").text


@pytest.mark.django_db(transaction=True)
def test_it_is_of_one_moment_and_waits_for_nobody(tmp_path):
    make.article("As it was")
    other = connection.copy()

    def write(what, done, total):
        if what == "articles.section":
            with other.cursor() as cursor:
                cursor.execute("UPDATE articles_article SET headline = 'Changed meanwhile'")

    exporting.export(tmp_path / "site", write, as_folder=True)
    other.close()
    assert Article.objects.get().headline == "Changed meanwhile"
    assert lines(tmp_path / "site", "articles.article")[0]["headline"] == "As it was"


@pytest.fixture
def told_to_stop(monkeypatch):
    """Have both commands stopped by Ctrl-C as soon as they tell of this."""

    def at(word):
        def tell(self, what, done, total):
            if what == word:
                raise KeyboardInterrupt

        monkeypatch.setattr(LongCommand, "tell", tell)

    return at


# --- Leaving ---


def lines(folder, kind) -> list[dict]:
    return [json.loads(line) for line in (folder / f"{kind}.jsonl").read_text().splitlines()]


@pytest.mark.django_db
def test_anyone_can_read_it_without_us_but_nobody_else_on_the_machine(tmp_path):
    make.article("Ferry runs again", by=make.editor("ida"))
    Webhook.objects.create(url="https://hook.example/", secret="very secret")
    picture = make.illustration()
    default_storage.save(picture.file.name, ContentFile(b"a picture of a ferry"))

    said = run("export_archive", tmp_path / "site", folder=True)

    folder = tmp_path / "site"
    (article,) = lines(folder, "articles.article")
    assert article["headline"] == "Ferry runs again" and article["created_at"].endswith("Z")
    assert lines(folder, "auth.user")[0]["password"] == "!"
    assert "very secret" not in (folder / "articles.webhook.jsonl").read_text()
    assert "articles.article.publish_article" in (folder / "auth.group_permissions.jsonl").read_text()
    assert (folder / "files" / picture.file.name).read_bytes() == b"a picture of a ferry"
    assert said.count("Not in it") == len(picture.renditions)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert "Sound" in run("import_archive", folder, check=True)


@pytest.mark.django_db
def test_documents_that_came_with_stories_go_along(tmp_path):
    name = default_storage.save("documents/0a1b2c/the-plan.pdf", ContentFile(b"%PDF-1.7"))
    arrival = Arrival(site="old.example", kind=Arrival.Kind.DOCUMENT, key="https://old.example/plan.pdf", became=name)
    arrival.save()
    run("export_archive", tmp_path / "site", folder=True)
    Arrival.objects.all().delete()
    default_storage.delete(name)
    run("import_archive", tmp_path / "site")
    assert default_storage.open(name).read() == b"%PDF-1.7"
    assert Arrival.objects.get().became == name


@pytest.mark.django_db
@pytest.mark.parametrize("folder", [True, False])
def test_what_was_stopped_leaves_nothing(tmp_path, folder, told_to_stop):
    make.article()
    told_to_stop("articles.article")
    with pytest.raises(CommandError, match="Stopped"):
        run("export_archive", tmp_path / "out" / "site", folder=folder)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.django_db
def test_it_takes_the_place_of_nothing_and_lies_not_where_anyone_can_read_it(tmp_path, settings):
    (tmp_path / "site.zip").touch()
    with pytest.raises(CommandError, match="is there already"):
        run("export_archive", tmp_path / "site.zip")
    with pytest.raises(CommandError, match="anyone can read"):
        run("export_archive", settings.MEDIA_ROOT / "site.zip")


# --- Arriving ---

SECTION = {"id": 7, "name": "World", "slug": "world", "description": "", "hue": "red", "position": 0}
SECTION |= {"needs_approval": False, "needs_sign_off": False}
GROUP = {"id": 9001, "name": "Watchmen"}
PICTURE = b"a picture of a ferry"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def entry(name="originals/2026/11/ferry.jpg", **other) -> dict:
    return {"name": name, "size": len(PICTURE), "sha256": digest(PICTURE)} | other


def box(folder, _more=(), _raw=b"", **kinds) -> None:
    """Write an archive by hand: rows by kind, with `__` for the point; what differs from what it should be in `_more`."""
    folder.mkdir()
    parts = []
    for kind, rows in ({"articles__section": [SECTION]} | kinds).items():
        name, data = kind.replace("__", "."), b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        data += _raw if not parts else b""
        (folder / f"{name}.jsonl").write_bytes(data)
        parts.append({"kind": name, "rows": data.count(b"\n"), "size": len(data), "sha256": digest(data)})
    picture = folder / "files/originals/2026/11/ferry.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(PICTURE)
    said = {"format": "newsroom archive", "version": 1, "made_at": "2026-11-28T23:30:00+00:00", "parts": parts}
    (folder / "manifest.json").write_text(json.dumps(said | dict(_more)))


@pytest.mark.django_db
def test_what_an_older_version_did_not_know_is_as_if_nobody_had_said_it(tmp_path):
    rules = [{"group": 9001, "permission": "articles.article.publish_article", "id": 1}]
    rules += [{"group": 9001, "permission": "cinema.film.show_film", "id": 2}]
    box(tmp_path / "site", auth__group=[GROUP], auth__group_permissions=rules, files=[entry()])
    said = run("import_archive", tmp_path / "site")
    assert Section.objects.get().band_size == 4
    group = Group.objects.get()
    assert [one.codename for one in group.permissions.all()] == ["publish_article"]
    assert "'cinema.film.show_film' (1 times)" in said
    assert default_storage.open("originals/2026/11/ferry.jpg").read() == PICTURE
    with pytest.raises(CommandError, match="This site is not empty: it has 1 sections"):
        run("import_archive", tmp_path / "site")


@pytest.mark.django_db
def test_text_is_sanitised_as_ever(tmp_path):
    said = {"slug": "us", "title": "Us", "standfirst": "", "in_footer": True, "changed_at": "2026-11-28T23:30:00Z"}
    box(tmp_path / "site", articles__page=[said | {"body": "<p>We</p><script>alert(1)</script>", "changed_by": None}])
    run("import_archive", tmp_path / "site")
    assert Page.objects.get().body == "<p>We</p>"


def there() -> tuple:
    """What a refused archive may not have changed."""
    files = [path for path in default_storage.listdir("")[0] if default_storage.listdir(path)[1]]
    return Section.objects.count(), sorted(Group.objects.values_list("pk", "name")), files


def refused(place) -> str:
    default_storage.save("begun", ContentFile(b""))
    before = there()
    with pytest.raises(CommandError) as error:
        run("import_archive", place)
    assert there() == before
    assert not default_storage.exists("originals/2026/11/ferry.jpg")
    return str(error.value)


WRONG_ROWS = [
    ({"_raw": b"{]\n"}, "articles.section.jsonl, line 2: Expecting"),
    ({"_raw": b"[1]\n"}, "line 2: it is no object"),
    ({"_raw": b"\xff\n"}, "line 2: 'utf-8' codec"),
    ({"_raw": b"[" * 100_000 + b"\n"}, "line 2: it is nested too deep"),
    ({"articles__section": [SECTION, SECTION | {"colour": "red"}]}, "line 2: there is no field 'colour'"),
    ({"articles__section": [SECTION, {"id": 8}]}, "line 2: name is missing"),
    ({"articles__section": [SECTION | {"name": None}]}, "line 1: name is null"),
    ({"articles__section": [SECTION | {"name": 5}]}, "line 1: name is no text"),
    ({"articles__section": [SECTION | {"name": "\0"}]}, "line 1: name is no text"),
    ({"articles__section": [SECTION | {"name": "\ud800"}]}, "line 1: 'utf-8' codec"),
    ({"articles__section": [SECTION | {"position": True}]}, "line 1: position is no whole number"),
    ({"articles__section": [SECTION | {"id": 1 << 70}]}, "line 1: "),
    ({"articles__section": [SECTION, SECTION | {"id": 8}]}, "line 2: "),
    ({"taggit__tag": [{"id": 1, "name": "A", "slug": "a"}], "articles__tagalias": [{}]}, "line 1: id is missing"),
    (
        {"comments__discussion": [{"article": 4, "mode": "site", "closes_at": "2026-11-28"}]},
        "closes_at has no time zone",
    ),
    ({"comments__discussion": [{"article": 4, "mode": "site"}]}, "The archive is not whole"),
    ({"files": [entry("../escaped.jpg")]}, "files.jsonl, line 1: '../escaped.jpg' is no name"),
    ({"files": [entry("/etc/cron.d/escaped.jpg")]}, "is no name of a picture's file"),
    ({"files": [entry("originals/../../escaped.jpg")]}, "is no name of a picture's file"),
    ({"files": [entry("originals/page.html")]}, "is no name of a picture's file"),
    ({"files": [entry(size=1 << 60)]}, "has no size or checksum that a picture has"),
    ({"files": [entry(size=19)]}, "has 20 bytes, and should have 19"),
    ({"files": [entry(sha256="0" * 64)]}, "ferry.jpg is damaged"),
    ({"files": [entry(), entry("originals/none.jpg")]}, "files/originals/none.jpg is missing"),
    ({"files": [{"name": "originals/a.jpg"}]}, "line 1: it is no file"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "said"), WRONG_ROWS)
def test_a_line_that_is_wrong_is_named_and_nothing_changed(tmp_path, rows, said):
    box(tmp_path / "site", **{"files": [entry()], "auth__group": [GROUP]} | rows)
    assert said in refused(tmp_path / "site")


WRONG_MANIFESTS = [
    ({"format": "another"}, "of another format"),
    ({"version": 2}, "has version 2; this software reads 1"),
    ({"parts": 5}, "is no manifest"),
    ({"parts": [{"kind": "cinema.film", "rows": 0, "size": 0, "sha256": "0" * 64}]}, "does not know: cinema.film"),
    ({"parts": [{"kind": "files", "rows": 0, "size": 0, "sha256": digest(b"")}] * 2}, "names a kind twice"),
    ({"parts": [{"kind": "files", "rows": 0, "size": 0, "sha256": "0"}]}, "is no part"),
    ({"parts": [{"kind": "../../files", "rows": 0, "size": 0, "sha256": "0" * 64}]}, "does not know"),
    ({"parts": [{"kind": "auth.user", "rows": 0, "size": 0, "sha256": "0" * 64}]}, "auth.user.jsonl is missing"),
    ({"parts": [{"kind": "files", "rows": 0, "size": 9, "sha256": digest(b"")}]}, "has 0 bytes, and should have 9"),
    ({"parts": [{"kind": "files", "rows": 2, "size": 0, "sha256": digest(b"")}]}, "has 0 lines, and should have 2"),
    ({"parts": [{"kind": "files", "rows": 0, "size": 0, "sha256": "0" * 64}]}, "files.jsonl is damaged"),
    ({"padding": "x" * (1 << 20)}, "too long"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "said"), WRONG_MANIFESTS)
def test_a_manifest_that_is_wrong_is_refused(tmp_path, more, said):
    box(tmp_path / "site", _more=more, files=[])
    assert said in refused(tmp_path / "site")


@pytest.mark.django_db
def test_what_is_no_archive_is_refused(tmp_path):
    assert "There is no" in refused(tmp_path / "none.zip")
    (tmp_path / "text.zip").write_text("text")
    assert "is no zip" in refused(tmp_path / "text.zip")
    (tmp_path / "empty").mkdir()
    assert "manifest.json is missing" in refused(tmp_path / "empty")


@pytest.mark.django_db
def test_a_database_that_is_not_migrated_is_refused(tmp_path):
    box(tmp_path / "site")
    MigrationRecorder(connection).migration_qs.filter(app="comments").latest("pk").delete()
    assert "run manage.py migrate first (comments." in refused(tmp_path / "site")


@pytest.mark.django_db
def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    box(tmp_path / "site", files=[entry()])
    picture = tmp_path / "site/files/originals/2026/11/ferry.jpg"
    picture.rename(tmp_path / "mine.jpg")
    picture.symlink_to(tmp_path / "mine.jpg")
    assert "ferry.jpg is missing" in refused(tmp_path / "site")


def packed(tmp_path, **instead) -> None:
    """The archive of `box` as a zip, with other content where `instead` has some."""
    with zipfile.ZipFile(tmp_path / "site.zip", "w", zipfile.ZIP_DEFLATED) as opened:
        for path in (tmp_path / "site").rglob("*.*"):
            name = str(path.relative_to(tmp_path / "site"))
            opened.writestr(name, instead.get(path.name, path.read_bytes()))


@pytest.mark.django_db
def test_a_zip_that_unpacks_to_far_more_is_not_unpacked(tmp_path):
    box(tmp_path / "site", _raw=b" " * (17 << 20) + b"\n")
    packed(tmp_path)
    assert "unpacks to more than 250 times its size" in refused(tmp_path / "site.zip")


@pytest.mark.django_db
def test_a_damaged_zip_is_refused_and_the_pictures_before_it_go_again(tmp_path):
    box(tmp_path / "site", files=[entry()], auth__group=[GROUP])
    packed(tmp_path)
    whole = (tmp_path / "site.zip").read_bytes()
    (tmp_path / "site.zip").write_bytes(whole.replace(PICTURE[:9], b"something"))
    with zipfile.ZipFile(tmp_path / "site.zip", "a") as opened:
        # The size that the directory at the end says, which is not that of what is there.
        opened.getinfo("articles.section.jsonl").file_size -= 1
        opened.writestr("more", b"")
    assert "articles.section.jsonl" in refused(tmp_path / "site.zip")


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["Files of pictures", "articles.section"])
def test_who_stops_it_has_changed_nothing(tmp_path, told_to_stop, word):
    box(tmp_path / "site", files=[entry()], auth__group=[GROUP])
    told_to_stop(word)
    assert refused(tmp_path / "site") == "Stopped. Nothing was changed."


@pytest.mark.django_db
def test_a_picture_of_the_library_is_not_written_over(tmp_path):
    box(tmp_path / "site", files=[entry()])
    default_storage.save("originals/2026/11/ferry.jpg", ContentFile(b"another"))
    with pytest.raises(CommandError, match="has another file"):
        run("import_archive", tmp_path / "site")
    assert default_storage.open("originals/2026/11/ferry.jpg").read() == b"another"


@pytest.mark.django_db
def test_what_a_killed_run_has_left_in_the_library_is_used_and_never_taken_away(tmp_path):
    box(tmp_path / "wrong", files=[entry()], _raw=b"{]\n")
    box(tmp_path / "site", files=[entry()])
    default_storage.save("originals/2026/11/ferry.jpg", ContentFile(PICTURE))
    with pytest.raises(CommandError, match="line 2"):
        run("import_archive", tmp_path / "wrong")
    assert default_storage.exists("originals/2026/11/ferry.jpg")
    assert "0 files of pictures" in run("import_archive", tmp_path / "site")
