"""Pictures: what comes in, what is kept, and what goes."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError
from PIL import Image

from articles.desk import library
from articles.models import Illustration
from articles.pictures.guard import PictureRefused
from tests import make
from tests.articles.desk.conftest import upload

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/articles/illustration/add/", "/admin/articles/illustration/"


@pytest.fixture(autouse=True)
def _empty_storage():
    default_storage._root._children.clear()


def stored() -> set[str]:
    """Every file of the storage, by name."""
    found, folders = set(), [""]
    while folders:
        folder = folders.pop()
        inner, files = default_storage.listdir(folder) if default_storage.exists(folder) or not folder else ([], [])
        folders += [f"{folder}{name}/" for name in inner]
        found |= {f"{folder}{name}" for name in files}
    return found


def named(picture: Illustration) -> set[str]:
    return {picture.file.name, *(entry[-1] for entry in picture.renditions)}


def typed(**fields) -> dict:
    data = {"title": "A harbour", "alt": "Boats", "licence": "own", "focal_x": "0.5", "focal_y": "0.5"}
    return data | {"upload": upload()} | fields


def kept(**fields) -> Illustration:
    picture = Illustration(title="P", decorative=True, **fields)
    library.store_picture(picture, upload())
    return picture


def test_uploaded_picture_is_stored_with_every_rendition(as_reporter, reporter):
    assert as_reporter.post(ADD, typed()).status_code == 302
    picture = Illustration.objects.get()
    assert (picture.width, picture.height, picture.created_by) == (400, 300, reporter)
    assert {shape for shape, *_rest in picture.renditions} == {"wide", "card", "square", "free"}
    assert stored() == named(picture)


def test_place_and_camera_are_forgotten(as_reporter):
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    as_reporter.post(ADD, typed(upload=upload("p.jpg", kind="JPEG", exif=exif)))
    with default_storage.open(Illustration.objects.get().file.name) as original:
        data = original.read()
    assert b"Secret Camera" not in data
    assert Image.open(BytesIO(data)).format == "JPEG"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (upload(size=(20, 20)), "less than 64 pixels"),
        (ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "a.svg"), "SVG is not accepted"),
        (ContentFile(b"not a picture", "a.jpg"), "not a picture"),
        (ContentFile(upload().read()[:60], "a.png"), "damaged"),
        (ContentFile(b"", "a.png"), "empty"),
    ],
    ids=["small", "svg", "text", "cut", "empty"],
)
def test_bad_upload_is_refused_with_its_reason_and_nothing_stored(as_reporter, file, reason):
    file.seek(0)
    response = as_reporter.post(ADD, typed(upload=file, title="Kept title"))
    assert response.status_code == 422
    assert reason in response.text
    assert "Kept title" in response.text
    assert (Illustration.objects.count(), stored()) == (0, set())


def test_picture_may_wait_for_its_description(as_reporter):
    assert as_reporter.post(ADD, typed(alt="")).status_code == 302
    assert Illustration.objects.get().needs_description


@pytest.mark.parametrize("decorative", [False, True])
def test_picture_that_readers_see_is_described_or_decorative(as_editor, decorative):
    picture = kept(credit="B. Tan")
    make.live(illustration=picture)
    response = as_editor.post(
        f"{LIST}{picture.pk}/change/",
        typed(upload="", alt="", credit="B. Tan", **{"decorative": "on"} if decorative else {}),
    )
    assert response.status_code == (302 if decorative else 422)
    if not decorative:
        assert 'href="#id_alt"' in response.text


@pytest.mark.parametrize("value", ["-0.1", "1.01", "nan", "x", "9" * 400])
def test_focal_point_lies_inside(as_editor, value):
    picture = kept()
    before = stored()
    response = as_editor.post(f"{LIST}{picture.pk}/change/", typed(upload="", focal_x=value))
    assert (response.status_code, stored()) == (422, before)


def test_new_picture_needs_a_file(as_reporter):
    data = typed()
    del data["upload"]
    assert as_reporter.post(ADD, data).status_code == 422


def test_words_change_without_new_files(as_reporter, reporter):
    picture = kept(created_by=reporter)
    before = stored()
    as_reporter.post(f"{LIST}{picture.pk}/change/", typed(upload="", title="Renamed"))
    picture.refresh_from_db()
    assert (picture.title, stored()) == ("Renamed", before)


def test_moved_focal_point_renders_again_from_the_same_original(
    as_reporter, reporter, django_capture_on_commit_callbacks
):
    picture = kept(created_by=reporter)
    original, before = picture.file.name, {entry[-1] for entry in picture.renditions}
    with django_capture_on_commit_callbacks(execute=True):
        as_reporter.post(f"{LIST}{picture.pk}/change/", typed(upload="", focal_x="0.9"))
    picture.refresh_from_db()
    assert picture.file.name == original
    assert not before & named(picture)
    assert stored() == named(picture)


def test_replaced_file_takes_the_old_ones_away_after_commit(django_capture_on_commit_callbacks):
    picture = kept()
    old = named(picture)
    with django_capture_on_commit_callbacks() as callbacks:
        library.store_picture(picture, upload(size=(500, 500)))
    assert old < stored()
    for callback in callbacks:
        callback()
    picture.refresh_from_db()
    assert stored() == named(picture)
    assert not old & named(picture)


def test_failed_save_leaves_no_file_behind():
    picture = Illustration(title="P", focal_x=1.5)
    with pytest.raises(IntegrityError, match="illustration_focal_inside"):
        library.store_picture(picture, upload())
    assert (Illustration.objects.count(), stored()) == (0, set())


def test_refused_picture_stores_nothing():
    with pytest.raises(PictureRefused):
        library.store_picture(Illustration(title="P", decorative=True), ContentFile(b"no"))
    assert stored() == set()


def test_same_picture_twice_shares_no_file():
    assert not named(kept()) & named(kept())


def in_text(picture: Illustration) -> dict[str, str]:
    return {"body": f'<p>One.</p><figure><img src="/x.jpg" data-file="{picture.pk}"></figure>'}


def at_head(picture: Illustration) -> dict[str, Illustration]:
    return {"illustration": picture}


@pytest.mark.parametrize("place", [in_text, at_head])
@pytest.mark.parametrize("make_story", [make.article, make.live])
@pytest.mark.parametrize("bulk", [False, True], ids=["single", "bulk"])
def test_picture_in_use_cannot_be_deleted_and_its_uses_are_listed(as_editor, place, make_story, bulk):
    picture = kept(credit="Drawing: B. Tan")
    story = make_story("The ferry", **place(picture))
    if bulk:
        data = {"action": "delete_selected", "_selected_action": [kept().pk, picture.pk], "post": "yes"}
        response = as_editor.post(LIST, data)
    else:
        response = as_editor.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})
    assert (
        f'<a href="/admin/articles/article/{getattr(story, "article_id", story.pk)}/change/">The ferry</a>'
        in response.text
    )
    assert Illustration.objects.filter(pk=picture.pk).exists()
    assert named(picture) <= stored()


def test_picture_is_not_kept_by_a_number_that_begins_with_its_own(as_editor):
    picture = kept()
    make.live(body=f'<p>One.</p><img data-file="{picture.pk}1"><img data-file="1{picture.pk}"> data-file={picture.pk}')
    as_editor.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})
    assert not Illustration.objects.exists()


def test_deleted_picture_takes_its_files_along(as_editor, django_capture_on_commit_callbacks):
    picture = kept()
    with django_capture_on_commit_callbacks(execute=True):
        as_editor.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})
    assert (Illustration.objects.count(), stored()) == (0, set())


def test_picker_finds_every_word_and_hands_over_what_the_figure_asks(as_reporter):
    picture = make.illustration(title="Harbour at noon", alt='Boats "and" quay', caption="The quay")
    make.illustration(title="Harbour at night")
    response = as_reporter.get(f"{LIST}pick/", {"q": "noon harbour", "CKEditorFuncNum": "7"})
    assert [choice["illustration"] for choice in response.context["choices"]] == [picture]
    assert f'data-id="{picture.pk}"' in response.text
    assert 'data-alt="Boats &quot;and&quot; quay"' in response.text
    assert 'data-callback="7"' in response.text


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"page": "zzz"}, {"page": "-1"}, {"q": "x" * 10_000}])
def test_odd_queries_of_the_picker_get_a_page(as_reporter, query):
    assert as_reporter.get(f"{LIST}pick/", query).status_code == 200


def test_thumb_leads_to_the_smallest_square(as_reporter):
    picture = make.illustration()
    assert as_reporter.get(f"{LIST}{picture.pk}/thumb/").url.endswith("square-240.webp")
    assert as_reporter.get(f"{LIST}999/thumb/").status_code == 404
