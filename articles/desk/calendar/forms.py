"""What is asked of the calendar, and what is told to it."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.calendar import moves, span
from articles.desk.people import name_of, writers
from articles.models import Section

# When a story is planned for, if only a day is said.
MORNING = time(9)
BY_NAME = ("first_name", "last_name", "username")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return name_of(obj)


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        validators=[_in_reach],
        **options,
    )


def _in_reach(day: Any) -> None:
    if not span.within_reach(day):
        raise ValidationError(_("That day is too far away."), code="out_of_reach")


class QuestionForm(forms.Form):
    """Which part of the calendar, in the address."""

    view = forms.ChoiceField(
        choices=[(span.WEEK, gettext_lazy("Week")), (span.MONTH, gettext_lazy("Month"))], required=False
    )
    date = day_field(label=gettext_lazy("Day"), required=False)
    section = forms.ModelChoiceField(
        Section.objects.all(), label=gettext_lazy("Section"), required=False, empty_label=gettext_lazy("All sections")
    )
    person = PersonField(
        User.objects.none(), label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("Everybody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["person"].queryset = writers().order_by(*BY_NAME)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in moves.KINDS])
    row = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    was = forms.DateTimeField()
    date = day_field()


class PlanForm(forms.Form):
    """A story to come. Only who may assign is asked whose it is."""

    prefix = "plan"
    headline = forms.CharField(label=gettext_lazy("Headline"), max_length=200)
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"), required=False)
    assignee = PersonField(
        User.objects.none(), label=gettext_lazy("Assigned to"), required=False, empty_label=gettext_lazy("Nobody yet")
    )
    day = day_field(label=gettext_lazy("Day"))
    time = forms.TimeField(
        label=gettext_lazy("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    token = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, assigns: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if assigns:
            self.fields["assignee"].queryset = writers().order_by(*BY_NAME)  # type: ignore[attr-defined]
        else:
            del self.fields["assignee"]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("That day is over. Choose today or a later one."), code="past")
        return day

    @property
    def planned_for(self) -> datetime:
        return span.at(self.cleaned_data["day"], self.cleaned_data["time"] or MORNING)
