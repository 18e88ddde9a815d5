"""What an open form says, as a snapshot, and a snapshot as what a form would send.

Reading is lenient: what cannot be stored yet (half a date, too long a headline) is kept as it was typed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, QueryDict

from articles import html
from articles.desk import figures, revisions
from articles.desk.draft import Draft, Snapshot
from articles.desk.forms.tags import write
from articles.models import Article, Author, Revision

# Digits of a number that a form may send; databases know no longer ones.
LONGEST_NUMBER = 18
# Where an autosave keeps what was typed in fields that are no part of the story.
BESIDES = "besides"
# Fields of the form that nobody types in.
NOT_TYPED = {"version", "base", "sitting"}


class Typed(NamedTuple):
    form: ModelForm
    formsets: list[BaseInlineFormSet]

    @property
    def snapshot(self) -> Snapshot:
        return snapshot_from_form(self.form, self.formsets)

    @property
    def unsaved(self) -> Snapshot:
        """The snapshot, with what else is typed in the form: a note, a reason, a notice. That is no part of the story."""
        besides = {
            name: str(self.form.data[self.form.add_prefix(name)]).replace("\x00", "")
            for name in self.form.changed_data
            if self.form.add_prefix(name) in self.form.data
            and name not in NOT_TYPED.union(self.form._meta.fields or ())
        }
        return self.snapshot | ({BESIDES: besides} if besides else {})


def read(desk: ModelAdmin, request: HttpRequest, article: Article | None) -> Typed:
    """The form that was posted, as the desk would build it; `article` itself is not touched."""
    instance = Article.objects.get(pk=article.pk) if article else Article()
    names = flatten_fieldsets(desk.get_fieldsets(request, article))
    form = desk.get_form(request, article, change=article is not None, fields=names)(
        request.POST, request.FILES, instance=instance
    )
    form.is_valid()
    # As rows of a new article, they need not be looked up one by one.
    formsets = [
        rows(**desk.get_formset_kwargs(request, Article(), inline, rows.get_default_prefix()))
        for rows, inline in desk.get_formsets_with_inlines(request, article)
    ]
    return Typed(form, formsets)


# --- Out of a form ---


def snapshot_from_form(form: ModelForm, formsets: Iterable[BaseInlineFormSet]) -> Snapshot:
    """The snapshot of what is typed; a part that the form lacks is as it is stored."""
    rows = {formset.prefix: formset for formset in formsets if formset.management_form.is_valid()}
    is_whole = "tags" in form.fields and {"bylines", "sources"} <= set(rows)
    stored = revisions.snapshot(form.instance) if form.instance.pk and not is_whole else _blank()
    return {
        "fields": {field.attname: _value(form, field) for field in Article.story_fields()},
        "tags": _tags(form) if "tags" in form.fields else stored["tags"],
        "bylines": list(_bylines(rows["bylines"])) if "bylines" in rows else stored["bylines"],
        "sources": list(_sources(rows["sources"])) if "sources" in rows else stored["sources"],
    }


def comparable(snapshot: Snapshot) -> Snapshot:
    """With the present addresses of pictures and one kind of line end, as a form would have sent it."""
    fields = {name: _one_kind_of_line(value) for name, value in snapshot["fields"].items()}
    return snapshot | {"fields": fields | {"body": figures.readdressed(fields.get("body") or "")}}


def _one_kind_of_line(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def is_blank(snapshot: Snapshot, by: Author | None = None) -> bool:
    """Whether nobody has typed anything into a new form, which begins with the byline of whoever opened it."""
    return snapshot == _blank() | {"bylines": [by.pk] if by is not None else []}


def _blank() -> Snapshot:
    return revisions.snapshot_of(Draft(Article(), [], [], []))


def _value(form: ModelForm, field: Any) -> Any:
    if field.name not in form.fields or field.name in form.cleaned_data:
        value = revisions.plain(field.value_from_object(form.instance))
        return html.sanitise(value) if field.name == "body" else value
    raw = str(form.data.get(form.add_prefix(field.name), "")).replace("\x00", "")
    if field.name == "body":
        return html.sanitise(figures.readdressed(raw))
    return None if field.is_relation else raw


def _tags(form: ModelForm) -> list[str]:
    if "tags" in form.cleaned_data:
        return list(form.cleaned_data["tags"])
    raw = str(form.data.get(form.add_prefix("tags"), "")).replace("\x00", "")
    return [" ".join(name.split()) for name in raw.split(",") if name.strip()]


def _rows(formset: BaseInlineFormSet) -> list[dict[str, Any]]:
    """The rows as they are typed, in their order; those that are empty or ticked for deletion are left out."""
    formset.is_valid()
    found = [
        (number(row["position"].value()) or 0, place, {name: _typed(row, name) for name in row.fields})
        for place, row in enumerate(formset.forms)
        if (row.has_changed() or row.instance.pk) and not formset._should_delete_form(row)  # type: ignore[attr-defined]
    ]
    return [row for _position, _place, row in sorted(found, key=lambda one: one[:2])]


def _typed(row: ModelForm, name: str) -> str:
    """What stands in one field of a row; the number of whatever was chosen from a list."""
    chosen = getattr(row, "cleaned_data", {}).get(name)
    value = (
        chosen if isinstance(chosen, str) else getattr(chosen, "pk", None) or row.data.get(row.add_prefix(name), "")
    )
    return str(value).replace("\x00", "")


def _bylines(formset: BaseInlineFormSet) -> Iterator[int]:
    numbers = (number(row["author"]) for row in _rows(formset))
    yield from (author for author in numbers if author is not None)


def _sources(formset: BaseInlineFormSet) -> Iterator[dict[str, str]]:
    for row in _rows(formset):
        if row["name"] or row["url"]:
            yield {name: row[name] for name in ("name", "url", "relation")}


def number(text: Any) -> int | None:
    """The number that was sent, if it is one that a database knows."""
    text = str(text)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


# --- Into a form ---


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
