"""The parts of the article form that are for others: a note for colleagues, a link for somebody outside."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Note, ShareLink

# What a note may be about.
ABOUT = {
    "": gettext_lazy("The whole story"),
    "headline": gettext_lazy("Headline"),
    "standfirst": gettext_lazy("Standfirst"),
    "body": gettext_lazy("Text"),
    "illustration": gettext_lazy("Picture"),
    "tags": gettext_lazy("Tags"),
    "sources": gettext_lazy("Sources"),
    "bylines": gettext_lazy("Byline"),
    "section": gettext_lazy("Section"),
    "slug": gettext_lazy("Address"),
    "search_description": gettext_lazy("Search"),
}
DAYS = {1: gettext_lazy("1 day"), 3: gettext_lazy("3 days"), 7: gettext_lazy("7 days"), 30: gettext_lazy("30 days")}
SHARE = ("share_person", "share_email", "share_days", "share_asks")


class NoteFields(forms.Form):
    """A note goes with whatever button is pressed, so that none is lost; its own button asks for one."""

    note_text = forms.CharField(
        label=gettext_lazy("New note"),
        required=False,
        max_length=Note._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the note first.")},
    )
    note_field = forms.ChoiceField(label=gettext_lazy("About"), required=False, choices=list(ABOUT.items()))
    note_quote = forms.CharField(
        label=gettext_lazy("Passage"),
        required=False,
        max_length=Note._meta.get_field("quote").max_length,
        help_text=gettext_lazy("The words that the note is about, if it is about some."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "_note" in self.data and not data.get("note_text") and "note_text" not in self.errors:
            self.add_error("note_text", forms.ValidationError(_("Write the note first."), code="required"))
        return data

    def note_said(self) -> dict[str, str]:
        """The arguments of `workflow.write_note`."""
        return {name: self.cleaned_data.get(f"note_{name}") or "" for name in ("text", "field", "quote")}


class ShareFields(forms.Form):
    """Count for their own button alone: no other is refused because of them."""

    share_person = forms.CharField(
        label=gettext_lazy("For whom"), required=False, max_length=ShareLink._meta.get_field("person").max_length
    )
    share_email = forms.EmailField(
        label=gettext_lazy("Their mail address"),
        required=False,
        max_length=ShareLink._meta.get_field("email").max_length,
        help_text=gettext_lazy("The link is sent there. Without one, copy it and send it yourself."),
    )
    share_days = forms.TypedChoiceField(
        label=gettext_lazy("Good for"), coerce=int, choices=list(DAYS.items()), initial=7
    )
    share_asks = forms.BooleanField(
        label=gettext_lazy("Ask for a sign-off"),
        required=False,
        help_text=gettext_lazy("The link then shows the story as it is saved now, whatever is changed later."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "_share" not in self.data:
            for name in SHARE:
                self.errors.pop(name, None)
        elif not data.get("share_person") and "share_person" not in self.errors:
            self.add_error("share_person", forms.ValidationError(_("Write whom the link is for."), code="required"))
        return data

    def link_wanted(self) -> dict[str, Any]:
        """The arguments of `workflow.share`."""
        data = self.cleaned_data
        return {
            "person": data["share_person"],
            "email": data["share_email"],
            "days": data["share_days"],
            "asks_sign_off": data["share_asks"],
        }
