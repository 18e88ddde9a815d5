"""What a site that moves in consists of, whatever it was kept in.

A source (a module per kind of file) yields these; storing them is the same for all. Keys are the old site's own and tell
two things of a kind apart for ever, so that a second run finds what the first one made. Nothing here knows the database.

Texts are HTML that `articles.html.sanitise` leaves as it is, but for pictures: each is an `<img src="…">` with the address
that it had, alone in a paragraph or in a `<figure>` with its caption, until it has a number in the library.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """What becomes of a story."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    REVIEW = "review"


class Standing(StrEnum):
    """How the old site's moderators left a comment."""

    APPROVED = "approved"
    HELD = "held"
    SPAM = "spam"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Site:
    """The old site itself, before anything of it."""

    name: str
    address: str
    """Like `https://example.org/blog`, without a slash at the end."""
    language: str = ""
    fronts: tuple[str, ...] = ()
    """Folders of its host in which it stood as if in the root, like `/blog/`: what hangs below them hangs below ours."""


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    slug: str
    biography: str = ""
    email: str = ""
    """Never shown; it only tells whether somebody has an account here."""
    old: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A section or a tag."""

    key: str
    name: str
    slug: str
    description: str = ""
    parent: str = ""
    """Key of the section above it."""
    is_tag: bool = False
    old: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """One that was in the old site's library, or that a text shows: each that a body shows has come before it.

    A body names it by its address in some size; see `articles.importing.pictures`.
    """

    key: str
    address: str
    """Where the file was: a whole address."""
    title: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    created_at: datetime | None = None
    old: tuple[str, ...] = ()
    """Addresses of pages about it, which lead to the file now."""
    original: str = ""
    """Where it may be in its full size: asked first."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of one of the kinds in `articles.documents`. It comes with the first story that links to it."""

    address: str
    """Where the file was: a whole address."""
    old: tuple[str, ...] = ()
    """Addresses of pages about it, which lead to the file now."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, or a note that another site linked here."""

    key: str
    name: str
    text: str
    """Plain text, paragraphs parted by an empty line."""
    created_at: datetime
    standing: Standing
    parent: str = ""
    email: str = ""
    website: str = ""
    link: str = ""
    """How another site told of a link: `pingback` or `trackback`; empty for what a reader wrote."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction that was published on the old site."""

    text: str
    at: datetime
    is_clarification: bool = False
    """Nothing was wrong, something was unclear."""


@dataclass(slots=True)
class Story:
    key: str
    headline: str
    slug: str
    state: State
    body: str
    published_at: datetime | None = None
    """When it was first live, or is to be."""
    updated_at: datetime | None = None
    is_page: bool = False
    """A page about the paper, not a story."""
    standfirst: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    """Keys of people, in the order of the byline."""
    sections: tuple[str, ...] = ()
    """Keys of terms, the one that it belongs to first."""
    tags: tuple[str, ...] = ()
    lead: str = ""
    """Key of a picture."""
    search_title: str = ""
    search_description: str = ""
    is_pinned: bool = False
    """It stood at the top of the old front page."""
    is_open: bool = True
    """Whether readers may still write under it."""
    note: str = ""
    """What the desk has to know of it, like that it was behind a password."""
    amendments: tuple[Amendment, ...] = ()
    remarks: tuple[Remark, ...] = ()
    old: tuple[str, ...] = ()
    """Addresses at which it answered: paths with their query, like `/2019/05/a-story/` and `/?p=17`."""
    lost: tuple[str, ...] = ()
    """What of its text could not be brought over, a sentence each."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something in the file that is not brought over, and why."""

    kind: str
    """As the old site names it, like `nav_menu_item`."""
    key: str
    title: str
    reason: str
    line: int = 0


Item = Site | Person | Term | Picture | Document | Story | Leftover


@dataclass(frozen=True, slots=True)
class Read:
    """An item, and how far in the source it was found: bytes from the beginning, of all files together."""

    item: Item
    position: int


class Source(Protocol):
    """A kind of file that is read piece by piece, in bounded memory. Reading raises NotReadable for what is none."""

    size: int
    """Bytes of all files."""

    def __iter__(self) -> Iterator[Read]:
        """People, terms and pictures come before the stories that name them: a source reads its files twice if it must."""
        ...


@dataclass
class NotReadable(Exception):
    """A file that is not what it should be, or is made to do harm."""

    reason: str
    line: int = 0
    file: str = field(default="")

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, f"line {self.line}" if self.line else "") if part)
        return f"{place}: {self.reason}" if place else self.reason
