"""Pictures as the application serves them."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image


def test_a_picture_may_be_kept_for_ever(client):
    name = default_storage.save("renditions/a.webp", ContentFile(b"RIFF"))
    response = client.get(f"/media/{name}")
    assert b"".join(response.streaming_content) == b"RIFF"
    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_but_pictures_is_served(client, db):
    default_storage.save("renditions/page.html", ContentFile(b"<script>"))
    for path in ("renditions/page.html", "../secret-key.jpg", "none.jpg", "renditions/.jpg", "a%00.jpg"):
        assert client.get(f"/media/{path}").status_code in (400, 404)


def test_a_document_is_handed_out_to_be_saved_and_runs_nothing(client):
    name = default_storage.save("documents/0a1b/plan.pdf", ContentFile(b"%PDF-1.7"))
    response = client.get(f"/media/{name}")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_served_from_its_own_folder_only(client, db):
    for name in ("originals/plan.pdf", "plan.pdf", "documents/0a1b/page.html", "documents/0a1b/a.svg"):
        default_storage.save(name, ContentFile(b"%PDF-1.7"))
        assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("path", ["a" * 300 + ".webp", "a.webp/b.webp", "folder.webp", "none.webp"])
def test_a_path_that_no_file_can_have_is_not_found(client, db, settings, tmp_path, path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    (tmp_path / "a.webp").write_bytes(b"RIFF")
    (tmp_path / "folder.webp").mkdir()
    assert client.get("/media/a.webp").status_code == 200
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "kind", "sizes"),
    [
        ("/favicon.ico", "ICO", {(16, 16), (32, 32), (48, 48)}),
        ("/apple-touch-icon.png", "PNG", {(180, 180)}),
        ("/apple-touch-icon-precomposed.png", "PNG", {(180, 180)}),
    ],
)
def test_browsers_that_ask_unasked_get_the_icon(client, path, kind, sizes):
    with Image.open(BytesIO(b"".join(client.get(path).streaming_content)), formats=[kind]) as icon:
        assert icon.info.get("sizes", {icon.size}) == sizes
