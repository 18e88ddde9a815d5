"""A run: every place is asked for, or known to be as it was; what nothing leads to any more is taken away."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.models import stamp
from articles.public import due
from newsroom.leaving.files import moved, places
from newsroom.leaving.files.asking import Answer, own_answers
from newsroom.leaving.files.folder import Folder
from newsroom.leaving.files.links import Rewriting, target_of
from newsroom.leaving.files.notes import NAME, RECIPE, Notes, Row, marks_text
from newsroom.leaving.files.seeds import seeds

BATCH = 50
# Faults that are named.
NAMED = 20
KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json"}
KINDS |= {"webmanifest": "application/json", "xml": "application/xml", "txt": "text/plain"}
Tell = Callable[[int, int], None]


class Refused(Exception):
    """There is nothing to copy, or no place for it; the message says why."""


class Copy:
    """`ask_all` asks for every page, whatever the stamps say. `counts` tells what was written, same, removed or missing."""

    def __init__(self, folder: Path, *, ask_all: bool = False, tell: Tell = lambda done, waiting: None) -> None:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / NAME).exists():
            raise Refused(f"{folder} holds something else. A copy needs a folder of its own.")
        self.folder, self.notes = Folder(folder), Notes(folder)
        self.ask, self.tell = own_answers(), tell
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.made_by = software()
        self.trusts_stamps = not ask_all and self.notes.get("software") == self.made_by
        self.instead = format_html(
            '<p class="status-message"><a href="{}">{}</a></p>',
            places.NOTICE,
            _("This works only on the site itself."),
        )

    def run(self) -> bool:
        """Returns False if nothing can have changed since the last run."""
        try:
            if self.trusts_stamps and not self.notes.get("unfinished") and self._is_settled():
                return False
            self._begin()
            while batch := self.notes.next(BATCH):
                self._take(batch)
            self._finish()
            return True
        finally:
            self.notes.close()

    # --- From the first place to the last ---

    def _begin(self) -> None:
        front = self.ask("/", "/")
        if front.status != 200:
            raise Refused(f"The front page answers {front.status}; see NEWSROOM_ALLOWED_HOSTS and NEWSROOM_SITE_URL.")
        if self.notes.begin():
            at = timezone.now()
            self.notes.set("began", _moment(stamp.read_marks(), due.next_change(at).timestamp()))
            self.notes.set("software", self.made_by)
        self.notes.add(seeds(timezone.now()))

    def _take(self, batch: list[tuple[int, Row]]) -> None:
        now = timezone.now()
        until = due.next_change(now).timestamp()
        words = {word for _number, row in batch if row.marks for word in json.loads(row.marks)}
        marks = stamp.read(words) if words else {}
        for number, row in batch:
            if self._is_fresh(row, marks, now.timestamp()):
                self.counts["same"] += 1
                self._done(number, row, self._links_of(row))
            else:
                self._done(number, *self._ask(row, until))
            self.tell(sum(self.counts.values()), self.notes.waiting())

    def _finish(self) -> None:
        if not self.faults:
            for row in self.notes.unmet():
                self._remove(row)
        self._list(moved.REDIRECTS, moved.redirects(self.notes.moved(), self.notes.feeds()))
        self._list(moved.NGINX, moved.nginx(self.notes.moved()))
        self.notes.set("settled", "" if self.faults else self.notes.get("began"))
        self.notes.finish()

    def _list(self, name: str, lines: Iterable[bytes]) -> None:
        digest, _is_new = self.folder.write(name, lines, bytes.fromhex(self.notes.get(name)))
        self.notes.set(name, digest.hex())

    def _is_settled(self) -> bool:
        began = self.notes.get("settled")
        if not began:
            return False
        mark, until = json.loads(began)
        return bool(mark == stamp.read_marks().any and time.time() < until)

    def _done(self, number: int, row: Row, links: Iterable[str]) -> None:
        self.notes.done(number, row, ((place, places.address_of(place)) for place in links))

    # --- One place ---

    def _is_fresh(self, row: Row, marks: dict[str, int], now: float) -> bool:
        """What stands at the place is known to say what the site says."""
        name = places.file_of(row.place)
        if not self.trusts_stamps or not row.marks or name is None or not self.folder.has(name):
            return False
        known = json.loads(row.marks)
        return not known or (now < row.until and all(marks.get(word) == mark for word, mark in known.items()))

    def _links_of(self, row: Row) -> list[str]:
        """Where a file leads that was written before."""
        if row.target:
            return _led_to(row.target)
        name = places.file_of(row.place) or ""
        kind = KINDS.get(name.rpartition(".")[2])
        if kind is None:
            return []
        rewriting = Rewriting(row.place)
        rewriting.of(self.folder.text(name), kind)
        return list(rewriting.found)

    def _ask(self, row: Row, until: float) -> tuple[Row, list[str]]:
        """Ask for the place and write what is answered."""
        before = stamp.read_marks().any
        answer = self.ask(row.place, row.address)
        row = row._replace(status=answer.status, target="", until=until, marks="")
        try:
            if answer.status in (301, 302, 307, 308):
                row, links = self._lead_on(row, answer)
            elif answer.status in (200, 410) or row.place == places.MISSING:
                row, links = self._write(row, answer)
            elif answer.status in (400, 404, 405):
                self.counts["missing"] += 1
                self._remove(row)
                return row._replace(digest=None), []
            else:
                return self._fault(row, str(answer.status))
        except OSError as error:
            if error.filename is None:
                raise  # the disk is full, or gone
            return self._fault(row, str(error))
        return row._replace(marks=self._marks(answer, before)), links

    def _fault(self, row: Row, why: str) -> tuple[Row, list[str]]:
        """What stands there stays until the next run."""
        self.counts["faults"] += 1
        if len(self.faults) < NAMED:
            self.faults.append(f"{row.address}: {why}")
        return row, self._links_of(row) if row.digest else []

    def _write(self, row: Row, answer: Answer) -> tuple[Row, list[str]]:
        rewriting, chunks = Rewriting(row.place, self.instead), answer.chunks
        if answer.is_text:
            text = b"".join(answer.chunks).decode("utf-8", "replace")
            chunks = [rewriting.of(text, answer.kind).encode("utf-8", "replace")]
        return self._store(row, chunks), list(rewriting.found)

    def _lead_on(self, row: Row, answer: Answer) -> tuple[Row, list[str]]:
        target = target_of(answer.location, row.address)
        row = row._replace(target=target)
        return self._store(row, [moved.page(target)]), _led_to(target)

    def _store(self, row: Row, chunks: Iterable[bytes]) -> Row:
        name = places.file_of(row.place)
        if name is None:
            return row
        digest, is_new = self.folder.write(name, chunks, row.digest)
        self.counts["written" if is_new else "same"] += 1
        return row._replace(digest=digest)

    def _remove(self, row: Row) -> None:
        name = places.file_of(row.place)
        if row.digest and name and self.folder.remove(name):
            self.counts["removed"] += 1

    def _marks(self, answer: Answer, before: int | None) -> str:
        """The stamps of what the answer shows; nothing if they moved while it was made."""
        if answer.is_for_ever:
            return marks_text({})
        found = stamp.read({stamp.ANY, *answer.words})
        return marks_text({word: found.get(word) for word in answer.words}) if found.get(stamp.ANY) == before else ""


def _led_to(target: str) -> list[str]:
    place = places.place_of(target.partition("#")[0]) if target.startswith("/") else None
    return [place] if place else []


def _moment(marks: stamp.Marks, until: float) -> str:
    return json.dumps([marks.any, until])


def software() -> str:
    """What pages are made with, in one word: another template, stylesheet, catalogue or setting is seen by no stamp."""
    told = blake2b(digest_size=12)
    for root in _roots():
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".html", ".txt", ".css", ".js", ".mo", ".svg", ".woff2") and path.is_file():
                about = path.stat()
                told.update(f"{path.relative_to(root)} {about.st_size} {about.st_mtime_ns}\n".encode())
    names = ("LANGUAGE_CODE", "TIME_ZONE", "STATIC_URL", "MEDIA_URL", "DEBUG")
    own = [name for name in dir(settings) if name.startswith("NEWSROOM_")]
    told.update(repr([RECIPE, *((name, str(getattr(settings, name))) for name in [*names, *sorted(own)])]).encode())
    return told.hexdigest()


def _roots() -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    yield from (base / name for name in ("articles", "comments", "newsroom", "templates"))
    yield from map(Path, (*settings.NEWSROOM_TEMPLATES_DIR, *settings.NEWSROOM_STATIC_DIR))
