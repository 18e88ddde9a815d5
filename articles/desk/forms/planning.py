"""The part of the article form that is about who works on it, and when it is wanted."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.desk import people
from articles.desk.forms.publishing import moment_field
from articles.models import Article

PLAN = ("due_at", "planned_for", "priority")
# A list of more people than this is typed into, not rolled through.
ROLLED = 200


class PeopleSelect(forms.Select):
    """A list to roll through, or in a large house a field that a name is typed into."""

    typed_template_name = "admin/articles/article/_people.html"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        people = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        # One of them is nobody.
        template = self.template_name if len(people) <= ROLLED + 1 else self.typed_template_name
        return self._render(template, context | {"people": people}, renderer)  # type: ignore[attr-defined]


class PersonField(forms.ModelChoiceField):
    """A colleague, by login name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), to_field_name="username", required=False, widget=PeopleSelect, **kwargs)

    def to_python(self, value: Any) -> User | None:
        # PostgreSQL refuses to look for it.
        if isinstance(value, str) and "\0" in value:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)

    def label_from_instance(self, obj: Any) -> str:
        return people.name_of(obj)


def _moment(label: Any, name: str) -> forms.DateTimeField:
    return moment_field(label, Article._meta.get_field(name).help_text)  # type: ignore[union-attr]


class PlanningFields(forms.Form):
    """Stored with the article by `workflow`, not by the form; see `articles.desk.planning`."""

    instance: Article

    assignee = PersonField(
        label=_("Assigned to"), help_text=Article._meta.get_field("assignee").help_text, empty_label=_("Nobody")
    )
    due_at = _moment(_("Due"), "due_at")
    planned_for = _moment(_("Planned for"), "planned_for")
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        coerce=int,
        choices=Article.Priority,
        required=False,
        empty_value=Article.Priority.NORMAL,  # type: ignore[arg-type]  # the stubs know text only
        initial=Article.Priority.NORMAL,
    )
    hand_over_note = forms.CharField(
        label=_("Note to the colleague"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Goes with Submit, Approve and Send back: by mail, and into the notes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "assignee" in self.fields:
            who: Any = self.fields["assignee"]
            # Whoever has it stays in the list, even if they can be given nothing new.
            holder = User.objects.filter(pk=self.instance.assignee_id or 0)
            who.queryset = (people.writers() | holder).order_by("username")
