"""`manage.py export_log`: the log of the desk as a file, or a part of it by days."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any

from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.dateparse import parse_date

from newsroom import ledger
from newsroom.long_work import LoggedCommand

CHUNK = 2000


def day(text: str) -> date:
    """A day as 2026-11-28. Raises ArgumentTypeError."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"takes a day such as 2026-11-28, not {text!r}.")
    return found


class Command(LoggedCommand):
    help = "Write the log of the desk, oldest line first, as a table for a spreadsheet or as lines of JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=day, metavar="DAY", help="without older lines")
        parser.add_argument("--to", dest="end", type=day, metavar="DAY", help="with this day, without newer lines")
        parser.add_argument("--format", choices=["csv", "jsonl"], default="jsonl", help="jsonl if not said")

    def handle(self, *args: Any, **options: Any) -> None:
        from articles.desk import spreadsheet

        found = LogEntry.objects.select_related("user", "content_type").order_by("pk")
        if options["start"]:
            found = found.filter(action_time__gte=_midnight(options["start"]))
        if options["end"]:
            found = found.filter(action_time__lt=_midnight(options["end"] + timedelta(days=1)))
        entries = found.iterator(chunk_size=CHUNK)
        if options["format"] == "csv":
            lines = spreadsheet.lines(chain([list(ledger.COLUMNS)], ledger.rows(entries)))
        else:
            lines = ledger.json_lines(entries)
        for line in lines:
            self.stdout.write(line, ending="")


def _midnight(of: date) -> datetime:
    return timezone.make_aware(datetime.combine(of, time.min))
