"""The cast of the desk's tests, and its doors."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from articles.desk.forms import beside
from newsroom.desk import urls  # noqa: F401 (it loads the desk, of which some tests ask the admin without a request)
from tests import make


def upload(name: str = "p.png", size: tuple[int, int] = (400, 300), kind: str = "PNG", **options):
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind, **options)
    return SimpleUploadedFile(name, stream.getvalue())


@pytest.fixture
def editor(db):
    return make.editor("olga")


@pytest.fixture
def reporter(db):
    return make.reporter("rosa")


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def as_reporter(client, reporter):
    client.force_login(reporter)
    return client


def change_url(article, view: str = "change") -> str:
    return reverse(f"admin:articles_article_{view}", args=[article.pk])


ADD = "/admin/articles/article/add/"


def typed(article=None, *, sources=(), bylines=(), **fields) -> dict[str, str]:
    """What a browser would send of the form. Rows are dicts; those of stored rows carry their id."""
    data = {"version": "0", "sitting": "", "label": "news", "headline": "", "body": "", "tags": "", "slug": ""}
    if article is not None:
        article.refresh_from_db()
        data |= {
            "version": str(article.version),
            "base": str(article.revisions.saves().values_list("number", flat=True).first() or ""),
            "headline": article.headline,
            "slug": article.slug,
            "standfirst": article.standfirst,
            "body": article.body,
            "section": str(article.section_id or ""),
            "tags": ", ".join(article.tags.names()),
        }
        data |= {f"initial-{name}": value for name, value in beside.sendable(article).items()}
        sources = sources or list(article.sources.values("id", "name", "url", "relation", "position"))
        bylines = bylines or list(article.bylines.values("id", "author", "position"))
    for prefix, rows in (("sources", sources), ("bylines", bylines)):
        stored = [row for row in rows if row.get("id")]
        data |= {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(len(stored))}
        for number, row in enumerate([*stored, *(row for row in rows if not row.get("id"))]):
            base = {"position": "0"} | ({"relation": "based_on"} if prefix == "sources" else {})
            data |= {f"{prefix}-{number}-{name}": str(value) for name, value in (base | row).items()}
    return data | {"_save": "1"} | fields if not any(name.startswith("_") for name in fields) else data | fields
