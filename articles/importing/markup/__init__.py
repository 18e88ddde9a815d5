"""Any HTML as that of our stories: what the editor could have made, with pictures that are not of the library yet.

nh3 reads it as a browser would, so that what comes here is balanced; a small tree is made of that, and written anew. Line
ends mean what they mean in text that is typed: one breaks a line, an empty line parts paragraphs. Where they mean nothing,
`flat` takes them out beforehand. No words are lost, but those of scripts, styles and players. Linear in the length of the
text.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles import html
from articles.importing.markup.tree import parse
from articles.importing.markup.writing import Writer

_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_PICTURE = re.compile(r'<img data-file="(\d+)" alt="([^"]*)">')


@dataclass
class Text:
    """HTML of ours, and what could not be brought over, a sentence each."""

    html: str
    lost: list[str] = field(default_factory=list)


def convert(text: str, base: str = "") -> Text:
    """`text` as HTML of ours. `base` is the address of the old site, for pictures that are named without it."""
    writer = Writer(base)
    if _SCRIPT.search(text):
        writer.lost[_("A script was left out, and what it showed.")] = None
    writer.children(parse(text))
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
