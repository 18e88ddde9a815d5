"""The screens of the sign-in and of one's own account: allauth's views in the frame of the desk.

What stands before a sign-in is open to all; the rest, to whoever works at the desk.
"""

import re
from typing import Any

from allauth.account import views as sign_in
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as paper
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from newsroom.sign_in import guard, sessions
from newsroom.sign_in.adapters import Factors

ACCOUNT = reverse_lazy("mfa_index")
# Seconds after which to try again; see the limits in `options`.
WAIT = 300


class InTheDesk:
    """What every screen has: the frame of the desk, a title, and an answer that says whether it went well."""

    request: HttpRequest
    title: str | Promise = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]  # a view of allauth's comes after this
        context |= admin.site.each_context(self.request) | {"title": self.title}
        # Whoever is still to add a factor sees nothing of the desk but the way out.
        lacking = {"has_permission": True, "sidebar": ()}
        return context | lacking if guard.lacks_factor(self.request, self.request.user) else context

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Without the grey words in its fields: they say the label again, and are gone when one types."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # a view of allauth's comes after this
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        return form

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        form = context["webauthn_form"] if "credential" in self.request.POST else context.get("form")
        codes = (
            {error.code for wrong in form.errors.as_data().values() for error in wrong} if form is not None else set()
        )
        if not form or not form.is_bound or not codes:
            return super().render_to_response(context, **kwargs)  # type: ignore[misc]
        too_many = codes & {"too_many_login_attempts", "rate_limited"}
        headers = {"Retry-After": str(WAIT)} if too_many else {}
        return super().render_to_response(context, status=429 if too_many else 422, headers=headers, **kwargs)  # type: ignore[misc]


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Whoever asks too often is told so, and when to come back."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(WAIT)
    return response


# --- Before a sign-in --------------------------------------------------------------------------------------------------


class Login(InTheDesk, sign_in.LoginView):
    template_name = "admin/sign_in/login.html"
    title = gettext_lazy("Log in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Whoever does not work here any more is shown the way in, and not sent to the desk that sends them back.
        if request.user.is_authenticated and not request.user.is_staff:
            logout(request)
        if guard.lacks_factor(request, request.user):
            return redirect(ACCOUNT)
        return super().dispatch(request, *args, **kwargs)


class Code(InTheDesk, factors.AuthenticateView):
    template_name = "admin/sign_in/code.html"
    title = gettext_lazy("Second step")


class Passkey(passkeys.LoginWebAuthnView):
    """What a passkey is asked for, and what it answers; the button is on the login page."""


class Reset(InTheDesk, sign_in.PasswordResetView):
    template_name = "admin/sign_in/reset.html"
    title = gettext_lazy("A new password")


class ResetSent(InTheDesk, sign_in.PasswordResetDoneView):
    template_name = "admin/sign_in/reset_sent.html"
    title = gettext_lazy("Look into your mail")


class NewPassword(InTheDesk, sign_in.PasswordResetFromKeyView):
    template_name = "admin/sign_in/new_password.html"
    title = gettext_lazy("A new password")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end_all(self.reset_user)
        return response


class ResetDone(InTheDesk, sign_in.PasswordResetFromKeyDoneView):
    template_name = "admin/sign_in/reset_done.html"
    title = gettext_lazy("Your password was changed")


login, code, passkey = Login.as_view(), Code.as_view(), Passkey.as_view()
reset, reset_sent = Reset.as_view(), ResetSent.as_view()
new_password, reset_done = NewPassword.as_view(), ResetDone.as_view()


# --- One's own account ---------------------------------------------------------------------------------------------------


class Account(InTheDesk, factors.IndexView):
    template_name = "admin/sign_in/account.html"
    title = gettext_lazy("My account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seats = sessions.of(self.request.user, self.request.session.session_key or "")
        context = super().get_context_data(**kwargs)
        return context | {"lacks_factor": guard.lacks_factor(self.request, self.request.user), "sessions": seats}


class ChangePassword(InTheDesk, sign_in.PasswordChangeView):
    template_name = "admin/sign_in/change_password.html"
    title = gettext_lazy("Change password")
    success_url = ACCOUNT

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end_all(self.request.user, but=self.request.session.session_key or "")
        return response


class Again(InTheDesk, sign_in.ReauthenticateView):
    template_name = "admin/sign_in/again.html"
    title = gettext_lazy("Is it you?")


class AgainByCode(InTheDesk, factors.ReauthenticateView):
    template_name = "admin/sign_in/again.html"
    title = gettext_lazy("Is it you?")


class AgainByPasskey(InTheDesk, passkeys.ReauthenticateWebAuthnView):
    template_name = "admin/sign_in/again_by_passkey.html"
    title = gettext_lazy("Is it you?")


class Adding(InTheDesk):
    """To add a factor is to show it, so the session is proved by it. The others, which are not, are ended."""

    def form_valid(self, form: Any) -> HttpResponse:
        proved = guard.is_proved(self.request, self.request.user)
        response = super().form_valid(form)  # type: ignore[misc]
        if not proved:
            record_authentication(self.request, self.request.user, method="mfa")
            sessions.end_all(self.request.user, but=self.request.session.session_key or "")
        return response


class AddApp(Adding, app.ActivateTOTPView):
    template_name = "admin/sign_in/add_app.html"
    title = gettext_lazy("Add an authenticator app")


class RemoveApp(InTheDesk, app.DeactivateTOTPView):
    template_name = "admin/sign_in/remove.html"
    title = gettext_lazy("Remove the authenticator app")


class AddPasskey(Adding, passkeys.AddWebAuthnView):
    template_name = "admin/sign_in/add_passkey.html"
    title = gettext_lazy("Add a passkey")


class NamePasskey(InTheDesk, passkeys.EditWebAuthnView):
    template_name = "admin/sign_in/name_passkey.html"
    title = gettext_lazy("Name of the passkey")
    success_url = ACCOUNT


class RemovePasskey(InTheDesk, passkeys.RemoveWebAuthnView):
    template_name = "admin/sign_in/remove.html"
    title = gettext_lazy("Remove a passkey")
    success_url = ACCOUNT

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if not Factors().can_delete_authenticator(self.get_object()):
            form.add_error(None, Factors().validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        return super().form_valid(form)


class Codes(InTheDesk, paper.ViewRecoveryCodesView):
    template_name = "admin/sign_in/codes.html"
    title = gettext_lazy("Recovery codes")


class NewCodes(InTheDesk, paper.GenerateRecoveryCodesView):
    template_name = "admin/sign_in/new_codes.html"
    title = gettext_lazy("New recovery codes")


def _end_sessions(request: HttpRequest) -> HttpResponse:
    """One that is named, or all but this one."""
    key = request.session.session_key or ""
    if re.fullmatch(r"[0-9]{1,18}", pk := request.POST.get("session", "")):
        sessions.end(request.user, int(pk), but=key)
    else:
        sessions.end_all(request.user, but=key)
    messages.success(request, _("Whoever was signed in there is signed out."))
    return redirect(ACCOUNT)


def _desk(view: Any) -> Any:
    """For those who work at the desk, and for those who will as soon as they have added a factor."""

    @never_cache
    def own(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_active or not request.user.is_staff:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return view(request, **kwargs)

    return own


account, change_password = _desk(Account.as_view()), _desk(ChangePassword.as_view())
again, again_by_code = _desk(Again.as_view()), _desk(AgainByCode.as_view())
again_by_passkey = _desk(AgainByPasskey.as_view())
add_app, remove_app = _desk(AddApp.as_view()), _desk(RemoveApp.as_view())
add_passkey, name_passkey = _desk(AddPasskey.as_view()), _desk(NamePasskey.as_view())
remove_passkey = _desk(RemovePasskey.as_view())
codes, new_codes = _desk(Codes.as_view()), _desk(NewCodes.as_view())
end_sessions = _desk(require_POST(_end_sessions))
