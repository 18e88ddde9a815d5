"""Typed reading of environment variables. A value that does not fit stops the process and names its variable."""

import re
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

REDIS = ("redis", "rediss", "valkey", "valkeys")
SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"


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


def public_folder(name: str, default: str) -> str:
    """Where files are had from: an http(s) address, with a path or without, that ends in a slash."""
    value = env.str(name, default="")
    if not value:
        return default
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} is {value!r}; write where files are had, like https://media.example.org.")
    return value.rstrip("/") + "/"


def host_name(name: str, default: str) -> str:
    """A host name alone, like news.example."""
    value = env.str(name, default=default).lower()
    if not value.isascii() or not value.replace(".", "").replace("-", "").isalnum():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a host name only, like news.example.")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Django's settings of the database at that address, SQLite or PostgreSQL."""
    value = env.str(name, default=default)
    try:
        found = env.db_url_config(value)
    except (ImproperlyConfigured, ValueError, KeyError):
        found = {"ENGINE": ""}
    if found.get("ENGINE") not in (SQLITE, POSTGRESQL):
        # The address itself may hold a password, so it is not repeated.
        raise ImproperlyConfigured(f"{name} must name SQLite (sqlite:///…) or PostgreSQL (postgres://…).")
    return {"OPTIONS": {}} | found


def replicas(name: str) -> list[dict[str, Any]]:
    """The same of each address in a list with commas; PostgreSQL only."""
    try:
        found = [env.db_url_config(one) for one in re.split(r",(?=\w+://)", env.str(name, default="")) if one]
    except (ImproperlyConfigured, ValueError, KeyError):
        found = [{"ENGINE": ""}]
    if any(one.get("ENGINE") != POSTGRESQL for one in found):
        raise ImproperlyConfigured(f"{name} must name PostgreSQL servers (postgres://…), with commas between.")
    return [{"OPTIONS": {}} | one for one in found]


def cache(name: str, default: str) -> dict[str, Any]:
    """Django's settings of the cache at that address. Redis and Valkey may be away without taking the site along."""
    value = env.str(name, default=default)
    scheme, _, rest = value.partition("://")
    if scheme not in (*REDIS, *env.CACHE_SCHEMES):
        raise ImproperlyConfigured(f"{name} is no cache; write redis://host:6379/0, for instance.")
    try:
        if scheme in REDIS:
            if not urlsplit(value).hostname or urlsplit(value).port == 0:
                raise ValueError("It names no host.")
            needs(name, "redis", "redis")
            return {"BACKEND": "newsroom.shared_cache.SharedCache", "LOCATION": f"redis{scheme[6:]}://{rest}"}
        return env.cache_url_config(value)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"{name} is no cache; write redis://host:6379/0, for instance.") from error


def needs(name: str, module: str, extra: str) -> None:
    """Refuse a setting that asks for a package which is not installed."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(f"{name} needs the package {module}: pip install 'newsroom[{extra}]'.")


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


def token(name: str) -> str:
    """A word that nobody guesses, or none. It is a secret, so it is not repeated."""
    value = env.str(name, default="")
    if value and (len(value) < 20 or not value.isascii() or not value.isprintable() or " " in value):
        raise ImproperlyConfigured(f"{name} is no secret; write at least 20 letters and digits without a space.")
    return value


def report_address(name: str) -> str:
    """A DSN like https://key@sentry.example/42, or none. The key is not repeated."""
    value = env.str(name, default="")
    try:
        parts = urlsplit(value)
        is_one = parts.scheme in ("http", "https") and parts.username and parts.hostname and parts.path.strip("/")
    except ValueError:
        is_one = False
    if value and not is_one:
        raise ImproperlyConfigured(f"{name} is no DSN; write one like https://key@sentry.example/42.")
    return value
