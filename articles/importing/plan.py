"""How a site is to be brought in: what an operator chose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.contrib.auth.models import User

from articles.importing.items import Remark, Site, Term
from articles.importing.register import Register
from articles.importing.report import Report


class Media(Protocol):
    """Where the files of the old site's pictures are taken from."""

    is_far: bool
    """Whether taking one loads the old site; a dry run takes none then."""

    def meet(self, site: Site) -> None:
        """Learn which site it is."""
        ...

    def read(self, address: str) -> bytes:
        """The file that stood at this address. Raises NotThere with the reason."""
        ...


class NotThere(Exception):
    """A file that cannot be had; the message says why."""


Ask = Callable[[Sequence[Term]], Mapping[str, str]]
"""Asks somebody where sections go that are not here; says it as `Plan.sections` does."""


@dataclass(frozen=True)
class Conversation:
    """What readers said under a story."""

    article_id: int
    remarks: Sequence[Remark]
    is_open: bool
    """Whether they may go on."""


Talk = Callable[[Register, Report, Sequence[Conversation]], None]
"""Stores what readers said under some articles: those remarks that are new."""


@dataclass(frozen=True)
class Plan:
    by: User
    """A superuser: in whose name it is logged."""
    talk: Talk
    media: Media | None = None
    all_media: bool = False
    """Whether pictures come that no story shows."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """Our section, by its slug, for the slug of an old one; empty to leave that one out."""
    ask: Ask | None = None
    is_dry: bool = False
    """Whether all is tried and nothing kept."""
    resumes: bool = False
    """Whether what arrived in an earlier run is passed by without looking if it has changed."""
