"""Any HTML as that of our stories: what the editor could have made, with pictures that are not of the library yet.

nh3 reads it as a browser would, so that what comes here is balanced; a small tree is made of that, and written anew. Line
ends mean what they mean in text that is typed: one breaks a line, an empty line parts paragraphs. Where they mean nothing,
`flat` takes them out beforehand. No words are lost, but those of scripts, styles and players. Linear in the length of the
text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit

import nh3
from django.utils.translation import gettext as _

from articles import html
from articles.importing import pictures
from articles.importing.pictures import escaped

# Elements within each other; what lies deeper counts to the last one.
DEEPEST = 60
LONGEST_ADDRESS = 2000
# Tags that are open at once. A browser's way to read them takes time by the square of it.
OPEN_TAGS = 300

_BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "center", "address", "hgroup"),
    *("form", "fieldset", "legend", "dl", "dd", "details", "li", "figcaption", "body"),
    *("caption", "tbody", "thead", "tfoot", "tr", "td", "th"),
}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
_STRONG_BLOCKS = {"dt", "summary"}
_STRUCK = {"del", "s", "strike"}
_PLAIN = {
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

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|[^<]+')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_PARTED = re.compile(r"\n[^\S\n]*\n\s*")
_SPACES = re.compile(r"\s+")
_BLANK = re.compile(r"(?:&nbsp;|[\s\u200b\ufeff])*")
_WEB = re.compile(r"https?://[^\s<>\"]+")
_PICTURE = re.compile(r'<img data-file="(\d+)" alt="([^"]*)">')
_INDENT = re.compile(r"[ \t]+")
_NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)

# Frames that show what has a page of its own, which a story's link can lead to.
_FRAMES = (
    (re.compile(r"(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w\-]{11})"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"player\.vimeo\.com/video/(\d{4,12})"), "https://vimeo.com/{}"),
    (re.compile(r"(?:www\.)?archive\.org/embed/([\w.\-]{1,120})"), "https://archive.org/details/{}"),
    (re.compile(r"embed\.documentcloud\.org/documents/([\w\-]{1,200})"), "https://www.documentcloud.org/documents/{}"),
)


@dataclass
class Text:
    """HTML of ours, and what could not be brought over, a sentence each."""

    html: str
    lost: list[str] = field(default_factory=list)


def convert(text: str, base: str = "") -> Text:
    """`text` as HTML of ours. `base` is the address of the old site, for pictures that are named without it."""
    writer = _Writer(base)
    if _SCRIPT.search(text):
        writer.lost[_("A script was left out, and what it showed.")] = None
    writer.children(_tree(_cleaner().clean(_shallow(text.replace("\x00", "")))))
    writer.part()
    clean = html.sanitise("".join(writer.blocks))
    shown = [*writer.pictures]
    return Text(
        _PICTURE.sub(lambda found: f'<img src="{shown[int(found[1]) - 1]}" alt="{found[2]}">', clean), [*writer.lost]
    )


def flat(text: str) -> str:
    """HTML in which line ends say nothing, without them; those in `<pre>` stay."""
    if "\n" not in text:
        return text
    pieces: list[str] = []
    at = 0
    while (begin := text.find("<pre", at)) >= 0 and (end := text.find("</pre>", begin)) >= 0:
        pieces += [text[at:begin].replace("\n", " "), text[begin:end]]
        at = end
    return "".join([*pieces, text[at:].replace("\n", " ")])


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
        tags=set(_BLOCKS | _PLAIN | _OTHERS | _HEADINGS.keys() | _MARKS.keys() | _STRONG_BLOCKS | _STRUCK),
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


@dataclass(slots=True, eq=False)
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[_Node | str]" = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, *tags: str) -> "Iterator[_Node]":
        """The elements of these names below it, in order."""
        for child in self.children:
            if isinstance(child, _Node):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def has_words(self) -> bool:
        return any(
            not _BLANK.fullmatch(child) if isinstance(child, str) else child.has_words() for child in self.children
        )


def _tree(clean: str) -> _Node:
    root = _Node("")
    line, beyond = [root], 0
    for closing, tag, attributes, whole in ((*token.groups(), token[0]) for token in _TOKEN.finditer(clean)):
        if not tag:
            line[-1].children.append(whole)
        elif tag in _VOID:
            line[-1].children.append(_Node(tag, dict(_ATTRIBUTE.findall(attributes))))
        elif closing:
            if beyond:
                beyond -= 1
            else:
                line.pop()
        elif beyond or len(line) > DEEPEST:
            beyond += 1
        else:
            node = _Node(tag, dict(_ATTRIBUTE.findall(attributes)))
            line[-1].children.append(node)
            line.append(node)
    return root


class _Writer:
    """Writes elements as blocks of ours: paragraphs, and what holds them. Pictures stand between blocks, never within.

    One that is `inline` writes the words of a heading, a caption or a cell, a piece for each paragraph.
    """

    def __init__(self, base: str, *, inline: bool = False) -> None:
        self.base = base
        self.inline = inline
        self.blocks: list[str] = []
        self.pictures: list[str] = []
        self.lost: dict[str, None] = {}
        self.waiting: list[str] = []  # figures, until the outermost block has ended
        self.depth = 0
        self.preformatted = 0
        self.wanted: list[str] = []  # marks that the words to come are under
        self.opened: list[str] = []  # marks whose tags are written
        self.line: list[str] = []
        self.breaks = 0
        self.is_after_break = False
        self.has_space = False

    # Words.

    def words(self, text: str) -> None:
        """Escaped text, as it comes."""
        if self.preformatted:
            self._lines(text)
        elif "\n" in text:
            for number, paragraph in enumerate(_PARTED.split(text)):
                if number:
                    self.part()
                self._lines(paragraph)
        else:
            self._say(text)

    def _lines(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_line()
            if self.preformatted and not self.inline:
                line = _INDENT.sub(_hard_spaces, line, count=1) if line[:1] in (" ", "\t") else line
            self._say(line)

    def _end_line(self) -> None:
        """A line end in the text; straight behind `<br>` it says nothing."""
        if not self.is_after_break:
            self.breaks += 1
        self.is_after_break = False

    def break_line(self) -> None:
        self.breaks += 1
        self.is_after_break = True

    def _say(self, text: str) -> None:
        if not text:
            return
        if _BLANK.fullmatch(text):
            self.has_space = True
            return
        stripped = text.strip(" \t\f\r\n\x0b")
        if not self.line and not self.preformatted:
            stripped = stripped[_BLANK.match(stripped).end() :]  # type: ignore[union-attr]  # it matches nothing, too
        if self.breaks > 1 and self.line:
            self.part()
        is_parted = self.has_space or text[0] in " \t\f\r\n\x0b"
        self._close_marks()
        if self.line and self.breaks:
            self.line.append(" " if self.inline else "<br>")
        elif self.line and is_parted:
            self.line.append(" ")
        self._open_marks()
        self.line.append(_SPACES.sub(" ", stripped))
        self.breaks, self.is_after_break = 0, False
        self.has_space = text[-1] in " \t\f\r\n\x0b"

    def _close_marks(self) -> None:
        """Close the tags of marks that end here; all, where one below another ends."""
        shared = 0
        for opened, wanted in zip(self.opened, self.wanted, strict=False):
            if opened != wanted:
                break
            shared += 1
        while len(self.opened) > shared:
            self.line.append(f"</{self.opened.pop().split(' ')[0]}>")

    def _open_marks(self) -> None:
        for mark in self.wanted[len(self.opened) :]:
            self.line.append(f"<{mark}>")
            self.opened.append(mark)

    def part(self) -> None:
        """End the paragraph, if one is begun."""
        if self.line:
            for mark in reversed(self.opened):
                self.line.append(f"</{mark.split(' ')[0]}>")
            self._add_paragraph("".join(self.line))
        self.line, self.opened = [], []
        self.breaks, self.is_after_break, self.has_space = 0, False, False
        if not self.depth and not self.inline and self.waiting:
            self.blocks += self.waiting
            self.waiting = []

    def _add_paragraph(self, said: str) -> None:
        if self.inline:
            self.blocks.append(said)
        elif _WEB.fullmatch(said):
            self.blocks.append(f'<p><a href="{said}">{said}</a></p>')
        else:
            self.blocks.append(f"<p>{said}</p>")

    # Elements.

    def children(self, node: _Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self.words(child)
            else:
                self.element(child)

    def element(self, node: _Node) -> None:
        if (classes := node.attributes.get("class")) and (card := _card_of(classes)):
            card(self, node)
        elif node.tag in _MARKS:
            self._marked(node, _MARKS[node.tag])
        elif self.inline and node.tag not in _INLINE:
            self._block(node)
        elif node.tag in _HEADINGS:
            self._heading(node)
        elif writer := _ELEMENTS.get(node.tag):
            writer(self, node)
        elif node.tag in _BLOCKS:
            self._block(node)
        else:
            self.children(node)

    def _block(self, node: _Node) -> None:
        self.part()
        self.children(node)
        self.part()

    def _strong_block(self, node: _Node) -> None:
        self.part()
        self._marked(node, "strong")
        self.part()

    def _marked(self, node: _Node, mark: str) -> None:
        name = mark.split(" ")[0]
        if any(wanted.split(" ")[0] == name for wanted in self.wanted):
            self.children(node)
            return
        # Marks that are wanted now may be another list when a block within has ended.
        self.wanted = [*self.wanted, mark]
        self.children(node)
        self.wanted = self.wanted[:-1]

    def _anchor(self, node: _Node) -> None:
        address = node.attributes.get("href", "")
        # Places within the text have no name any more.
        if not address or address.startswith("#") or len(address) > LONGEST_ADDRESS:
            self.children(node)
            return
        if not node.has_words() and any(node.all("img")) and not self._is_own_picture(address):
            self._lose(_("A picture led to %(address)s."), address=unescape(address))
        self._marked(node, f'a href="{address}"')

    def _is_own_picture(self, address: str) -> bool:
        return pictures.is_picture(unescape(address)) or _host(address) in ("", _host(self.base))

    def _heading(self, node: _Node) -> None:
        self.part()
        level = _HEADINGS[node.tag]
        if said := self._inline(node, without="strong"):
            self.blocks.append(f"<{level}>{said}</{level}>")
        self._let_go()

    def _contain(self, node: _Node, tag: str, attributes: str = "") -> None:
        """The blocks of an element within one of ours; nothing for none."""
        self.part()
        outer, self.blocks = self.blocks, []
        self.depth += 1
        self.children(node)
        self._end_container(outer, tag, attributes)

    def _end_container(self, outer: list[str], tag: str, attributes: str = "") -> None:
        self.part()
        inner, self.blocks = "".join(self.blocks), outer
        self.depth -= 1
        if inner:
            self.blocks.append(f"<{tag}{attributes}>{inner}</{tag}>")
        self._let_go()

    def _let_go(self) -> None:
        """Set the waiting pictures, if nothing is open any more."""
        if not self.depth and not self.inline:
            self.blocks += self.waiting
            self.waiting = []

    def _quote(self, node: _Node) -> None:
        """A quotation; who is quoted comes last."""
        cites = [child for child in node.children if isinstance(child, _Node) and child.tag in ("cite", "footer")]
        if cites:
            rest = _without(node, {id(cite) for cite in cites})
            node = _Node("blockquote", {}, [*rest.children, *(_Node("p", {}, [cite]) for cite in cites)])
        self._contain(node, "blockquote")

    def _pull_quote(self, node: _Node) -> None:
        self.part()
        written = self._sub(node)
        if written.blocks:
            self.blocks.append(f"<aside>{''.join(f'<p>{said}</p>' for said in written.blocks)}</aside>")
        self._let_go()

    def _list(self, node: _Node) -> None:
        self.part()
        outer, self.blocks = self.blocks, []
        self.depth += 1
        for child in node.children:
            if isinstance(child, _Node):
                self._contain(child if child.tag == "li" else _Node("li", {}, [child]), "li")
            elif not _BLANK.fullmatch(child):
                self._contain(_Node("li", {}, [child]), "li")
        start = node.attributes.get("start", "")
        is_moved = node.tag == "ol" and _NUMBER.fullmatch(start) and start != "1"
        self._end_container(outer, node.tag, f' start="{start}"' if is_moved else "")

    def _pre(self, node: _Node) -> None:
        self.part()
        self.preformatted += 1
        self.children(node)
        self.part()
        self.preformatted -= 1

    def _rule(self, node: _Node) -> None:
        self.part()
        if not self.depth:
            self.blocks.append("<hr>")

    def _break(self, node: _Node) -> None:
        self.break_line()

    def _quotation(self, node: _Node) -> None:
        self.words("“")
        self.children(node)
        self.words("”")

    def _struck(self, node: _Node) -> None:
        self._lose(_("Words that were struck through stand as others do."))
        self.children(node)

    # Tables.

    def _table(self, node: _Node) -> None:
        """A list with an item for each row; of a table that only sets things in their place, its contents."""
        self.part()
        rows = [[cell for cell in row.children if isinstance(cell, _Node)] for row in _own(node, "tr")]
        if all(len(row) < 2 for row in rows):
            self._block(node)
            return
        for caption in _own(node, "caption"):
            self._block(caption)
        said = [[self._inline(cell) for cell in row] for row in rows]
        heads = said.pop(0) if len(said) > 1 and all(cell.tag == "th" for cell in rows[0]) else []
        items = [item for row in said if (item := _row(row, heads))]
        if items or heads:
            self.blocks.append(f"<ul>{''.join(f'<li><p>{item}</p></li>' for item in items or [_row(heads, [])])}</ul>")
            self._lose(_("A table became a list of its rows."))
        self._let_go()

    # Pictures.

    def _image(self, node: _Node) -> None:
        names = ("data-orig-file", "data-src", "data-lazy-src", "src")
        alt = node.attributes.get("alt", "")
        if {"emoji", "wp-smiley"} & set(node.classes):
            self.words(alt)
        elif node.attributes.get("width") != "1" and node.attributes.get("height") != "1":
            sources = (self._whole(node.attributes.get(name, "")) for name in names)
            if address := next((source for source in sources if source), ""):
                self._show(address, alt)

    def _whole(self, address: str) -> str:
        """An address with its site, still escaped; nothing for what is none."""
        try:
            whole = urljoin(f"{self.base}/", unescape(address).strip()) if address else ""
        except ValueError:
            return ""
        return escaped(whole) if len(whole) <= LONGEST_ADDRESS and _WEB.fullmatch(whole) else ""

    def _show(self, address: str, alt: str, caption: str = "") -> None:
        self.pictures.append(address)
        said = f"<figcaption>{caption}</figcaption>" if caption else ""
        self.waiting.append(f'<figure><img data-file="{len(self.pictures)}" alt="{alt}">{said}</figure>')
        if not self.line:
            self._let_go()

    def _figure(self, node: _Node) -> None:
        """A picture with its caption. Of several, each that has one of its own is a figure of its own."""
        if any(node.all("figure")) or not any(node.all("img")):
            self._block(node)
            return
        self.part()
        captions = [*node.all("figcaption"), *(p for p in node.all("p", "div") if "wp-caption-text" in p.classes)]
        caption = " ".join(filter(None, (self._inline(one) for one in captions)))
        before = len(self.pictures)
        rest = _without(node, {id(caption) for caption in captions})
        self._block(rest)
        if caption and len(self.pictures) > before:
            self._caption_last(caption)
        elif caption:
            self._add_paragraph(caption)

    def _caption_last(self, caption: str) -> None:
        """Put the caption under the picture that came last."""
        for blocks in (self.waiting, self.blocks):
            for at in range(len(blocks) - 1, -1, -1):
                if blocks[at].startswith(f'<figure><img data-file="{len(self.pictures)}"'):
                    blocks[at] = f"{blocks[at].removesuffix('</figure>')}<figcaption>{caption}</figcaption></figure>"
                    return

    # What shows something of other sites.

    def _frame(self, node: _Node) -> None:
        source = node.attributes.get("src") or node.attributes.get("data-src", "")
        if address := self._whole(source):
            self.link(_page_of(address))

    def _player(self, node: _Node) -> None:
        own = node.attributes.get("src") or node.attributes.get("data", "")
        sources = (self._whole(source.attributes.get("src", "")) for source in node.all("source", "embed"))
        if address := self._whole(own) or next(filter(None, sources), ""):
            self.link(_page_of(address))
        elif node.tag == "object":
            self._block(node)

    def link(self, address: str, title: str = "") -> None:
        """A link on a line of its own; addresses that we know become cards."""
        self.part()
        said = f'<a href="{address}">{title or address}</a>'
        self.blocks.append(said if self.inline else f"<p>{said}</p>")

    def _link_card(self, node: _Node) -> None:
        """A card that leads to another page: its title as the link, then its caption."""
        self.part()
        address = next((link.attributes.get("href", "") for link in node.all("a")), "")
        titles = [one for one in node.all("div", "span", "strong") if any(name in _TITLES for name in one.classes)]
        title = self._sub(titles[0]).said if titles else ""
        if not _WEB.fullmatch(address):
            self._block(node)
            return
        self.link(address, title)
        for caption in node.all("figcaption"):
            self._block(caption)

    def _player_card(self, node: _Node) -> None:
        """A player with buttons and times: only what it plays, its title and its caption."""
        self.part()
        titles = [one for one in node.all("div") if any(name in _TITLES for name in one.classes)]
        title = self._sub(titles[0]).said if titles else ""
        for player in node.all("audio", "video"):
            if address := self._whole(player.attributes.get("src", "")):
                self.link(address, title)
        for caption in node.all("figcaption"):
            self._block(caption)

    def _nothing(self, node: _Node) -> None:
        pass

    # Parts.

    @property
    def said(self) -> str:
        return " ".join(self.blocks)

    def _inline(self, node: _Node, without: str = "") -> str:
        return self._sub(node, without).said

    def _sub(self, node: _Node, without: str = "") -> "_Writer":
        """The words of an element by a writer of their own. Its pictures wait here."""
        writer = _Writer(self.base, inline=True)
        writer.pictures, writer.waiting, writer.lost = self.pictures, self.waiting, self.lost
        writer.children(_unmarked(node) if without else node)
        writer.part()
        return writer

    def _lose(self, sentence: str, **values: str) -> None:
        self.lost.setdefault(sentence % values if values else sentence)


_Card = Callable[[_Writer, _Node], None]
_ELEMENTS: dict[str, _Card] = {
    "a": _Writer._anchor,
    "blockquote": _Writer._quote,
    "ul": _Writer._list,
    "ol": _Writer._list,
    "table": _Writer._table,
    "figure": _Writer._figure,
    "img": _Writer._image,
    "iframe": _Writer._frame,
    "video": _Writer._player,
    "audio": _Writer._player,
    "object": _Writer._player,
    "embed": _Writer._player,
    "pre": _Writer._pre,
    "hr": _Writer._rule,
    "br": _Writer._break,
    "q": _Writer._quotation,
    **dict.fromkeys(_STRUCK, _Writer._struck),
    **dict.fromkeys(_STRONG_BLOCKS, _Writer._strong_block),
}
_INLINE = {"a", "img", "iframe", "video", "audio", "object", "embed", "br", "q", *_STRUCK, *_PLAIN}
_TITLES = {"kg-bookmark-title", "kg-file-card-title", "kg-audio-title"}
# Classes that say more of an element than its name, of WordPress's blocks and Ghost's cards.
_CARDS: dict[str, _Card] = {
    "wp-block-pullquote": _Writer._pull_quote,
    "kg-blockquote-alt": _Writer._pull_quote,
    "wp-caption": _Writer._figure,
    "kg-bookmark-card": _Writer._link_card,
    "kg-file-card": _Writer._link_card,
    "kg-audio-card": _Writer._player_card,
    "kg-video-card": _Writer._player_card,
    "wp-block-file__button": _Writer._nothing,
}


def _card_of(classes: str) -> _Card | None:
    return next((card for name in classes.split() if (card := _CARDS.get(name))), None)


def _own(table: _Node, tag: str) -> Iterator[_Node]:
    """The rows or captions of this table, not those of one in it."""
    for child in table.children:
        if isinstance(child, _Node):
            if child.tag == tag:
                yield child
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from _own(child, tag)


def _row(cells: list[str], heads: list[str]) -> str:
    """The cells of a row, each behind what its column is called."""
    if len(heads) == len(cells):
        cells = [f"{head}: {cell}" if head and cell else cell for head, cell in zip(heads, cells, strict=True)]
    return ("; " if heads else " – ").join(cell for cell in cells if cell)


def _without(node: _Node, gone: set[int]) -> _Node:
    """The element without some of those below it, which `gone` knows by `id`."""
    kept = (
        child if isinstance(child, str) else _without(child, gone) for child in node.children if id(child) not in gone
    )
    return _Node(node.tag, {} if node.tag == "figure" else node.attributes, [*kept])


def _unmarked(node: _Node) -> _Node:
    """The element, bold where it is bold anyway."""
    children = (child if isinstance(child, str) else _unmarked(child) for child in node.children)
    return _Node("span" if node.tag in ("strong", "b") else node.tag, node.attributes, [*children])


def _hard_spaces(indent: re.Match[str]) -> str:
    return "&nbsp;" * min(len(indent[0].expandtabs(4)), 40)


def _host(address: str) -> str:
    try:
        return (urlsplit(unescape(address)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _page_of(frame: str) -> str:
    """The page of what a frame shows, or the frame's own address."""
    bare = frame.partition("://")[2]
    for pattern, page in _FRAMES:
        if found := pattern.match(bare):
            return page.format(found[1])
    return frame
