"""Rows as a file that a spreadsheet opens, sent as they are read."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def download(name: str, rows: Iterable[list[str]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def lines(rows: Iterable[list[str]]) -> Iterator[str]:
    # Without this mark a spreadsheet reads UTF-8 as something else.
    yield "\ufeff"
    writer: Any = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    for row in rows:
        yield writer.writerow([plain(cell) for cell in row])


def plain(cell: str) -> str:
    """The cell so that no spreadsheet runs it: an apostrophe before what would begin a formula."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell
