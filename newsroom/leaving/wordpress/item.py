"""One thing of the file, whatever its kind: post, page, attachment or correction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from newsroom.leaving.wordpress import xml
from newsroom.leaving.wordpress.xml import element


@dataclass(slots=True)
class Item:
    number: int
    kind: str
    status: str
    title: str
    slug: str
    link: str
    at: datetime
    updated_at: datetime | None = None
    has_date: bool = True
    """A draft has none that counts: WordPress gives it one when it is published."""
    author: str = ""
    """A login."""
    content: str = ""
    excerpt: str = ""
    attachment: str = ""
    is_open: bool = False
    is_sticky: bool = False
    filed_under: list[tuple[str, str, str]] = field(default_factory=list)
    """Domain, slug and name."""
    meta: dict[str, str | int] = field(default_factory=dict)
    old_slugs: tuple[str, ...] = ()

    def lines(self, comments: Iterable[str] = ()) -> Iterator[str]:
        updated = self.updated_at or self.at
        yield "<item>"
        yield element("title", xml.words(self.title))
        yield f"<link>{escape(xml.sayable(self.link))}</link>"
        yield f"<pubDate>{format_datetime(self.at)}</pubDate>"
        yield element("dc:creator", self.author)
        yield f'<guid isPermaLink="false">{escape(xml.sayable(self.link))}</guid>'
        yield "<description></description>"
        yield element("content:encoded", self.content)
        yield element("excerpt:encoded", xml.words(self.excerpt))
        yield element("wp:post_id", self.number)
        yield element("wp:post_date", xml.local(self.at))
        yield element("wp:post_date_gmt", xml.greenwich(self.at) if self.has_date else xml.NO_DATE)
        yield element("wp:post_modified", xml.local(updated))
        yield element("wp:post_modified_gmt", xml.greenwich(updated))
        yield element("wp:comment_status", "open" if self.is_open else "closed")
        yield element("wp:ping_status", "closed")
        yield element("wp:post_name", self.slug)
        yield element("wp:status", self.status)
        yield element("wp:post_parent", 0)
        yield element("wp:menu_order", 0)
        yield element("wp:post_type", self.kind)
        yield element("wp:post_password", "")
        yield element("wp:is_sticky", int(self.is_sticky))
        if self.attachment:
            yield element("wp:attachment_url", self.attachment)
        yield from (xml.filed_under(*one) for one in self.filed_under)
        yield from xml.meta(self.meta)
        for slug in self.old_slugs:
            yield from xml.meta({"_wp_old_slug": slug})
        yield from comments
        yield "</item>"
