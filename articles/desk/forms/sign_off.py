"""The answer of somebody outside who was asked for a sign-off."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import ShareLink

Answer = ShareLink.Answer


class SignOffForm(forms.Form):
    """Two buttons carry the decision."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=ShareLink._meta.get_field("answered_by").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=ShareLink._meta.get_field("answer_note").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed if you refuse: what must be changed?"),
    )
    decision = forms.ChoiceField(choices=[(Answer.APPROVED, ""), (Answer.REFUSED, "")], widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == Answer.REFUSED and not data.get("remark") and "remark" not in self.errors:
            self.add_error("remark", forms.ValidationError(_("Write what stands against it."), code="required"))
        if "decision" in self.errors:
            del self.errors["decision"]
            self.add_error(None, forms.ValidationError(_("Choose one of the two buttons."), code="required"))
        return data

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self["name"], self["remark"]]
