"""Typed reading of environment variables. A value that does not fit stops the process and names its variable."""

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


def web_address(name: str, default: str) -> str:
    """An http(s) origin without a trailing slash, like https://example.org."""
    value = env.str(name, default=default).rstrip("/")
    scheme, _, host = value.partition("://")
    if scheme not in ("http", "https") or not host or "/" in host:
        raise ImproperlyConfigured(f"{name} is {value!r}; write scheme and host only, like https://example.org.")
    return value
