"""What people are told by mail of their own account: what they would want to know if it was not them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from articles.desk import mail
from articles.desk.people import name_of
from articles.models import identity
from comments import visitors
from newsroom.sign_in import devices

# Seconds in which nobody is told twice that somebody tries to sign in as them.
QUIET = 3600
# By the name that allauth has for what happened.
HAPPENED: dict[str, str | Promise] = {
    "account/email/password_changed": gettext_lazy("Your password was changed."),
    "account/email/password_reset": gettext_lazy("A new password was chosen by way of a link in a mail."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was removed from your account."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were made. The old ones are void."),
    "device": gettext_lazy("Somebody signed in to your account with a browser that had not been seen there before."),
    "code": gettext_lazy("One of your recovery codes was used."),
    "void": gettext_lazy(
        "Your second factors were made void by an operator. Sign in with your password and add new ones."
    ),
    "set": gettext_lazy("A new password was given to you by somebody who looks after accounts."),
    "tries": gettext_lazy("Somebody tried to sign in as you too often with a wrong password or code."),
}


def tell(user: User, what: str, request: HttpRequest | None = None) -> None:
    """Write to this person, if there is an address, that `what` happened: a key of HAPPENED."""
    if not user.email:
        return
    context: dict[str, Any] = {"name": name_of(user), "what": HAPPENED[what], "at": timezone.now()}
    context["account"] = settings.NEWSROOM_SITE_URL + reverse("admin:index")
    if request is not None:
        context |= {"device": devices.named(request.headers.get("User-Agent", "")), "ip": visitors.address(request)}
    mail.write(user.email, "sign_in/happened", _("Your account at the desk"), **context)


def tell_of_tries(username: str) -> None:
    """Tell whoever has this name, once in an hour, that somebody tries to sign in as them."""
    key = salted_hmac("newsroom.sign_in.tries", username, algorithm="sha256").hexdigest()
    if cache.add(f"sign-in:tries:{key}", True, QUIET):
        many_tries.enqueue(username)


@task()
def many_tries(username: str) -> None:
    """That somebody has this name is found out here, where nobody can measure how long it takes."""
    for user in User.objects.filter(username=username, is_active=True, is_staff=True):
        tell(user, "tries")


@task()
def reset(address: str) -> None:
    """Send a link to choose a new password with to whoever has this mail address, and nothing to anybody else."""
    from allauth.account import app_settings
    from allauth.account.utils import user_pk_to_url_str

    for user in User.objects.filter(email__iexact=address, is_active=True, is_staff=True):
        key = {
            "uidb36": user_pk_to_url_str(user),
            "key": app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user),
        }
        link = settings.NEWSROOM_SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
        context = {"name": name_of(user), "username": user.get_username(), "link": link}
        context["site_name"] = identity.current().site_name
        # Not by `mail.write`: what it sends is kept in the database until then, and this link is as good as a password.
        text = render_to_string("email/sign_in/reset.txt", context)
        headers = {"Auto-Submitted": "auto-generated"}
        EmailMessage(_("A new password for the desk"), text, to=[user.email], headers=headers).send()
