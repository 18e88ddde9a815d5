"""Whether what is asked of people at the desk can be asked: said when the site is deployed."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security)
def second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is asked for has to be installed, and to stand where it is asked."""
    if settings.NEWSROOM_SECOND_FACTOR == "off":
        return []
    if not settings.NEWSROOM_FACTORS:
        hint = "Install it: pip install 'newsroom[mfa]'. Or set NEWSROOM_SECOND_FACTOR=off, and a password is enough."
        said = f"NEWSROOM_SECOND_FACTOR is {settings.NEWSROOM_SECOND_FACTOR!r}, but the extra `mfa` is not installed."
        return [Error(said, hint=hint, id="newsroom.E020")]
    if "newsroom.sign_in.guard.Guard" not in settings.MIDDLEWARE:
        return [
            Error("newsroom.sign_in.guard.Guard is not in MIDDLEWARE: a password alone is enough.", id="newsroom.E021")
        ]
    return []


@register(Tags.security, deploy=True)
def said_to_be_enough(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """That a password is enough in production may be meant."""
    if settings.NEWSROOM_SECOND_FACTOR in ("off", "optional") and settings.PRODUCTION:
        hint = "Set NEWSROOM_SECOND_FACTOR to publishers or everybody."
        return [Warning("Whoever may publish can sign in with a password alone.", hint=hint, id="newsroom.W020")]
    return []
