"""Addresses that WordPress and Ghost have in great number, answered by rules: what hangs below another address, and dates.

A row of its own has the address of each thing (`articles.models.redirect`). Its feed, its further pages, the versions of
it for other readers, and archives by date follow from that, however many there are. A folder whose row leads to the front
page was the old one: what hung below it, as `/blog/2019/05/` or `/archives/tag/coast/`, is looked for below ours. Nothing is
looked for unless an address is of one of these forms.
"""

import re
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.urls import reverse
from taggit.models import Tag

from articles.addresses import address
from articles.models.edition import Address, Edition
from articles.models.redirect import Redirect, key_of
from articles.models.taxonomy import Author, Section

# What stands behind the address of a thing: its feed, a page of it, another form of it, or a part of its text.
_TAIL = re.compile(
    r"(?P<base>.*?)/(?:(?P<feed>feed(?:/(?:rss2?|rdf|(?P<atom>atom)))?|rss)"
    r"|page/\d{1,6}|comment-page-\d{1,6}|amp|embed|trackback|(?P<part>\d{1,3}))",
    re.ASCII,
)
# `date` stands before it where a number in its place would be a story's.
_DATE = re.compile(r"(?:/date)?/([12]\d{3})(?:/(0[1-9]|1[0-2])(?:/(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_MONTH = re.compile(r"([12]\d{3})(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?)?", re.ASCII)
_LIST = re.compile(r"/(?P<kind>section|tag|author)/(?P<slug>[-\w]{1,100})")
_KINDS: dict[str, type[Section | Tag | Author]] = {"section": Section, "tag": Tag, "author": Author}
_STORY = re.compile(r"/\d{4}/\d{2}/\d{2}/[^/]+/", re.ASCII)
_CATEGORY = re.compile(r"/category/(?:[^/]+/)*([-\w]{1,60})", re.ASCII)
_SEARCH = re.compile(r"/search/([^/]{1,200})")
# Folders within each other below which an old site may have stood.
_DEEPEST = 5
# Parameters that name a thing, each alone the query of a row.
_NAMES = ("p", "page_id", "attachment_id", "cat", "tag", "author")


def place(path: str, query: str, front: str = "/") -> str:
    """Where an address of these forms leads, as a path of this site; empty for any other.

    `front` is where the old front page stood, if `path` is of what hung below it: rows of questions may be of either.
    """
    target = _by_rule(path, query, front) or _beneath(path, query)
    # Of what is not there, like the feed of a story that was withdrawn, the rule for its old address knows no better.
    return "" if target in (path, f"{path}?{query}") else target


def _by_rule(path: str, query: str, front: str = "/") -> str:
    if path == "/":
        return _by_query(query, front) if query else ""
    bare = path.rstrip("/")
    found = _TAIL.fullmatch(bare)
    if target := _below(found) if found else "":
        return target
    return _category(bare) or _searched(bare) or _dated(bare)


def _beneath(path: str, query: str) -> str:
    """Where that leads, or stands, which hangs below an old front page. Of several, the innermost that knows."""
    parts = path.strip("/").split("/")
    folders = ["/" + "/".join(parts[:depth]) for depth in range(1, min(len(parts), _DEEPEST + 1))]
    if not folders:
        return ""
    keys = [key_of(folder) for folder in folders]
    fronts = set(Redirect.objects.filter(key__in=keys, target="/").values_list("key", flat=True))
    for depth in range(len(folders), 0, -1):
        if keys[depth - 1] in fronts:
            rest = "/" + "/".join(parts[depth:])
            target = _by_rule(rest, query) or _standing(rest)
            # What leads below a front page again might lead on for ever.
            if target and not key_of(target).startswith(f"{keys[depth - 1]}/"):
                return target
    return ""


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
        # A front page had no parts: a number below it is one of a story that is not here.
        target = _thing(found["base"])
        return "" if target == "/" else target
    if found["feed"]:
        return _feed(found["base"], "feed/atom/" if found["atom"] else "feed/")
    return _base(found["base"])


def _base(base: str) -> str:
    """Where the thing itself is: a date's archive, a list that stands here too, a story, or what its row says."""
    if not base:
        return "/"
    if dated := _DATE.fullmatch(base):
        return _archive(*dated.groups())
    if _LIST.fullmatch(base):
        return f"{base}/"
    return _searched(base) or _thing(base) or _category(base)


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


def _by_query(query: str, front: str) -> str:
    try:
        asked = QueryDict(query)
    except TooManyFieldsSent:
        return ""
    if "feed" in asked:
        return "/comments/feed/" if str(asked["feed"]).startswith("comments") else "/feed/"
    for name in _NAMES:
        if name in asked and (target := _named(urlencode({name: asked[name]}), front)):
            return target
    if dated := _MONTH.fullmatch(asked.get("m", "")):
        return _archive(*dated.groups())
    return _search(str(asked["s"])) if asked.get("s") else ""


def _named(query: str, front: str) -> str:
    rows = [Redirect.objects.filter(key=key_of(f"{place}?{query}")).first() for place in dict.fromkeys((front, "/"))]
    return next((row.target for row in rows if row), "")


def _category(base: str) -> str:
    found = _CATEGORY.fullmatch(base)
    return _section(found[1]) if found else ""


def _searched(base: str) -> str:
    found = _SEARCH.fullmatch(base)
    return _search(found[1].replace("+", " ")) if found else ""


def _dated(base: str) -> str:
    """The archive of a date, if there is something in its year: a number may also be that of a story which is not here."""
    found = _DATE.fullmatch(base)
    there = found and Edition.objects.listed().filter(published_at__year=int(found[1])).exists()
    return _archive(*found.groups()) if found and there else ""


def _search(words: str) -> str:
    return f"{reverse('articles:search')}?{urlencode({'q': words})}"


def _archive(year: str, month: str | None, day: str | None) -> str:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return reverse("articles:archive") + "".join(f"{part}/" for part in (year, month, day) if part)


def _section(slug: str) -> str:
    return address("section", slug) if Section.objects.filter(slug=slug).exists() else ""
