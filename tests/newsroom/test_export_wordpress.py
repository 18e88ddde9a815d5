"""The paper as a file of WordPress: what its importer requires is there, and nothing that readers do not see."""

import os
import re
from datetime import timedelta
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from articles.desk import library, redirects, workflow
from articles.models import Illustration, Page, Slot
from comments.models import Comment
from newsroom.leaving import wordpress
from newsroom.leaving.wordpress import numbers, xml
from tests import make
from tests.pages import say

SPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
}


def exported(**options):
    out = StringIO()
    wordpress.write(out, timezone.now(), **options)
    return ElementTree.fromstring(out.getvalue())  # noqa: S314 (written a line above)


def of_kind(channel, kind):
    return [one for one in channel.iter("item") if one.findtext("wp:post_type", namespaces=SPACES) == kind]


def told(element, *names):
    return [element.findtext(name, namespaces=SPACES) for name in names]


def meta(item):
    found = item.iterfind("wp:postmeta", SPACES)
    return dict(told(one, "wp:meta_key", "wp:meta_value") for one in found)


def terms(item):
    return [(one.get("domain"), one.get("nicename"), one.text) for one in item.iterfind("category")]


@pytest.mark.django_db
def test_a_story_says_what_its_live_edition_says():
    lead, inside = make.illustration(alt="A quay", decorative=False), make.illustration(credit="Rosa")
    body = (
        f'<p>One\nline.</p><figure><img data-file="{inside.pk}" alt="A crane"><figcaption>Seen.</figcaption></figure>'
        '<aside><p>Pulled.</p></aside><p><a href="/about/">Us</a></p>'
        '<p><a href="https://youtu.be/abcdefghijk">A film</a></p>'
    )
    edition = make.live(
        "Ships & <tides> ]]> home",
        body=body,
        illustration=lead,
        tags=["coast"],
        authors=[make.author(), make.author("Ben Roe")],
        sources=[("AI Business", "https://aibusiness.example/", "based_on")],
        search_title="Found",
    )
    make.rewrite(edition.article, "Not published yet")
    Slot.objects.create(article=edition.article, position=0)
    rss = exported()
    assert "Not published yet" not in ElementTree.tostring(rss, encoding="unicode")
    [post] = of_kind(rss, "post")
    names = (
        "title",
        "dc:creator",
        "excerpt:encoded",
        "wp:post_name",
        "wp:status",
        "wp:is_sticky",
        "wp:comment_status",
    )
    assert told(post, *names) == [
        *(
            "Ships &amp; &lt;tides&gt; ]]&gt; home",
            "ada-flint",
            edition.standfirst,
            edition.slug,
            "publish",
            "1",
            "open",
        ),
    ]
    assert told(post, "wp:post_date_gmt") == [xml.greenwich(edition.published_at)]
    assert post.findtext("link") == f"http://localhost:8000{edition.get_absolute_url()}"
    assert terms(post) == [
        ("category", "world", "World"),
        ("post_tag", "coast", "coast"),
        ("author", "cap-ada-flint", "Ada Flint"),
        ("author", "cap-ben-roe", "Ben Roe"),
    ]
    pictures = {told(one, "wp:post_id")[0]: one for one in of_kind(rss, "attachment")}
    thumbnail = pictures[meta(post)["_thumbnail_id"]]
    assert meta(thumbnail) | {"_media_credit": ""} == {"_wp_attachment_image_alt": "A quay", "_media_credit": ""}
    assert meta(post)["_yoast_wpseo_title"] == "Found"
    [text] = told(post, "content:encoded")
    second = next(one for one in pictures.values() if meta(one)["_media_credit"] == "Rosa")
    for part in (
        "<p>PORT VESSEL — One line.</p>",
        f'src="{told(second, "wp:attachment_url")[0]}" alt="A crane"',
        '<figcaption>Seen. <span class="image-credit">Rosa</span></figcaption>',
        '<figure class="wp-block-pullquote"><blockquote><p>Pulled.</p></blockquote></figure>',
        '<a href="http://localhost:8000/about/">',
        "<p>https://youtu.be/abcdefghijk</p>",
        "AI Business",
    ):
        assert part in text, part


@pytest.mark.django_db
def test_what_readers_do_not_see_is_there_only_if_it_is_asked_for():
    editor = make.editor()
    make.article("A draft", tags=["secret"], authors=[make.author("Not Yet")])
    make.article("In review", stage="review")
    due = make.article("Due")
    at = timezone.now() + timedelta(days=2)
    workflow.schedule(due, by=editor, live_from=at)
    make.rewrite(due, "Due, but rewritten")
    gone = make.live("Withdrawn")
    workflow.withdraw(gone.article, by=editor, notice="No.")
    make.live("Seen", illustration=make.illustration())
    public = exported()
    assert [told(one, "title") for one in of_kind(public, "post")] == [["Seen"]]
    assert not public.findall("channel/wp:tag", SPACES)
    assert len(public.findall("channel/wp:author", SPACES)) == 1
    states = {told(one, "title")[0]: told(one, "wp:status")[0] for one in of_kind(exported(drafts=True), "post")}
    assert states == {
        **{"A draft": "draft", "In review": "pending", "Due": "future", "Withdrawn": "draft", "Seen": "publish"},
    }


def number(comment):
    return str(numbers.of_comment(comment.pk))


@pytest.mark.django_db
def test_comments_hang_in_their_threads_with_the_states_that_they_have():
    edition = make.live()
    first = say("First & <b>", edition.article_id, website="https://rosa.example/")
    hidden = say("Removed.", edition.article_id, status="removed")
    Comment.objects.filter(pk=hidden.pk).update(parent=first, root=first)
    answer = say("An answer.", edition.article_id)
    Comment.objects.filter(pk=answer.pk).update(parent=hidden, root=first)
    say("Taken back.", edition.article_id, status="removed", removal_reason="writer")
    say("Is it?", edition.article_id, status="pending")
    names = ("wp:comment_id", "wp:comment_parent", "wp:comment_approved", "wp:comment_content")
    public = exported().findall(".//wp:comment", SPACES)
    assert [told(one, *names) for one in public] == [
        [number(first), "0", "1", "First &amp; &lt;b&gt;"],
        [number(answer), number(first), "1", "An answer."],
    ]
    assert told(public[0], "wp:comment_author", "wp:comment_author_email", "wp:comment_author_IP") == [
        *("Rosa", "rosa@readers.example", ""),
    ]
    everything = exported(drafts=True).findall(".//wp:comment", SPACES)
    assert [told(one, *names[1:3]) for one in everything] == [
        ["0", "1"],
        [number(first), "trash"],
        [number(hidden), "1"],
        ["0", "0"],
    ]


@pytest.mark.django_db
def test_corrections_pages_and_old_addresses_go_along():
    editor, article = make.editor(), make.article("Hull")
    workflow.publish(article, by=editor)
    workflow.publish(article, by=editor, change="correction", note="It is Hull.")
    Page.objects.create(slug="team", title="The team", body="<p>Us.</p>", changed_at=timezone.now())
    rss = exported()
    [post], [correction], [page] = (of_kind(rss, kind) for kind in ("post", "newspack_correction", "page"))
    assert meta(correction)["newspack_correction-post-id"] == told(post, "wp:post_id")[0]
    assert told(correction, "content:encoded") == ["It is Hull."]
    assert told(page, "title", "content:encoded") == ["The team", "<p>Us.</p>"]
    numbers = [told(one, "wp:post_id")[0] for one in rss.iter("item")]
    assert len(set(numbers)) == len(numbers) == 3


def test_no_text_can_break_the_file():
    text = "a\x00\x0b\ud800]]>b\r\n<c>&amp;"
    read = ElementTree.fromstring(f"<x>{xml.cdata(text)}</x>")  # noqa: S314
    assert read.text == "a]]>b\n<c>&amp;"
    assert "]]]]><![CDATA[>" in xml.cdata("]]>")


@pytest.mark.django_db
def test_the_cost_of_a_chunk_does_not_follow_its_length():
    def queries():
        with CaptureQueriesContext(connection) as asked:
            exported()
        return len(asked)

    def story():
        say("Nice.", make.live(illustration=make.illustration(), tags=["coast"]).article_id)

    story()
    queries()
    one = queries()
    for _number in range(4):
        story()
    assert queries() == one


@pytest.mark.django_db
def test_the_file_is_whole_or_not_there(tmp_path):
    make.live("Seen")
    out = StringIO()
    call_command("export_wordpress", str(tmp_path / "paper.xml"), stdout=out)
    assert "1 stories" in out.getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["paper.xml"]
    assert (tmp_path / "paper.xml").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_wordpress", str(tmp_path / "none" / "paper.xml"))


def figures(rss):
    """Addresses of the pictures within texts."""
    return [
        address
        for post in of_kind(rss, "post")
        for address in re.findall(r'<img [^>]*src="([^"]+)"', post.findtext("content:encoded", namespaces=SPACES))
    ]


def stored(title):
    stream = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(stream, "PNG")
    picture = Illustration(title=title, alt="A quay", credit="Staff")
    library.store_picture(picture, ContentFile(stream.getvalue()))
    return picture


def story_with_two_pictures():
    lead, inside = stored("Lead"), stored("Inside")
    make.live(illustration=lead, body=f'<p>One.</p><figure><img data-file="{inside.pk}" alt=""></figure>')
    return lead, inside


@pytest.mark.django_db
def test_originals_are_laid_out_for_an_address_to_serve(tmp_path):
    lead, inside = story_with_two_pictures()
    folder, url = tmp_path / "pictures", "https://files.example.org/old"

    def export():
        places = [str(tmp_path / "paper.xml"), "--pictures", str(folder), "--pictures-url", url]
        call_command("export_wordpress", *places, stdout=StringIO())
        return ElementTree.parse(tmp_path / "paper.xml").getroot()  # noqa: S314 (written a line above)

    rss = export()
    named = [told(one, "wp:attachment_url")[0] for one in of_kind(rss, "attachment")]
    assert figures(rss) == [named[1]]
    for picture, address in zip((lead, inside), named, strict=True):
        place = address.removeprefix(f"{url}/")
        assert place == picture.file.name.removeprefix("originals/")
        assert (folder / place).read_bytes() == picture.file.open("rb").read()
    # A second run lays out what is missing, and leaves what is there.
    kept, lost = sorted(path for path in folder.rglob("*") if path.is_file())
    before = kept.stat().st_mtime_ns
    lost.unlink()
    (lost.parent / f".{lost.name}.{os.getpid()}.part").write_bytes(b"cut")
    export()
    assert kept.stat().st_mtime_ns == before
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    story_with_two_pictures()
    (tmp_path / "taken").write_text("")
    places = ["--pictures", str(tmp_path / "taken"), "--pictures-url", "https://f.example"]
    with pytest.raises(CommandError, match=r"taken/.* cannot be written: .*paper.xml was not written"):
        call_command("export_wordpress", str(tmp_path / "paper.xml"), *places)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.django_db
def test_an_original_that_is_gone_is_named_and_stood_in_for(tmp_path):
    lead, _inside = story_with_two_pictures()
    default_storage.delete(lead.file.name)
    said = StringIO()
    places = [str(tmp_path / "paper.xml"), "--pictures", str(tmp_path / "p"), "--pictures-url", "https://f.example"]
    call_command("export_wordpress", *places, stdout=StringIO(), stderr=said)
    assert said.getvalue().count(lead.file.name) == 1
    rss = ElementTree.parse(tmp_path / "paper.xml").getroot()  # noqa: S314 (written two lines above)
    named = [told(one, "wp:attachment_url")[0] for one in of_kind(rss, "attachment")]
    assert "/renditions/" in named[0]
    assert named[1].startswith("https://f.example/")


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (["--pictures", "p"], "go together"),
        (["--pictures-url", "https://f.example/"], "go together"),
        (["--pictures", "p", "--pictures-url", "files.example/p"], "is no address"),
        (["--pictures", "p", "--pictures-url", "https:///p"], "is no address"),
        (["--pictures", "p", "--pictures-url", "http://[x"], "is no address"),
        (["--pictures", "p", "--pictures-url", "https://f.example/p?token=1"], "is no address"),
    ],
)
def test_a_folder_without_its_address_is_refused(tmp_path, places, said):
    with pytest.raises(CommandError, match=said):
        call_command("export_wordpress", str(tmp_path / "paper.xml"), *places)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_addresses_that_led_here_before_go_along_where_wordpress_can_know_them():
    edition = make.live()
    path = edition.get_absolute_url()
    day = path.rstrip("/").rpartition("/")[0]
    olds = [f"{day}/former/", f"{path}feed/", "/2019/05/elsewhere/", f"{day}/other/?p=3"]
    redirects.take_in([(old, path) for old in olds], by=make.superuser())
    [post] = of_kind(exported(), "post")
    assert meta(post)["_wp_old_slug"] == "former"


@pytest.mark.django_db
def test_a_story_that_nobody_sees_has_no_corrections_and_no_place_on_the_front_page():
    editor, article = make.editor(), make.article("Hull")
    workflow.publish(article, by=editor)
    workflow.publish(article, by=editor, change="correction", note="It is Hull.")
    Slot.objects.create(article=article, position=0)
    workflow.withdraw(article, by=editor, notice="We could not stand it up.")
    rss = exported(drafts=True)
    assert of_kind(rss, "newspack_correction") == []
    assert told(of_kind(rss, "post")[0], "wp:is_sticky") == ["0"]


@pytest.mark.django_db
def test_what_is_written_is_read_again_as_it_was(tmp_path):
    reader = pytest.importorskip("articles.importing.wordpress")
    edition = make.live(
        "Ships & tides",
        tags=["coast", "Höfe"],
        authors=[make.author(), make.author("Ben Roe")],
        illustration=make.illustration(alt="A quay", decorative=False),
        dateline_place="",
        body="<p>One &amp; two [gallery] […].</p><h2>Three</h2><blockquote><p>Four.</p></blockquote>",
        search_title="Found <b>",
    )
    comment = say("First & <b>", edition.article_id)
    call_command("export_wordpress", str(tmp_path / "paper.xml"), stdout=StringIO())
    items = [one.item for one in reader.WordPress([tmp_path / "paper.xml"])]
    kinds = {type(item).__name__: item for item in items}
    story = kinds["Story"]
    assert story.body == edition.body and story.headline == edition.headline and story.slug == edition.slug
    assert story.standfirst == edition.standfirst and story.search_title == "Found <b>"
    assert story.search_description == ""
    assert story.published_at == edition.published_at.replace(microsecond=0)
    assert (story.authors, story.sections) == (("ada-flint", "ben-roe"), ("category:world",))
    assert story.tags == ("tag:coast", "tag:höfe")
    assert (kinds["Picture"].key, kinds["Picture"].alt) == (story.lead, "A quay")
    assert [(one.name, one.email, one.text) for one in story.remarks] == [(comment.name, comment.email, comment.text)]
    assert edition.get_absolute_url() in story.old and "Leftover" not in kinds
