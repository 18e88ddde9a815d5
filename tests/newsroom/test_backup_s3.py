"""Backups in a bucket, with a server that speaks S3 over HTTP on this machine."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError

from newsroom.backup import manifest, places
from newsroom.management.commands.backup import Command
from tests.newsroom.test_backup import Article, paper, rows, run

boto3 = pytest.importorskip("boto3")
server = pytest.importorskip("moto.server")
s3_backends = pytest.importorskip("moto.s3.models").s3_backends

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.anywhere]
PLACE = "s3://paper-backups/daily/"


class Bucket:
    """A server with one bucket. What was stored stays while it is down."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch
        self.up()
        boto3.client("s3").create_bucket(Bucket="paper-backups")

    def up(self):
        self.running = server.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        self.running.start()
        host, port = self.running.get_host_and_port()
        self.monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")

    def down(self):
        self.running.stop()

    @property
    def keys(self):
        pages = boto3.client("s3").get_paginator("list_objects_v2").paginate(Bucket="paper-backups")
        return [one["Key"] for page in pages for one in page.get("Contents", [])]

    @property
    def backups(self):
        return sorted({key.split("/")[1] for key in self.keys} - {"pictures"})


@pytest.fixture
def bucket(monkeypatch):
    for name, value in {
        "AWS_ACCESS_KEY_ID": "of-a-test",
        "AWS_SECRET_ACCESS_KEY": "of-a-test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    made = Bucket(monkeypatch)
    yield made
    made.down()
    # What the server keeps is kept in this process.
    s3_backends.reset()


@pytest.fixture(autouse=True)
def _library(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path / "var"


def test_everything_comes_back_from_a_bucket(bucket):
    paper()
    before = rows()
    run("backup", PLACE)
    assert bucket.keys and all(key.startswith("daily/") for key in bucket.keys)
    assert len(run("backup", PLACE, list=True).splitlines()) == 1
    assert "Sound" in run("backup", PLACE, check="newest")
    Article.objects.update(headline="Overwritten")
    default_storage.delete("originals/2026/11/ferry.jpg")
    assert "1 pictures written" in run("restore", PLACE, replace=True)
    assert rows() == before
    assert default_storage.open("originals/2026/11/ferry.jpg").read() == b"a picture of a ferry"


def test_a_bucket_is_rotated_and_its_pictures_go_with_the_last_that_has_them(bucket):
    paper()
    run("backup", PLACE)
    [first] = bucket.backups
    default_storage.delete("originals/2026/11/ferry.jpg")
    assert f"Taken away: {first}" in run("backup", PLACE, keep="0 0 0 0")
    assert len(bucket.backups) == 1 and first not in bucket.backups
    assert len([key for key in bucket.keys if "/pictures/" in key]) == 1
    run("backup", PLACE, check="newest")


def test_a_picture_that_rots_in_a_bucket_is_found(bucket):
    paper()
    run("backup", PLACE)
    rotten = next(key for key in bucket.keys if "/pictures/" in key)
    boto3.client("s3").put_object(Bucket="paper-backups", Key=rotten, Body=b"rot")
    with pytest.raises(CommandError, match="1 faults"):
        run("backup", PLACE, check="newest")
    boto3.client("s3").delete_object(Bucket="paper-backups", Key=rotten)
    with pytest.raises(CommandError, match="1 faults"):
        run("backup", PLACE, check="newest")


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_bucket_that_is_not_there_is_named(bucket, command):
    with pytest.raises(CommandError, match=r"cannot be used: .*(NoSuchBucket|Not Found|404)"):
        run(command, "s3://no-such-bucket/daily")


@pytest.mark.parametrize("moment", ["Database", "Pictures"])
def test_a_server_that_goes_half_way_leaves_no_backup_and_the_next_run_goes_on(bucket, monkeypatch, moment):
    paper()
    run("backup", PLACE)
    [first] = bucket.backups
    default_storage.delete("renditions/ferry-800.webp")
    Article.objects.update(headline="Written since")

    def tell(self, what, done, total):
        if what.startswith(moment):
            bucket.down()

    with monkeypatch.context() as patched:
        patched.setattr(Command, "tell", tell)
        with pytest.raises(CommandError, match="cannot be used"):
            run("backup", PLACE)
    with pytest.raises(CommandError, match="cannot be used"):
        run("restore", PLACE, replace=True)
    bucket.up()
    assert manifest.whole(places.at(PLACE)) == [first]
    run("backup", PLACE, keep="0 0 0 0")
    assert len(bucket.backups) == 1 and first not in bucket.backups
    run("backup", PLACE, check="newest")
    Article.objects.update(headline="Overwritten")
    run("restore", PLACE, replace=True)
    assert Article.objects.get().headline == "Written since"
