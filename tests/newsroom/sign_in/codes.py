"""Second factors of people in tests, and the codes that belong to them."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.test import Client, TestCase

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a long enough one"


def code(secret=SECRET, later=0):
    """What an app shows, or will show so many half minutes later."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + later))


def give_app(user):
    auth.TOTP.activate(user, SECRET)
    return user


def give_paper(user):
    """The codes on it."""
    return RecoveryCodes.activate(user).get_unused_codes()


def sign_in(client, user, path="/admin/"):
    """By password and app: the answer to the code."""
    client.post(f"/admin/login/?next={path}", {"login": user.get_username(), "password": PASSWORD})
    return client.post("/admin/login/code/", {"code": code()})


class Browser(Client):
    """Whose requests are committed: what waits for that is done."""

    def request(self, **request):
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**request)
