"""The languages that a story can be written in. Their own names and directions are Django's (`django.conf.locale`)."""

from functools import lru_cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext_lazy as _

CODES = (
    *(
        "ar",
        "bg",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "eu",
        "fa",
        "fi",
        "fr",
        "ga",
        "he",
        "hi",
        "hr",
        "hu",
    ),
    *(
        "hy",
        "id",
        "it",
        "ja",
        "ko",
        "lt",
        "lv",
        "ne",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sr",
        "sv",
        "ta",
    ),
    *("tr", "uk", "ur", "vi", "zh-hans", "zh-hant"),
)
# How much of a code is a language; the rest is a country or a script.
PLAIN = 2


def choices() -> list[tuple[str, object]]:
    named = [(code, get_language_info(code)["name_local"]) for code in CODES]
    own = sorted(named, key=lambda pair: pair[1].casefold())
    return [("", _("The site's own")), *((code, name[:1].upper() + name[1:]) for code, name in own)]


def spoken(code: str) -> str:
    """The language of a story, which says nothing where it is the site's own."""
    return code or settings.LANGUAGE_CODE


@lru_cache
def attributes(code: str) -> SafeString:
    """What an element with words in this language carries in a page of the site: `lang`, and `dir` where that turns."""
    own = settings.LANGUAGE_CODE
    if not code or code == own or code == own[:PLAIN]:
        return SafeString("")
    turned = get_language_info(code)["bidi"] != get_language_info(own)["bidi"]
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return format_html(' lang="{}"{}', code, format_html(' dir="{}"', direction) if turned else "")


def within(label: str) -> str:
    """A label inside a sentence: small, but in a language that writes its nouns large."""
    # Translators: whether names of things keep their capitals inside a sentence, as in German: yes or no.
    return str(label) if pgettext("capitals inside a sentence", "no") == "yes" else str(label).lower()
