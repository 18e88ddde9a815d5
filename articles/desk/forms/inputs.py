"""Fields of the article form that are chosen from many rows: a picture of the library, an author."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.desk import authors
from articles.models import Author, Illustration


class PictureInput(forms.TextInput):
    """The number of a picture, with the picture beside it and a way into the library."""

    template_name = "admin/articles/article/_picture_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        number = str(value) if str(value).isdecimal() and len(str(value)) < 19 else None
        context["picture"] = Illustration.objects.filter(pk=number).first() if number else None
        context["widget"]["attrs"] |= {
            "inputmode": "numeric",
            "data-shown-at": reverse("admin:articles_illustration_chosen", args=[0]),
        }
        return context


class AuthorInput(forms.TextInput):
    """A name that is typed; the form has one list to choose from."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"list": "authors", "autocomplete": "off", **(attrs or {})})


class AuthorField(forms.ModelChoiceField):
    """An author, shown by label. What is typed was made an id by `with_ids` before the field sees it."""

    widget = AuthorInput
    default_error_messages = {
        "invalid_choice": _("There is no author of that name. Choose one from the list, or add the author first.")
    }
    chosen: Author | None = None
    """The author that is stored, so that showing it asks nothing."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The form shows a name for what is stored as an id, and sends back what `with_ids` made an id."""
        return str(initial or "") != str(data or "")

    def prepare_value(self, value: Any) -> Any:
        if self.chosen is not None and str(value) == str(self.chosen.pk):
            return authors.label(self.chosen)
        if str(value).isdecimal() and len(str(value)) < 19:
            found = Author.objects.filter(pk=value).first()
            return authors.label(found) if found else value
        return value


class BylineForm(forms.ModelForm):
    author = AuthorField(Author.objects.all(), label=_("Author"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.author_id and "author" in self.fields:
            field: Any = self.fields["author"]
            field.chosen = self.instance.author


def with_ids(data: QueryDict, prefix: str) -> QueryDict:
    """`data` with the ids of authors in place of their names; what names nobody stays as it is."""
    changed = data.copy()
    for key in data:
        typed = str(data[key])
        if key.startswith(f"{prefix}-") and key.endswith("-author") and typed and not typed.isdecimal():
            author = authors.named(typed)
            changed[key] = str(author.pk) if author else typed
    return changed


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick, as one group with a name; the stock pair of lists has parts that no label names."""

    template_name = "admin/_ticks.html"

    def __init__(self, label: Any) -> None:
        super().__init__()
        self.label = label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"label": self.label}
