"""What the log says of a save: which parts of the story it changed, by the names that the form gives them."""

from typing import Any

from django.contrib.admin.utils import construct_change_message
from django.forms import ModelForm
from django.utils import translation

from articles import html
from articles.models import Article


def of_save(form: ModelForm, formsets: list[Any], *, add: bool) -> list[dict[str, Any]]:
    """The admin's message for a saved form and its rows; empty if the save changed nothing.

    What stands beside the story (the plan, a note, a link) is logged by the workflow that stores it.
    """
    said = construct_change_message(form, formsets, add)  # type: ignore[arg-type]  # the stubs know no model forms
    rows = [part for part in said if "name" in part.get("changed", {"name": ""})]
    changed = [] if add else _labels(form)
    return [{"changed": {"fields": changed}}, *rows] if changed else rows


def _labels(form: ModelForm) -> list[str]:
    """The parts of the story that are stored otherwise than before; the log is translated when it is read."""
    parts = {field.name for field in Article.story_fields()} | {"tags"}
    names = [name for name in form.changed_data if name in parts and not _is_same(form, name)]
    with translation.override(None):
        return [str(form.fields[name].label) for name in names]


def _is_same(form: ModelForm, name: str) -> bool:
    before, now = form.initial.get(name), form.cleaned_data.get(name)
    return isinstance(before, str) and isinstance(now, str) and _bare(name, before) == _bare(name, now)


def _bare(name: str, text: str) -> str:
    """The text without what a browser or the editor changes of it by showing it."""
    if name == "body":
        text = html.sanitise(text)
    return text.replace("\r\n", "\n").strip()
