"""Whatever site: what is written as an export file and read by an empty site is the same there.

`NEWSROOM_TEST_SITES=200` tries as many, drawn by chance; without, a few that are the same in each run.
"""

import io
import os
import re
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from articles.importing.pipeline import bring
from articles.importing.plan import NotThere, Plan
from articles.importing.report import Report
from articles.importing.wordpress import WordPress
from articles.models import Edition
from comments import importing as remarks
from newsroom.leaving import wordpress
from tests import any_site, make
from tests.newsroom.test_archive import answers, rows
from tests.newsroom.test_export_wordpress import SPACES, meta, of_kind, terms, told

SITES = int(os.environ.get("NEWSROOM_TEST_SITES") or 0)
few = settings(
    max_examples=SITES or 4,
    derandomize=not SITES,
    phases=[Phase.generate, Phase.shrink] if SITES else [Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Here:
    """The old site's uploads are our own."""

    is_far = False

    def meet(self, site):
        pass

    def read(self, address):
        name = address.partition("/media/")[2]
        if not default_storage.exists(name):
            raise NotThere(address)
        return default_storage.open(name).read()


# --- As WordPress's file ---

PICTURE = re.compile(r'<img class="[^"]*" src="([^"]*)"([^>]*?) width="\d+" height="\d+">')


def said(text: str) -> dict:
    """All that an export file says, without the numbers that things have in it and what a clock told."""
    rss = ElementTree.fromstring(text)  # noqa: S314 (written here)
    names = {told(one, "wp:attachment_url")[0]: told(one, "title")[0] for one in of_kind(rss, "attachment")}
    numbers = {told(one, "wp:post_id")[0]: told(one, "title")[0] for one in of_kind(rss, "attachment")}
    posts = {told(one, "wp:post_id")[0]: told(one, "wp:post_name")[0] for one in of_kind(rss, "post")}
    used = {(domain, slug) for post in of_kind(rss, "post") for domain, slug, _name in terms(post)}
    return {
        "people": {
            one.findtext("wp:author_login", namespaces=SPACES): told(one, "wp:author_display_name")
            for one in rss.findall("channel/wp:author", SPACES)
            if one.findtext("wp:author_login", namespaces=SPACES) in writers(rss)
        },
        "sections": filed(rss, "wp:category", ("category_nicename", "cat_name", "category_description"), used),
        "tags": filed(rss, "wp:tag", ("tag_slug", "tag_name", "tag_description"), used),
        "pictures": sorted(map(str, map(picture, of_kind(rss, "attachment")))),
        "posts": {posts[told(one, "wp:post_id")[0]]: post(one, names, numbers) for one in of_kind(rss, "post")},
        "pages": {told(one, "wp:post_name")[0]: texts(one, names) for one in of_kind(rss, "page")},
        "corrections": sorted(correction(one, posts) for one in of_kind(rss, "newspack_correction")),
    }


def writers(rss) -> set:
    named = {
        slug.removeprefix("cap-") for one in rss.iter("item") for domain, slug, _n in terms(one) if domain == "author"
    }
    return named | {told(one, "dc:creator")[0] for one in rss.iter("item")}


def filed(rss, name, fields, used) -> set:
    domain = "category" if name == "wp:category" else "post_tag"
    found = {tuple(told(one, *(f"wp:{field}" for field in fields))) for one in rss.findall(f"channel/{name}", SPACES)}
    return {one for one in found if (domain, one[0]) in used}


def picture(item) -> list:
    known = meta(item)
    return [*told(item, "title", "excerpt:encoded"), known.get("_wp_attachment_image_alt"), known.get("_media_credit")]


def texts(item, names) -> list:
    def named(image):
        return f"<img {names[image[1]]}{image[2]}>"

    title, content, excerpt = told(item, "title", "content:encoded", "excerpt:encoded")
    return [title, PICTURE.sub(named, content), excerpt]


def post(item, names, numbers) -> dict:
    status, known = told(item, "wp:status")[0], meta(item)
    known["_thumbnail_id"] = numbers.get(known.get("_thumbnail_id", ""), "")
    known.pop("_yoast_wpseo_primary_category", None)
    dated = status in ("publish", "future")
    return {
        "texts": texts(item, names),
        "status": status,
        "link": item.findtext("link") if dated else "",
        "at": told(item, "wp:post_date_gmt") if dated else "",
        "by": told(item, "dc:creator"),
        "is_open": told(item, "wp:comment_status"),
        "is_pinned": told(item, "wp:is_sticky"),
        "filed": sorted(map(str, terms(item))),
        "meta": known,
        "old": sorted(
            one.findtext("wp:meta_value", namespaces=SPACES)
            for one in item.iterfind("wp:postmeta", SPACES)
            if one.findtext("wp:meta_key", namespaces=SPACES) == "_wp_old_slug"
        ),
        "talk": talk(item),
    }


def talk(item) -> list:
    """Each comment with the one that it answers."""
    fields = ("author", "author_email", "author_url", "date_gmt", "content", "approved", "type")
    found = {
        told(one, "wp:comment_id")[0]: (told(one, *(f"wp:comment_{field}" for field in fields)), one)
        for one in item.iterfind("wp:comment", SPACES)
    }
    return sorted(
        [*own, *(found[above][0] if (above := told(one, "wp:comment_parent")[0]) != "0" else ())]
        for own, one in found.values()
    )


def correction(item, posts) -> list:
    known = meta(item)
    about = posts[known["newspack_correction-post-id"]]
    return [about, known["newspack_corrections_type"], *told(item, "content:encoded", "wp:post_date_gmt")]


def differences(before, after, place: str = "") -> dict[str, tuple]:
    """Where two sites say different things, and what."""
    if before == after:
        return {}
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted(before.keys() | after.keys())
        found = [differences(before.get(key), after.get(key), f"{place}/{key}") for key in keys]
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        found = [differences(a, b, f"{place}/{at}") for at, (a, b) in enumerate(zip(before, after, strict=True))]
    else:
        return {place: (before, after)}
    return {key: value for one in found for key, value in one.items()}


def exported() -> str:
    out = io.StringIO()
    wordpress.write(out, timezone.now(), drafts=True)
    return out.getvalue()


@pytest.mark.django_db
@few
@given(site=any_site.SITES)
def test_a_site_that_comes_back_from_wordpress_says_the_same(tmp_path_factory, site):
    with make.rolled_back():
        any_site.build(site)
        written = exported()
    path = tmp_path_factory.mktemp("round") / "paper.xml"
    path.write_text(written)
    with make.rolled_back():
        report, plan = Report(), Plan(make.superuser(), remarks.bring, Here(), all_media=True)
        bring(WordPress([path]), plan, report, lambda read, report: None)
        assert report.totals["left out"] == report.totals["left alone"] == report.totals["pictures missing"] == 0, (
            report.lists
        )
        assert differences(said(written), said(exported())) == {}
        again = Report()
        bring(WordPress([path]), plan, again, lambda read, report: None)
        assert not any(fate in fates for fates in again.counts.values() for fate in ("new", "changed"))


# --- As an archive ---


@pytest.mark.django_db
@few
@given(site=any_site.SITES)
def test_a_site_that_comes_back_from_an_archive_is_the_same(tmp_path_factory, site):
    path = tmp_path_factory.mktemp("round") / "site.zip"
    with make.rolled_back():
        any_site.build(site)
        for command in ("rebuild_search", "rebuild_similar"):
            call_command(command, stdout=io.StringIO())
        pages = [*public(), *site.redirects]
        # Asked for first: what is asked for in vain is noted, now and then.
        seen, before = answers(pages), rows()
        call_command("export_archive", str(path), with_passwords=True, stdout=io.StringIO())
    with make.rolled_back():
        call_command("import_archive", str(path), stdout=io.StringIO())
        assert rows() == before
        after = answers(pages)
        assert {path: after[path] for path in pages if after[path] != seen[path]} == {}


def public() -> list[str]:
    """Addresses of all that a site has, and of lists."""
    stories = Edition.objects.values_list("address__path", flat=True).distinct()
    lists = [f"/{kind}/{name}/" for kind, name in (("section", "part-0"), ("author", "writer-0"), ("tag", "coast"))]
    more = [f"{path}{part}" for path in stories for part in ("", "changes/", "feed/", "?order=newest")]
    return [
        "/",
        "/archive/",
        "/feed/",
        "/comments/feed/",
        "/corrections/",
        "/sitemap.xml",
        "/pages/page-0/",
        *lists,
        *more,
    ]
