"""WordPress's export files, piece by piece: what stands in them, not yet what it means.

The format has no written standard; it is what `wp-admin/includes/export.php` writes: an RSS channel with an `item` for
everything that WordPress calls a post. Nothing here is kept when it has been yielded, so memory follows the largest item.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import XMLParserType

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser, ParseError  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from articles.importing.items import NotReadable

CHUNK = 1 << 18
# Characters. A field that is longer is no story, title or address; an item with that much of comments is no conversation.
LONGEST_FIELD = 8_000_000
LARGEST_ITEM = 40_000_000
# Bytes of a single tag or comment: the parser has to hold one whole.
LONGEST_TAG = 4 * CHUNK

VERSIONS = ("1.0", "1.1", "1.2")
_WORDPRESS = "http://wordpress.org/export/"
_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_RECORDS = {"item", "wp:author", "wp:category", "wp:tag", "wp:term"}
_PARTS = {"wp:comment", "wp:postmeta", "wp:commentmeta", "wp:termmeta"}
# Old plugins let characters through that no XML may hold; a site cannot be kept out for a stray one.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_WIDE = (b"\xff\xfe", b"\xfe\xff")

Fields = dict[str, str]


@dataclass(slots=True)
class Record:
    """An element of the channel: its simple children by name, and those that hold others.

    Of the channel itself there is one before the first of the others, named `channel`.
    """

    name: str
    line: int
    position: int = 0
    fields: Fields = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    """Domain, slug and name of what an item is filed under."""
    comments: list[Fields] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    is_too_large: bool = False

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def number(self) -> str:
        """What WordPress numbers it by; empty if that is no number."""
        return number(self["wp:post_id"])

    @property
    def kind(self) -> str:
        return self["wp:post_type"].strip()[:40]

    def own(self, *keys: str) -> str:
        """The first of these custom fields that says something."""
        return next((value for key in keys for value in self.meta.get(key, ()) if value.strip()), "").strip()


def number(text: str) -> str:
    """A number in one spelling; empty for what is none, or one that no database could hold."""
    text = text.strip()
    return str(int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else ""


def records(paths: Sequence[Path]) -> Iterator[Record]:
    """Everything in these files, in their order. Raises NotReadable."""
    before = 0
    for path in paths:
        with path.open("rb") as file:
            for record in _Reading(file, path.name):
                record.position += before
                yield record
        before += path.stat().st_size


class _Reading:
    """One file, fed to the parser chunk by chunk."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.file = file
        self.name = name
        self.target = _Target()
        self.parser = DefusedXMLParser(target=self.target, forbid_dtd=True)
        self.target.expat = self.parser.parser
        self.skipped = 0  # lines before the beginning

    def __iter__(self) -> Iterator[Record]:
        fed, first = 0, True
        controls = _CONTROLS
        while chunk := self.file.read(CHUNK):
            read = len(chunk)
            if first:
                controls = b"" if chunk.startswith(_WIDE) else _CONTROLS
                chunk, first = self._begin(chunk), False
            chunk = chunk.translate(None, controls)
            self._parse(self.parser.feed, chunk)
            fed += len(chunk)
            if fed - self.target.expat.CurrentByteIndex > LONGEST_TAG:
                raise self._refusal(_("A tag does not end."))
            yield from self._found(self.file.tell() - read)
        self._parse(self.parser.close)
        yield from self._found(self.file.tell())

    def _begin(self, chunk: bytes) -> bytes:
        """Without the empty lines that careless plugins print before everything else."""
        begun = chunk.lstrip()
        self.skipped = chunk[: len(chunk) - len(begun)].count(b"\n")
        return begun

    def _parse(self, step: Callable[..., object], *arguments: bytes) -> None:
        try:
            step(*arguments)
        except ParseError as error:
            raise self._refusal(
                _("This is no well-formed XML (%(why)s).") % {"why": error.msg}, error.position[0]
            ) from error
        except DefusedXmlException as error:
            raise self._refusal(
                _("It declares a document type or entities, which no export of WordPress does.")
            ) from error
        except (LookupError, ValueError) as error:
            raise self._refusal(_("Its encoding is not known (%(why)s).") % {"why": error}) from error

    def _found(self, position: int) -> Iterator[Record]:
        for record in self.target.take():
            record.line += self.skipped
            record.position = position
            if record.name == "channel" and record["wp:wxr_version"].strip() not in VERSIONS:
                raise self._refusal(_("This is no export of WordPress, version 1.0 to 1.2."), record.line)
            yield record

    def _refusal(self, reason: str, line: int = 0) -> NotReadable:
        return NotReadable(reason, (line or self.target.line) + self.skipped, self.name)


class _Target:
    """What the parser tells of elements, gathered into records."""

    expat: XMLParserType

    def __init__(self) -> None:
        self.depth = 0
        self.done: list[Record] = []
        self.channel: Record | None = Record("channel", 1)
        self.record: Record | None = None
        self.parts: list[tuple[str, Fields]] = []
        self.text: list[str] = []
        self.attributes: Fields = {}
        self.length = self.total = 0
        self.names: dict[str, str] = {}

    @property
    def line(self) -> int:
        return self.expat.CurrentLineNumber

    def take(self) -> list[Record]:
        taken, self.done = self.done, []
        return taken

    def start(self, tag: str, attributes: Fields) -> None:
        name = self.names.get(tag) or self._name(tag)
        self.depth += 1
        if self.record is None:
            if self.depth == 3 and name in _RECORDS:
                self._say_channel()
                self.record, self.total = Record(name, self.line), 0
        elif name in _PARTS:
            self.parts.append((name, {}))
        self.text, self.length, self.attributes = [], 0, attributes

    def data(self, text: str) -> None:
        self.length += len(text)
        self.total += len(text)
        if self.length <= LONGEST_FIELD and self.total <= LARGEST_ITEM:
            self.text.append(text)
        elif self.record:
            self.record.is_too_large = True

    def end(self, tag: str) -> None:
        name = self.names.get(tag) or self._name(tag)
        self.depth -= 1
        if self.record is None:
            self._end_of_channel(name)
        elif self.depth == 2:
            self.done.append(self.record)
            self.record = None
            self.parts.clear()
        elif self.parts and self.parts[-1][0] == name:
            self._end_of_part(self.record, *self.parts.pop())
        elif name == "category" and not self.parts:
            attributes = self.attributes
            self.record.terms.append(
                (attributes.get("domain", ""), attributes.get("nicename", ""), "".join(self.text))
            )
        else:
            fields = self.parts[-1][1] if self.parts else self.record.fields
            fields.setdefault(name, "".join(self.text))
        self.text = []

    def close(self) -> None:
        self._say_channel()

    def _end_of_part(self, record: Record, name: str, fields: Fields) -> None:
        if name == "wp:comment":
            record.comments.append(fields)
        elif name == "wp:postmeta" or (name == "wp:termmeta" and record.name != "item"):
            record.meta.setdefault(fields.get("wp:meta_key", ""), []).append(fields.get("wp:meta_value", ""))

    def _end_of_channel(self, name: str) -> None:
        if self.channel and self.depth == 2:
            self.channel.fields.setdefault(name, "".join(self.text))
            if name == "wp:wxr_version":
                self.channel.line = self.line

    def _say_channel(self) -> None:
        if self.channel:
            self.done.append(self.channel)
            self.channel = None

    def _name(self, tag: str) -> str:
        """The name with WordPress's own prefixes, whatever the file calls them: `{…/1.2/}post_id` is `wp:post_id`."""
        space, _brace, local = tag.rpartition("}")
        # Who moves a site to https often trades all addresses of the file, these names with them.
        space = re.sub("^https:", "http:", space.lstrip("{"))
        if space.startswith(_WORDPRESS):
            prefix = "excerpt:" if space.endswith("excerpt/") else "wp:"
        else:
            prefix = _SPACES.get(space, f"{space}:" if space else "")
        if len(self.names) < 1000:
            self.names[tag] = prefix + local
        return prefix + local
