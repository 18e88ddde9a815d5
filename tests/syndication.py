"""What is wrong with a feed, by the rules that strict validators check: RSS 2.0, RFC 4287 and 6721, JSON Feed 1.1."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree

ATOM, TOMB = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
CONTENT, DC = "{http://purl.org/rss/1.0/modules/content/}encoded", "{http://purl.org/dc/elements/1.1/}creator"
LANG = "{http://purl.org/dc/elements/1.1/}language"
MEDIA = "{http://search.yahoo.com/mrss/}"
RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d "
    r"(GMT|[+-]\d{4})"
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
WEB, IRI = re.compile(r"https?://[^\s/]+/\S*"), re.compile(r"[a-z][a-z0-9+.-]*:\S+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

CHANNEL = {"title", "link", "description", "language", "lastBuildDate", f"{ATOM}link", "item"}
ITEM = {"title", "link", "guid", "pubDate", "category", "description", "comments", f"{ATOM}updated"}
ITEM |= {CONTENT, DC, LANG, f"{MEDIA}content"}
FEED = {f"{ATOM}{name}" for name in ("id", "title", "subtitle", "updated", "link", "author", "entry")}
ENTRY = {f"{ATOM}{name}" for name in ("id", "title", "published", "updated", "link", "author", "category")}
ENTRY |= {f"{ATOM}summary", f"{ATOM}content"}
JSON_FEED = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
JSON_ITEM = {"id", "url", "title", "content_html", "summary", "image", "date_published", "date_modified", "authors"}
JSON_ITEM |= {"tags", "language"}
ONCE = {"title", "link", "guid", "pubDate", "description", "comments", CONTENT, f"{ATOM}id", f"{ATOM}title"}
ONCE |= {f"{ATOM}updated", f"{ATOM}published", f"{ATOM}summary", f"{ATOM}content", f"{ATOM}subtitle"}


class _Text(HTMLParser):
    """Notes in `wrong` what a text may not have where it is shown: on another site, with none of ours around it."""

    def __init__(self, html):
        super().__init__()
        self.wrong = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "iframe", "form", "object", "embed", "link", "meta", "base"):
            self.wrong.append(f"<{tag}> in the text")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcset"):
                self.wrong.append(f"{name} on <{tag}>")
            if name in ("href", "src") and not re.match(r"https?://|mailto:", value or ""):
                self.wrong.append(f"<{tag}> leads to {value}")


def faults(response) -> list[str]:
    """What is wrong with this answer, whichever of the three formats it says it is."""
    kind, _semicolon, charset = response["Content-Type"].partition("; ")
    check = {"application/rss+xml": _rss, "application/atom+xml": _atom, "application/feed+json": _json}[kind]
    wrong = [] if charset == ("" if kind.endswith("json") else "charset=utf-8") else [f"charset {charset}"]
    return wrong + check(response.content)


def _rss(body):
    root = ElementTree.fromstring(body)
    [channel] = root
    wrong = _need(root.tag == "rss" and root.get("version") == "2.0", "no RSS 2.0")
    wrong += _children(channel, CHANNEL, {"title", "link", "description"})
    wrong += (
        _each(channel, "link", WEB) + _each(channel, "lastBuildDate", RFC822) + _each(channel, "language", LANGUAGE)
    )
    wrong += _self(channel.findall(f"{ATOM}link"), "application/rss+xml")
    items = channel.findall("item")
    wrong += _unique(item.findtext("guid") for item in items)
    for item in items:
        wrong += _children(item, ITEM, {"title", "link", "guid", "pubDate"})
        wrong += _each(item, "link", WEB) + _each(item, "pubDate", RFC822) + _each(item, f"{ATOM}updated", RFC3339)
        wrong += _each(item, "comments", WEB) + _each(item, LANG, LANGUAGE)
        guid = item.find("guid")
        wrong += _need((WEB if guid.get("isPermaLink") != "false" else IRI).fullmatch(guid.text), f"guid {guid.text}")
        for category in item.findall("category"):
            wrong += _need(category.text and WEB.fullmatch(category.get("domain")), "category")
        for media in item.findall(f"{MEDIA}content"):
            whole = WEB.fullmatch(media.get("url")) and media.get("type") and media.get("medium") == "image"
            wrong += _need(whole and media.get("width").isdigit() and media.get("height").isdigit(), "media")
        wrong += _Text(item.findtext(CONTENT) or item.findtext("description")).wrong
    return wrong


def _atom(body):
    root = ElementTree.fromstring(body)
    wrong = _need(root.tag == f"{ATOM}feed", "no Atom") + _children(root, FEED | {f"{TOMB}deleted-entry"}, set())
    wrong += _need(LANGUAGE.fullmatch(root.get("{http://www.w3.org/XML/1998/namespace}lang", "")), "language")
    wrong += _dated(root) + _self(root.findall(f"{ATOM}link"), "application/atom+xml")
    entries, gone = root.findall(f"{ATOM}entry"), root.findall(f"{TOMB}deleted-entry")
    wrong += _unique([*(one.findtext(f"{ATOM}id") for one in entries), *(one.get("ref") for one in gone)])
    for entry in entries:
        wrong += _children(entry, ENTRY, set()) + _dated(entry) + _each(entry, f"{ATOM}published", RFC3339)
        wrong += _need(entry.findall(f"{ATOM}author") or root.findall(f"{ATOM}author"), "nobody wrote it")
        wrong += _need(len(_links(entry, "alternate")) == 1, "no link, or several")
        wrong += [f"link {one.get('href')}" for one in entry.iter(f"{ATOM}link") if not WEB.fullmatch(one.get("href"))]
        wrong += _need(all(one.get("term") for one in entry.findall(f"{ATOM}category")), "category")
        content = entry.find(f"{ATOM}content")
        wrong += _need(content.get("type") == "html" and content.text, "content") + _Text(content.text).wrong
    for author in root.iter(f"{ATOM}author"):
        wrong += _need(author.findtext(f"{ATOM}name"), "author") + _each(author, f"{ATOM}uri", WEB)
    for one in gone:
        wrong += _need(IRI.fullmatch(one.get("ref")) and RFC3339.fullmatch(one.get("when")), "tombstone")
    return wrong


def _json(body):
    feed = json.loads(body.decode())
    wrong = _need(feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"], "no JSON Feed 1.1")
    wrong += _need(WEB.fullmatch(feed["home_page_url"]) and WEB.fullmatch(feed["feed_url"]), "addresses")
    wrong += _need(LANGUAGE.fullmatch(feed["language"]), "language") + _names(feed, JSON_FEED)
    wrong += _unique(item["id"] for item in feed["items"])
    for item in feed["items"]:
        wrong += _names(item, JSON_ITEM) + _need(item["content_html"] and IRI.fullmatch(item["id"]), "item")
        wrong += _need(
            WEB.fullmatch(item["url"]) and WEB.fullmatch(item.get("image", item["url"])), "item's addresses"
        )
        wrong += _need(RFC3339.fullmatch(item["date_published"]) and RFC3339.fullmatch(item["date_modified"]), "dates")
        wrong += _need(all(isinstance(tag, str) and tag for tag in item.get("tags", [])), "tags")
        for author in (*feed["authors"], *item.get("authors", [])):
            wrong += _need(author["name"] and WEB.fullmatch(author.get("url", item["url"])), "author")
        wrong += _Text(item["content_html"]).wrong
    return wrong


# --- Rules ---


def _need(holds, what):
    return [] if holds else [what]


def _children(element, allowed, needed):
    names = Counter(child.tag for child in element)
    wrong = [f"<{name}> in <{element.tag}>" for name in names if name not in allowed]
    wrong += [f"<{name}> {n} times in <{element.tag}>" for name, n in names.items() if name in ONCE and n > 1]
    wrong += [f"no <{name}> in <{element.tag}>" for name in needed if not element.findtext(name)]
    return wrong


def _each(element, name, form):
    return [f"<{name}> {one.text}" for one in element.findall(name) if not form.fullmatch(one.text or "")]


def _dated(element):
    wrong = [f"no <{name}>" for name in ("id", "title", "updated") if not element.findtext(f"{ATOM}{name}")]
    return wrong + _each(element, f"{ATOM}id", IRI) + _each(element, f"{ATOM}updated", RFC3339)


def _links(element, rel):
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel") == rel]


def _self(links, kind):
    own = [link for link in links if link.get("rel") == "self"]
    good = len(own) == 1 and WEB.fullmatch(own[0].get("href")) and own[0].get("type") == kind
    return _need(good, "no link to itself")


def _unique(ids):
    return [f"{one} is there {n} times" for one, n in Counter(ids).items() if n > 1]


def _names(values, known):
    return [f"unknown {name}" for name in values if name not in known and not name.startswith("_")]
