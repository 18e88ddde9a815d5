"""The parts of a story that a reader may point at: its headline, its standfirst, each paragraph."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import html
from articles.models.edition import Edition

CODE_LENGTH = 12
SHOWN = 80


@dataclass(frozen=True)
class Passage:
    code: str
    """12 hexadecimal digits made of the words, so that it names no other paragraph once the story has changed."""
    where: str
    text: str

    @property
    def label(self) -> str:
        return f"{self.where}: {Truncator(self.text).chars(SHOWN)}"


def passages(edition: Edition) -> list[Passage]:
    """In the order of the page. Of two that say the same only the first is there."""
    lines = html.plain_text(edition.body).split("\n")
    parts = [(_("Headline"), edition.headline), (_("Standfirst"), edition.standfirst)]
    parts += [(_("Paragraph %(n)d") % {"n": number}, line) for number, line in enumerate(lines, start=1)]
    found = {code(text): Passage(code(text), where, text) for where, text in reversed(parts) if text}
    return list(reversed(found.values()))


def code(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:CODE_LENGTH]
