"""How cookies are named in production: so that a browser takes them from this host alone, by https, for the whole site."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class MessageCookie(CookieStorage):
    # Django has no setting for it.
    cookie_name = f"{settings.NEWSROOM_COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """What the desk says once, on the page after the one where it was done. Too much for a cookie lies in the session."""

    storage_classes = (MessageCookie, SessionStorage)
