"""Fill the archive up to any size with plausible stories, for trying out and measuring a large newsroom.

Stories are made of the demo's own sentences. Tags follow Zipf's law (the k-th tag is used in proportion to 1/k), on
average five a story, as in real newsrooms; sections are even, and dates follow one another through ten years. Each
article has one edition, and every fourth a second one, as if it had been published through the desk; each has the words
it is found by, a list of similar posts, and two comments on average.

Rows are stored in bulk, more than a thousand stories a second. A list of similar posts is chosen from the latest stories with
each tag when its story is made; `manage.py rebuild_similar` makes them as the site itself would.
"""

import json
import math
import random
from collections import defaultdict, deque
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.text import slugify
from taggit.models import Tag

from articles import html, tags
from articles.models import (
    FOREVER,
    Address,
    Article,
    ArticleTag,
    Author,
    Byline,
    Edition,
    EditionAuthor,
    EditionTag,
    Illustration,
    Revision,
    Section,
    SimilarPosts,
)
from articles.models.search import SearchDocument, SearchWord, place
from articles.public import similar
from articles.public.search import databases, documents
from articles.public.search.terms import section_term
from comments.models import Comment, Discussion
from comments.text import fingerprint, key
from newsroom.demo import bulk, load

BATCH = 1000
YEARS = 10
TAGS_A_STORY = 5
PARAGRAPHS = 6
# One in so many has been published a second time.
UPDATED = 4
# Comments under a story, and how many of a thousand of them answer the first.
COMMENTS = (0, 1, 2, 3, 4)
ANSWERS = 333
# How many of the latest stories with a tag may become similar posts of the next one.
REMEMBERED = 4
# Headlines are put together from others, so many at most; their addresses differ all the same.
OPENINGS = 500
DAY = 86400

KINDS: list[type[models.Model]] = [
    Article,
    Revision,
    Address,
    Byline,
    ArticleTag,
    Edition,
    EditionTag,
    EditionAuthor,
    SimilarPosts,
    SearchDocument,
    Discussion,
    Comment,
]


def fill(total: int, progress: "load.Progress[Any]", seed: int = 1) -> None:
    """Add stories until there are `total`. What is there already counts, so an interrupted run goes on where it was."""
    stored = Article.objects.count()
    missing = max(0, total - stored)
    maker = Maker(total, seed)
    # Where fewer come than are there, making the indexes anew would take longer than keeping them.
    with bulk.bare(KINDS) if missing > stored else nullcontext():
        for start in progress(f"archive, batches of {BATCH}", list(range(0, missing, BATCH))):
            maker.add(min(BATCH, missing - start), start / missing, min(1, (start + BATCH) / missing))
    bulk.put_back()
    without = list(Article.objects.filter(similar_posts=None).exclude(editions=None).values_list("pk", flat=True))
    weights = similar.weigh(maker.now) if without else {}
    for start in progress(f"similar posts, batches of {BATCH}", list(range(0, len(without), BATCH))):
        similar.compute_together(without[start : start + BATCH], maker.now, weights)


@dataclass(frozen=True)
class _Text:
    """A piece of a story: how it is written, and the terms it is found by."""

    html: str
    terms: list[str]
    words: int = 0


@dataclass(frozen=True)
class _Tag:
    pk: int
    quoted: str
    listed: str
    terms: list[str]
    weight: float


@dataclass(frozen=True)
class _Opening:
    headline: str
    slug: str
    standfirst: str
    terms: list[str]


class Maker:
    def __init__(self, total: int, seed: int = 1) -> None:
        self.rows: dict[type[models.Model], bulk.Rows] = {}
        self.now = timezone.now()
        self.known: dict[str, str] = {}
        # What every document says before its own text.
        self.before_text = len(documents.terms(Edition())) - 2
        self.total = total
        self.stored, self.half_life = settings.NEWSROOM_SIMILAR_STORED, settings.NEWSROOM_SIMILAR_HALF_LIFE * DAY
        self.latest: dict[int, deque[tuple[int, float]]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        for kind in KINDS:
            self.rows[kind] = bulk.Rows(kind, **_same(kind, self.now))
        if connection.vendor == "postgresql":
            self.rows[SearchDocument].same |= dict.fromkeys(databases.PostgreSQL.COLUMNS)
        self.random = random.Random(seed + self.rows[Article].last)  # noqa: S311 (sample data, not secrets)

    @transaction.atomic
    def add(self, size: int, since: float = 0, until: float = 1) -> None:
        """Add so many stories, whose dates lie between these shares of the years."""
        days = sorted(self.random.uniform(since, until) for _ in range(size))
        found = [self._story(1 + (365 * YEARS - 1) * (1 - share)) for share in days]
        self._store_documents(found)
        for rows in self.rows.values():
            rows.store()
        bulk.count_on(self.rows)
        words = (SearchWord(plain=plain, shown=shown[:80]) for plain, shown in sorted(self.known.items()))
        SearchWord.objects.bulk_create(words, ignore_conflicts=True)
        self.known.clear()

    # --- What stories are made of ---

    @cached_property
    def sections(self) -> list[Section]:
        return list(Section.objects.all())

    @cached_property
    def pictures(self) -> list[int]:
        return list(Illustration.objects.filter(decorative=True).values_list("pk", flat=True))

    @cached_property
    def authors(self) -> list[tuple[Author, str, list[str]]]:
        found = []
        for author in Author.objects.all():
            byline = [{"id": author.pk, "name": author.name, "slug": author.slug, "role": author.role}]
            found.append((author, json.dumps(byline), self._terms(byline=byline)))
        return found

    @cached_property
    def tags(self) -> list[_Tag]:
        vocabulary = _vocabulary(self.total)
        every = sum(1 / rank for rank in range(1, len(vocabulary) + 1)) / TAGS_A_STORY
        return [self._tag(tag, math.log(1 + rank * every)) for rank, tag in enumerate(vocabulary, start=1)]

    @cached_property
    def frequencies(self) -> list[float]:
        return list(accumulate(1 / rank for rank in range(1, len(self.tags) + 1)))

    @cached_property
    def paragraphs(self) -> list[_Text]:
        texts = (p for piece in load.PIECES for p in html.plain_text(piece.body).split("\n") if len(p) > 80)
        return [self._paragraph(text) for text in texts]

    @cached_property
    def openings(self) -> list[_Opening]:
        return [self._opening() for _ in range(min(OPENINGS, self.total))]

    def _tag(self, tag: Tag, weight: float) -> _Tag:
        listed = {"id": tag.pk, "name": tag.name, "slug": tag.slug}
        return _Tag(tag.pk, json.dumps(tag.name), json.dumps(listed), self._terms(tag_list=[listed]), weight)

    def _paragraph(self, text: str) -> _Text:
        written = html.sanitise(f"<p>{html.escape(text)}</p>")
        return _Text(written, self._terms(body=written), html.count_words(written))

    def _opening(self) -> _Opening:
        words = [self.random.choice(load.PIECES).headline.split() for _ in range(2)]
        headline = " ".join(words[0][:6] + words[1][-4:])
        standfirst = html.plain_text(self.random.choice(self.paragraphs).html)[:160]
        terms = documents.terms(Edition(headline=headline, standfirst=standfirst, dateline_place=PLACE), self.known)
        return _Opening(headline, slugify(headline)[:60], standfirst, self._parts(terms))

    def _terms(self, **said: Any) -> list[str]:
        """The terms of something by itself, from the break before it on."""
        return self._parts(documents.terms(Edition(**said), self.known)[self.before_text :])

    def _parts(self, terms: list[str]) -> list[str]:
        """As one where the index only joins them."""
        return terms if connection.vendor == "postgresql" else [" ".join(terms)]

    # --- One story ---

    def _story(self, days_ago: float) -> "_Document":
        chance, rows = self.random, self.rows
        opening, body = chance.choice(self.openings), chance.sample(self.paragraphs, PARAGRAPHS)
        date = self.now - timedelta(days=days_ago)
        pk, revision, address = self._next(Article), self._next(Revision), self._next(Address)
        slug, section = f"{opening.slug}-{chance.randrange(10**9)}", chance.choice(self.sections).pk
        author, byline, named = chance.choice(self.authors)
        chosen = self._choose_tags()
        story = {
            "headline": opening.headline,
            "slug": slug,
            "standfirst": opening.standfirst,
            "body": "".join(text.html for text in body),
            "section_id": section,
            "illustration_id": chance.choice(self.pictures) if self.pictures else None,
        }
        rows[Article].add(id=pk, **story)
        rows[Revision].add(id=revision, article_id=pk)
        rows[Address].add(id=address, article_id=pk, path=Address.path_for(date, slug))
        rows[Byline].add(id=self._next(Byline), article_id=pk, author_id=author.pk)
        for tag in chosen:
            rows[ArticleTag].add(id=self._next(ArticleTag), content_object_id=pk, tag_id=tag.pk)
        story |= {
            "revision_id": revision,
            "address_id": address,
            "byline": byline,
            "tag_list": f"[{', '.join(tag.listed for tag in chosen)}]",
            "word_count": sum(text.words for text in body),
        }
        edition, since = self._editions(pk, date, story, author.pk, chosen)
        self._remember(pk, date.timestamp(), chosen)
        self._discuss(pk, date)
        parts = [opening.terms, *(text.terms for text in body), named, *(tag.terms for tag in chosen)]
        terms = [term for part in parts for term in part]
        return _Document(place(date, -edition), edition, since, [*terms, section_term(section)])

    def _next(self, kind: type[models.Model]) -> int:
        self.rows[kind].last += 1
        return self.rows[kind].last

    def _choose_tags(self) -> list[_Tag]:
        wanted = max(1, min(9, round(self.random.gauss(TAGS_A_STORY, 1.5))))
        found: dict[int, _Tag] = {}
        while len(found) < wanted:
            more = self.random.choices(self.tags, cum_weights=self.frequencies, k=wanted - len(found))
            found |= {tag.pk: tag for tag in more}
        return list(found.values())

    def _editions(
        self, pk: int, date: datetime, story: dict[str, Any], author: int, chosen: list[_Tag]
    ) -> tuple[int, Any]:
        """Publish it, some of them twice. Returns the edition that is live, and since when."""
        first, forever = bulk.moment(date), self.forever
        ends = [forever]
        if pk % UPDATED == 0:
            ends = [bulk.moment(date + timedelta(hours=self.random.uniform(1, 20))), forever]
        number, start = 0, first
        for number, end in enumerate(ends, start=1):
            edition = self._next(Edition)
            dates = {"article_id": pk, "published_at": first, "live_from": start, "live_until": end}
            change = "first" if number == 1 else "update"
            self.rows[Edition].add(id=edition, number=number, change=change, updated_at=start, **dates, **story)
            for tag in chosen:
                link = self._next(EditionTag)
                self.rows[EditionTag].add(id=link, content_object_id=edition, tag_id=tag.pk, **dates)
            link = self._next(EditionAuthor)
            self.rows[EditionAuthor].add(id=link, edition_id=edition, author_id=author, **dates)
            live, start = start, end
        return edition, live

    @cached_property
    def forever(self) -> Any:
        return bulk.moment(FOREVER)

    def _remember(self, pk: int, date: float, chosen: list[_Tag]) -> None:
        """Store its similar posts, and let it be one of those that follow."""
        scores: dict[tuple[int, float], float] = defaultdict(float)
        names: dict[tuple[int, float], str] = {}
        for tag in sorted(chosen, key=attrgetter("weight"), reverse=True):
            latest = self.latest[tag.pk]
            for other in latest:
                scores[other] += tag.weight
                names[other] = f"{names[other]}, {tag.quoted}" if other in names else tag.quoted
            latest.append((pk, date))
        scored = [(score * 2 ** (other[1] / self.half_life), other) for other, score in scores.items()]
        scored.sort(reverse=True)
        best = [f"[{one[0]}, {score}, {one[1]}, [{names[one]}]]" for score, one in scored[: self.stored]]
        self.rows[SimilarPosts].add(article_id=pk, entries=f"[{', '.join(best)}]")

    def _discuss(self, pk: int, date: datetime) -> None:
        number, first, answers = self.random.choice(COMMENTS), self.rows[Comment].last + 1, 0
        if not number:
            return
        later = [bool(n) and self.random.randrange(1000) < ANSWERS for n in range(number)]
        for n, answering in enumerate(later):
            said, answers = self._next(Comment), answers + answering
            reader, text = self.random.randrange(self.total), self.random.choice(self.remarks)
            name, email = f"Reader {reader}", f"reader{reader}@readers.example"
            self.rows[Comment].add(
                id=said,
                discussion_id=pk,
                parent_id=first if answering else None,
                root_id=first if answering else said,
                name=name,
                name_key=key(name),
                email=email,
                email_key=key(email),
                text=text[0],
                fingerprint=text[1],
                answers=sum(later) if n == 0 else 0,
                created_at=bulk.moment(date + timedelta(minutes=7 * (n + 1))),
            )
        self.rows[Discussion].add(article_id=pk, count=number)

    @cached_property
    def remarks(self) -> list[tuple[str, str]]:
        texts = [html.plain_text(paragraph.html) for paragraph in self.paragraphs]
        return [(text, fingerprint(text)) for text in texts]

    def _store_documents(self, found: list["_Document"]) -> None:
        """In the order of their places, in which the index takes them at once."""
        index = databases.current()
        found.sort(key=lambda one: one.place)
        for one in found:
            row = {"place": one.place, "edition_id": one.edition, "live_from": one.since, "live_until": self.forever}
            if isinstance(index, databases.PostgreSQL):
                row |= dict(zip(index.COLUMNS, index.vectors(one.terms), strict=True))
            self.rows[SearchDocument].add(**row)
        if not isinstance(index, databases.PostgreSQL):
            index.write((one.place, one.terms) for one in found)


@dataclass(frozen=True)
class _Document:
    place: int
    edition: int
    since: Any
    terms: list[str]


PLACE = "Port Vessel"


def _same(kind: type[models.Model], now: datetime) -> dict[str, Any]:
    """What all rows of a kind have in common."""
    same: dict[type[models.Model], dict[str, Any]] = {
        Article: {"dateline_place": PLACE},
        Edition: {"dateline_place": PLACE},
        Revision: {"number": 1, "snapshot": {}},
        SearchDocument: {"rules": documents.RULES},
        SimilarPosts: {"computed_at": now},
        Comment: {"status": Comment.Status.APPROVED, "created_at": now},
    }
    return same.get(kind, {})


def _vocabulary(total: int) -> list[Tag]:
    """The demo's tags, and as many more as an archive of that size would have: about the square root times six."""
    known = list(Tag.objects.order_by("pk"))
    missing = int(6 * math.sqrt(total)) - len(known)
    words = [tag.name for tag in known] or ["coast"]
    names = [f"{words[n % len(words)]} {n // len(words) + 2}" for n in range(max(0, missing))]
    return known + tags.resolve(names)
