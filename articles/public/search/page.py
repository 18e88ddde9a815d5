"""The page of search: what is chosen, what was found, and where its links lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles import html, languages
from articles.models.edition import CARD_FIELDS, Edition, EditionTag
from articles.models.prepared import FIXED, Prepared
from articles.models.taxonomy import Author, Section
from articles.public.paging import EVERYTHING, page_number
from articles.public.search import spelling
from articles.public.search.databases import BARRED
from articles.public.search.extracts import Marker
from articles.public.search.finding import COUNTED, Search, Span, spoken_here
from articles.public.search.question import LONGEST, Question, read
from articles.public.search.terms import author_term, section_term, tag_term

# From here on a story says the words in its text only.
IN_TEXT = 2
LAST_PAGE = COUNTED // 20
NEWEST = 3
# Of those that the stories on the page have, so many are offered to narrow the search.
OFFERED = 6
FIRST_YEAR, LAST_YEAR = 1500, 9000


class Result(NamedTuple):
    edition: Edition
    headline: SafeString
    extract: SafeString


class Choice(NamedTuple):
    """A filter: in force, with the address without it; or offered, with the address that sets it."""

    kind: str
    name: str
    address: str


class Link(NamedTuple):
    name: str
    address: str


@dataclass(frozen=True)
class Filters:
    section: Section | None = None
    tag: Tag | None = None
    author: Author | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, values: QueryDict, at: datetime) -> "Filters":
        """What an address says, as far as it leads to something that readers may know."""
        section, tag, author = (_clean(values.get(name)) for name in ("section", "tag", "author"))
        return cls(
            section=Section.objects.filter(slug=section).first() if section else None,
            tag=_public_tag(tag, at) if tag else None,
            author=Author.objects.filter(slug=author).first() if author else None,
            since=day(values.get("from")),
            until=day(values.get("to")),
        )

    @property
    def facets(self) -> tuple[tuple[str, ...], ...]:
        found: list[tuple[str, ...]] = []
        if self.section:
            found.append((section_term(self.section.pk),))
        if self.tag:
            keys = [self.tag.profile.key, *self.tag.aliases.values_list("key", flat=True)]
            found.append(tuple(tag_term(key) for key in keys))
        if self.author:
            found.append((author_term(self.author.pk),))
        return tuple(found)

    @property
    def values(self) -> dict[str, str]:
        """As they stand in an address."""
        named = {"section": self.section, "tag": self.tag, "author": self.author}
        dates = {"from": self.since, "to": self.until}
        found = {name: one.slug for name, one in named.items() if one}
        return found | {name: one.isoformat() for name, one in dates.items() if one}


def _clean(raw: str | None) -> str:
    return (raw or "").replace("\x00", "")[:100]


def _public_tag(slug: str, at: datetime) -> Tag | None:
    tags = Tag.objects.select_related("profile")
    found = tags.filter(slug=slug).first() or tags.filter(aliases__slug=slug).first()
    return found if found and EditionTag.is_public(found, at) else None


def day(raw: str | None) -> date | None:
    """A day of the calendar that a story can have been published on, or nothing."""
    try:
        found = parse_date((raw or "").strip()[:10])
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


class Page:
    """Everything that the template shows. Each part is looked up when it is asked for, and once."""

    def __init__(self, values: QueryDict, at: datetime) -> None:
        self.at = at
        self.question: Question = read(values.get("q", ""))
        self.filters = Filters.of(values, at)
        self.number = page_number(values.get("page"))
        if self.number > LAST_PAGE:
            raise Http404
        self.seen = _seen(values.get("seen"), at) if self.number > 1 else at
        self.longest, self.barred = LONGEST, BARRED

    @cached_property
    def search(self) -> Search:
        span = Span(self.filters.since, self.filters.until, self.seen)
        return Search(self.question, self.filters.facets, span, spoken_here())

    @property
    def is_bounded(self) -> bool:
        return self.search.is_bounded(self.at)

    @cached_property
    def _hits(self) -> list[Any]:
        if not self.question.wanted:
            return []
        size = settings.NEWSROOM_PAGE_SIZE
        found = self.search.hits(self.at, size + 1, (self.number - 1) * size)
        if not found and self.number > 1:
            raise Http404
        return found

    @cached_property
    def results(self) -> list[Result]:
        tiers = {hit.edition_id: hit.tier for hit in self._hits[: settings.NEWSROOM_PAGE_SIZE]}
        if not tiers:
            return []
        listed = _listed(at=self.at, ids=list(tiers), with_text=max(tiers.values()) >= IN_TEXT)
        found = {one.pk: one for one in listed}
        terms, spoken = self.search.terms(), {languages.spoken(one.language) for one in found.values()}
        markers = {language: Marker(terms, self.question.wanted, language) for language in spoken}
        return [
            self._result(found[pk], tier, markers[languages.spoken(found[pk].language)])
            for pk, tier in tiers.items()
            if pk in found
        ]

    def _result(self, edition: Edition, tier: int, marker: Marker) -> Result:
        passage = marker.passage(html.plain_text(edition.body).replace("\n", " ")) if tier >= IN_TEXT else None
        return Result(edition, marker.mark(edition.headline), passage or marker.mark(edition.standfirst))

    # --- How many ---

    @cached_property
    def count(self) -> int:
        """How many stories were found; one more than are counted stands for any greater number."""
        size, known = settings.NEWSROOM_PAGE_SIZE, len(self._hits)
        if known <= size:
            return (self.number - 1) * size + known
        return self.search.count(self.at)

    @property
    def is_counted(self) -> bool:
        return self.count <= COUNTED

    @property
    def most(self) -> int:
        return COUNTED

    # --- Links ---

    @cached_property
    def previous(self) -> str:
        return self._address({}, self.number - 1) if self.number > 1 else ""

    @cached_property
    def next(self) -> str:
        more = len(self._hits) > settings.NEWSROOM_PAGE_SIZE and self.number < LAST_PAGE
        return self._address({}, self.number + 1) if more else ""

    @cached_property
    def chosen(self) -> list[Choice]:
        """The filters in force; each link loosens one."""
        one = self.filters
        named = [
            ("section", _("Section"), one.section),
            ("tag", _("Tag"), one.tag),
            ("author", _("Author"), one.author),
        ]
        dates = [("from", _("From"), one.since), ("to", _("To"), one.until)]
        shown = [(key, kind, str(value)) for key, kind, value in named if value]
        shown += [(key, kind, formats.date_format(value, "DATE_FORMAT")) for key, kind, value in dates if value]
        return [Choice(kind, name, self._address({key: ""})) for key, kind, name in shown]

    @cached_property
    def offered(self) -> list[tuple[str, list[Link]]]:
        """Filters that would narrow the search, by kind: what the stories on this page have, and the last days."""
        editions, one = [result.edition for result in self.results], self.filters
        if len(editions) < 2:
            return []
        sections = {found.section.slug: found.section.name for found in editions if found.section}
        tags = _commonest(tag for found in editions for tag in found.tag_list)
        authors = _commonest(author for found in editions for author in found.byline)
        groups = [
            (_("Section"), "section", sections if not one.section else {}),
            (_("About"), "tag", tags if not one.tag else {}),
            (_("By"), "author", authors if not one.author else {}),
        ]
        links = [
            (kind, [Link(name, self._address({key: slug})) for slug, name in found.items()])
            for kind, key, found in groups
        ]
        return [(kind, some) for kind, some in [*links, (_("When"), self._days())] if some]

    def _days(self) -> list[Link]:
        if self.filters.since or self.filters.until:
            return []
        today = timezone.localdate(self.at)
        names = {7: _("Past week"), 31: _("Past month"), 365: _("Past year")}
        return [Link(name, self._address({"from": (today - timedelta(n)).isoformat()})) for n, name in names.items()]

    @cached_property
    def proposal(self) -> Link | None:
        """The question in another spelling, where this one finds nothing."""
        if not self.question.wanted or self._hits:
            return None
        text = spelling.proposal(self.search, self.at)
        return Link(text, self._address({"q": text})) if text else None

    @cached_property
    def newest(self) -> list[Edition]:
        """What to read where nothing was asked or found."""
        return [] if self.results else EVERYTHING.newest(NEWEST, at=self.at)

    @property
    def hidden(self) -> dict[str, str]:
        """Filters that the form keeps and shows no field for."""
        return {name: value for name, value in self.filters.values.items() if name not in ("from", "to")}

    def _address(self, values: dict[str, str], page: int = 1) -> str:
        said = self._said | values
        if page > 1:
            said |= {"page": str(page), "seen": str(int(self.seen.timestamp() * 1000))}
        return f"{self._path}?{urlencode({name: value for name, value in said.items() if value})}"

    @cached_property
    def _said(self) -> dict[str, str]:
        return {"q": self.question.text, **self.filters.values}

    @cached_property
    def _path(self) -> str:
        return reverse("articles:search")


# What a result shows: no picture, and the text only where the words stand there.
_SHOWN = [name for name in CARD_FIELDS if not name.startswith("illustration")]
_listed = Prepared(
    lambda at, ids, with_text: (
        Edition.objects.listed(at)
        .filter(pk__in=ids)
        .order_by()
        .select_related("section", "address")
        .only(*_SHOWN, *(["body"] if with_text else []))
    ),
    at=datetime,
    ids=list[int],
    with_text=FIXED,
)


def _commonest(entries: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The names of those that come most often, by slug."""
    counts: dict[tuple[str, str], int] = {}
    for entry in entries:
        one = entry["slug"], entry["name"]
        counts[one] = counts.get(one, 0) + 1
    return dict(sorted(counts, key=lambda one: -counts[one])[:OFFERED])


def _seen(raw: str | None, at: datetime) -> datetime:
    """When the first page was made: what is published after it moves nothing on the pages that follow."""
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > 13:
        return at
    return min(at, datetime.fromtimestamp(int(raw) / 1000, UTC))
