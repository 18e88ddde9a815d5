"""Typed reading of environment variables. A value that does not fit stops the process and names its variable."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.str(name, default=default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(allowed)}.")
    return value


def flag(name: str, default: bool) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    value = env.str(name, default=str(default)).lower()
    if value not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return words[value]


def whole(name: str, default: int, at_least: int, at_most: int) -> int:
    value = env.str(name, default=str(default))
    if not value.isascii() or not value.isdigit() or not at_least <= int(value) <= at_most:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number from {at_least} to {at_most}.")
    return int(value)


def folder(name: str) -> list[Path]:
    """A folder that is there. Alone in a list; an empty list where none is named."""
    value = env.str(name, default="")
    if value and not Path(value).is_dir():
        raise ImproperlyConfigured(f"{name} is {value!r}; there is no such folder.")
    return [Path(value).resolve()] if value else []


def web_address(name: str, default: str) -> str:
    """An http(s) origin without a trailing slash, like https://example.org."""
    value = env.str(name, default=default).rstrip("/")
    scheme, _, host = value.partition("://")
    if scheme not in ("http", "https") or not host or "/" in host:
        raise ImproperlyConfigured(f"{name} is {value!r}; write scheme and host only, like https://example.org.")
    return value


def no_or_web_address(name: str) -> str:
    """An http(s) origin, or none; then it is empty."""
    return web_address(name, "") if env.str(name, default="") else ""


def host_name(name: str, default: str) -> str:
    """A host name alone, like news.example."""
    value = env.str(name, default=default).lower()
    if not value.isascii() or not value.replace(".", "").replace("-", "").isalnum():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a host name only, like news.example.")
    return value


def mail_server(name: str, default: str) -> dict[str, Any]:
    """A mail server like smtp+tls://user:password@mail.example.org:587. Returns Django's mail settings."""
    value = env.str(name, default=default)
    try:
        config = env.email_url_config(value)
    except (ImproperlyConfigured, ValueError) as error:
        config = {"EMAIL_HOST": None, "EMAIL_BACKEND": "", "reason": str(error)}
    if not config["EMAIL_BACKEND"] or (value.startswith("smtp") and not config["EMAIL_HOST"]):
        # The address itself may hold a password, so it is not repeated.
        raise ImproperlyConfigured(f"{name} is no mail server; write smtp+tls://user:password@host:587, for instance.")
    return {key: part for key, part in config.items() if key.startswith("EMAIL_")}


def mail_address(name: str, default: str) -> str:
    """A mail address, with a name before it or without: The Desk <desk@example.org>."""
    value = env.str(name, default=default)
    _name, address = parseaddr(value)
    if not value.isprintable() or address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
        raise ImproperlyConfigured(f"{name} is {value!r}; write a mail address like desk@example.org.")
    return value
