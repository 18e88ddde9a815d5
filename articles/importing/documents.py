"""Files of an old site that are no pictures: those that stories link to come with them, and the links lead to them here."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from articles.desk import redirects
from articles.documents import FOLDER, kind_of
from articles.importing import pictures, wording
from articles.importing.items import Document, Site, Story
from articles.importing.plan import NotThere, Plan
from articles.importing.register import Kind, Register
from articles.importing.report import Fate, Report

_HREF = re.compile(r'(<a\b[^<>]*?\bhref=")([^"]*)(")')


def place(html: str, links: Mapping[str, str]) -> str:
    """The text with its links to what came leading there."""
    if not links:
        return html
    return _HREF.sub(
        lambda link: link[1] + pictures.escaped(links.get(unescape(link[2]), unescape(link[2]))) + link[3], html
    )


class Documents:
    def __init__(self, plan: Plan, register: Register, report: Report, site: Site | None = None) -> None:
        self.plan, self.register, self.report = plan, register, report
        self.host = _host(site.address) if site else ""
        self.base = f"https://{self.host}"
        self.known: dict[str, Document] = {}
        self.places: dict[str, str] = {}
        self.failed: set[str] = set()

    def meet(self, document: Document) -> None:
        self.known[pictures.exact(document.address)] = document

    def take_with(self, story: Story) -> dict[str, str]:
        """Bring what the story links to. Where each is now, by its address in the text."""
        found = ((said, self._place(whole, story.headline)) for said, whole in self._linked(story.body))
        return {address: here for address, here in found if here}

    def take_all(self) -> None:
        """Bring those that no story links to."""
        for document in self.known.values():
            self._place(document.address, "")

    @property
    def idle(self) -> int:
        """How many no story has linked to."""
        return len(self.known.keys() - self.places.keys() - self.failed)

    def _linked(self, html: str) -> Iterator[tuple[str, str]]:
        """Addresses of documents of the old site, as the text says them and whole."""
        for link in _HREF.finditer(html):
            said = unescape(link[2])
            whole = f"{self.base}{said}" if said.startswith("/") and not said.startswith("//") else said
            if kind_of(whole) and self.host and _host(whole) == self.host:
                yield said, whole

    def _place(self, address: str, title: str) -> str:
        key = pictures.exact(address)
        if key not in self.places and key not in self.failed:
            arrived = self.register.find(Kind.DOCUMENT, key)
            if arrived and default_storage.exists(arrived.became):
                self.report.count(Kind.DOCUMENT, Fate.SAME)
                self.places[key] = default_storage.url(arrived.became)
            else:
                self._take(key, address, title)
        return self.places.get(key, "")

    def _take(self, key: str, address: str, title: str) -> None:
        media = self.plan.media
        if self.plan.is_dry and media and media.is_far:
            self.report.count(Kind.DOCUMENT, Fate.TO_FETCH)
            self.failed.add(key)
            return
        try:
            if media is None:
                raise NotThere(_("No place was named to take it from."))
            data = media.read(address)
            if not data or (kind_of(address) == ".pdf" and b"%PDF-" not in data[:1024]):
                raise NotThere(_("It is not what its name says."))
        except NotThere as reason:
            self.failed.add(key)
            self.report.count(Kind.DOCUMENT, Fate.LEFT)
            self.report.name("pictures missing", address, f"{reason} ({title})" if title else str(reason))
            return
        self.report.count(Kind.DOCUMENT, Fate.NEW)
        if self.plan.is_dry:
            self.failed.add(key)
        else:
            self._store(key, address, data)

    def _store(self, key: str, address: str, data: bytes) -> None:
        path = PurePosixPath(unquote(urlsplit(address).path))
        stem = wording.slug(path.stem, most=40) or "file"
        name = f"{FOLDER}{sha256(data).hexdigest()[:20]}/{stem}{kind_of(address)}"
        if not default_storage.exists(name):
            name = default_storage.save(name, ContentFile(data))
        here = self.places[key] = default_storage.url(name)
        self.register.note(Kind.DOCUMENT, key, name)
        known = self.known.get(key)
        old = [urlsplit(address).path, *(known.old if known else ())]
        redirects.take_in([(one, here) for one in old], by=self.plan.by)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
