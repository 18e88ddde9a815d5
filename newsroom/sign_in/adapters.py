"""What allauth asks the site it runs in."""

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from qrcode import QRCode
from qrcode.image.svg import SvgPathFillImage

from articles.models import identity
from comments import visitors
from newsroom.sign_in import devices, guard, letters

# Where it came from, if nobody knows: a session has to name an address.
NOWHERE = "0.0.0.0"  # noqa: S104 (nothing listens there)

# What the log says of what allauth tells people, in the way that Django keeps it: it is translated when it is read.
LOGGED: dict[str, dict[str, Any]] = {
    **dict.fromkeys(
        ("account/email/password_changed", "account/email/password_reset"), {"changed": {"fields": ["password"]}}
    ),
    "mfa/email/totp_activated": {"changed": {"fields": ["authenticator app, added"]}},
    "mfa/email/totp_deactivated": {"changed": {"fields": ["authenticator app, removed"]}},
    "mfa/email/webauthn_added": {"changed": {"fields": ["passkey, added"]}},
    "mfa/email/webauthn_removed": {"changed": {"fields": ["passkey, removed"]}},
    "mfa/email/recovery_codes_generated": {"changed": {"fields": ["recovery codes"]}},
}


class Account(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("This name and password do not belong together, or may not work at the desk."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or sign in with a passkey."),
        "rate_limited": _("Too many tries. Wait five minutes."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(visitors.address(request) or NOWHERE)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            letters.tell_of_tries(credentials.get("username", ""))
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whoever does not work at the desk is nobody here, however right the password."""
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and user.is_active and user.is_staff else None

    def pre_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse | None:
        """The same for whoever comes with a passkey."""
        if user.is_active and user.is_staff:
            return None
        clear_login(request)
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect(settings.LOGIN_URL)

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse:
        response = super().post_login(request, user, **about)
        if not devices.is_known(request, user):
            letters.tell(user, "device", request)
        devices.remember(request, response, user)
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """That somebody has signed in, they see."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Of what has changed, which stands in the log too."""
        letters.tell(user, template_prefix, self.request)
        if change := LOGGED.get(template_prefix):
            LogEntry.objects.log_actions(user.pk, [user], CHANGE, [change], single_object=True)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not soon after a sign-in."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        return time.time() - latest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Whoever has a second factor shows that: a password may have been seen over a shoulder."""
        methods = super().get_reauthentication_methods(user)
        return [one for one in methods if one["id"].startswith("mfa")] or methods


class Factors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "You need a second factor to work at the desk. Add another before you remove this."
        ),
        "incorrect_code": _("This code or key is not right, or not any more."),
    }

    def _get_site_name(self) -> str:
        return identity.current().site_name

    def build_totp_svg(self, url: str) -> str:
        """On white ground, so that it can be read in the dark too."""
        code = QRCode(image_factory=SvgPathFillImage)
        code.add_data(url)
        return code.make_image().to_string(encoding="unicode")

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """That of the browser it is added with, until its owner finds a better one."""
        return devices.named(self.request.headers.get("User-Agent", ""))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who must have one."""
        user = authenticator.user
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=user, type__in=kinds).exclude(pk=authenticator.pk)
        return others.exists() or not guard.must_have_factor(user)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey is for the site by its public address, whatever name a request came under."""
        return {"id": urlsplit(settings.NEWSROOM_SITE_URL).hostname or "", "name": self._get_site_name()}
