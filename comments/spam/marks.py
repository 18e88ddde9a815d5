"""What a comment is made of, as far as spam shows in it. Pure functions, no database.

A mark is a short text: its kind, a colon, and what was found, such as `word:casino` or `links:2`. A comment of any length
has at most `MOST` of them, each of at most `LENGTH` characters, none with a character that a database refuses. The names
of people are no marks: of a name only its kind is kept, and its words where they are those of a shop.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import text as readers_text

MOST = 150
LENGTH = 64

# Of a text that is longer, so much is read of its beginning and of its end: an advertisement stands at either.
HEAD, TAIL = 3000, 1000
WORDS, PAIRS = (40, 24), (30, 18)
WORD_LENGTH = 24

# Letters with what stands on them: without the second part, vowel signs would cut Hindi or Arabic words to pieces.
_ON_LETTERS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0df3\u200c"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_ON_LETTERS}]|['’](?=[^\W\d_]))*")
# Thai, Lao, Burmese, Khmer, Japanese and Chinese set no spaces between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"\])|]+", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?<![@\w.-])(?:[a-z0-9-]{2,40}\.){1,3}[a-z]{2,12}(?:/\S*)?(?![\w@])", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.[\w.-]{2,40}")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])\+?\d(?:[ ().-]{0,2}\d){8,14}(?!\w)")
_MONEY = re.compile(r"[$€£₽₹¥]\s?\d|\d\s?(?:[$€£₽₹¥%]|usd\b|eur\b|btc\b|usdt\b)", re.IGNORECASE)
_MARKUP = re.compile(r"\[(?:url|link|img|b)\b|</?[a-z]+(?:\s[^<>]{0,120})?>|\]\(https?:", re.IGNORECASE)
_CHOICES = re.compile(r"\{[^{}|]{1,60}\|[^{}]{1,200}\}")
_SPELLED = re.compile(r"(?<!\w)\w(?:([.\-_*+ ])\w)(?:\1\w){2,20}(?!\w)")
_LEET = re.compile(r"(?<!\w)[a-z]+[013457@$!]+[a-z]+(?!\w)", re.IGNORECASE)
_HIDDEN_DOT = re.compile(r"[(\[{]\s?dot\s?[)\]}]|\w dot (?:com|net|org)\b", re.IGNORECASE)
_REPEATED = re.compile(r"([,*~=<>→►★✅🔥💰🚀👉])\1{2,}|[!?]{2}")
_PICTURES = re.compile("[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]")
_LATIN_AMONG = re.compile("[a-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-z]", re.IGNORECASE)
_HIDING_PATH = re.compile(r"/[A-Za-z0-9]{4,10}/?")

_SHORTENERS = frozenset(
    [
        "bit.ly",
        "t.co",
        "tinyurl.com",
        "goo.gl",
        "ow.ly",
        "is.gd",
        "cutt.ly",
        "rb.gy",
        "rebrand.ly",
        "shorturl.at",
        "t.ly",
        "v.gd",
        "buff.ly",
        "t.me",
        "wa.me",
    ]
)
# What stands in the name of a shop, not of a person.
_TRADE = frozenset(
    [
        "agency",
        "apk",
        "app",
        "best",
        "bet",
        "betting",
        "bonus",
        "buy",
        "cash",
        "casino",
        "cheap",
        "clinic",
        "coin",
        "company",
        "consultant",
        "course",
        "credit",
        "crypto",
        "deals",
        "delivery",
        "dental",
        "discount",
        "download",
        "escort",
        "expert",
        "experts",
        "finance",
        "forex",
        "free",
        "hacker",
        "hire",
        "hosting",
        "hotel",
        "hotels",
        "install",
        "insurance",
        "invest",
        "investment",
        "jackpot",
        "lawyer",
        "lawyers",
        "loan",
        "loans",
        "lottery",
        "marketing",
        "massage",
        "mod",
        "movers",
        "online",
        "packers",
        "pharmacy",
        "pills",
        "plumber",
        "plumbing",
        "poker",
        "rent",
        "rental",
        "repair",
        "review",
        "reviews",
        "roofing",
        "sale",
        "satta",
        "seo",
        "service",
        "services",
        "shop",
        "slot",
        "slots",
        "software",
        "solutions",
        "store",
        "streaming",
        "supplier",
        "supplements",
        "tablets",
        "tours",
        "trading",
        "tutor",
        "vpn",
        "website",
        "wholesale",
    ]
)
_PRAISE = frozenset(
    [
        "amazing",
        "awesome",
        "brilliant",
        "excellent",
        "fantastic",
        "good",
        "great",
        "helpful",
        "impressive",
        "informative",
        "insightful",
        "interesting",
        "love",
        "loved",
        "nice",
        "perfect",
        "superb",
        "thank",
        "thanks",
        "useful",
        "valuable",
        "wonderful",
        "bookmarked",
        "bookmark",
        "genial",
        "excelente",
        "super",
        "toll",
        "gracias",
        "merci",
        "danke",
        "gut",
        "merveilleux",
        "magnifique",
        "отличная",
        "спасибо",
        "полезная",
        "интересная",
    ]
)
_PRAISED = frozenset(
    [
        "article",
        "blog",
        "content",
        "info",
        "information",
        "page",
        "piece",
        "post",
        "posts",
        "reading",
        "share",
        "sharing",
        "site",
        "stuff",
        "topic",
        "topics",
        "web",
        "webpage",
        "website",
        "write",
        "writer",
        "writing",
        "writeup",
        "weblog",
        "beitrag",
        "seite",
        "artikel",
        "artículo",
        "página",
        "sitio",
        "artikel",
        "blogue",
        "contenu",
        "partage",
        "статья",
        "сайт",
        "материал",
    ]
)


def read(text: str, name: str = "", website: str = "", email: str = "") -> tuple[str, ...]:
    """The marks of a comment, each once, in an order that depends on nothing else."""
    raw = _ends(text.replace("\r\n", "\n"))
    clear = readers_text.tidy(raw)
    plain = _without_addresses(clear)
    words = _words(plain)
    found = (
        *_of_name(name, clear),
        *_of_links(clear, plain),
        *_of_website(website, clear),
        *_of_email(email),
        *_of_shape(raw, clear, plain, words),
        *_of_words(words),
    )
    return tuple(islice(dict.fromkeys(found), MOST))


def _ends(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _without_addresses(text: str) -> str:
    text = _LINK.sub(" ", text)
    if "@" in text:
        text = _MAIL.sub(" ", text)
    return _BARE_HOST.sub(" ", text) if "." in text else text


# --- Words ---


def _words(text: str) -> list[str]:
    """Words as they are compared. Where none are spaced, pairs of characters; of a number, how many digits it has."""
    words: list[str] = []
    for word in _WORD.findall(_fold(text)):
        if _UNSPACED.search(word):
            words += map("".join, pairwise(word)) if len(word) > 1 else [word]
        else:
            words.append("#" * min(len(word), 6) if word.isdigit() else word[:WORD_LENGTH])
    return words


def _of_words(words: list[str]) -> Iterator[str]:
    yield from _some((f"word:{word}" for word in words), *WORDS)
    spaced = (f"pair:{one} {two}" for one, two in pairwise(words) if not _UNSPACED.search(one + two))
    yield from _some(spaced, *PAIRS)


def _some(marks: Iterable[str], first: int, last: int) -> list[str]:
    """Different ones, as many from the beginning and from the end."""
    each = list(dict.fromkeys(marks))
    return each if len(each) <= first + last else each[:first] + each[-last:]


# --- Addresses ---


def _of_links(text: str, plain: str) -> Iterator[str]:
    links = _LINK.findall(text)
    yield f"links:{_few(len(links))}"
    if not links:
        if "." in text and _BARE_HOST.search(text):
            yield "links:bare"
        return
    if len(plain.split()) < 4:
        yield "links:only"
    elif text.endswith(links[-1]):
        yield "links:last"
    for link in dict.fromkeys(links[:4]):
        yield from _of_address(link, "host")


def _few(number: int) -> str:
    return str(number) if number < 3 else "3" if number < 6 else "6"


def _of_address(address: str, kind: str) -> Iterator[str]:
    host, path = _split(address)
    if not host:
        return
    domain = ".".join(host.split(".")[-2:])
    yield f"{kind}:{domain[-50:]}"
    yield f"top:{domain.rpartition('.')[2][:20]}"
    if domain in _SHORTENERS or (len(domain) < 13 and _HIDING_PATH.fullmatch(path) and _is_random(path)):
        yield "links:short"
    if host.count("-") > 1 or sum(map(str.isdigit, host)) > 1:
        yield "host-is:made"
    if path in ("", "/"):
        yield "host-is:front"
    for word in islice(dict.fromkeys(_WORD.findall(_fold(f"{host.rpartition('.')[0]} {path}"))), 5):
        if len(word) > 2 and not word.isdigit():
            yield f"in:{word[:WORD_LENGTH]}"


def _split(address: str) -> tuple[str, str]:
    """Host and path; no host where it is none."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    host = _fold(host)
    return (host, parts.path) if len(host) < 254 and _HOST.fullmatch(host) else ("", "")


def _is_random(path: str) -> bool:
    return any(map(str.isdigit, path)) or any(map(str.isupper, path))


def _of_website(website: str, text: str) -> Iterator[str]:
    host, path = _split(website[:400]) if website else ("", "")
    if not host:
        yield "site:none"
        return
    yield "site:given"
    if path not in ("", "/"):
        yield "site:deep"
    if host in text.lower():
        yield "site:in-text"
    yield from _of_address(website[:400], "home")


def _of_email(email: str) -> Iterator[str]:
    local, at, domain = email[:400].rpartition("@")
    domain = _fold(domain)
    if at and _HOST.fullmatch(domain):
        yield f"mail:{domain[-55:]}"
        if sum(map(str.isdigit, local)) > 3:
            yield "mail-is:numbered"


# --- The name ---


def _of_name(name: str, text: str) -> Iterator[str]:
    name = readers_text.tidy_line(name[:200])
    words = _WORD.findall(_fold(name))[:12]
    if _BARE_HOST.search(name) or _LINK.search(name):
        yield "name-is:address"
    trade = [word for word in words if word in _TRADE]
    if trade and len(words) > 1:
        yield "name-is:trade"
        yield from (f"name:{word[:WORD_LENGTH]}" for word in words[:6])
    elif len(words) > 3:
        yield "name-is:long"
    if len(words) == 1 and sum(map(str.isdigit, name)) > 2:
        yield "name-is:numbered"
    if len(words) > 1 and len(name) > 7 and _fold(name) in _fold(text):
        yield "name-is:in-text"


# --- The shape of the text ---


def _of_shape(raw: str, text: str, plain: str, words: list[str]) -> Iterator[str]:
    yield f"length:{_length(len(words))}"
    letters = sum(map(str.isalpha, plain))
    capitals = sum(map(str.isupper, plain))
    if letters > 15 and capitals > letters * 0.6:
        yield "shape:capitals"
    if len(text) < len(raw.strip()):
        yield "shape:hidden"
    pictures = len(_PICTURES.findall(text))
    if pictures:
        yield "shape:pictures" if pictures > 2 else "shape:picture"
    for name, pattern in _SHAPES.items():
        if pattern.search(plain):
            yield f"shape:{name}"
    if "@" in text and _MAIL.search(text):
        yield "shape:mail"
    if _MARKUP.search(text):
        yield "shape:markup"
    if spelled := _SPELLED.search(plain):
        yield "shape:spelled"
        yield from _of_words(_words(re.sub(r"[\W_]", "", spelled[0])))
    if _praises(plain, words):
        yield "shape:praise"


_SHAPES = {
    "choices": _CHOICES,
    "leet": _LEET,
    "dot": _HIDDEN_DOT,
    "repeated": _REPEATED,
    "mixed": _LATIN_AMONG,
    "phone": _PHONE,
    "money": _MONEY,
    "longword": re.compile(r"(?<![/\w.])[^\W_]{30}"),
}


def _length(words: int) -> str:
    return next(
        label for most, label in ((4, "4"), (14, "14"), (39, "39"), (99, "99"), (10**9, "100")) if words <= most
    )


def _praises(plain: str, words: list[str]) -> bool:
    """Praise that would do under any text: it names nobody, no place and no number."""
    different = set(words)
    if len(words) > 90 or different.isdisjoint(_PRAISE) or different.isdisjoint(_PRAISED):
        return False
    return not re.search(r"\d|[^.!?\s]\s+(?!I\b)[^\W\d_a-zа-яßà-ÿ]\w", plain)


# --- In words ---


def say(mark: str) -> str:
    """The mark as a moderator reads it, in the language of the moment."""
    kind, _colon, found = mark.partition(":")
    if kind in _SAID_OF:
        return _said_of()[kind] % {"found": found}
    return _said().get(mark, mark)


_SAID_OF = frozenset(["word", "pair", "host", "home", "top", "in", "mail", "name"])


def _said_of() -> dict[str, str]:
    return {
        "word": _("the word “%(found)s”"),
        "pair": _("the words “%(found)s”"),
        "host": _("a link to %(found)s"),
        "home": _("the website %(found)s"),
        "top": _("a web address that ends in .%(found)s"),
        "in": _("“%(found)s” in a web address"),
        "mail": _("an email address at %(found)s"),
        "name": _("“%(found)s” in the name"),
    }


def _said() -> dict[str, str]:
    links = {n: ngettext("%(n)d link", "%(n)d links", n) % {"n": n} for n in (1, 2)}
    return {
        "links:0": _("no link"),
        "links:1": links[1],
        "links:2": links[2],
        "links:3": _("3 to 5 links"),
        "links:6": _("6 links or more"),
        "links:bare": _("a web address that is no link"),
        "links:only": _("nothing but links"),
        "links:last": _("ends in a link"),
        "links:short": _("a link that hides where it leads"),
        "host-is:made": _("a web address made of words or digits"),
        "host-is:front": _("a link to the front page of a site"),
        "site:none": _("no website"),
        "site:given": _("a website is given"),
        "site:deep": _("the website is one page of a site"),
        "site:in-text": _("the website stands in the text too"),
        "mail-is:numbered": _("an email address full of digits"),
        "name-is:address": _("the name is a web address"),
        "name-is:trade": _("the name is that of a shop"),
        "name-is:long": _("a name of many words"),
        "name-is:numbered": _("a name that ends in digits"),
        "name-is:in-text": _("the name stands in the text too"),
        "length:4": _("up to 4 words"),
        "length:14": _("5 to 14 words"),
        "length:39": _("15 to 39 words"),
        "length:99": _("40 to 99 words"),
        "length:100": _("100 words or more"),
        "shape:capitals": _("mostly capitals"),
        "shape:hidden": _("characters that cannot be seen"),
        "shape:picture": _("an emoji"),
        "shape:pictures": _("many emoji"),
        "shape:markup": _("markup"),
        "shape:choices": _("a template that was not filled in"),
        "shape:leet": _("digits in place of letters"),
        "shape:dot": _("a web address that is spelled out"),
        "shape:repeated": _("repeated punctuation"),
        "shape:mixed": _("letters of two alphabets in one word"),
        "shape:phone": _("a telephone number"),
        "shape:money": _("a sum of money"),
        "shape:mail": _("an email address in the text"),
        "shape:longword": _("a word of 30 letters or more"),
        "shape:spelled": _("a word with something between its letters"),
        "shape:praise": _("praise that would fit any text"),
    }
