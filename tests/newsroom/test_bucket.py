"""Pictures in a bucket of an S3-compatible store: what a folder does, and what is said while the store is away."""

import os
import subprocess
import sys

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from articles.models import Illustration
from articles.pictures import names
from newsroom.archive import pictures as archive
from newsroom.backup import places
from newsroom.bucket import Bucket
from newsroom.files import Away
from tests import make
from tests.articles.desk.conftest import upload

ADD = "/admin/articles/illustration/add/"
WORDS = {"title": "Harbour at noon", "alt": "Boats at a quay", "licence": "own", "credit": "B. Tan"}


@pytest.fixture(scope="module")
def store():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def in_bucket(settings, endpoint):
    settings.MEDIA_BUCKET, settings.MEDIA_ENDPOINT, settings.MEDIA_REGION = "pictures", endpoint, "eu-central-1"
    settings.MEDIA_ACCESS_KEY, settings.MEDIA_SECRET_KEY = "desk", "only-for-tests"  # noqa: S105
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "newsroom.bucket.Bucket"}}


@pytest.fixture
def bucket(store, settings):
    in_bucket(settings, store)
    keys = {"aws_access_key_id": "desk", "aws_secret_access_key": "only-for-tests", "region_name": "eu-central-1"}
    found = boto3.resource("s3", endpoint_url=store, **keys).Bucket("pictures")
    found.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield found
    found.objects.all().delete()
    found.delete()


@pytest.fixture
def away(settings, monkeypatch):
    """A store that nobody listens for."""
    monkeypatch.setattr("newsroom.bucket.TRIES", 1)
    in_bucket(settings, "http://127.0.0.1:1")


@pytest.fixture
def reporter(db, client):
    """Who sends pictures, signed in."""
    person = make.reporter()
    client.force_login(person)
    return person


def test_an_upload_stands_in_the_bucket_and_is_served_by_us(bucket, client, reporter):
    assert client.post(ADD, WORDS | {"upload": upload()}).status_code == 302
    picture = Illustration.objects.get()
    stored = {one.key: one for one in bucket.objects.all()}
    assert stored.keys() == {picture.file.name, *(entry[-1] for entry in picture.renditions)}
    name = names.fallback(picture.renditions, "free").name
    assert "immutable" in stored[name].Object().cache_control
    assert default_storage.url(name) == f"/media/{name}"
    response = client.get(f"/media/{name}")
    assert response.status_code == 200 and response.headers["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    assert client.get("/media/none.jpg").status_code == 404
    picture.delete()


def test_backup_and_archive_read_it_as_a_folder(bucket, tmp_path):
    name = default_storage.save("originals/2026/11/ferry.jpg", ContentFile(b"a picture"))
    assert list(places.files(places.pictures())) == [name]
    assert default_storage.open(name).read() == b"a picture" and default_storage.open(name).size == 9
    assert archive.refuse_without_room([archive.Entry(name, 9, "0" * 64)]) is None
    with pytest.raises(FileNotFoundError):
        default_storage.open("originals/none.jpg")
    default_storage.delete(name)
    assert not default_storage.exists(name)


def test_pictures_are_had_from_the_public_address_of_the_bucket(settings):
    in_bucket(settings, "http://127.0.0.1:1")
    settings.MEDIA_PUBLIC_URL = "https://pictures.example/"
    assert Bucket().url("renditions/a.webp") == "https://pictures.example/renditions/a.webp"
    assert Bucket().url("renditions/ä b.webp") == "https://pictures.example/renditions/%C3%A4%20b.webp"


def test_the_policy_names_where_pictures_are_had(tmp_path):
    code = "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY, s.MEDIA_PUBLIC_URL, s.MEDIA_URL)"
    told = {"MEDIA_URL": "https://pictures.example/shown", "NEWSROOM_VAR_DIR": str(tmp_path)}
    told |= os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    said = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, check=True).stdout
    assert "'https://pictures.example'" in said
    assert said.split()[-2:] == ["https://pictures.example/shown/", "/media/"]


def test_while_the_store_is_away_the_form_says_so_and_nothing_is_stored(away, client, reporter):
    response = client.post(ADD, WORDS | {"upload": upload()})
    assert response.status_code == 422
    assert "could not be stored" in response.text and "Boats at a quay" in response.text
    response = client.post("/admin/articles/illustration/upload/", {"files": upload("one.png")})
    assert response.status_code == 422 and "could not be stored" in response.text
    assert not Illustration.objects.exists()


def test_while_the_store_is_away_pages_are_served_and_pictures_come_later(away, client, db):
    assert client.get("/").status_code == 200
    response = client.get("/media/renditions/a.webp")
    assert response.status_code == 503 and response.headers["Retry-After"]
    assert response.headers["Cache-Control"] == "no-store"
    with pytest.raises(Away):
        default_storage.save("a.webp", ContentFile(b"RIFF"))
