"""A site that moves in from WordPress: its export files as the items of `articles.importing.items`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from pathlib import Path

from django.utils.translation import gettext as _

from articles.importing import pictures
from articles.importing.items import Item, Leftover, Read
from articles.importing.shelf import Shelf
from articles.importing.wordpress import stories
from articles.importing.wordpress.addresses import Permalinks
from articles.importing.wordpress.known import Known
from articles.importing.wordpress.reading import Record, records

# What WordPress and its plugins keep for themselves: counted, for nobody misses one of them by name.
MACHINERY = {
    "revision",
    "nav_menu_item",
    "customize_changeset",
    "custom_css",
    "oembed_cache",
    "user_request",
    "wp_navigation",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_font_family",
    "wp_font_face",
    "scheduled-action",
    "acf-field",
    "acf-field-group",
    "jp_img_sitemap",
    "jp_sitemap",
    "jp_sitemap_master",
    "amp_validated_url",
    "shop_order",
    "shop_order_refund",
    "flamingo_inbound",
}
# They are read, but no item of their own comes of them.
PARTS = {"guest-author", "wp_block", "newspack_correction"}


class WordPress:
    """All files of one export, in any order, in WXR 1.0 to 1.2. They are read twice: stories name what comes after them.

    `zone` is the site's clock, for dates that have no Greenwich time; `permalinks` what somebody knows of its addresses.
    """

    def __init__(self, paths: Sequence[Path], *, permalinks: Permalinks | None = None, zone: tzinfo = UTC) -> None:
        self.paths = list(paths)
        self.permalinks = permalinks or Permalinks()
        self.zone = zone
        self.size = sum(path.stat().st_size for path in self.paths)

    def __iter__(self) -> Iterator[Read]:
        known = self._known()
        for item in _beforehand(known):
            yield Read(item, 0)
        counted: Counter[str] = Counter()
        seen = Shelf[int]()
        for record in records(self.paths):
            if record.name == "item":
                for item in _items(record, known, seen, counted):
                    yield Read(item, record.position)
        for kind, times in sorted(counted.items()):
            reason = _("%(n)d of them: WordPress keeps them for itself.") % {"n": times}
            yield Read(Leftover(kind, "", "", reason), self.size)

    def _known(self) -> Known:
        known = Known(self.zone, self.permalinks)
        for record in records(self.paths):
            known.take(record)
        known.finish()
        return known


def _beforehand(known: Known) -> Iterator[Item]:
    if known.site:
        yield known.site
    yield from known.people.values()
    yield from known.sections()
    yield from known.tags()
    yield from known.pictures()
    yield from known.documents.values()
    yield from known.leftovers


def _items(record: Record, known: Known, seen: Shelf[int], counted: Counter[str]) -> Iterator[Item]:
    """What comes of an item: a story after the pictures in its text, or a word on why none."""
    kind, number = record.kind, record.number
    if kind in MACHINERY:
        counted[kind] += 1
        return
    if kind in PARTS:
        return
    if number and number in seen:
        yield stories.leftover(record, _("Its number is used twice."))
        return
    seen[number] = 1
    if kind == "attachment":
        if not known.is_picture(number) and number not in known.documents:
            yield stories.leftover(record, _("Files of this kind do not come. Links to it stay as they are."))
    elif kind not in stories.KINDS:
        yield stories.leftover(record, _("We have nothing of this kind."))
    elif reason := stories.reason_against(record):
        yield stories.leftover(record, reason)
    else:
        yield from _story(record, known)


def _story(record: Record, known: Known) -> Iterator[Item]:
    story, left = stories.read(record, known)
    for address in pictures.addresses(story.body):
        if not known.has_picture(address):
            yield pictures.unlisted(address)
    yield story
    yield from left
