"""Columns of the list that other apps bring: this one knows nothing of them, and nothing is missing where they are gone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from articles.models import Article


@dataclass(frozen=True)
class BroughtColumn:
    """`fetch` gets the ids of a whole page and asks once, whatever their number; `show` turns what it found into a cell.

    It stands behind the column named `after`.
    """

    name: str
    title: str | Promise
    after: str
    fetch: Callable[[Sequence[int]], Mapping[int, Any]]
    show: Callable[[Any], Any]

    def fill(self, articles: Sequence[Article]) -> None:
        """Keep with each article what its cell shows."""
        found = self.fetch([article.pk for article in articles])
        for article in articles:
            setattr(article, self._attribute, found.get(article.pk))

    @property
    def display(self) -> Callable[[Article], Any]:
        """The column as the admin wants it."""

        def cell(article: Article) -> Any:
            return self.show(getattr(article, self._attribute))

        cell.__name__, cell.short_description = self.name, self.title  # type: ignore[attr-defined]
        return cell

    @property
    def _attribute(self) -> str:
        return f"brought_{self.name}"


BROUGHT: list[BroughtColumn] = []


def bring(column: BroughtColumn) -> None:
    """Put a column of another app into the list."""
    BROUGHT.append(column)


def with_brought(columns: Sequence[Any]) -> list[Any]:
    """The list's own columns, and the brought ones behind those that they name."""
    found = list(columns)
    for column in BROUGHT:
        found.insert(found.index(column.after) + 1, column.display)
    return found
