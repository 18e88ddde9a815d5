"""PDFs and other files that are no pictures: they come with the stories that link to them, and nothing of them runs here."""

from hashlib import sha256

import pytest
from django.core.files.storage import default_storage

from articles.importing.documents import place
from articles.importing.items import Document, State
from articles.importing.media import Folder
from articles.models import Edition, Redirect
from tests.articles.importing.test_storing import OLD, UPLOADS, article, move_in, story, tables

pytestmark = pytest.mark.django_db
PLAN = f"{UPLOADS}/2019/05/The-Plan.PDF"


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "2019" / "05"
    folder.mkdir(parents=True)
    (folder / "The-Plan.PDF").write_bytes(b"%PDF-1.7 the plan")
    (folder / "page.pdf").write_bytes(b"<script>alert(1)</script>")
    (folder / "song.mp3").write_bytes(b"ID3")
    return tmp_path


def linking(key, *addresses, **fields):
    links = " ".join(f'<a href="{address}">It</a>' for address in addresses)
    return story(key, body=f"<p>See {links}.</p>", **fields)


def test_a_document_comes_with_the_story_that_links_to_it(uploads, client):
    song, short = f"{UPLOADS}/2019/05/song.mp3", "/wp-content/uploads/2019/05/song.mp3"
    known = (Document(PLAN, ("/?attachment_id=9",)), Document(f"{UPLOADS}/2019/05/idle.zip"))
    report = move_in(*known, linking("1", PLAN, short), linking("2", song, state=State.DRAFT), media=Folder(uploads))
    assert report.counts["document"] == {"new": 2, "in no story": 1}
    plan, first = (link.split('"')[0] for link in Edition.objects.get().body.split('href="')[1:])
    assert plan.startswith("/media/documents/") and plan.endswith("/the-plan.pdf")
    assert b"".join(client.get(plan).streaming_content) == b"%PDF-1.7 the plan"
    assert f'href="{first}"' in article("2").body and first.endswith("/song.mp3")
    for old in ("/wp-content/uploads/2019/05/The-Plan.PDF", "/?attachment_id=9"):
        assert client.get(old).headers["Location"].endswith(plan)


def test_a_second_run_changes_nothing_and_one_that_has_more_brings_more(uploads):
    both = linking("1", PLAN)
    move_in(both)
    assert PLAN in Edition.objects.get().body
    move_in(both, media=Folder(uploads))
    assert "/media/documents/" in article("1").body
    before = tables()
    assert move_in(both, media=Folder(uploads)).counts["document"] == {"as before": 1}
    assert tables() == before


def test_what_cannot_come_is_named_and_its_link_stays(uploads):
    elsewhere = "https://gov.example/files/2019/05/song.mp3"
    wrong, gone, page = (f"{UPLOADS}/2019/05/{name}" for name in ("page.pdf", "gone.zip", "page.html"))
    report = move_in(linking("1", elsewhere, wrong, gone, page, f"{OLD}/../../etc/passwd.txt"), media=Folder(uploads))
    assert report.counts["document"] == {"left out": 3}
    assert [one.said.partition(" (")[0] for one in report.lists["pictures missing"][:2]] == [
        "It is not what its name says.",
        "It is not in the folder.",
    ]
    assert all(one in Edition.objects.get().body for one in (elsewhere, wrong, gone, page))
    assert not Redirect.objects.filter(target__startswith="/media/").exists()


def test_a_dry_run_keeps_no_document(uploads):
    other = uploads / "2019" / "05" / "other.pdf"
    other.write_bytes(b"%PDF-1.7 another plan")
    name = f"documents/{sha256(other.read_bytes()).hexdigest()[:20]}"
    report = move_in(linking("1", f"{UPLOADS}/2019/05/other.pdf"), media=Folder(uploads), is_dry=True)
    assert report.counts["document"] == {"new": 1} and not default_storage.exists(name)


def test_only_links_to_what_came_are_changed():
    text = '<p><a href="https://a.example/x.pdf?a=1&amp;b=2">x</a> https://a.example/x.pdf <a href="/y">y</a></p>'
    links = {"https://a.example/x.pdf?a=1&b=2": "/media/documents/1/x.pdf"}
    assert place(text, links) == text.replace("https://a.example/x.pdf?a=1&amp;b=2", "/media/documents/1/x.pdf")
