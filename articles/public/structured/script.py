"""Data as the content of `<script type="application/ld+json">`."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from articles.public.site import full

Thing = dict[str, Any]
# What could end the script element, or a line of script, is written as its number.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def graph(*things: Thing) -> SafeString:
    """These things as one block."""
    data = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, number in _ESCAPES.items():
        text = text.replace(character, number)
    return mark_safe(text)  # noqa: S308 (nothing in it can end the element)


def known(thing: Thing) -> Thing:
    """Without what nothing is known of."""
    return {name: value for name, value in thing.items() if value not in ("", None, [], {})}


def trail(steps: Iterable[tuple[str, str]]) -> Thing:
    """The way from the front page to a page, as names and paths."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": full(path)}
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
