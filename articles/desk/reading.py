"""What an open form says, as a snapshot.

Reading is lenient: what cannot be stored yet (half a date, too long a headline) is kept as it was typed. An open form
sends itself every few seconds, so only what says something else than is stored goes through the form's fields; they are
those of the form that is saved, and read alike.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.forms import CheckboxInput, Field
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from articles import html
from articles.desk import authors, figures, revisions
from articles.desk.draft import Draft, Snapshot
from articles.desk.forms.article import ArticleForm, PartOfForm
from articles.desk.forms.beside import BESIDE
from articles.desk.typed import BESIDES, number
from articles.models import Article, Author, Source

# Fields of the form that nobody types in.
NOT_TYPED = {"version", "base", "sitting"}
# Rows of one kind that are looked at; no story has as many.
MOST_ROWS = 1000


class Typed(NamedTuple):
    """`besides` is what else is typed in the form: a note, a reason, a notice. `unready` names the parts of the snapshot
    that cannot be stored as they are typed."""

    snapshot: Snapshot
    besides: dict[str, str]
    unready: frozenset[str]

    @property
    def unsaved(self) -> Snapshot:
        """The snapshot, with what is no part of the story."""
        return self.snapshot | ({BESIDES: self.besides} if self.besides else {})


def read(data: QueryDict, article: Article) -> Typed:
    """What was posted, of the form of this article; the article itself, new or stored, is not touched."""
    stored = revisions.fields_of(article)
    fields = Article.story_fields()
    changed = [field.name for field in fields if _line(data.get(field.name, "")) != _line(stored[field.attname])]
    # A new article of the same words: its tags need not be looked up.
    form = PartOfForm([*changed, "tags", *_perhaps_beside(data)], data, instance=Article(**stored))
    form.is_valid()
    said = {
        field.attname: _value(form, field) if field.name in form.fields else stored[field.attname] for field in fields
    }
    sources, bylines = _Sources(data), _Bylines(data)
    unready = {field.attname for field in fields if field.name in form.errors}
    unready |= {"tags"} & set(form.errors) | {rows.prefix for rows in (sources, bylines) if not rows.are_ready}
    snapshot = {"fields": said, "tags": _tags(form), "bylines": bylines.said, "sources": sources.said}
    if lacking := [rows.prefix for rows in (sources, bylines) if rows.are_lacking]:
        as_stored = revisions.snapshot(article) if article.pk else _blank()
        snapshot |= {name: as_stored[name] for name in lacking}
    return Typed(snapshot, _besides(form), frozenset(unready))


def is_blank(snapshot: Snapshot, by: Author | None = None) -> bool:
    """Whether nobody has typed anything into a new form, which begins with the byline of whoever opened it."""
    return snapshot == _blank() | {"bylines": [by.pk] if by is not None else []}


def _blank() -> Snapshot:
    return revisions.snapshot_of(Draft(Article(), [], [], []))


# --- Fields ---


def _line(value: Any) -> str:
    """A value as a form sends it, with one kind of line end."""
    return "" if value is None else str(value).replace("\r\n", "\n")


def _value(form: ArticleForm, field: Any) -> Any:
    if field.name in form.cleaned_data:
        value = revisions.plain(field.value_from_object(form.instance))
        return html.sanitise(value) if field.name == "body" else value
    raw = _raw(form, field.name)
    if field.name == "body":
        return html.sanitise(figures.readdressed(raw))
    return None if field.is_relation else raw


def _tags(form: ArticleForm) -> list[str]:
    if "tags" in form.cleaned_data:
        return list(form.cleaned_data["tags"])
    return [" ".join(name.split()) for name in _raw(form, "tags").split(",") if name.strip()]


def _raw(form: ArticleForm, name: str) -> str:
    return str(form.data.get(name, "")).replace("\x00", "")


def _perhaps_beside(data: QueryDict) -> Iterator[str]:
    """Fields that are no part of the story and were not sent as they went out."""
    for name, field in ArticleForm.base_fields.items():
        if name in data and _is_beside(name):
            untouched = data.get(f"initial-{name}") if name in BESIDE else field.initial
            if _line(data[name]) != _line(untouched):
                yield name


def _is_beside(name: str) -> bool:
    return name not in NOT_TYPED and name not in ArticleForm.Meta.fields


def _besides(form: ArticleForm) -> dict[str, str]:
    return {name: _raw(form, name) for name in form.changed_data if _is_beside(name)}


# --- Rows ---


class _Rows:
    """The rows of one kind in their order, without those that are empty or ticked for deletion."""

    prefix: str

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        total, initial = (number(data.get(f"{self.prefix}-{name}_FORMS", "")) for name in ("TOTAL", "INITIAL"))
        self.are_lacking = total is None or initial is None
        self.are_ready = not self.are_lacking
        self.said = list(self.read(self._starts(min(total or 0, MOST_ROWS))))

    def read(self, starts: list[str]) -> Iterator[Any]:
        """What each kind of row says, for the names of its fields before their own; each kind has its own way."""
        raise NotImplementedError

    def _starts(self, total: int) -> list[str]:
        """How the names of each row's fields begin."""
        starts = [f"{self.prefix}-{place}-" for place in range(total)]
        ticked = CheckboxInput().value_from_datadict
        there = [start for start in starts if not ticked(self.data, MultiValueDict(), f"{start}DELETE")]
        return sorted(there, key=lambda start: number(self.data.get(f"{start}position", "")) or 0)


class _Sources(_Rows):
    prefix = "sources"
    fields: dict[str, Field] = {name: Source._meta.get_field(name).formfield() for name in ("name", "url", "relation")}  # type: ignore[union-attr, misc]

    def read(self, starts: list[str]) -> Iterator[dict[str, str]]:
        for start in starts:
            cleaned = {name: self._cleaned(name, self.data.get(f"{start}{name}", "")) for name in self.fields}
            row = {name: text for name, (text, _is_ready) in cleaned.items()}
            if row["name"] or row["url"]:
                self.are_ready &= all(is_ready for _text, is_ready in cleaned.values())
                yield row

    def _cleaned(self, name: str, text: str) -> tuple[str, bool]:
        try:
            return self.fields[name].clean(text), True
        except ValidationError:
            return text.replace("\x00", ""), False


class _Bylines(_Rows):
    prefix = "bylines"

    def read(self, starts: list[str]) -> Iterator[int]:
        known: set[int] = set()
        for start in starts:
            text = str(self.data.get(f"{start}author", ""))
            author = number(text) or getattr(authors.named(text), "pk", None) if text else None
            # An author stands only once in a byline.
            self.are_ready &= (not text or author is not None) and author not in known
            if author is not None:
                known.add(author)
                yield author
