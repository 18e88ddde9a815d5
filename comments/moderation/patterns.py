"""Patterns of addresses: few forms, so that those which an address meets can be named and looked up by an index.

`*@host`, `*@*.host` (below that host, not the host itself), `begin*@host`, `begin*@*.host`, and `host` alone, which
means it and all below it.
"""

import re

from django.utils.translation import gettext as _

from comments import text

# Letters that a pattern can fix of what stands before the @, and parts of a host that are looked at.
MOST_FIXED, MOST_PARTS = 64, 8
# Less than this says nothing of whom it means.
_LEAST = 3

_HOST = r"[^\s*?\[\]@.]+(?:\.[^\s*?\[\]@.]+)"
_FORM = re.compile(rf"(?P<fixed>[^\s*?\[\]@]{{0,{MOST_FIXED}}})\*@(?:\*\.)?{_HOST}*|{_HOST}+")


def read(typed: str) -> str:
    """The pattern as it is compared. Raises ValueError with a sentence for people."""
    pattern = text.key(typed)
    parts = pattern.rpartition("@")[2].removeprefix("*.").split(".")
    if not _FORM.fullmatch(pattern) or len(parts) > MOST_PARTS:
        raise ValueError(_("Enter a pattern like *@example.com, *@*.example.com, name+*@example.com or example.com."))
    if sum(map(str.isalnum, pattern)) < _LEAST:
        raise ValueError(_("This pattern is met by far too many. Enter one like *@example.com."))
    return pattern


def begins(pattern: str) -> bool:
    """Whether it says how an address begins."""
    return "@" in pattern and not pattern.startswith("*")


def meeting(key: str) -> list[str]:
    """Every pattern that means this address, given as it is compared. Some hundreds for the longest."""
    name, at, host = key.rpartition("@")
    if not at:
        return []
    parts = host.split(".")
    above = [".".join(parts[start:]) for start in range(max(0, len(parts) - MOST_PARTS), len(parts))]
    begun = [name[:length] for length in range(min(len(name), MOST_FIXED) + 1)]
    hosts = [host, *(f"*.{one}" for one in above if one != host)]
    return [one for one in above if "." in one] + [f"{begin}*@{one}" for begin in begun for one in hosts]


def naming(key: str) -> list[str]:
    """Patterns that tell whole whose address it is, with or without what stands behind a plus."""
    name, at, host = key.rpartition("@")
    plain = name.partition("+")[0]
    return [f"{plain}*@{host}", f"{plain}+*@{host}"] if at and plain else []
