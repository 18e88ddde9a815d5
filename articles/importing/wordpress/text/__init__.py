"""What WordPress stored as the text of a story, as the HTML of ours: its blocks, then its shortcodes, then its markup."""

import re
from dataclasses import dataclass

from articles.importing import markup
from articles.importing.markup import Text
from articles.importing.wordpress.known import Known
from articles.importing.wordpress.text.blocks import Blocks
from articles.importing.wordpress.text.shortcodes import Shortcodes

# Where a page of the old site ended, or the part that lists showed. Ours are whole.
_ENDS = re.compile(r"<!--(?:more[^<>]{0,200}|nextpage|noteaser)-->")


@dataclass(frozen=True)
class Around:
    """What a text refers to beyond itself: what is known of the site, the story's number, and its footnotes."""

    known: Known
    number: str
    footnotes: str = ""


def read(text: str, around: Around) -> Text:
    blocks = Blocks(around.known.blocks, around.footnotes)
    shortcodes = Shortcodes(around.known, around.number)
    text = _ENDS.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "<!-- wp:" in text:
        text = blocks.told(text)
    site = around.known.site
    converted = markup.convert(shortcodes.told(text), site.address if site else "")
    return Text(converted.html, [*blocks.lost, *shortcodes.lost, *converted.lost])
