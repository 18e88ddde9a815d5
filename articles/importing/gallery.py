"""Pictures of an old site on their way into the library: those that stories show, each file once.

Files are read and rendered before the transaction of the story that shows them, so that nobody waits for a lock.
"""

import pickle
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import library
from articles.importing import pictures, wording
from articles.importing.items import Picture, Story
from articles.importing.plan import NotThere, Plan
from articles.importing.register import Kind, Register
from articles.importing.report import Fate, Report
from articles.importing.shelf import Shelf
from articles.models import Illustration
from articles.pictures.guard import PictureRefused

# In a dry run pictures have numbers of none that is stored.
NOT_STORED = 10**17


@dataclass
class Hung:
    """The pictures of one story."""

    lead: Picture | None = None
    shown: dict[str, int] = field(default_factory=dict)
    """Number in the library, by address as it stands in the text."""
    files: dict[int, str] = field(default_factory=dict)
    lead_number: int | None = None
    old: list[str] = field(default_factory=list)
    """Addresses of pages about them."""
    missing: int = 0
    links: dict[str, str] = field(default_factory=dict)
    """Where documents that it links to are now, by address as it stands in the text."""

    @property
    def numbers(self) -> list[int]:
        return sorted({*self.shown.values(), *([self.lead_number] if self.lead_number else [])})


class Gallery:
    def __init__(self, plan: Plan, register: Register, report: Report) -> None:
        self.plan, self.register, self.report = plan, register, report
        self.known = Shelf[bytes]()
        self.by_address = Shelf[str]()
        self.by_canonical = Shelf[str]()
        self.numbers = Shelf[int]()
        self.originals: dict[str, int] = {}
        self.failed = Shelf[int]()
        self.not_stored = count(NOT_STORED)

    def meet(self, picture: Picture) -> None:
        self.known[picture.key] = pickle.dumps(picture)
        self.by_address.setdefault(pictures.exact(picture.address), picture.key)
        self.by_canonical.setdefault(pictures.canonical(picture.address), picture.key)

    def hang(self, story: Story) -> Hung:
        """Bring the pictures of a story into the library. One that cannot be brought is named."""
        hung = Hung(lead=self._known(story.lead))
        if hung.lead:
            hung.lead_number = self._number(hung.lead, story, hung)
        for address in pictures.addresses(story.body):
            found = self._shown_at(address)
            if found is None:
                hung.missing += 1
                self._miss(address, address, story.headline, _("The file says nothing of it."))
            elif number := self._number(found, story, hung):
                hung.shown[address] = number
        if hung.shown and not self.plan.is_dry:
            held = Illustration.objects.exclude(renditions=[]).in_bulk(set(hung.shown.values()))
            hung.files = {number: library.in_text(one) for number, one in held.items()}
        return hung

    def hang_all(self) -> None:
        """Bring in pictures that no story shows."""
        for key in self._idle():
            if picture := self._known(key):
                self._number(picture, None, Hung())

    @property
    def idle(self) -> int:
        """How many no story has shown."""
        return sum(1 for _key in self._idle())

    def _idle(self) -> Iterator[str]:
        return (key for key in self.known if key not in self.numbers and key not in self.failed)

    def _known(self, key: str) -> Picture | None:
        packed = self.known.get(key)
        return pickle.loads(packed) if packed else None  # noqa: S301 (our own, from a file that no other process sees)

    def _shown_at(self, address: str) -> Picture | None:
        """The picture of this very file, or else the one of which it may be a size."""
        whole = pictures.canonical(address)
        key = self.by_address.get(pictures.exact(address)) or self.by_address.get(whole)
        return self._known(key or self.by_canonical.get(whole, ""))

    def _number(self, picture: Picture, story: Story | None, hung: Hung) -> int | None:
        title = story.headline if story else ""
        number = self.numbers.get(picture.key) or self._arrived(picture, title)
        hung.missing += number is None
        hung.old += picture.old
        return number

    def _arrived(self, picture: Picture, title: str) -> int | None:
        known = self.register.find(Kind.PICTURE, picture.key)
        if known and Illustration.objects.filter(pk=known.became).exists():
            number: int | None = int(known.became)
            self.report.count(Kind.PICTURE, Fate.SAME)
        else:
            number = self._taken(picture, title)
        if number:
            self.numbers[picture.key] = number
        return number

    def _taken(self, picture: Picture, title: str) -> int | None:
        if picture.key in self.failed:
            return None
        if self.plan.is_dry and self.plan.media and self.plan.media.is_far:
            self.report.count(Kind.PICTURE, Fate.TO_FETCH)
            return next(self.not_stored)
        number = self._original(picture)
        if number is None:
            try:
                number = self._stored(picture, self._read(picture.address))
            except (NotThere, PictureRefused) as reason:
                self._miss(picture.key, picture.address, title, str(reason))
                return None
        self.report.count(Kind.PICTURE, Fate.NEW)
        return number

    def _original(self, picture: Picture) -> int | None:
        """Number of the picture in its full size, if that can be had."""
        if picture.original and picture.original not in self.originals:
            with suppress(NotThere, PictureRefused):
                self.originals[picture.original] = self._stored(picture, self._read(picture.original))
        return self.originals.get(picture.original)

    def _read(self, address: str) -> bytes:
        if self.plan.media is None:
            raise NotThere(_("No place was named to take it from."))
        return self.plan.media.read(address)

    def _miss(self, key: str, address: str, title: str, reason: str) -> None:
        if key not in self.failed:
            self.failed[key] = 1
            self.report.count(Kind.PICTURE, Fate.LEFT)
            self.report.name("pictures missing", address, f"{reason} ({title})" if title else reason)

    def _stored(self, picture: Picture, data: bytes) -> int:
        digest = sha256(data).hexdigest()
        same = self.register.find(Kind.FILE, digest)
        if same and Illustration.objects.filter(pk=same.became).exists():
            if not self.plan.is_dry:
                self.register.note(Kind.PICTURE, picture.key, same.became)
            return int(same.became)
        taken = library.take(BytesIO(data))
        if self.plan.is_dry:
            return next(self.not_stored)
        row = _row(picture, taken.ai_term)
        row.created_by = self.plan.by
        with transaction.atomic():
            # All but JPEG would take ten times as long: `manage.py render_avif` adds it.
            library.store_picture(row, taken.picture, with_avif=False, with_webp=False)
            if picture.created_at:
                Illustration.objects.filter(pk=row.pk).update(created_at=picture.created_at)
            self.register.note(Kind.FILE, digest, row.pk)
            self.register.note(Kind.PICTURE, picture.key, row.pk)
        return row.pk


def _row(picture: Picture, ai_term: str) -> Illustration:
    name = PurePosixPath(unquote(urlsplit(picture.original or picture.address).path)).name
    return Illustration(
        title=wording.line(picture.title or name, 120) or "?",
        alt=wording.line(picture.alt, 300),
        caption=wording.line(picture.caption, 400),
        credit=wording.line(picture.credit, 120),
        licence=Illustration.Licence.OTHER,
        ai_term=ai_term,
        ai_made=bool(ai_term),
    )
