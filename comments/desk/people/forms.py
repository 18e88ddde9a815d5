"""What moderators fill in about people. Each act is made by `comments.moderation`; what it refuses stands at its field."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.forms.publishing import moment_field
from comments import moderation, text
from comments.desk import masked
from comments.desk.people.record import Network
from comments.desk.shown import moment
from comments.models import Block
from comments.models.comment import EMAIL_LENGTH

Kind, Effect = Block.Kind, Block.Effect
NOTE_LENGTH = 4000
WIDE = {"class": "vTextField", "autocomplete": "off"}


class AddressForm(forms.Form):
    """One whole address: parts of one find nobody."""

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs=WIDE),
        error_messages={
            "required": gettext_lazy("Enter an email address like name@example.com."),
            "invalid": gettext_lazy("Enter an email address like name@example.com."),
        },
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What other moderators should know"),
        help_text=gettext_lazy("Nobody else sees it."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, note: str) -> "NoteForm":
        return cls(initial={"note": note, "seen": text.fingerprint(note)})


class BlockingForm(forms.Form):
    """What every block has: an end, perhaps, and a reason."""

    until = moment_field(gettext_lazy("Until"), gettext_lazy("Empty: until it is lifted."))
    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Other moderators read it."),
        max_length=Block._meta.get_field("note").max_length,
        widget=forms.TextInput(attrs=WIDE),
        error_messages={"required": gettext_lazy("Say why, for the moderators after you.")},
    )
    named_in = "value"

    def wanted(self) -> tuple[str, str, str]:
        """Kind, value and effect. Each form that follows gives its own; this one alone asks for neither."""
        raise NotImplementedError

    def block(self, by: User) -> Block | None:
        """Make it; None, with the reason at its field, if it cannot be made."""
        if not self.is_valid():
            return None
        until = self.cleaned_data["until"]
        kind, value, effect = self.wanted()
        try:
            return moderation.block(kind, value, effect, by=by, until=until, note=self.cleaned_data["why"])
        except ValueError as refused:
            self.add_error("until" if until and until <= timezone.now() else self.named_in, str(refused))
            return None


class BlockForm(BlockingForm):
    """Any address, network or pattern."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Kind, initial=Kind.ADDRESS)
    value = forms.CharField(
        label=gettext_lazy("Address, network or pattern"),
        help_text=gettext_lazy(
            "A pattern is *@example.com, *@*.example.com, name+*@example.com, or example.com with all below it. "
            "A network is named by its mark."
        ),
        max_length=text.KEY_LENGTH,
        widget=forms.TextInput(attrs=WIDE),
        error_messages={"required": gettext_lazy("Say whom: an address, a network's mark, or a pattern.")},
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("What is done"), choices=Effect, initial=Effect.HOLD, widget=forms.RadioSelect
    )
    field_order = ["kind", "value", "effect", "until", "why"]

    def wanted(self) -> tuple[str, str, str]:
        return self.cleaned_data["kind"], self.cleaned_data["value"], self.cleaned_data["effect"]


class PersonBlockForm(BlockingForm):
    """One person's address, one of the networks they wrote from, or a pattern."""

    SUSPEND = "suspend"

    what = forms.ChoiceField(
        label=gettext_lazy("What is done"),
        choices=[
            (Effect.HOLD, gettext_lazy("Always hold: each comment waits for a moderator")),
            (SUSPEND, gettext_lazy("Suspend: nothing is taken until the time below")),
            (Effect.REFUSE, gettext_lazy("Ban: nothing is taken until it is lifted")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is done.")},
    )
    whom = forms.ChoiceField(
        label=gettext_lazy("Whom"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whom it is done to.")},
    )
    pattern = forms.CharField(
        label=gettext_lazy("Pattern"),
        help_text=gettext_lazy("*@example.com, *@*.example.com or name+*@example.com"),
        max_length=text.KEY_LENGTH,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
    )
    field_order = ["what", "until", "whom", "pattern", "why"]
    named_in = "pattern"

    def __init__(self, data: Any, *, email: str, networks: list[Network], viewer: User | AnonymousUser) -> None:
        super().__init__(data)
        self.email, self.marks = email, {f"network-{one.first}": one.mark for one in networks}
        self.fields["until"].label = _("Suspend until")
        self.fields["until"].help_text = _("In the newsroom's time. Only for a suspension.")
        choices = [("address", _("This address: %(address)s") % {"address": masked.address(email, viewer)})]
        choices = [*(choices if email else []), *(_offer(one, viewer) for one in networks)]
        self.fields["whom"].choices = [*choices, ("pattern", _("The addresses of a pattern:"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        suspends, has_end = typed.get("what") == self.SUSPEND, typed.get("until") is not None
        if suspends and not has_end and "until" not in self.errors:
            self.add_error("until", _("Enter the date and time at which the suspension ends."))
        if has_end and not suspends and typed.get("what"):
            self.add_error("until", _("Only a suspension ends by itself. Choose it, or leave this empty."))
        if typed.get("whom") == "pattern" and not typed.get("pattern") and "pattern" not in self.errors:
            self.add_error("pattern", _("Enter a pattern like *@example.com."))
        return typed

    def wanted(self) -> tuple[str, str, str]:
        whom, what = self.cleaned_data["whom"], self.cleaned_data["what"]
        effect = Effect.HOLD if what == Effect.HOLD else Effect.REFUSE
        if whom == "pattern":
            return Kind.PATTERN, self.cleaned_data["pattern"], effect
        return (Kind.ADDRESS, self.email, effect) if whom == "address" else (Kind.NETWORK, self.marks[whom], effect)


def _offer(network: Network, viewer: User | AnonymousUser) -> tuple[str, str]:
    said = {"mark": masked.network(network.mark, viewer), "n": network.number, "last": moment(network.last)}
    return f"network-{network.first}", _("Network %(mark)s (comments: %(n)d, the last %(last)s)") % said
