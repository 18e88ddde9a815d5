"""The forms by which readers report something: a comment, or an error in a story."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.edition import Edition
from comments import signed
from comments.forms import Button, LineField, PlainTextField
from comments.models import ErrorReport, Report
from comments.models.comment import EMAIL_LENGTH, NAME_LENGTH
from comments.passages import passages

REPORT_LENGTH = 500
ERROR_LENGTH = 2000
QUOTE_LENGTH = 5000
TRAP = Field("topic", template="newsroom_forms/trap.html")
TOO_LONG = gettext_lazy("Keep it to %(limit_value)d characters; it has %(show_value)d.")


class StampedForm(forms.Form):
    """A form under a story, that proves it was ours, and has a field that people do not see."""

    # What comes back in these two is judged or looked up; it need not be text of any form.
    stamp = forms.Field(required=False, widget=forms.HiddenInput)
    topic = forms.Field(required=False, label=gettext_lazy("Leave this field empty"))

    def __init__(self, data: Any = None, *, edition: Edition, action: str, **options: Any) -> None:
        self.edition, self.action = edition, action
        self.new_stamp = signed.stamp(edition.article_id, timezone.now())
        initial = {"stamp": self.new_stamp, **options.pop("initial", {})}
        super().__init__(data, initial=initial, **options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if signed.stamped_at(cleaned.get("stamp") or "", self.edition.article_id) is None:
            self.data = {**self.data.dict(), "stamp": self.new_stamp} if hasattr(self.data, "dict") else self.data
            self.add_error(None, _("This did not come from the form of our page. Look it over and send it again."))
        return cleaned

    @property
    def is_trapped(self) -> bool:
        """Whether the field that people do not see was filled. The form must be valid."""
        return bool(self.cleaned_data["topic"])

    def make_helper(self, *layout: Any) -> FormHelper:
        helper = FormHelper()
        helper.form_action = self.action
        helper.attrs = {"novalidate": True}
        helper.include_media = False
        helper.layout = Layout(*layout)
        return helper


class ReportForm(StampedForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what is wrong with the comment."),
            "invalid_choice": gettext_lazy("Choose what is wrong with the comment."),
        },
    )
    text = LineField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("If you want to add something, a sentence is enough. Only moderators read it."),
        required=False,
        max_length=REPORT_LENGTH,
        widget=forms.TextInput,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, data: Any = None, *, is_member: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.is_member = is_member

    @property
    def helper(self) -> FormHelper:
        reason = Field("reason", template="newsroom_forms/radios.html")
        helper = self.make_helper(reason, "text", TRAP, "stamp", Button(_("Report this comment")))
        helper.disable_csrf = not self.is_member
        return helper


class ErrorForm(StampedForm):
    passage = forms.ChoiceField(
        label=gettext_lazy("Where is the error?"),
        help_text=gettext_lazy("We will have the paragraph before us when we read what you say."),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("The story has changed since you opened this form. Choose the place anew.")
        },
    )
    text = PlainTextField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("Up to 2,000 characters. Say what is right, and how we can check it, if you know."),
        max_length=ERROR_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say what is wrong."), "max_length": TOO_LONG},
    )
    name = LineField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Only if you wish. The editors alone read it."),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        help_text=gettext_lazy("Only if we may write back. It will not be published."),
        required=False,
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("Enter an email address like name@example.com, or leave this empty."),
            "max_length": TOO_LONG,
        },
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.passages = {passage.code: passage for passage in passages(self.edition)}
        choices = [(code, passage.label) for code, passage in self.passages.items()]
        self.fields["passage"].choices = [("", _("The story as a whole, or something else")), *choices]  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        about = Div("name", "email", css_class="reply-form__pair")
        helper = self.make_helper("passage", "text", about, TRAP, "stamp", Button(_("Report the error")))
        helper.disable_csrf = True
        return helper

    def error(self, reporter: str) -> ErrorReport:
        """The report as `moderation.report_error` takes it. The form must be valid."""
        data = self.cleaned_data
        passage = self.passages.get(data["passage"])
        return ErrorReport(
            article_id=self.edition.article_id,
            quote=passage.text[:QUOTE_LENGTH] if passage else "",
            text=data["text"],
            name=data["name"],
            email=data["email"],
            reporter=reporter,
            at=timezone.now(),
        )
