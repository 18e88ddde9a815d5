"""Addresses of the sign-in, below that of the desk. What allauth can do besides has no address here.

Their names are those that allauth looks for. The views are imported when somebody asks for one.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, re_path


def later(name: str) -> Callable[..., HttpResponseBase]:
    """The view of that name in `views`."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return getattr(import_module("newsroom.sign_in.views"), name)(request, **kwargs)

    return view


urlpatterns = [
    path("login/", later("login"), name="account_login"),
    path("login/code/", later("code"), name="mfa_authenticate"),
    path("login/passkey/", later("passkey"), name="mfa_login_webauthn"),
    path("password_reset/", later("reset"), name="account_reset_password"),
    path("password_reset/sent/", later("reset_sent"), name="account_reset_password_done"),
    path("password_reset/done/", later("reset_done"), name="account_reset_password_from_key_done"),
    re_path(
        r"^password_reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        later("new_password"),
        name="account_reset_password_from_key",
    ),
    path("password_change/", later("change_password"), name="account_change_password"),
    # Whoever has no password gets one as those do who forgot theirs.
    path("password_reset/", later("reset"), name="account_set_password"),
    path("account/", later("account"), name="mfa_index"),
    path("account/sessions/", later("end_sessions"), name="usersessions_list"),
    path("account/again/", later("again"), name="account_reauthenticate"),
    path("account/again/code/", later("again_by_code"), name="mfa_reauthenticate"),
    path("account/again/passkey/", later("again_by_passkey"), name="mfa_reauthenticate_webauthn"),
    path("account/app/", later("add_app"), name="mfa_activate_totp"),
    path("account/app/remove/", later("remove_app"), name="mfa_deactivate_totp"),
    path("account/passkeys/add/", later("add_passkey"), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", later("name_passkey"), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", later("remove_passkey"), name="mfa_remove_webauthn"),
    path("account/codes/", later("codes"), name="mfa_view_recovery_codes"),
    path("account/codes/new/", later("new_codes"), name="mfa_generate_recovery_codes"),
]
