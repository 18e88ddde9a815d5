"""Elements of any HTML as blocks of ours."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from articles.importing import pictures
from articles.importing.markup.shifted import is_ordinal, note, shifted
from articles.importing.markup.tree import (
    BLANK,
    BLOCKS,
    HEADINGS,
    MARKS,
    PLAIN,
    STRONG_BLOCKS,
    STRUCK,
    Node,
    unmarked,
    without,
)
from articles.importing.markup.words import WEB, Words
from articles.importing.pictures import escaped

LONGEST_ADDRESS = 2000
_NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)

# Frames that show what has a page of its own, which a story's link can lead to.
_FRAMES = (
    (re.compile(r"(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w\-]{11})"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"player\.vimeo\.com/video/(\d{4,12})"), "https://vimeo.com/{}"),
    (re.compile(r"(?:www\.)?archive\.org/embed/([\w.\-]{1,120})"), "https://archive.org/details/{}"),
    (re.compile(r"embed\.documentcloud\.org/documents/([\w\-]{1,200})"), "https://www.documentcloud.org/documents/{}"),
)


class Writer(Words):
    """Writes elements as blocks of ours: paragraphs, and what holds them. Pictures stand between blocks, never within."""

    def __init__(self, base: str, *, inline: bool = False) -> None:
        super().__init__(inline=inline)
        self.base = base
        self.pictures: list[str] = []
        self.lost: dict[str, None] = {}
        self.waiting: list[str] = []  # figures, until the outermost block has ended
        self.depth = 0

    def part(self) -> None:
        super().part()
        self._let_go()

    def children(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self.words(child)
            else:
                self.element(child)

    def element(self, node: Node) -> None:
        if (classes := node.attributes.get("class")) and (card := _card_of(classes)):
            card(self, node)
        elif node.tag in MARKS:
            self._marked(node, MARKS[node.tag])
        elif self.inline and node.tag not in _INLINE:
            self._block(node)
        elif node.tag in HEADINGS:
            self._heading(node)
        elif writer := _ELEMENTS.get(node.tag):
            writer(self, node)
        elif node.tag in BLOCKS:
            self._block(node)
        else:
            self.children(node)

    def _block(self, node: Node) -> None:
        self.part()
        self.children(node)
        self.part()

    def _strong_block(self, node: Node) -> None:
        self.part()
        self._marked(node, "strong")
        self.part()

    def _marked(self, node: Node, mark: str) -> None:
        name = mark.split(" ")[0]
        if any(wanted.split(" ")[0] == name for wanted in self.wanted):
            self.children(node)
            return
        # Marks that are wanted now may be another list when a block within has ended.
        self.wanted = [*self.wanted, mark]
        self.children(node)
        self.wanted = self.wanted[:-1]

    def _anchor(self, node: Node) -> None:
        address = node.attributes.get("href", "")
        # Places within the text have no name any more.
        if not address or address.startswith("#") or len(address) > LONGEST_ADDRESS:
            self._say_or_write(note(node) if address else "", node)
            return
        if not node.has_words() and any(node.all("img")) and not self._is_own_picture(address):
            self._lose(_("A picture led to %(address)s."), address=unescape(address))
        self._marked(node, f'a href="{address}"')

    def _say_or_write(self, said: str, node: Node) -> None:
        """These words in the place of the element's own, if there are some."""
        if said:
            self.words(escape(said, quote=False))
        else:
            self.children(node)

    def _shift(self, node: Node) -> None:
        """Words above or below the line, which must not run together with those on it."""
        if not node.has_words():
            self.children(node)
        elif said := note(node):
            self._say_or_write(said, node)
        elif found := shifted(node):
            self.children(found)
        elif is_ordinal(node, "" if self.has_space else self.last):
            self.children(node)
        else:
            self._lose(_("Words that stood above or below the line stand on it."))
            self.is_apart = True
            self.children(node)
            self.is_apart = True

    def _is_own_picture(self, address: str) -> bool:
        return pictures.is_picture(unescape(address)) or _host(address) in ("", _host(self.base))

    def _heading(self, node: Node) -> None:
        self.part()
        level = HEADINGS[node.tag]
        if said := self._inline(node, is_bold=True):
            self.blocks.append(f"<{level}>{said}</{level}>")
        self._let_go()

    def _contain(self, node: Node, tag: str, attributes: str = "") -> None:
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

    def _quote(self, node: Node) -> None:
        """A quotation; who is quoted comes last."""
        cites = [child for child in node.children if isinstance(child, Node) and child.tag in ("cite", "footer")]
        if cites:
            rest = without(node, {id(cite) for cite in cites})
            node = Node("blockquote", {}, [*rest.children, *(Node("p", {}, [cite]) for cite in cites)])
        self._contain(node, "blockquote")

    def _pull_quote(self, node: Node) -> None:
        self.part()
        written = self._sub(node)
        if written.blocks:
            self.blocks.append(f"<aside>{''.join(f'<p>{said}</p>' for said in written.blocks)}</aside>")
        self._let_go()

    def _list(self, node: Node) -> None:
        self.part()
        outer, self.blocks = self.blocks, []
        self.depth += 1
        for child in node.children:
            if isinstance(child, Node):
                self._contain(child if child.tag == "li" else Node("li", {}, [child]), "li")
            elif not BLANK.fullmatch(child):
                self._contain(Node("li", {}, [child]), "li")
        start = node.attributes.get("start", "")
        is_moved = node.tag == "ol" and _NUMBER.fullmatch(start) and start != "1"
        self._end_container(outer, node.tag, f' start="{start}"' if is_moved else "")

    def _pre(self, node: Node) -> None:
        self.part()
        self.preformatted += 1
        self.children(node)
        self.part()
        self.preformatted -= 1

    def _rule(self, node: Node) -> None:
        self.part()
        if not self.depth:
            self.blocks.append("<hr>")

    def _break(self, node: Node) -> None:
        self.break_line()

    def _quotation(self, node: Node) -> None:
        self.words("“")
        self.children(node)
        self.words("”")

    def _struck(self, node: Node) -> None:
        self._lose(_("Words that were struck through stand as others do."))
        self.children(node)

    # Tables.

    def _table(self, node: Node) -> None:
        """A list with an item for each row; of a table that only sets things in their place, its contents."""
        self.part()
        rows = [[cell for cell in row.children if isinstance(cell, Node)] for row in _own(node, "tr")]
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

    def _image(self, node: Node) -> None:
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
        return escaped(whole) if len(whole) <= LONGEST_ADDRESS and WEB.fullmatch(whole) else ""

    def _show(self, address: str, alt: str, caption: str = "") -> None:
        self.pictures.append(address)
        said = f"<figcaption>{caption}</figcaption>" if caption else ""
        self.waiting.append(f'<figure><img data-file="{len(self.pictures)}" alt="{alt}">{said}</figure>')
        if not self.line:
            self._let_go()

    def _figure(self, node: Node) -> None:
        """A picture with its caption. Of several, each that has one of its own is a figure of its own."""
        if any(node.all("figure")) or not any(node.all("img")):
            self._block(node)
            return
        self.part()
        captions = [*node.all("figcaption"), *(p for p in node.all("p", "div") if "wp-caption-text" in p.classes)]
        # Who made it is said in the list of pictures.
        credits = {id(one) for caption in captions for one in caption.all("span") if CREDIT in one.classes}
        caption = " ".join(filter(None, (self._inline(without(one, credits)) for one in captions)))
        before = len(self.pictures)
        rest = without(node, {id(caption) for caption in captions})
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

    def _frame(self, node: Node) -> None:
        source = node.attributes.get("src") or node.attributes.get("data-src", "")
        if address := self._whole(source):
            self.link(_page_of(address))

    def _player(self, node: Node) -> None:
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

    def _link_card(self, node: Node) -> None:
        """A card that leads to another page: its title as the link, then its caption."""
        self.part()
        address = next((link.attributes.get("href", "") for link in node.all("a")), "")
        titles = [one for one in node.all("div", "span", "strong") if any(name in _TITLES for name in one.classes)]
        title = self._sub(titles[0]).said if titles else ""
        if not WEB.fullmatch(address):
            self._block(node)
            return
        self.link(address, title)
        for caption in node.all("figcaption"):
            self._block(caption)

    def _player_card(self, node: Node) -> None:
        """A player with buttons and times: only what it plays, its title and its caption."""
        self.part()
        titles = [one for one in node.all("div") if any(name in _TITLES for name in one.classes)]
        title = self._sub(titles[0]).said if titles else ""
        for player in node.all("audio", "video"):
            if address := self._whole(player.attributes.get("src", "")):
                self.link(address, title)
        for caption in node.all("figcaption"):
            self._block(caption)

    def _nothing(self, node: Node) -> None:
        pass

    # Parts.

    @property
    def said(self) -> str:
        return " ".join(self.blocks)

    def _inline(self, node: Node, *, is_bold: bool = False) -> str:
        return self._sub(node, is_bold=is_bold).said

    def _sub(self, node: Node, *, is_bold: bool = False) -> "Writer":
        """The words of an element by a writer of their own. Its pictures wait here."""
        writer = Writer(self.base, inline=True)
        writer.pictures, writer.waiting, writer.lost = self.pictures, self.waiting, self.lost
        writer.children(unmarked(node) if is_bold else node)
        writer.part()
        return writer

    def _lose(self, sentence: str, **values: str) -> None:
        self.lost.setdefault(sentence % values if values else sentence)


_Card = Callable[[Writer, Node], None]
_ELEMENTS: dict[str, _Card] = {
    "a": Writer._anchor,
    "blockquote": Writer._quote,
    "ul": Writer._list,
    "ol": Writer._list,
    "table": Writer._table,
    "figure": Writer._figure,
    "img": Writer._image,
    "iframe": Writer._frame,
    "video": Writer._player,
    "audio": Writer._player,
    "object": Writer._player,
    "embed": Writer._player,
    "pre": Writer._pre,
    "hr": Writer._rule,
    "br": Writer._break,
    "q": Writer._quotation,
    "sup": Writer._shift,
    "sub": Writer._shift,
    **dict.fromkeys(STRUCK, Writer._struck),
    **dict.fromkeys(STRONG_BLOCKS, Writer._strong_block),
}
_INLINE = {"a", "img", "iframe", "video", "audio", "object", "embed", "br", "q", *STRUCK, *PLAIN}
# How our own export marks who made a picture.
CREDIT = "image-credit"
_TITLES = {"kg-bookmark-title", "kg-file-card-title", "kg-audio-title"}
# Classes that say more of an element than its name, of WordPress's blocks and Ghost's cards.
_CARDS: dict[str, _Card] = {
    "wp-block-pullquote": Writer._pull_quote,
    "kg-blockquote-alt": Writer._pull_quote,
    "wp-caption": Writer._figure,
    "kg-bookmark-card": Writer._link_card,
    "kg-file-card": Writer._link_card,
    "kg-audio-card": Writer._player_card,
    "kg-video-card": Writer._player_card,
    "wp-block-file__button": Writer._nothing,
}


def _card_of(classes: str) -> _Card | None:
    return next((card for name in classes.split() if (card := _CARDS.get(name))), None)


def _own(table: Node, tag: str) -> Iterator[Node]:
    """The rows or captions of this table, not those of one in it."""
    for child in table.children:
        if isinstance(child, Node):
            if child.tag == tag:
                yield child
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from _own(child, tag)


def _row(cells: list[str], heads: list[str]) -> str:
    """The cells of a row, each behind what its column is called."""
    if len(heads) == len(cells):
        cells = [f"{head}: {cell}" if head and cell else cell for head, cell in zip(heads, cells, strict=True)]
    return ("; " if heads else " – ").join(cell for cell in cells if cell)


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
