"""Days and hours in words, as Django's formats have them. A format is taken apart once, which is most of the work."""

from datetime import datetime
from functools import lru_cache

from django.utils.dateformat import DateFormat, re_escaped, re_formatchars
from django.utils.formats import get_format
from django.utils.translation import get_language


def in_words(local: datetime, name: str) -> str:
    """A moment of the site's own time in the format of that name (`DATE_FORMAT`), or in one spelt out (`j M`)."""
    said = DateFormat(local)
    return "".join(
        [str(getattr(said, piece)()) if is_letter else piece for is_letter, piece in _pieces(name, get_language())]
    )


@lru_cache
def _pieces(name: str, language: str | None) -> tuple[tuple[bool, str], ...]:
    """The letters that stand for something, and what stands between them as it is."""
    split = re_formatchars.split(str(get_format(name, language, use_l10n=True)))
    pieces = [(bool(place % 2), piece) for place, piece in enumerate(split) if piece]
    return tuple((is_letter, piece if is_letter else re_escaped.sub(r"\1", piece)) for is_letter, piece in pieces)
