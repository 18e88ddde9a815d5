"""What the article form stores beside the story: who has it, when it is wanted, the embargo.

Two people may change these at once, too. Each field goes out with what it said when the form was made (Django's hidden
initial), so that only what this person changed is stored; where a colleague has changed the same, the form asks.
"""

from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.forms.utils import to_current_timezone
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.desk.people import name_of
from articles.desk.status import moment
from articles.models import Article

BESIDE = ("assignee", "due_at", "planned_for", "priority", "embargo_until")


class BesideFields(forms.Form):
    """For a form with these fields, of which `initial` holds what is stored now."""

    instance: Article

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**stored(self.instance), **self.initial}
        for name in self.fields.keys() & set(BESIDE):
            self.fields[name].show_hidden_initial = True
        if not self.is_bound:
            # What is stored, whatever unsaved text the fields begin with.
            sent = {self.add_initial_prefix(name): value for name, value in sendable(self.instance).items()}
            self.data = QueryDict(urlencode(sent))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in BESIDE if self.instance.pk else ():
            if name in data and self._is_overtaken(self[name]):
                self._ask(self[name])
        return data

    def _is_overtaken(self, field: forms.BoundField) -> bool:
        """Whether this person changed the field, and somebody else did meanwhile, to something else."""
        if field.html_initial_name not in self.data or field.name not in self.changed_data:
            return False
        sides = (self.data[field.html_initial_name], field.data)
        return all(field.field.has_changed(field.initial, side) for side in sides)

    def _ask(self, field: forms.BoundField) -> None:
        """Refuse what was typed for once. Sent again it counts, because the form has seen what the colleague did."""
        changed = cast(QueryDict, self.data).copy()
        changed[field.html_initial_name] = _sendable(field.initial)
        self.data = changed
        message = _("A colleague set this to “%(value)s” while you were writing. Save again if yours is to count.")
        self.add_error(field.name, forms.ValidationError(message, code="overtaken", params={"value": _said(field)}))


def stored(article: Article) -> dict[str, Any]:
    return {name: _minute(getattr(article, name)) for name in BESIDE}


def sendable(article: Article) -> dict[str, str]:
    """What is stored, by name, as the hidden initials have it."""
    return {name: _sendable(value) for name, value in stored(article).items()}


def _sendable(value: Any) -> str:
    if isinstance(value, datetime):
        value = to_current_timezone(value)
    elif isinstance(value, User):
        value = value.get_username()
    return "" if value is None else str(value)


def _minute(value: Any) -> Any:
    """A time as the field shows it, so that one with seconds does not count as changed by being shown."""
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


def _said(field: forms.BoundField) -> str:
    value = field.initial
    if isinstance(value, datetime):
        return moment(value)
    if field.name == "priority":
        return str(Article.Priority(value).label)
    return name_of(value) or _("nothing")
