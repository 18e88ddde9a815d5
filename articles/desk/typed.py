"""A snapshot as what a form would send; articles.desk.reading makes a snapshot of what a form sends."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from articles.desk import figures
from articles.desk.draft import Snapshot
from articles.desk.forms.tags import write
from articles.models import Article, Revision

# Digits of a number that a form may send; databases know no longer ones.
LONGEST_NUMBER = 18
# Where an autosave keeps what was typed in fields that are no part of the story.
BESIDES = "besides"


def comparable(snapshot: Snapshot) -> Snapshot:
    """With the present addresses of pictures and one kind of line end, as a form would have sent it."""
    fields = {name: _one_kind_of_line(value) for name, value in snapshot["fields"].items()}
    return snapshot | {"fields": fields | {"body": figures.readdressed(fields.get("body") or "")}}


def _one_kind_of_line(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def number(text: Any) -> int | None:
    """The number that was sent, if it is one that a database knows."""
    text = str(text)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def put(data: QueryDict, values: Mapping[str, Any]) -> None:
    """Write parts of a story, by the names of `merge.values_of`, over what a form sends of them."""
    names = {field.attname: field.name for field in Article.story_fields()}
    for name, value in values.items():
        if name in names:
            data[names[name]] = _text(value)
        elif name == "tags":
            data["tags"] = write(str(tag) for tag in value)
        elif name == "bylines":
            _put_rows(data, name, [{"author": author} for author in value])
        elif name == "sources":
            _put_rows(data, name, [source for source in value if isinstance(source, dict)])


def initial(autosave: Revision) -> dict[str, Any]:
    """What a form begins with that goes on from an autosave. It has no version: others may have saved since."""
    names = {field.attname: field.name for field in Article.story_fields()}
    fields = {names[name]: value for name, value in autosave.snapshot["fields"].items() if name in names}
    marks = {"version": None, "base": autosave.base, "sitting": autosave.sitting}
    besides = autosave.snapshot.get(BESIDES, {})
    return fields | besides | {"tags": write(autosave.snapshot["tags"])} | marks


def rows(autosave: Revision) -> QueryDict:
    """The rows of an autosave as a form would send them."""
    data = QueryDict(mutable=True)
    put(data, {name: autosave.snapshot[name] for name in ("bylines", "sources")})
    return data


def _put_rows(data: QueryDict, prefix: str, rows: list[dict[str, Any]]) -> None:
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        del data[name]
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), "0"
    for place, row in enumerate(rows):
        for name, value in (row | {"position": place, "id": ""}).items():
            data[f"{prefix}-{place}-{name}"] = _text(value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
