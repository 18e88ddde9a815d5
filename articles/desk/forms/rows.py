"""Rows of an article: sources and bylines, shown whole in the article's own form."""

from typing import Any

from django.db.models import Model
from django.forms import BaseInlineFormSet
from django.http import QueryDict

Row = dict[str, list[str]]


class SentRows(BaseInlineFormSet):
    """No more rows than were sent, whatever number of them is claimed: a form of each of 2000 would take seconds."""

    def total_form_count(self) -> int:
        claimed = super().total_form_count()
        if not self.is_bound:
            return claimed
        names = [name.removeprefix(f"{self.prefix}-") for name in self.data if name.startswith(f"{self.prefix}-")]
        return min(claimed, len({name.partition("-")[0] for name in names if name[:1].isdecimal()}))


class ArticleRows(BaseInlineFormSet):
    """The form shows every row, so what is sent is the whole list, whatever has become of the rows since.

    A form that is sent again after a preview does not know the rows that its first sending made, and one that others
    have overtaken names rows that are gone. So rows are matched before Django looks them up: by id, else by what they
    say (`identity`), else they are new; and a stored row that no sent row stands for is taken out.
    """

    identity: tuple[str, ...] = ()

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        article = kwargs.get("instance")
        if data is not None and article is not None:
            stored = list(getattr(article, self.fk.related_query_name()).all()) if article.pk else []
            data = settled(data, kwargs["prefix"], stored, self.identity)
        super().__init__(data, *args, **kwargs)

    def save(self, commit: bool = True) -> list[Any]:
        saved = super().save(commit)
        kept = [form.instance.pk for form in self.forms if form.instance.pk and form not in self.deleted_forms]
        if self.is_bound and commit:
            gone = getattr(self.instance, self.fk.related_query_name()).exclude(pk__in=kept)
            # The log names what the formset says was deleted.
            self.deleted_objects += [row for row in gone if row not in self.deleted_objects]
            gone.delete()
        return saved


def settled(data: QueryDict, prefix: str, stored: list[Model], identity: tuple[str, ...]) -> QueryDict:
    """`data` with its rows matched to the stored ones: those found come first, as a formset wants them, the rest new."""
    rows = _rows(data, prefix)
    left = {str(row.pk): row for row in stored}
    found: list[Row] = []
    new: list[Row] = []
    for row in rows:
        pk = (row.get("id") or [""])[0]
        row["id"] = [pk] if left.pop(pk, None) else [""]
    for row in rows:
        if not row["id"][0] and (twin := _twin(row, list(left.values()), identity)):
            row["id"] = [str(left.pop(str(twin.pk)).pk)]
        (found if row["id"][0] else new).append(row)
    return _numbered(data, prefix, found, new)


def _rows(data: QueryDict, prefix: str) -> list[Row]:
    total = _number(data.get(f"{prefix}-TOTAL_FORMS", ""))
    rows: list[Row] = [{} for _row in range(min(total or 0, 1000))]
    for name, values in data.lists():
        place, dash, field = name.removeprefix(f"{prefix}-").partition("-")
        number = _number(place)
        if name.startswith(f"{prefix}-") and dash and number is not None and number < len(rows):
            rows[number][field] = values
    # Of more rows than were sent nothing is known; a form of each would take seconds.
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _number(text: str) -> int | None:
    """The number that was sent; none for one so long that Python refuses to read it."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _twin(row: Row, stored: list[Model], identity: tuple[str, ...]) -> Model | None:
    """The stored row that says the same."""
    wanted = [(row.get(name) or [""])[0].strip() for name in identity]
    for candidate in stored:
        if any(wanted) and wanted == [str(candidate.serializable_value(name) or "") for name in identity]:
            return candidate
    return None


def _numbered(data: QueryDict, prefix: str, found: list[Row], new: list[Row]) -> QueryDict:
    changed = data.copy()
    for name in data:
        number = name.removeprefix(f"{prefix}-").partition("-")[0]
        if name.startswith(f"{prefix}-") and number.isdecimal():
            del changed[name]
    for place, row in enumerate([*found, *new]):
        for field, values in row.items():
            changed.setlist(f"{prefix}-{place}-{field}", values)
    if _number(data.get(f"{prefix}-TOTAL_FORMS", "")) is not None:
        changed[f"{prefix}-TOTAL_FORMS"] = str(len(found) + len(new))
    if f"{prefix}-INITIAL_FORMS" in data:
        changed[f"{prefix}-INITIAL_FORMS"] = str(len(found))
    return changed
