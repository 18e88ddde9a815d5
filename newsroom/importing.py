"""A site moves in, at the terminal: what an operator may choose, how far it is, and the report that is left behind."""

import csv
import json
import re
import sqlite3
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.importing.items import NotReadable, Read, Source, Term
from articles.importing.media import Folder, Web
from articles.importing.pipeline import bring
from articles.importing.plan import Media, Plan
from articles.importing.report import Report
from comments import importing as remarks
from newsroom.long_work import LoggedCommand

# Seconds between two words on how far it is: on a terminal, and in a log.
LIVE, LOGGED = 0.5, 15
# Of each list on paper; the JSON beside it has more.
SHOWN = 500
HEAD = ["old slug", "our slug", "name", "stories"]
# What somebody has to look at comes first on paper.
TITLES = {
    "left out": _("Left out"),
    "to look at": _("To look at"),
    "left alone": _("Left alone"),
    "lost": _("Lost of stories"),
    "pictures missing": _("Pictures that did not come"),
    "people made": _("People who are new here"),
    "sections made": _("Sections that are new here"),
}
_SLUG = re.compile(r"[-\w]{1,60}", re.ASCII)


class ImportCommand(LoggedCommand):
    """A command that brings in one kind of file. It says how its `source` is opened."""

    def source(self, files: Sequence[Path], options: Mapping[str, Any]) -> Source:
        """Open the files as what they are; each command knows one kind."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="the export; more than one if it was divided")
        media = parser.add_mutually_exclusive_group()
        media.add_argument("--media", metavar="DIR", help="take pictures from this copy of the old site's uploads")
        media.add_argument("--fetch-media", action="store_true", help="take pictures from the old site itself")
        parser.add_argument(
            "--media-host", action="append", default=[], metavar="HOST", help="another host that has its pictures"
        )
        parser.add_argument("--all-media", action="store_true", help="bring pictures that no story shows as well")
        parser.add_argument("--sections", metavar="FILE", help="CSV: old slug, slug of our section or nothing")
        parser.add_argument("--by", metavar="LOGIN", help="the superuser in whose name it is logged")
        parser.add_argument("--dry-run", action="store_true", help="try everything, keep nothing, and report")
        parser.add_argument("--resume", action="store_true", help="pass by what has arrived, changed since or not")
        parser.add_argument("--report", metavar="DIR", help="where the report goes; a folder of its own without")
        parser.add_argument("--no-input", action="store_true", help="ask nothing")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        source = self.source([_file(name) for name in files], options)
        plan = self._plan(options)
        folder = _folder(options["report"])
        report = Report()
        progress = Progress(self, source.size)
        try:
            with _interrupted(self, plan):
                bring(source, plan, report, progress.tell)
        except NotReadable as error:
            self._leave(report, folder)
            raise CommandError(f"{error} What was stored before it stays.") from error
        except sqlite3.OperationalError as error:
            # Of the file beside the site's database: Django's errors are its own.
            self._leave(report, folder)
            said = (
                f"What is remembered of the old site could not be written: {error}. SQLITE_TMPDIR names another folder"
            )
            raise CommandError(f"{said} for it. What was stored before stays; go on with --resume.") from error
        finally:
            progress.end()
        self._leave(report, folder)

    def _plan(self, options: Mapping[str, Any]) -> Plan:
        asks = not (options["no_input"] or options["dry_run"] or options["sections"] or options["resume"])
        return Plan(
            by=_by(options["by"]),
            talk=remarks.bring,
            media=_media(options),
            all_media=options["all_media"],
            sections=_sections(options["sections"]) if options["sections"] else {},
            ask=self._ask if asks and sys.stdin.isatty() and self.stdout.isatty() else None,
            is_dry=options["dry_run"],
            resumes=options["resume"],
        )

    def _ask(self, unknown: Sequence[Term]) -> dict[str, str]:
        """Where sections go that are not here: Enter makes a new one, `-` leaves it out, a slug names one of ours."""
        self.stdout.write("\nSections that are not here. Enter: a new one; -: leave out; or the slug of one of ours.")
        answers = {}
        for term in unknown:
            answer = input(f"  {term.name} ({term.slug}): ").strip()
            if answer:
                answers[term.slug] = "" if answer == "-" else answer
        return answers

    def _leave(self, report: Report, folder: Path) -> None:
        """Write the report, and say the most of it."""
        write(report, folder)
        self.stdout.write("Tried, and nothing kept:" if report.is_dry else "Stored:")
        for kind, fates in report.rows():
            self.stdout.write(f"  {kind:<16}" + ", ".join(f"{number} {fate}" for fate, number in fates))
        for name, number in report.totals.items():
            self.stdout.write(f"  {name}: {number}")
        self.stdout.write(f"The report: {folder / 'report.html'}")


class Progress:
    """A line on how far it is: items, how many a second, and the time left by what is left to read."""

    def __init__(self, command: BaseCommand, size: int) -> None:
        self.command, self.size = command, max(size, 1)
        self.is_live = command.stdout.isatty()
        self.items, self.told_at = 0, time.monotonic()
        # Told by the first item that was found in the file: until then it is read through once.
        self.began_at, self.before = 0.0, 0

    def tell(self, read: Read, report: Report) -> None:
        self.items += 1
        now = time.monotonic()
        if read.position and not self.began_at:
            self.began_at, self.before = now, self.items
        if now - self.told_at >= (LIVE if self.is_live else LOGGED):
            self.told_at = now
            begin, end = ("\r", "") if self.is_live else ("", "\n")
            self.command.stdout.write(begin + self._said(read, now), ending=end)
            self.command.stdout.flush()

    def _said(self, read: Read, now: float) -> str:
        spent = now - self.began_at if self.began_at else 0
        share = min(read.position / self.size, 1)
        said = f"{self.items} items, {share:.0%}"
        if spent and share:
            left = timedelta(seconds=round(spent / share - spent))
            said += f", {(self.items - self.before) / spent:.0f} a second, {left} left   "
        return said

    def end(self) -> None:
        if self.is_live:
            self.command.stdout.write("")


@contextmanager
def _interrupted(command: BaseCommand, plan: Plan) -> Iterator[None]:
    """Let Ctrl-C end it between two stories, with a word on how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        said = "Stopped; nothing was kept." if plan.is_dry else "Stopped. What is stored stays; go on with --resume."
        command.stdout.write(f"\n{said}")


# --- What was chosen ---


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise CommandError(f"{name} is no file.")
    return path


def _by(login: str | None) -> User:
    people = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    found = people.filter(username=login).first() if login else people.first()
    if found is None:
        raise CommandError(
            f"{login} is no superuser." if login else "There is no superuser: manage.py createsuperuser."
        )
    return found


def _media(options: Mapping[str, Any]) -> Media | None:
    if options["fetch_media"]:
        return Web(frozenset(host.lower() for host in options["media_host"]))
    if options["media_host"]:
        raise CommandError("--media-host is for --fetch-media.")
    if not options["media"]:
        return None
    if not Path(options["media"]).is_dir():
        raise CommandError(f"{options['media']} is no folder.")
    return Folder(Path(options["media"]))


def _sections(name: str) -> dict[str, str]:
    """Our section for each old one, from a table of two columns or more; lines without an old slug are passed by."""
    try:
        with _file(name).open(newline="", encoding="utf-8-sig") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file)]
    except (csv.Error, UnicodeDecodeError) as error:
        raise CommandError(f"{name} is no table in UTF-8: {error}") from error
    found = {row[0]: row[1] for row in rows if len(row) > 1 and row[0] and row[:2] != HEAD[:2]}
    if wrong := [ours for ours in found.values() if ours and not _SLUG.fullmatch(ours)]:
        raise CommandError(f"{name}: “{wrong[0]}” is no slug.")
    return found


def _folder(name: str | None) -> Path:
    folder = Path(name) if name else Path(f"import-{timezone.localtime():%Y-%m-%d-%H%M%S}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder} cannot be made: {error}") from error
    return folder


# --- The report ---


def write(report: Report, folder: Path) -> None:
    """`report.html` for people, `report.json` for machines, and `sections.csv` to be changed and given back."""
    context = {
        "report": report,
        "rows": list(report.rows_in_words()),
        "lists": [
            (title, report.lists[name][:SHOWN], report.totals[name])
            for name, title in TITLES.items()
            if name in report.lists
        ],
        "sections": sorted(report.sections.items()),
        "site_name": settings.NEWSROOM_SITE_NAME,
        "site_url": settings.NEWSROOM_SITE_URL,
        "at": timezone.now(),
    }
    (folder / "report.html").write_text(render_to_string("admin/import_report.html", context), encoding="utf-8")
    (folder / "report.json").write_text(
        json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    with (folder / "sections.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        table.writerows([slug, ours, name, stories] for slug, (name, ours, stories) in sorted(report.sections.items()))
