"""The site as files: every link leads to one, nothing hidden is in it, and a second run writes only what changed."""

import re
from datetime import timedelta
from html import unescape
from io import StringIO
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.desk import redirects, workflow
from articles.models import Redirect
from newsroom.leaving.files import copying, moved, places
from newsroom.leaving.files.folder import Folder
from newsroom.leaving.files.links import Rewriting
from tests import make
from tests.pages import say

pytestmark = pytest.mark.anywhere

LINK = re.compile(r'<(?:a|link|img|script|source)\b[^>]*?\s(?:href|src)="([^"]*)"')
SITE = "http://localhost:8000"


class Files:
    """A copy in a folder."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, **options):
        copy = copying.Copy(self.folder, **options)
        copy.run()
        assert copy.faults == []
        return copy.counts

    def text(self, name):
        return (self.folder / name.lstrip("/")).read_text()

    def all(self):
        return {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*") if path.is_file()}

    def stand(self):
        """When each file was written."""
        return {name: path.stat().st_mtime_ns for name, path in self.all().items() if name != ".copy.sqlite3"}


@pytest.fixture
def files(tmp_path, settings):
    settings.NEWSROOM_PAGE_SIZE = 1
    settings.NEWSROOM_COMMENT_ROOTS = 1
    return Files(tmp_path / "copy")


def picture():
    """A picture with its files."""
    sizes = [("wide", 800, 450), ("wide", 1200, 675), ("square", 240, 240), ("free", 800, 450)]
    made = make.illustration(
        renditions=[[shape, "jpeg", w, h, f"renditions/{shape}-{w}.jpg"] for shape, w, h in sizes]
    )
    for *_about, name in made.renditions:
        default_storage.save(name, ContentFile(b"picture"))
    return made


def paper():
    """Two stories on two pages of each list; and one of each kind that nobody may see."""
    editor = make.editor()
    other = make.live("Seen before", tags=["coast"], ago=timedelta(days=2))
    first = make.live("Seen", tags=["coast", "Höfe"], illustration=picture())
    comment = say("Nice boats.", first.article_id)
    say("Twice.", first.article_id)
    make.article("SECRET draft", tags=["SECRETTAG"])
    due = make.article("SECRET scheduled")
    workflow.schedule(due, by=editor, live_from=timezone.now() + timedelta(days=2))
    make.rewrite(first.article, "SECRET rewrite")
    gone = make.live("Gone", body="<p>SECRET text.</p>")
    workflow.withdraw(gone.article, by=editor, notice="It was wrong.")
    for old, target in (("/2019/old-story/", first.get_absolute_url()), ("/?p=17", "/about/"), ("/shop/", "")):
        redirects.save(Redirect(old=old, target=target, is_gone=not target), by=editor)
    return first, gone, other, comment


@pytest.mark.django_db
def test_every_link_leads_to_a_file_and_nothing_hidden_is_in_one(files):
    first, gone, _other, comment = paper()
    counts = files.run()
    there = files.all()
    assert counts["missing"] == 0
    lost = set()
    for name, path in there.items():
        if name.endswith((".html", ".xml", ".json", ".txt")):
            text = path.read_text()
            assert "SECRET" not in text, name
            assert "<form" not in text and "/search/" not in LINK.findall(text), name
            lost |= {(name, link) for link in links(text) if not leads_to(link, there)}
    assert lost == set()
    story = files.text(f"{first.get_absolute_url()}index.html")
    assert f'href="#comment-{comment.pk}"' in story and f'href="{places.NOTICE}"' in story
    assert "It was wrong." in files.text(f"{gone.get_absolute_url()}index.html")
    for name in (
        *("404.html", "feed/index.xml", "feed/atom/index.xml", "feed.json", "sitemap.xml", "robots.txt", "index.json"),
        *("section/world/page/2/index.html", "tag/coast/page/2/index.html", "tag/höfe/index.html", "text/index.html"),
        *(f"{first.get_absolute_url()[1:]}page/2/index.html", f"text{first.get_absolute_url()}index.html"),
        *("archive/index.html", "static/newsroom/headline.woff2", "author/ada-flint/page/2/index.html", "favicon.ico"),
    ):
        assert name in there, name
    assert f"url={first.get_absolute_url()}" in files.text("2019/old-story/index.html")
    assert '"/?p=17" "/about/";' in files.text(moved.NGINX)
    assert "/ p=17 /about/ 301\n" in files.text(moved.REDIRECTS)
    assert "/feed/ /feed/index.xml 200\n" in files.text(moved.REDIRECTS)


def links(text):
    # In feeds, sections and tags are named by an address that is none of a page.
    full = re.findall(rf'(?<!domain=")(?<!scheme="){SITE}/[^\s"\'<>{{}}?\\]*(?=[\s"\'<>\\])', text)
    return {unescape(link).partition("#")[0] for link in (*LINK.findall(text), *full)} - {""}


def leads_to(link, there):
    path = unquote(link.removeprefix(SITE))
    if not path.startswith("/"):
        return True  # another site, or mail
    # Search engines are told where the site itself searches.
    return places.file_of(path) in there or places.place_of(path) is None


@pytest.mark.django_db
def test_a_second_run_writes_only_what_must_be_and_takes_away_what_is_gone(files):
    first, _gone, second, _comment = paper()
    files.run()
    stand = files.stand()
    assert files.run(ask_all=True)["written"] == 0
    assert files.stand() == stand
    page = f"{second.get_absolute_url()[1:]}index.html"
    text_page = f"text{second.get_absolute_url()}index.html"
    assert text_page in stand
    article = make.rewrite(first.article, first.headline)
    article.tags.set(["coast", "harbour"])
    workflow.publish(article, by=make.editor("Another"), change="minor")
    files.run()
    changed = {name for name, at in files.stand().items() if stand.get(name) != at}
    assert {"tag/harbour/index.html", "sitemap-pages.xml"} <= changed and "tag/höfe/index.html" not in files.all()
    assert not {"about/index.html", "section/world/page/2/index.html", "tag/coast/page/2/index.html", page} & changed
    stand = files.stand()
    say("Something new.", first.article_id)
    assert files.run()["removed"] == 0
    changed = {name for name, at in files.stand().items() if stand.get(name) != at}
    assert f"{first.get_absolute_url()[1:]}feed/index.xml" in changed and page not in changed
    assert set(stand) <= set(files.all())
    workflow.withdraw(second.article, by=make.editor("A third"), notice="Not ours.")
    files.run()
    assert text_page not in files.all() and "Not ours." in files.text(page)
    assert not any(
        "Seen before" in path.read_text() for name, path in files.all().items() if name.endswith("feed/index.xml")
    )


@pytest.mark.django_db
def test_a_run_that_was_stopped_goes_on_where_it_was(files):
    make.live("Seen")

    def stop(done, waiting):
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.run(tell=stop)
    begun = files.stand()
    files.run()
    stand = files.stand()
    assert len(stand) > len(begun) > 0
    assert all(stand[name] == at for name, at in begun.items())
    assert not [name for name in stand if name.endswith(".part")]


@pytest.mark.django_db
def test_the_command_says_what_it_did_and_refuses_a_site_that_does_not_answer(tmp_path, settings):
    out = StringIO()
    settings.NEWSROOM_SITE_URL = "https://tide.example"
    with pytest.raises(CommandError, match="answers 400"):
        call_command("export_static", str(tmp_path / "copy"), stdout=out)
    settings.NEWSROOM_SITE_URL = SITE
    call_command("export_static", str(tmp_path / "copy"), stdout=out)
    call_command("export_static", str(tmp_path / "copy"), stdout=out)
    assert "files written" in out.getvalue()
    assert out.getvalue().endswith("Nothing has changed since the last run.\n")


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "index.html").write_text("Mine.")
    with pytest.raises(CommandError, match="holds something else"):
        call_command("export_static", str(tmp_path))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["Mine."]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/tag/coast/?page=2", "/tag/coast/page/2/"),
        ("/2026/01/02/a-story/?thread=7&page=2", "/2026/01/02/a-story/thread/7/page/2/"),
        ("/corrections/index.json?page=3", "/corrections/page/3/index.json"),
        ("/tag/coast/feed/", "/tag/coast/feed/index.xml"),
        ("/tag/feed/", "/tag/feed/"),
        ("/2019/old/page/2/", "/2019/old/page/2/"),
    ],
)
def test_an_address_and_its_place_are_found_from_each_other(address, place):
    assert places.place_of(address) == place
    if "/old/" not in address:
        assert places.address_of(place) == address


@pytest.mark.parametrize(
    "address", ["/search/?q=a", "/2026/01/02/a-story/?reply=5", "/admin/", "/%2e%2e/etc", "/a%00b/", "/?order=newest"]
)
def test_what_needs_the_site_itself_has_no_place(address):
    assert places.place_of(address) is None


@pytest.mark.parametrize("place", ["/../a", "/a//b/", "/.copy.sqlite3", "/" + "ö" * 200 + "/", "/?p=17"])
def test_no_file_lies_outside_the_folder_or_has_a_name_that_none_can_have(place):
    assert places.file_of(place) is None


def test_links_are_written_for_the_copy_and_followed():
    page = (
        f'<link rel="canonical" href="{SITE}/tag/coast/?page=2"><a href="?page=3#x">on</a><a href="/search/">find</a>'
        '<link href="/oembed/?url=x"><a href="https://other.example/?page=2">other</a><form action="/a/">y</form>'
        '<img src="/media/a.jpg" srcset="/media/a.webp 10w, /media/b.webp 20w"><p data-live="/x/">z</p>'
    )
    rewriting = Rewriting("/tag/coast/page/2/", "FORM")
    assert rewriting.of(page, "text/html") == (
        f'<link rel="canonical" href="{SITE}/tag/coast/page/2/"><a href="/tag/coast/page/3/#x">on</a>'
        f'<a href="{places.NOTICE}">find</a><a href="https://other.example/?page=2">other</a>FORM'
        '<img src="/media/a.jpg" srcset="/media/a.webp 10w, /media/b.webp 20w"><p>z</p>'
    )
    assert set(rewriting.found) == {
        *("/tag/coast/page/2/", "/tag/coast/page/3/", places.NOTICE, "/media/a.jpg", "/media/a.webp", "/media/b.webp"),
    }


def test_a_file_is_written_whole_and_only_if_it_says_something_new(tmp_path):
    folder = Folder(tmp_path)
    digest, is_new = folder.write("a/b.html", [b"one"])
    assert is_new and folder.write("a/b.html", [b"one"], digest) == (digest, False)

    def broken():
        yield b"two"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.write("a/b.html", broken(), digest)
    assert folder.text("a/b.html") == "one" and len(list(tmp_path.rglob("*"))) == 2
    assert folder.remove("a/b.html") and not folder.remove("a/b.html") and list(tmp_path.iterdir()) == []
