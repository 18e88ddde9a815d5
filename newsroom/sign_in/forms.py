"""Forms of allauth, where ours say or do something more."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.sign_in import letters


class _Told:
    """A form for a code, which tells the person by mail of too many wrong ones, and if it was one of those on paper."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc]  # a form of allauth's comes after this
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                letters.tell_of_tries(self.user.get_username())
            raise

    def save(self) -> None:
        super().save()  # type: ignore[misc]  # a form of allauth's comes after this
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            letters.tell(self.user, "code", context.request)


class CodeForm(_Told, AuthenticateForm):
    pass


class CodeAgainForm(_Told, ReauthenticateForm):
    pass


class PasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=_("Name"), required=False, max_length=60, help_text=_("By which you know it again."))
    passwordless = forms.BooleanField(
        label=_("It opens the desk without a password"),
        help_text=_("For this it asks for your fingerprint, your face or a PIN. Old security keys cannot."),
        required=False,
        initial=True,
    )


class ResetForm(forms.Form):
    """For a link to choose a new password with. Whether anybody has this address is found out where nobody waits for it."""

    email = forms.EmailField(label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def save(self, request: HttpRequest) -> None:
        letters.reset.enqueue(self.cleaned_data["email"])
