"""Superscripts and subscripts as the characters that are them, for our texts have no such marks."""

import re
from html import unescape

from articles.importing.markup.tree import Node

_SIGNS = "0123456789+-−–=()"
CHARACTERS = {
    "sup": str.maketrans(f"{_SIGNS}ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ"),
    "sub": str.maketrans(f"{_SIGNS}ni", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₙᵢ"),
}
# `1st` is the same on the line.
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|ère|me|ème)", re.IGNORECASE)


def words(node: Node) -> str:
    """All that the element says, unescaped."""
    return "".join(unescape(one) if isinstance(one, str) else words(one) for one in node.children).strip()


def note(node: Node) -> str:
    """What stands for a mark that leads to a footnote; empty if it is none."""
    said = words(node)
    if node.tag == "a":
        is_note = "fn" in node.classes or any(words(one) == said for one in node.all("sup"))
    else:
        links = [link.attributes.get("href", "") for link in node.all("a")]
        is_note = all(link.startswith("#") for link in links) and ("fn" in node.classes or bool(links))
    return f"[{said.strip('[]()')}]" if is_note and said else ""


def shifted(node: Node) -> Node | None:
    """The element with the characters for what stands in it; nothing if there are none for some."""
    table = CHARACTERS[node.tag]
    if any(node.all(*CHARACTERS)) or not all(ord(character) in table for character in words(node)):
        return None
    return _translated(node, table)


def is_ordinal(node: Node, before: str) -> bool:
    return before.isdecimal() and _ORDINAL.fullmatch(words(node)) is not None


def _translated(node: Node, table: dict[int, int]) -> Node:
    children = (
        unescape(one).strip().translate(table) if isinstance(one, str) else _translated(one, table)
        for one in node.children
    )
    return Node(node.tag, node.attributes, [*children])
