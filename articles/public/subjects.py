"""What a list of stories is about: the whole paper, a section, a tag or an author, found by the word in its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.addresses import address
from articles.models import identity
from articles.models.edition import EditionTag
from articles.models.kept import Kept, Shelf
from articles.models.prepared import Prepared
from articles.models.taxonomy import Author, Section
from articles.public.selection import Selection

Row = TypeVar("Row")
# Tags and authors that are kept.
MOST = 1000


@dataclass(frozen=True)
class Subject:
    """`slug` is the present one: a tag is found by its former addresses too. `path` is the page of the list."""

    name: str
    description: str
    slug: str
    path: str
    selection: Selection

    @property
    def title(self) -> str:
        """The name, and whose it is."""
        return f"{self.name} – {identity.current().site_name}" if self.slug else self.name


def of_site() -> Subject:
    name = identity.current().site_name
    return Subject(name, _("Today’s stories from %(site_name)s.") % {"site_name": name}, "", "/", Selection())


def of_section(slug: str) -> Subject:
    found = section_at(slug)
    path = address("section", found.slug)
    return Subject(found.name, found.description or found.name, found.slug, path, Selection(section=found))


def of_tag(slug: str, at: datetime) -> Subject:
    """Raises Http404 also for a tag with which no story has been live: its name is no public word before."""
    found = tag_at(slug)
    if not EditionTag.is_public(found, at):
        raise Http404
    about = found.profile.description or _("Stories about %(name)s.") % {"name": found.name}
    return Subject(capfirst(found.name), about, found.slug, address("tag", found.slug), Selection(tag=found))


def of_author(slug: str) -> Subject:
    found = author_at(slug)
    about = found.biography or found.role or found.name
    return Subject(found.name, about, found.slug, address("author", found.slug), Selection(author=found))


def find(kind: str, slug: str, at: datetime) -> Subject:
    """The subject of a `site`, `section`, `tag` or `author` list. Raises Http404."""
    if kind == "tag":
        return of_tag(slug, at)
    return of_site() if kind == "site" else {"section": of_section, "author": of_author}[kind](slug)


def section_list() -> Sequence[Section]:
    """All sections in their order. No query as a rule; nobody may change them, for others hold them too."""
    return _sections.get()


def section_at(slug: str) -> Section:
    """The section at this address. Raises Http404."""
    return _found(next((section for section in section_list() if section.slug == slug), None))


def author_at(slug: str) -> Author:
    """The author at this address, with the portrait. Raises Http404."""
    return _found(_kept("author", slug, _author))


def tag_at(slug: str) -> Tag:
    """The tag at this address, or the one that an alias at this address leads to. Raises Http404."""
    return _found(_kept("tag", slug, _tag) or _by_alias.first(slug=slug))


def _kept(kind: str, slug: str, query: Prepared[Row]) -> Row | None:
    """What was found at this address lately, or is now."""
    _mark, kept = _shelf.open()
    if (found := kept.get((kind, slug))) is None and (found := query.first(slug=slug)) is not None:
        kept[kind, slug] = found
    return found


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


_sections = Kept(lambda: tuple(Section.objects.all()))
_shelf: Shelf[Any] = Shelf(MOST)
_author = Prepared(lambda slug: Author.objects.select_related("portrait").filter(slug=slug), slug=str)
_tag = Prepared(lambda slug: Tag.objects.select_related("profile").filter(slug=slug), slug=str)
_by_alias = Prepared(lambda slug: Tag.objects.select_related("profile").filter(aliases__slug=slug), slug=str)
