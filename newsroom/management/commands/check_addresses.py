"""`manage.py check_addresses`: whether the addresses of an old site are answered here."""

import csv
from argparse import ArgumentParser
from collections import Counter
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom import old_addresses

EVERY = 200
# Addresses without an answer that are named; the file has all.
NAMED = 30


class Command(BaseCommand):
    help = (
        "Read the site map of an old site, a file or an address, and ask this site for each address in it. Says how many "
        "are answered, lead on, are gone or are missing, and ends with status 1 if any is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("maps", nargs="+", metavar="SITEMAP", help="sitemap.xml, .xml.gz, or an address")
        parser.add_argument("--limit", type=int, metavar="N", help="ask for at most N addresses")
        parser.add_argument("--csv", metavar="FILE", help="write address, status and where it led")

    def handle(self, *args: Any, maps: list[str], limit: int | None, csv: str | None, **options: Any) -> None:
        if limit is not None and limit < 1:
            raise CommandError("--limit must be 1 or more.")
        counts: Counter[str] = Counter()
        missing: list[old_addresses.Asked] = []
        try:
            self._ask(maps, limit, csv, counts, missing)
        except old_addresses.NotReadable as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{csv} cannot be written: {error}") from error
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        self._tell(counts, missing)

    def _ask(
        self,
        maps: list[str],
        limit: int | None,
        name: str | None,
        counts: Counter[str],
        missing: list[old_addresses.Asked],
    ) -> None:
        get, seen = old_addresses.own_answers(), set()
        with ExitStack() as stack:
            stack.enter_context(old_addresses.as_for_readers())
            table = csv.writer(stack.enter_context(open(name, "w", newline="", encoding="utf-8"))) if name else None
            for path in (path for place in maps for path in old_addresses.paths(place)):
                if path in seen:
                    continue
                seen.add(path)
                asked = old_addresses.ask(path, get)
                counts[self._kind(asked)] += 1
                if not asked.is_answered:
                    missing.append(asked)
                if table:
                    table.writerow([path, asked.status or "elsewhere", asked.end])
                if len(seen) % EVERY == 0:
                    self.stdout.write(f"{len(seen)} asked, {len(missing)} without an answer")
                if len(seen) == limit:
                    return

    def _tell(self, counts: Counter[str], missing: list[old_addresses.Asked]) -> None:
        for kind, count in sorted(counts.items()):
            self.stdout.write(f"{count:>8} {kind}")
        for asked in missing[:NAMED]:
            self.stdout.write(f"  {asked.path}: {asked.said}")
        if len(missing) > NAMED:
            self.stdout.write(f"  and {len(missing) - NAMED} more; --csv FILE names all")
        if not counts:
            raise CommandError("No address was asked.")
        if missing:
            raise CommandError(f"{len(missing)} of {counts.total()} addresses have no answer.")
        self.stdout.write(self.style.SUCCESS(f"All {counts.total()} addresses have an answer."))

    @staticmethod
    def _kind(asked: old_addresses.Asked) -> str:
        if asked.status == 410:
            return "gone, and say so"
        if not asked.is_answered:
            return f"without an answer ({asked.status})"
        if asked.status == 0:
            return "lead to another site"
        return "lead on to a page" if asked.end else "answered with a page"
