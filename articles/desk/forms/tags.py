"""Tags as one line of text: names between commas, a name with a comma in it between quotes."""

import csv
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from taggit.forms import TagField as TaggitField
from taggit.models import Tag

from articles import tags

# Far more than a story has tags, and less than Python's reader of such lines refuses.
LONGEST = 10_000


def parse(text: str) -> list[str]:
    """The names in `text`, tidied, in order, each once however it is spelt. Raises ValidationError for a bad name."""
    if len(text) > LONGEST:
        raise forms.ValidationError(_("That is too long to be tags. Keep commas between them."), code="too_long")
    rows = csv.reader([" ".join(text.split())], skipinitialspace=True)
    names = [tags.tidy(name) for row in rows for name in row if name.strip()]
    return list({tags.key(name): name for name in reversed(names)}.values())[::-1]


def write(names: Iterable[str]) -> str:
    """The line that `parse` reads back as the same names."""
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if "," in name or '"' in name else name


class TagInput(forms.TextInput):
    def format_value(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return write(tag.name if isinstance(tag, Tag) else str(tag) for tag in value)


class TagField(TaggitField):
    """taggit's own field reads “export controls”, typed alone, as two tags."""

    widget = TagInput

    def clean(self, value: str) -> list[str]:
        return parse(forms.CharField.clean(self, value))

    def has_changed(self, initial: Iterable[Tag] | None, data: str | None) -> bool:
        try:
            names = parse(data or "")
        except forms.ValidationError:
            return True
        return [tags.key(tag.name) for tag in initial or ()] != [tags.key(name) for name in names]
