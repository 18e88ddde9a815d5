"""AVIF files, which come after the upload: to the crop they were made for, or not at all."""

from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import OperationalError
from PIL import Image

from articles.desk import avif, library, picture_files
from articles.models import Illustration
from articles.pictures.origin import AI_MADE
from articles.tasks import add_avif
from tests.articles.desk.conftest import upload
from tests.articles.desk.test_library import kept, named, stored

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]


@pytest.fixture(autouse=True)
def _empty_storage():
    default_storage._root._children.clear()


def formats(picture: Illustration) -> set[str]:
    picture.refresh_from_db()
    return {format for _shape, format, *_rest in picture.renditions}


def during_encoding(monkeypatch, change) -> None:
    """Let `change` happen while the task encodes, when it has read the row and not yet written it."""
    render = picture_files.render

    def slow(*args):
        monkeypatch.setattr(picture_files, "render", render)
        change()
        return render(*args)

    monkeypatch.setattr(picture_files, "render", slow)


def test_upload_brings_avif_of_every_width(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        picture = kept(credit="B. Tan", ai_made=True)
    assert formats(picture) == {"avif", "webp", "jpeg"}
    sizes = {kind: {(s, w, h) for s, f, w, h, _n in picture.renditions if f == kind} for kind in ("avif", "webp")}
    assert sizes["avif"] == sizes["webp"]
    assert stored() == named(picture)


def test_every_stored_rendition_tells_its_origin(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        picture = kept(credit="B. Tan", ai_made=True)
    picture.refresh_from_db()
    for *_what, name in picture.renditions:
        with default_storage.open(name) as file:
            xmp = Image.open(BytesIO(file.read())).info["xmp"].decode()
        assert AI_MADE in xmp
        assert "B. Tan" in xmp
        assert "© The Plumb Line" in xmp


@pytest.mark.parametrize("changed", [{"credit": "C. Ode"}, {"ai_made": True}, {"licence": "public-domain"}])
def test_what_files_say_changes_with_the_row(django_capture_on_commit_callbacks, changed):
    picture = kept(credit="B. Tan")
    before = named(picture)
    for name, value in changed.items():
        setattr(picture, name, value)
    with django_capture_on_commit_callbacks(execute=True):
        library.store_picture(picture)
    assert formats(picture) == {"avif", "webp", "jpeg"}
    assert before & named(picture) == {picture.file.name}
    assert stored() == named(picture)


def test_running_twice_adds_once():
    picture = kept()
    assert avif.add(picture.pk)
    first = stored()
    assert not avif.add(picture.pk)
    assert (formats(picture), stored()) == ({"avif", "webp", "jpeg"}, first)


def test_two_at_once_leave_one_set_of_files(monkeypatch):
    picture = kept()
    during_encoding(monkeypatch, lambda: avif.add(picture.pk))
    assert not avif.add(picture.pk)
    assert formats(picture) == {"avif", "webp", "jpeg"}
    assert stored() == named(picture)


def test_focal_point_that_moves_meanwhile_wins(monkeypatch, django_capture_on_commit_callbacks):
    picture = kept()

    def move():
        moved = Illustration.objects.get(pk=picture.pk)
        moved.focal_x = 0.9
        library.store_picture(moved)

    during_encoding(monkeypatch, move)
    with django_capture_on_commit_callbacks(execute=True):
        assert not avif.add(picture.pk)
    picture.refresh_from_db()
    assert (picture.focal_x, formats(picture)) == (0.9, {"avif", "webp", "jpeg"})
    assert stored() == named(picture)


def test_words_that_change_meanwhile_stay(monkeypatch):
    picture = kept()

    def describe():
        other = Illustration.objects.get(pk=picture.pk)
        other.alt = "Boats"
        library.store_picture(other)

    during_encoding(monkeypatch, describe)
    assert avif.add(picture.pk)
    assert formats(picture) == {"avif", "webp", "jpeg"}
    assert picture.alt == "Boats"


def test_old_form_takes_no_avif_away():
    opened_before = kept()
    avif.add(opened_before.pk)
    opened_before.alt = "Boats"
    library.store_picture(opened_before)
    assert formats(opened_before) == {"avif", "webp", "jpeg"}
    assert stored() == named(opened_before)


def test_picture_deleted_meanwhile_leaves_no_file(monkeypatch, django_capture_on_commit_callbacks):
    picture = kept()
    during_encoding(monkeypatch, lambda: Illustration.objects.get(pk=picture.pk).delete())
    with django_capture_on_commit_callbacks(execute=True):
        assert not avif.add(picture.pk)
    assert (Illustration.objects.count(), stored()) == (0, set())


def test_task_for_a_picture_that_is_gone_does_nothing():
    add_avif.call(12345)
    assert stored() == set()


def test_encoder_that_fails_leaves_no_file(monkeypatch):
    picture = kept()
    before = stored()
    real, calls = default_storage.save, []

    def full(name, content):
        calls.append(name)
        if len(calls) > 3:
            raise OSError("disk full")
        return real(name, content)

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(OSError, match="disk full"):
        avif.add(picture.pk)
    assert (stored(), formats(picture)) == (before, {"webp", "jpeg"})


def test_files_stay_where_nobody_knows_whether_their_row_does(monkeypatch):
    """The answer to a COMMIT that never came: the row may be there."""
    real = Illustration.save

    def lost(self, *args, **kwargs):
        real(self, *args, **kwargs)
        raise OperationalError("The database gave no answer in 10 seconds.")

    monkeypatch.setattr(Illustration, "save", lost)
    picture = Illustration(title="Quay", decorative=True)
    with pytest.raises(OperationalError):
        library.store_picture(picture, upload())
    assert named(picture) and named(picture) <= stored()


def test_two_moves_of_the_focal_point_leave_the_files_of_the_last():
    first = kept()
    second = Illustration.objects.get(pk=first.pk)
    first.focal_x, second.focal_x = 0.1, 0.9
    library.store_picture(first)
    library.store_picture(second)
    first.refresh_from_db()
    assert (first.focal_x, first.renditions) == (0.9, second.renditions)


def test_move_beside_a_replacement_is_of_the_new_picture(monkeypatch):
    picture = kept()
    moved = Illustration.objects.get(pk=picture.pk)
    moved.focal_x = 0.9
    during_encoding(monkeypatch, lambda: library.store_picture(picture, upload(size=(500, 500))))
    library.store_picture(moved)
    moved.refresh_from_db()
    assert (moved.width, moved.height, moved.focal_x) == (500, 500, 0.9)
    assert ["free", "webp", 500, 500] in [entry[:4] for entry in moved.renditions]


def test_saving_a_picture_that_somebody_deleted_makes_no_new_one():
    picture = kept()
    Illustration.objects.filter(pk=picture.pk).delete()
    with pytest.raises(Illustration.DoesNotExist):
        library.store_picture(picture)
    assert Illustration.objects.count() == 0


def test_command_adds_what_is_lacking_and_says_how_much():
    pictures, out = [kept(), kept()], StringIO()
    avif.add(pictures[0].pk)
    call_command("render_avif", stdout=out)
    assert "1 of 1 pictures" in out.getvalue()
    assert all(formats(picture) == {"avif", "webp", "jpeg"} for picture in pictures)


def test_command_adds_webp_too_to_what_came_as_jpeg_alone():
    picture = Illustration(title="Quay", alt="A quay at low tide.")
    library.store_picture(picture, upload(), with_avif=False, with_webp=False)
    assert formats(picture) == {"jpeg"}
    first, shown = list(picture.renditions), [library.in_text(picture), library.thumbnail(picture)]
    call_command("render_avif", stdout=StringIO())
    assert formats(picture) == {"avif", "webp", "jpeg"}
    assert picture.renditions[: len(first)] == first
    assert library.in_text(picture) == shown[0]
    assert shown[1].endswith(".jpg")
    assert library.thumbnail(picture).endswith(".webp")
    assert {tuple(one[:4]) for one in kept().renditions} <= {tuple(one[:4]) for one in picture.renditions}
    assert not avif.lacking().filter(pk=picture.pk).exists()


def test_command_that_is_stopped_goes_on_where_it_was(monkeypatch):
    kept(), kept()
    real, calls = avif.add, []

    def stop(pk):
        if calls:
            raise KeyboardInterrupt
        calls.append(pk)
        return real(pk)

    monkeypatch.setattr(avif, "add", stop)
    out = StringIO()
    call_command("render_avif", stdout=out)
    assert "Stopped after 1 of 2" in out.getvalue()
    assert avif.lacking().count() == 1
