"""Atom (RFC 4287), in which also what was taken back is told (deleted entries, RFC 6721)."""

from django.conf import settings

from articles.models import identity
from articles.public.feeds.entry import BEGINNING, Entry, Feed, Gone, Person, whole
from articles.public.feeds.xml import around, document, element

NAMESPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns__at": "http://purl.org/atompub/tombstones/1.0"}


def write(feed: Feed) -> bytes:
    root = around(
        "feed",
        element("id", feed.url),
        element("title", feed.title),
        element("subtitle", feed.about),
        element("updated", (feed.updated or BEGINNING).isoformat()),
        element("link", href=feed.home, rel="alternate", type="text/html"),
        element("link", href=feed.url, rel="self", type="application/atom+xml"),
        # Whoever an entry does not name as its author.
        _person(Person(identity.current().site_name, whole("/"))),
        *map(_deleted, feed.gone),
        *map(_entry, feed.entries),
        xml__lang=settings.LANGUAGE_CODE,
        **NAMESPACES,
    )
    return document(root)


def _entry(entry: Entry) -> str:
    picture = entry.picture
    return around(
        "entry",
        element("id", entry.id),
        element("title", entry.title),
        element("published", entry.published.isoformat()),
        element("updated", entry.updated.isoformat()),
        element("link", href=entry.url, rel="alternate", type="text/html"),
        element("link", href=picture.url, rel="enclosure", type="image/jpeg") if picture else "",
        element("link", href=entry.comments, rel="replies", type="text/html") if entry.comments else "",
        *map(_person, entry.authors),
        *(element("category", term=category.name, scheme=category.scheme) for category in entry.categories),
        element("summary", entry.summary) if entry.summary else "",
        element("content", entry.html, type="html"),
        xml__lang=entry.language,
    )


def _person(person: Person) -> str:
    return around("author", element("name", person.name), element("uri", person.url) if person.url else "")


def _deleted(gone: Gone) -> str:
    return around(
        "at:deleted-entry",
        element("at:comment", gone.notice) if gone.notice else "",
        element("link", href=gone.url, rel="alternate", type="text/html"),
        ref=gone.id,
        when=gone.at.isoformat(),
    )
