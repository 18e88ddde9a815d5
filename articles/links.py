"""Links that somebody types as a list, a line each: `Mastodon https://example.social/@ada`. No database."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

MOST = 12

_web_address = URLValidator(schemes=["http", "https"])


class Link(NamedTuple):
    name: str
    url: str


def links(text: str) -> tuple[Link, ...]:
    """The links in their order. One without a name is called by its host; a line that ends in no address is left out."""
    found = []
    for line in text.splitlines():
        *words, url = line.split() or [""]
        host = urlsplit(url).hostname if _is_web_address(url) else None
        if host:
            found.append(Link(" ".join(words) or host.removeprefix("www."), url))
    return tuple(found[:MOST])


def validate_links(text: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines:
        if not _is_web_address(line.split()[-1]):
            said = _("“%(line)s” does not end with an address. Write a name and an address like https://example.org.")
            raise ValidationError(said, code="link", params={"line": line[:80]})
    if len(lines) > MOST:
        raise ValidationError(_("At most %(most)d links."), code="many", params={"most": MOST})


def _is_web_address(word: str) -> bool:
    try:
        _web_address(word)
    except ValidationError:
        return False
    return True
