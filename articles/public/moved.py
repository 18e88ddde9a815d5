"""Addresses that WordPress and Ghost have in great number, answered by rules: what hangs below another address, and dates.

A row of its own has the address of each thing (`articles.models.redirect`). Its feed, its further pages, the versions of
it for other readers, and archives by date follow from that, however many there are. A folder whose row leads to the front
page was the old one: what hung below it, as `/blog/2019/05/` or `/archives/tag/coast/`, is looked for below ours. Nothing is
looked for unless an address is of one of these forms.
"""

import re
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from taggit.models import Tag

from articles.addresses import address
from articles.models.edition import Address
from articles.models.redirect import Redirect, key_of
from articles.models.taxonomy import Author, Section

# What stands behind the address of a thing: its feed, a page of it, another form of it, or a part of its text.
_TAIL = re.compile(
    r"(?P<base>.*?)/(?:(?P<feed>feed(?:/(?:rss2?|rdf|(?P<atom>atom)))?|rss)"
    r"|page/\d{1,6}|comment-page-\d{1,6}|amp|embed|trackback|(?P<part>\d{1,3}))",
    re.ASCII,
)
# `date` stands before it where a number in its place would be a story's.
_DATE = re.compile(r"(?:/date)?/(\d{4})(?:/(0[1-9]|1[0-2])(?:/(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?)?", re.ASCII)
_LIST = re.compile(r"/(?P<kind>section|tag|author)/(?P<slug>[-\w]{1,100})")
_KINDS: dict[str, type[Section | Tag | Author]] = {"section": Section, "tag": Tag, "author": Author}
_STORY = re.compile(r"/\d{4}/\d{2}/\d{2}/[^/]+/", re.ASCII)
_CATEGORY = re.compile(r"/category/(?:[^/]+/)*([-\w]{1,60})", re.ASCII)
_SEARCH = re.compile(r"/search/([^/]{1,200})")
# Folders within each other below which an old site may have stood.
_DEEPEST = 3
# Parameters that name a thing, each alone the query of a row.
_NAMES = ("p", "page_id", "attachment_id", "cat", "tag", "author")


def place(path: str, query: str) -> str:
    """Where an address of these forms leads, as a path of this site; empty for any other."""
    target = _by_rule(path, query) or _beneath(path, query)
    # Of what is not there, like the feed of a story that was withdrawn, the rule for its old address knows no better.
    return "" if target == path else target


def _by_rule(path: str, query: str) -> str:
    if path == "/":
        return _by_query(QueryDict(query)) if query else ""
    bare = path.rstrip("/")
    found = _TAIL.fullmatch(bare)
    if target := _below(found) if found else "":
        return target
    if category := _CATEGORY.fullmatch(bare):
        return _section(category[1])
    if searched := _SEARCH.fullmatch(bare):
        return _search(searched[1].replace("+", " "))
    return _archive(*date.groups()) if (date := _DATE.fullmatch(bare)) else ""


def _beneath(path: str, query: str) -> str:
    """Where that leads, or stands, which hangs below an old front page."""
    parts = path.strip("/").split("/")
    folders = ["/" + "/".join(parts[: place + 1]) for place in range(min(len(parts) - 1, _DEEPEST))]
    if not folders:
        return ""
    fronts = Redirect.objects.filter(key__in=[key_of(folder) for folder in folders], target="/")
    front = max(fronts.values_list("key", flat=True), key=len, default="")
    rest = path[len(front) :]
    return (_by_rule(rest, query) or _standing(rest.rstrip("/"))) if front else ""


def _standing(base: str) -> str:
    """A story or list of ours, or what a row leads to."""
    found = _LIST.fullmatch(base)
    kind = _KINDS[found["kind"]] if found else None
    if found and kind and kind.objects.filter(slug=found["slug"]).exists():
        return f"{base}/"
    return _thing(base)


def _below(found: re.Match[str]) -> str:
    """Where what hangs below an address leads."""
    if found["part"]:
        return _thing(found["base"])
    if found["feed"]:
        return _feed(found["base"], "feed/atom/" if found["atom"] else "feed/")
    return _base(found["base"])


def _base(base: str) -> str:
    """Where the thing itself is: a date's archive, a list that stands here too, a story, or what its row says."""
    if not base:
        return "/"
    if date := _DATE.fullmatch(base):
        return _archive(*date.groups())
    if _LIST.fullmatch(base):
        return f"{base}/"
    category = _CATEGORY.fullmatch(base)
    return _thing(base) or (_section(category[1]) if category else "")


def _thing(base: str) -> str:
    """The story at this address, or where its row says."""
    if Address.objects.filter(path=f"{base}/").exists():
        return f"{base}/"
    row = Redirect.objects.of(base)
    return row.target if row else ""


def _feed(base: str, feed: str) -> str:
    if base in ("", "/comments"):
        return f"{base}/{feed}"
    target = _base(base)
    has_one = target == "/" or _LIST.fullmatch(target.rstrip("/")) or _STORY.fullmatch(target)
    return f"{target}{feed}" if has_one else target


def _by_query(asked: QueryDict) -> str:
    if "feed" in asked:
        return "/comments/feed/" if str(asked["feed"]).startswith("comments") else "/feed/"
    for name in _NAMES:
        if name in asked and (row := Redirect.objects.of("/", urlencode({name: asked[name]}))):
            return row.target
    if date := _MONTH.fullmatch(asked.get("m", "")):
        return _archive(*date.groups())
    return _search(str(asked["s"])) if asked.get("s") else ""


def _search(words: str) -> str:
    return f"{reverse('articles:search')}?{urlencode({'q': words})}"


def _archive(year: str, month: str | None, day: str | None) -> str:
    return reverse("articles:archive") + "".join(f"{part}/" for part in (year, month, day) if part)


def _section(slug: str) -> str:
    return address("section", slug) if Section.objects.filter(slug=slug).exists() else ""
