"""RSS 2.0, with the extensions that feed readers know: several authors (Dublin Core), the full text, the picture."""

from django.conf import settings
from django.utils.feedgenerator import rfc2822_date

from articles.public.feeds.entry import Entry, Feed
from articles.public.feeds.xml import around, document, element

NAMESPACES = {
    "xmlns__atom": "http://www.w3.org/2005/Atom",
    "xmlns__content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns__dc": "http://purl.org/dc/elements/1.1/",
    "xmlns__media": "http://search.yahoo.com/mrss/",
}


def write(feed: Feed) -> bytes:
    channel = around(
        "channel",
        element("title", feed.title),
        element("link", feed.home),
        element("description", feed.about),
        element("atom:link", href=feed.url, rel="self", type="application/rss+xml"),
        element("language", settings.LANGUAGE_CODE),
        element("lastBuildDate", rfc2822_date(feed.updated)) if feed.updated else "",
        *map(_item, feed.entries),
    )
    return document(around("rss", channel, version="2.0", **NAMESPACES))


def _item(entry: Entry) -> str:
    is_address = entry.id == entry.url
    return around(
        "item",
        element("title", entry.title),
        element("link", entry.url),
        element("guid", entry.id, isPermaLink="true" if is_address else "false"),
        element("pubDate", rfc2822_date(entry.published)),
        element("atom:updated", entry.updated.isoformat()) if entry.updated > entry.published else "",
        element("dc:language", entry.language) if entry.language else "",
        *(element("dc:creator", author.name) for author in entry.authors),
        *(element("category", category.name, domain=category.scheme) for category in entry.categories),
        element("description", entry.summary or entry.html),
        element("content:encoded", entry.html) if entry.summary else "",
        element("comments", entry.comments) if entry.comments else "",
        _picture(entry),
    )


def _picture(entry: Entry) -> str:
    """Named by Media RSS. An enclosure would have to say how many bytes it has, which nobody knows without looking."""
    if entry.picture is None:
        return ""
    file = entry.picture
    return around(
        "media:content",
        element("media:credit", entry.picture_credit) if entry.picture_credit else "",
        element("media:description", entry.picture_alt, type="plain") if entry.picture_alt else "",
        url=file.url,
        type="image/jpeg",
        medium="image",
        width=file.width,
        height=file.height,
    )
