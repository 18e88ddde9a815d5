"""The whole file, from its first line to its last, a line at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from itertools import chain
from typing import TextIO
from xml.sax.saxutils import escape

from django.conf import settings

from articles import html
from articles.models import identity
from articles.models.illustration import Illustration
from articles.models.page import Page
from articles.public.site import full
from newsroom.leaving.wordpress import numbers, prose, terms, xml
from newsroom.leaving.wordpress.item import Item
from newsroom.leaving.wordpress.pictures import Pictures
from newsroom.leaving.wordpress.stories import Stories, others, public

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
Tell = Callable[[int], None]


def write(
    file: TextIO,
    at: datetime,
    *,
    drafts: bool = False,
    pictures: Pictures | None = None,
    tell: Tell = lambda done: None,
) -> Counter[str]:
    """Write what readers see at that time; with `drafts`, everything. Returns how many of each kind were written."""
    document = _Document(at, drafts, pictures or Pictures(), tell)
    for line in document.lines():
        file.write(line)
        file.write("\n")
    return document.counts


class _Document:
    def __init__(self, at: datetime, drafts: bool, pictures: Pictures, tell: Tell) -> None:
        self.at, self.drafts, self.pictures, self.tell = at, drafts, pictures, tell
        self.counts: Counter[str] = Counter()
        self.shown: set[int] = set()

    def lines(self) -> Iterator[str]:
        people = terms.authors(self.at, all_of_them=self.drafts)
        yield from self._head()
        yield from terms.lines(people, self.at, all_of_them=self.drafts)
        yield from self._pages()
        yield from self._stories(Stories(self.at, {one.pk: one for one in people}, self.pictures, self.drafts))
        if self.drafts:
            yield from self._unused_pictures()
        yield "</channel>"
        yield "</rss>"

    def _head(self) -> Iterator[str]:
        site = settings.NEWSROOM_SITE_URL
        spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
        yield '<?xml version="1.0" encoding="UTF-8" ?>'
        yield f'<rss version="2.0" {spaces}>'
        yield "<channel>"
        yield f"<title>{escape(xml.sayable(identity.current().site_name))}</title>"
        yield f"<link>{escape(site)}</link>"
        yield f"<description>{escape(xml.sayable(identity.current().motto))}</description>"
        yield f"<pubDate>{format_datetime(self.at)}</pubDate>"
        yield f"<language>{escape(settings.LANGUAGE_CODE)}</language>"
        yield "<wp:wxr_version>1.2</wp:wxr_version>"
        yield f"<wp:base_site_url>{escape(site)}</wp:base_site_url>"
        yield f"<wp:base_blog_url>{escape(site)}</wp:base_blog_url>"

    def _pages(self) -> Iterator[str]:
        for place, page in enumerate(Page.objects.order_by("slug"), start=1):
            ids = html.figure_ids(page.body)
            found = Illustration.objects.in_bulk(ids)
            yield from self._attachments(found)
            yield from self._item(
                Item(
                    number=numbers.of_page(place),
                    kind="page",
                    status="publish",
                    title=page.title,
                    slug=page.slug,
                    link=full(page.get_absolute_url()),
                    at=page.changed_at,
                    content=prose.of_page(page, found, self.pictures),
                    excerpt=page.standfirst,
                )
            )

    def _stories(self, stories: Stories) -> Iterator[str]:
        for chunk in chain(public(self.at), others(self.at) if self.drafts else ()):
            found = Illustration.objects.in_bulk({pk for one in chunk for pk in one.shows})
            yield from self._attachments(found)
            for item, comments in stories.items(chunk, found):
                yield from self._item(item, self._counted(comments))
            self.tell(self.counts["post"])

    def _unused_pictures(self) -> Iterator[str]:
        """What lies in the library and is in no text."""
        for picture in Illustration.objects.order_by("pk").iterator(chunk_size=500):
            yield from self._attachments({picture.pk: picture})

    def _attachments(self, found: dict[int, Illustration]) -> Iterator[str]:
        """Each once, before the first story that shows it."""
        for pk in sorted(found.keys() - self.shown):
            self.shown.add(pk)
            if item := self.pictures.item(found[pk]):
                yield from self._item(item)

    def _item(self, item: Item, comments: Iterable[str] = ()) -> Iterator[str]:
        self.counts[item.kind] += 1
        return item.lines(comments)

    def _counted(self, comments: Iterable[str]) -> Iterator[str]:
        for line in comments:
            self.counts["comment"] += 1
            yield line
