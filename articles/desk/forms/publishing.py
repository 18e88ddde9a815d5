"""The part of the article form that is about its publication. None of it is stored with the article."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WHEN = "%Y-%m-%dT%H:%M"


class PublishingFields(forms.Form):
    """`live_from` counts for Schedule, the note for whatever is published."""

    live_from = forms.DateTimeField(
        label=gettext_lazy("Goes live at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN),
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Readers see it with an update. A minor update shows nothing."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "live_from" in self.fields:
            zone = timezone.get_current_timezone_name()
            self.fields["live_from"].help_text = _("Newsroom time: %(zone)s. Counts only for Schedule.") % {
                "zone": zone
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "_schedule" in self.data and not data.get("live_from") and "live_from" not in self.errors:
            self.add_error("live_from", forms.ValidationError(_("Write when it is to go live."), code="required"))
        return data
