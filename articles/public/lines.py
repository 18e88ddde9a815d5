"""Stories as lines that lead to them: a headline and little else, for lists that are long."""

from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from articles import languages

# Of an edition, in the order of a line.
LINE_FIELDS = ("headline", "language", "address__path", "published_at")


class Line(NamedTuple):
    headline: str
    language: str
    path: str
    published_at: datetime
    comment_count: int | None = None

    @property
    def lang(self) -> SafeString:
        """As `Story.lang`."""
        return languages.attributes(self.language)

    @property
    def get_absolute_url(self) -> str:
        return self.path
