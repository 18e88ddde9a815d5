"""HTML as a small tree: what a browser would make of it, without what we have nothing for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import nh3

from articles import html

# Elements within each other; what lies deeper counts to the last one.
DEEPEST = 60
# Tags that are open at once. A browser's way to read them takes time by the square of it.
OPEN_TAGS = 300

BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "center", "address", "hgroup"),
    *("form", "fieldset", "legend", "dl", "dd", "details", "li", "figcaption", "body"),
    *("caption", "tbody", "thead", "tfoot", "tr", "td", "th"),
}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
STRONG_BLOCKS = {"dt", "summary"}
STRUCK = {"del", "s", "strike"}
PLAIN = {
    *("span", "font", "u", "code", "kbd", "samp", "sub", "sup", "small", "big", "mark", "abbr", "cite", "ins", "tt"),
    *("label", "picture", "button"),
}
_VOID = {"br", "hr", "img", "source", "embed"}
# What needs no end: another of its kind ends it.
_ENDING = {"p", "li", "tr", "td", "th", "dt", "dd", "option", "input", "wbr", "col", "meta", "link", "area", *_VOID}
_OTHERS = {
    *("a", "blockquote", "ul", "ol", "table", "figure", "pre", "q", "br", "hr"),
    *("img", "iframe", "video", "audio", "object", "source", "embed"),
}

BLANK = re.compile(r"(?:&nbsp;|[\s\u200b\ufeff])*")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*>")
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|[^<]+')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@dataclass(slots=True, eq=False)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, *tags: str) -> "Iterator[Node]":
        """The elements of these names below it, in order."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def has_words(self) -> bool:
        return any(
            not BLANK.fullmatch(child) if isinstance(child, str) else child.has_words() for child in self.children
        )


def parse(text: str) -> Node:
    """The elements of `text` below a nameless one. Their words and attributes stay escaped."""
    clean = html.clean(_cleaner(), _shallow(text.replace("\x00", "")))
    root = Node("")
    line, beyond = [root], 0
    for closing, tag, attributes, whole in ((*token.groups(), token[0]) for token in _TOKEN.finditer(clean)):
        if not tag:
            line[-1].children.append(whole)
        elif tag in _VOID:
            line[-1].children.append(Node(tag, dict(_ATTRIBUTE.findall(attributes))))
        elif closing:
            if beyond:
                beyond -= 1
            else:
                line.pop()
        elif beyond or len(line) > DEEPEST:
            beyond += 1
        else:
            node = Node(tag, dict(_ATTRIBUTE.findall(attributes)))
            line[-1].children.append(node)
            line.append(node)
    return root


def without(node: Node, gone: set[int]) -> Node:
    """The element without some of those below it, which `gone` knows by `id`."""
    kept = (
        child if isinstance(child, str) else without(child, gone) for child in node.children if id(child) not in gone
    )
    return Node(node.tag, {} if node.tag == "figure" else node.attributes, [*kept])


def unmarked(node: Node) -> Node:
    """The element, bold where it is bold anyway."""
    children = (child if isinstance(child, str) else unmarked(child) for child in node.children)
    return Node("span" if node.tag in ("strong", "b") else node.tag, node.attributes, [*children])


def _shallow(text: str) -> str:
    """The text without the tags that are nested beyond all reason."""
    if text.count("<") <= OPEN_TAGS:
        return text
    depth = beyond = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth, beyond
        if tag[2].lower() in _ENDING:
            return tag[0]
        if tag[1]:
            is_kept, depth, beyond = not beyond, max(depth - (not beyond), 0), max(beyond - 1, 0)
            return tag[0] if is_kept else ""
        if depth == OPEN_TAGS:
            beyond += 1
            return ""
        depth += 1
        return tag[0]

    return _TAG.sub(kept, text)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(BLOCKS | PLAIN | _OTHERS | HEADINGS.keys() | MARKS.keys() | STRONG_BLOCKS | STRUCK),
        clean_content_tags={"script", "style", "noscript", "svg", "math", "template"},
        attributes={
            "*": {"class"},
            "a": {"href"},
            "img": {"src", "alt", "width", "height", "data-src", "data-lazy-src", "data-orig-file"},
            "iframe": {"src", "data-src"},
            "video": {"src"},
            "audio": {"src"},
            "source": {"src"},
            "embed": {"src"},
            "object": {"data"},
            "ol": {"start"},
        },
        link_rel=None,
        url_schemes=set(html.LINK_SCHEMES),
    )
