"""Days and hours in words, as Django's formats have them. A format is taken apart once, which is most of the work."""

from datetime import datetime
from functools import lru_cache

from django.utils.dateformat import DateFormat, re_escaped, re_formatchars
from django.utils.formats import get_format
from django.utils.translation import get_language

# Letters of formats that stand for a month in words.
OF_A_MONTH = "FMNEb"


def in_words(local: datetime, name: str) -> str:
    """A moment of the site's own time in the format of that name (`DATE_FORMAT`), or in one spelt out (`j M`)."""
    language, figures = get_language(), DateFormat(local)
    return "".join(
        [
            _said(local, figures, piece, language) if is_letter else piece
            for is_letter, piece in _pieces(name, language)
        ]
    )


def _said(local: datetime, figures: DateFormat, letter: str, language: str | None) -> str:
    return _of_month(local.month, letter, language) if letter in OF_A_MONTH else str(getattr(figures, letter)())


@lru_cache
def _of_month(month: int, letter: str, language: str | None) -> str:
    """A month in words is a translation, which takes longer than all the figures of a date."""
    return str(getattr(DateFormat(datetime(2000, month, 1)), letter)())  # noqa: DTZ001 (every year and zone has the same)


@lru_cache
def _pieces(name: str, language: str | None) -> tuple[tuple[bool, str], ...]:
    """The letters that stand for something, and what stands between them as it is."""
    split = re_formatchars.split(str(get_format(name, language, use_l10n=True)))
    pieces = [(bool(place % 2), piece) for place, piece in enumerate(split) if piece]
    return tuple((is_letter, piece if is_letter else re_escaped.sub(r"\1", piece)) for is_letter, piece in pieces)
