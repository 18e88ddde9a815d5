"""The part of the article form that is about its publication. None of it is stored with the text."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Correction, Edition

WHEN = "%Y-%m-%dT%H:%M"
# Beyond these years a time cannot be told in every zone, and is a slip of the finger anyway.
YEARS = [MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC)), MaxValueValidator(datetime(2200, 1, 1, tzinfo=UTC))]
# What a change may be called, and how readers learn of it.
CHANGES = {
    Edition.Change.UPDATE: gettext_lazy("Update: something new; the story is marked as updated"),
    Edition.Change.MINOR: gettext_lazy("Minor change: spelling and style; readers are not told"),
    Edition.Change.CORRECTION: gettext_lazy("Correction: something was wrong; listed among the corrections"),
    Correction.Kind.CLARIFICATION: gettext_lazy("Clarification: something could be misread; listed there too"),
}


OUTCOMES = {
    Edition.Change.UPDATE: gettext_lazy("Publish update"),
    Edition.Change.MINOR: gettext_lazy("Publish minor change"),
    Edition.Change.CORRECTION: gettext_lazy("Publish correction"),
    Correction.Kind.CLARIFICATION: gettext_lazy("Publish clarification"),
}


class ChangeSelect(forms.Select):
    """Each kind carries the words for the button that publishes it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value in OUTCOMES:
            option["attrs"]["data-outcome"] = str(OUTCOMES[value])
        return option


class MomentField(forms.DateTimeField):
    """A time in the newsroom's zone. One that its clocks show twice is the first; one that they skip, an hour later."""

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):  # where no hour comes twice, which Django would refuse
            wall = super().to_python(value)
        if wall is None or isinstance(value, datetime):
            return wall
        return wall.replace(tzinfo=timezone.get_current_timezone()).astimezone(UTC)


def moment_field(label: Any, help_text: Any = "") -> forms.DateTimeField:
    """A time in the newsroom's zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)
    return MomentField(label=label, required=False, widget=widget, validators=YEARS, help_text=help_text)


class PublishingFields(forms.Form):
    """`change` and `note` count for whatever is published, each time for the button that is named in its help."""

    change = forms.ChoiceField(
        label=gettext_lazy("Kind of change"),
        required=False,
        choices=list(CHANGES.items()),
        widget=ChangeSelect,
        initial=Edition.Change.UPDATE,
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Readers see it under the story, with the date. A minor change shows nothing."),
    )
    live_from = moment_field(gettext_lazy("Goes live at"), gettext_lazy("Counts for Schedule."))
    down_at = moment_field(gettext_lazy("Comes down at"), gettext_lazy("Counts for Take down then."))
    embargo_until = moment_field(
        gettext_lazy("Embargo until"),
        gettext_lazy("Nothing of this story goes live before then, whoever publishes. Kept with the story."),
    )
    notice = forms.CharField(
        label=gettext_lazy("Notice to readers"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands at the address in place of the story, and says why it was withdrawn."),
    )

    @property
    def zone(self) -> str:
        """Name of the zone that all times of the form are in."""
        return timezone.get_current_timezone_name()

    @property
    def publishing_errors(self) -> bool:
        """Whether the part of the form that may be folded away has something to say."""
        return any(name in self.errors for name in PublishingFields.base_fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for button, field, message in (
            ("_schedule", "live_from", _("Write when it is to go live.")),
            ("_unpublish_at", "down_at", _("Write when it is to come down.")),
            ("_withdraw", "notice", _("Write a notice that tells readers why.")),
        ):
            if button in self.data and not data.get(field) and field not in self.errors:
                self.add_error(field, forms.ValidationError(message, code="required"))
        corrects = data.get("change") in (Edition.Change.CORRECTION, Correction.Kind.CLARIFICATION)
        if (
            corrects
            and {"_publish", "_schedule"} & set(self.data)
            and not data.get("note")
            and "note" not in self.errors
        ):
            message = _("Write what was wrong and what is right: readers see it for good.")
            self.add_error("note", forms.ValidationError(message, code="required"))
        return data
