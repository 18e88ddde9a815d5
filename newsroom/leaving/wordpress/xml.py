"""XML as WordPress writes it: texts in CDATA, one element a line. Pure functions."""

import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

# What XML 1.0 has no way to say (section 2.2), not even by a reference; and halves of pairs, which UTF-8 has not.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# How WordPress says that a draft has no date yet.
NO_DATE = "0000-00-00 00:00:00"


def cdata(text: str) -> str:
    return f"<![CDATA[{sayable(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def sayable(text: str) -> str:
    """The text without what no XML can hold. A line end is one character, as a parser would make it."""
    return _UNSAYABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def element(name: str, text: str | int) -> str:
    """A text in CDATA, a number as it is."""
    return f"<{name}>{text if isinstance(text, int) else cdata(text)}</{name}>"


def words(text: str) -> str:
    """Plain words as WordPress keeps them: it takes titles, names and excerpts for HTML."""
    return escape(text)


def filed_under(domain: str, slug: str, name: str) -> str:
    return f'<category domain="{domain}" nicename={quoteattr(sayable(slug))}>{cdata(words(name))}</category>'


def meta(values: dict[str, str | int]) -> list[str]:
    """What plugins know of an item, by key; what is empty is not said."""
    return [
        f"<wp:postmeta>{element('wp:meta_key', key)}{element('wp:meta_value', str(value))}</wp:postmeta>"
        for key, value in values.items()
        if value
    ]


def local(at: datetime) -> str:
    """On the site's clock."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def greenwich(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
