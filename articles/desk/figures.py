"""Pictures in the text of a story: each must be one of the library, and is addressed as the library has it now."""

import re
from collections.abc import Callable
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.html import escape

from articles.desk import library
from articles.models import Illustration
from articles.models.story import Story

StoryType = TypeVar("StoryType", bound=Story)

_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_FILE = re.compile(r"""\sdata-file=["']?([1-9][0-9]{0,17})\b""", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc=("[^"]*"|'[^']*'|[^\s>]*)""", re.IGNORECASE)


def showing(stories: QuerySet[StoryType], illustration: Illustration) -> QuerySet[StoryType]:
    """Those of the articles, or of the editions, that show the picture: at their head or in their text."""
    # The sanitiser leaves one way to write the number; the closing quote keeps 17 from meaning 171.
    return stories.filter(Q(illustration=illustration) | Q(body__contains=f'data-file="{illustration.pk}"'))


def strangers(text: str) -> int:
    """How many pictures of the text are not in the library."""
    images = _IMAGE.findall(text)
    known = _known(text)
    return sum(1 for image in images if _id(image) not in known)


def readdressed(text: str) -> str:
    """The text with the present address of each library picture, wherever it was copied from."""
    known = _known(text)
    return _IMAGE.sub(_address_of(known), text)


def _address_of(known: dict[int, Illustration]) -> Callable[[re.Match[str]], str]:
    def address(match: re.Match[str]) -> str:
        found = known.get(_id(match[0]))
        if found is None:
            return match[0]
        bare = _SOURCE.sub("", match[0])
        return f'<img src="{escape(library.in_text(found))}"{bare[4:]}'

    return address


def _known(text: str) -> dict[int, Illustration]:
    ids = {number for image in _IMAGE.findall(text) if (number := _id(image))}
    return Illustration.objects.exclude(renditions=[]).in_bulk(ids) if ids else {}


def _id(image: str) -> int:
    found = _FILE.search(image)
    return int(found[1]) if found else 0
