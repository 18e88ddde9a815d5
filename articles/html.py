"""Story text as HTML: what is allowed in it, and what can be read off it. Pure functions, no database.

What the editor can make and what the sanitiser lets through come from one table, `EXTENSIONS`, and `OWN_EXTENSIONS` beside
it, so they cannot drift.
"""

import re
from functools import cache
from html import unescape
from html.entities import html5

import nh3
from django.utils.html import escape, strip_tags
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

LINK_SCHEMES = ["http", "https", "mailto"]

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": LINK_SCHEMES},
    "Image": True,
    "Caption": True,
    "Figure": {"pickerUrl": "/admin/articles/illustration/pick/"},
    "History": True,
}

# What the library does not have: the editor's side is in newsroom.js. A pull-quote is an aside, not a quotation: what it
# says stands in the text already.
OWN_EXTENSIONS = {"PullQuote": {"aside"}}

# Reading speed of English prose, words a minute: M. Brysbaert, "How many words do we read per minute?", 2019.
WORDS_PER_MINUTE = 238

# What is left when an element goes may read as another tree: a link in a link, a block in a paragraph. In half a million
# random texts the fourth pass changed nothing; the limit only keeps a text that nobody foresaw from running for ever.
PASSES = 8

_IMAGE = re.compile(r"<img\b[^>]*>")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_FILE_ID = re.compile(rf'\bdata-file="({_NUMBER.pattern})"')
# Browsers read two slashes, a slash and a backslash, and slashes with a tab or line end between as another host.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
_FIGURE_TAG = re.compile(r"(</?figure>)")
_ENDS_OF_BLOCKS = re.compile(r"</(?:p|h2|h3|li|blockquote|figcaption)>|<br\s*/?>|<hr\s*/?>")
# What nh3 writes as an entity takes it time by the square of how often it stands in a text. Meanwhile, characters that no
# text may hold stand for it.
_HARD_SPACE, _AMPERSAND = "\ufdd0", "\ufdd1"
_HARD_SPACES = re.compile(r"\xa0|&(?:nbsp|#160|#xa0);", re.IGNORECASE)
# HTML knows some entities without their end.
_AMPERSANDS = re.compile(
    rf"&(?:amp;|(?!#|[a-zA-Z][a-zA-Z0-9]*;|{'|'.join(name for name in html5 if not name.endswith(';'))}))"
)
_EMPTY = re.compile(r"\s*(?:<p>\s*(?:<br\s*/?>\s*)?</p>\s*)*")


@cache
def _cleaner() -> nh3.Cleaner:
    rules = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    rules["attributes"]["img"] = {"data-file", "alt", "src", "width", "height"}
    rules["attributes"]["a"] = {"href"}
    rules["attributes"].pop("figure", None)
    rules["attributes"]["ol"] = {"start"}
    rules["tags"].update(*OWN_EXTENSIONS.values())
    rules["link_rel"] = None
    rules["url_schemes"] = set(LINK_SCHEMES)
    rules["attribute_filter"] = _attribute
    return nh3.Cleaner(**rules)


def _attribute(element: str, name: str, value: str) -> str | None:
    """The value if it may stay: a picture has one spelling of its number, and no address of another site."""
    rule = {("img", "data-file"): _NUMBER, ("img", "src"): _OWN_PATH}.get((element, name))
    return value if rule is None or rule.fullmatch(value) else None


def _own_image_only(match: re.Match[str]) -> str:
    """Drop an image that is not from the library; a remote one would tell its host who reads the story."""
    return match[0] if _FILE_ID.search(match[0]) else ""


def _figures_with_image_only(clean: str) -> str:
    """Drop each figure that shows no picture, with its caption, and open one that holds another: none is in another."""
    inside = [""]  # what the open figures hold so far, the innermost last
    for part in _FIGURE_TAG.split(clean):
        if part == "<figure>":
            inside.append("")
        elif part == "</figure>":
            inside[-2:] = [inside[-2] + _figure(inside[-1])]
        else:
            inside[-1] += part
    return inside[0]


def _figure(inside: str) -> str:
    if "<figure>" in inside:
        return inside
    return f"<figure>{inside}</figure>" if _IMAGE.search(inside) else ""


def sanitise(html: str) -> str:
    """Return `html` with nothing left in it that the editor could not have made.

    Scripts, styles, event handlers, unknown elements, unsafe link schemes and pictures from outside the library go;
    their text stays. Sanitising twice changes nothing.
    """
    clean = html.replace("\x00", "")
    for _pass in range(PASSES):
        before, clean = clean, _once(clean)
        if clean == before:
            break
    return clean


def clean(cleaner: nh3.Cleaner, html: str) -> str:
    """`html` as the cleaner leaves it, in time linear in its length."""
    bare = html.replace(_HARD_SPACE, "").replace(_AMPERSAND, "")
    if "&" in bare or "\xa0" in bare:
        bare = _AMPERSANDS.sub(_AMPERSAND, _HARD_SPACES.sub(_HARD_SPACE, bare))
    return cleaner.clean(bare).replace(_HARD_SPACE, "&nbsp;").replace(_AMPERSAND, "&amp;")


def _once(html: str) -> str:
    kept = _figures_with_image_only(_IMAGE.sub(_own_image_only, clean(_cleaner(), html)))
    return "" if _EMPTY.fullmatch(kept) else kept


def plain_text(html: str) -> str:
    """The words of `html`, one line a block."""
    spaced = _ENDS_OF_BLOCKS.sub("\n", html)
    lines = (" ".join(line.split()) for line in unescape(strip_tags(spaced)).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(html: str, length: int = 160) -> str:
    """The opening of the text in at most `length` characters, cut between words and ended by an ellipsis."""
    text = plain_text(html).replace("\n", " ")
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:.– —") + "…"


def count_words(html: str) -> int:
    return len(plain_text(html).split())


def reading_minutes(words: int) -> int:
    """Whole minutes to read that many words, at least 1."""
    return max(1, round(words / WORDS_PER_MINUTE))


def figure_ids(html: str) -> list[int]:
    """Ids of the library pictures that the text shows, in order."""
    return [int(found[1]) for image in _IMAGE.findall(html) if (found := _FILE_ID.search(image))]


def open_with_dateline(html: str, dateline: str) -> str:
    """Put the dateline and a dash before the first words of the first paragraph: `BEIJING — The minister …`."""
    if not dateline:
        return html
    mark = f'<span class="dateline">{escape(dateline)}</span> — '
    before, paragraph, after = html.partition("<p>")
    if before.strip() or not paragraph:
        return f"<p>{mark.strip()}</p>{html}"
    return f"{before}<p>{mark}{after}"
