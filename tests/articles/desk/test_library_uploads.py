"""Many pictures at once: each stands for itself, and each refusal says why."""

from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.desk import picture_uploads
from articles.models import Illustration
from articles.pictures.origin import Origin
from tests import make
from tests.articles.desk.conftest import upload
from tests.articles.desk.test_library import named, stored

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
UPLOAD = "/admin/articles/illustration/upload/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _empty_storage():
    default_storage._root._children.clear()


def not_a_picture(name: str = "notes.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"not a picture")


def test_one_file_is_stored_and_told_to_the_script(as_reporter, reporter):
    response = as_reporter.post(UPLOAD, {"files": upload("harbour-at_noon.png"), "credit": "B. Tan"}, headers=JSON)
    picture = Illustration.objects.get()
    assert response.status_code == 201
    [result] = response.json()["results"]
    assert (result["name"], result["title"]) == ("harbour-at_noon.png", "harbour at noon")
    assert result["address"] == f"/admin/articles/illustration/{picture.pk}/change/"
    assert result["thumb"].endswith(".webp")
    assert (picture.created_by, picture.credit, picture.licence) == (reporter, "B. Tan", "own")
    assert picture.needs_description
    assert stored() == named(picture)


def test_upload_leaves_a_line_in_the_log(as_reporter, reporter):
    as_reporter.post(UPLOAD, {"files": upload()}, headers=JSON)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.is_addition(), entry.object_id) == (reporter, True, str(Illustration.objects.get().pk))


def test_bad_file_among_good_ones_keeps_none_out(as_reporter):
    response = as_reporter.post(UPLOAD, {"files": [upload("one.png"), not_a_picture(), upload("two.png")]})
    assert response.status_code == 422
    assert sorted(Illustration.objects.values_list("title", flat=True)) == ["one", "two"]
    assert "2 pictures stored." in response.text
    assert "1 refused." in response.text
    assert "notes.jpg" in response.text
    assert "not a picture that can be read" in response.text


def test_several_good_files_are_reported_with_ways_to_describe_them(as_reporter):
    response = as_reporter.post(UPLOAD, {"files": [upload("one.png"), upload("two.png")], "licence": "agency"})
    assert response.status_code == 201
    for picture in Illustration.objects.all():
        assert f'href="/admin/articles/illustration/{picture.pk}/change/"' in response.text
        assert picture.licence == "agency"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (
            lambda: SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
            "SVG is not accepted",
        ),
        (lambda: SimpleUploadedFile("a.png", upload().read()[:60]), "damaged"),
        (lambda: SimpleUploadedFile("a.jpg", b"%PDF-1.7 ..."), "PDF"),
        (lambda: SimpleUploadedFile("a.php", b"<?php system('id');"), "not a picture"),
        (lambda: upload(size=(20, 20)), "less than 64 pixels"),
        (lambda: SimpleUploadedFile("a.png", b""), "empty"),
    ],
    ids=["svg", "cut", "pdf", "php", "small", "empty"],
)
def test_hostile_file_is_refused_with_its_reason_and_nothing_stored(as_reporter, file, reason):
    response = as_reporter.post(UPLOAD, {"files": file()}, headers=JSON)
    assert response.status_code == 422
    assert reason in response.json()["results"][0]["reason"]
    assert (Illustration.objects.count(), stored()) == (0, set())


@pytest.mark.parametrize(
    "data",
    [{}, {"files": "no file"}, {"credit": "x" * 500}, {"licence": "stolen"}, {"credit": "a\x00b"}],
    ids=["nothing", "words", "long", "unknown licence", "NUL"],
)
def test_request_that_cannot_be_read_is_refused(as_reporter, data):
    data = data if not data or "files" in data else data | {"files": upload()}
    for headers in (JSON, {}):
        if "files" in data and hasattr(data["files"], "seek"):
            data["files"].seek(0)
        assert as_reporter.post(UPLOAD, data, headers=headers).status_code == 422
    assert (Illustration.objects.count(), stored()) == (0, set())


def test_upload_is_by_post_alone(as_reporter):
    assert as_reporter.get(UPLOAD).status_code == 405


def test_visitor_is_sent_to_the_login(client):
    response = client.post(UPLOAD, {"files": upload()})
    assert response.status_code == 302
    assert "/login/" in response.url
    assert not Illustration.objects.exists()


def test_moderator_may_not_add_pictures(client):
    client.force_login(make.moderator())
    assert client.post(UPLOAD, {"files": upload()}, headers=JSON).status_code == 403
    assert not Illustration.objects.exists()


def test_request_from_another_site_is_refused(reporter):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    assert client.post(UPLOAD, {"files": upload()}, headers=JSON).status_code == 403


def test_same_file_sent_twice_is_two_pictures_without_a_shared_file(as_reporter):
    for _ in range(2):
        as_reporter.post(UPLOAD, {"files": upload()}, headers=JSON)
    first, second = Illustration.objects.all()
    assert not named(first) & named(second)


def test_file_that_says_a_machine_made_it_is_flagged(as_reporter):
    file = upload("p.webp", kind="WEBP", xmp=Origin(ai_made=True).xmp())
    as_reporter.post(UPLOAD, {"files": file}, headers=JSON)
    assert Illustration.objects.get().ai_made


def test_flag_of_the_batch_holds_for_each(as_reporter):
    as_reporter.post(UPLOAD, {"files": [upload(), upload()], "ai_made": "on"}, headers=JSON)
    assert list(Illustration.objects.values_list("ai_made", flat=True)) == [True, True]


def test_files_of_a_picture_that_ai_had_a_part_in_say_which(as_reporter):
    packet = Origin(ai_made=True, ai_term="compositeWithTrainedAlgorithmicMedia").xmp()
    as_reporter.post(UPLOAD, {"files": [upload("p.webp", kind="WEBP", xmp=packet)]}, headers=JSON)
    picture = Illustration.objects.get()
    assert picture.ai_made
    with default_storage.open(picture.renditions[0][-1]) as file:
        assert b"/compositeWithTrainedAlgorithmicMedia<" in Image.open(file).info["xmp"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("IMG_2044 harbour-at-noon.jpg", "IMG 2044 harbour at noon"),
        ("---.jpg", "Untitled picture"),
        ("a\x00b.png", "ab"),
        ("東京.png", "東京"),
        ("x" * 300 + ".png", "x" * 120),
        ("../../etc/passwd.png", "passwd"),
    ],
)
def test_title_is_made_of_the_name_of_the_file(name, title):
    assert picture_uploads.title_of(name) == title


def test_picture_on_the_form_that_says_a_machine_made_it_is_flagged(as_reporter):
    file = upload("p.jpg", kind="JPEG", xmp=Origin(ai_made=True).xmp())
    assert b"trainedAlgorithmicMedia" in BytesIO(file.read()).getvalue()
    file.seek(0)
    data = {"title": "P", "alt": "Boats", "licence": "own", "upload": file}
    assert as_reporter.post("/admin/articles/illustration/add/", data).status_code == 302
    assert Illustration.objects.get().ai_made
