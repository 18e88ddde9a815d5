"""Fill the archive up to any size with plausible stories, for trying out and measuring a large newsroom.

Stories are made of the demo's own sentences. Tags follow Zipf's law (the k-th tag is used in proportion to 1/k), on
average five a story, as in real newsrooms; sections and dates are spread evenly over ten years. Rows are inserted in
bulk: each article has one edition, and every fourth a second one, as if it had been published through the desk.
"""

import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
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
)
from articles.models.edition import EditionLink
from articles.public import similar
from articles.public.search import documents
from newsroom.demo import load

BATCH = 500
YEARS = 10
TAGS_A_STORY = 5
# One in so many has been published a second time.
UPDATED = 4


def fill(total: int, progress: "load.Progress[Any]", seed: int = 1) -> None:
    """Add stories until there are `total`. What is there already counts, so an interrupted run goes on where it was."""
    missing = total - Article.objects.count()
    batches = [BATCH] * (missing // BATCH) + ([missing % BATCH] if missing > 0 and missing % BATCH else [])
    maker = _Maker(total, seed)
    for size in progress("archive, batches of 500", batches):
        maker.add(size)
    without = list(Article.objects.filter(similar_posts=None).exclude(editions=None).values_list("pk", flat=True))
    weights = similar.weigh(maker.now)
    for start in progress("similar posts, batches of 500", list(range(0, len(without), BATCH))):
        similar.compute_together(without[start : start + BATCH], maker.now, weights)


class _Maker:
    def __init__(self, total: int, seed: int) -> None:
        start = Article.objects.aggregate(last=Max("pk"))["last"] or 0
        self.random = random.Random(seed + start)  # noqa: S311 (sample data, not secrets)
        self.now = timezone.now()
        self.sections = list(Section.objects.all())
        self.authors = list(Author.objects.all())
        self.pictures = list(Illustration.objects.filter(decorative=True))
        self.tags = _vocabulary(total)
        self.weights = [1 / rank for rank in range(1, len(self.tags) + 1)]
        self.paragraphs = [p for piece in load.PIECES for p in html.plain_text(piece.body).split("\n") if len(p) > 80]
        self.phrases = [piece.headline for piece in load.PIECES]

    @transaction.atomic
    def add(self, size: int) -> None:
        articles = Article.objects.bulk_create(self._article() for _ in range(size))
        writers = {one.pk: self.random.choice(self.authors) for one in articles}
        Byline.objects.bulk_create(Byline(article_id=pk, author=author) for pk, author in writers.items())
        chosen = {one.pk: self._choose_tags() for one in articles}
        ArticleTag.objects.bulk_create(
            ArticleTag(content_object_id=pk, tag=tag) for pk, some in chosen.items() for tag in some
        )
        revisions = Revision.objects.bulk_create(Revision(article=one, number=1, snapshot={}) for one in articles)
        dates = {one.pk: self._date() for one in articles}
        addresses = Address.objects.bulk_create(
            Address(article=one, path=Address.path_for(dates[one.pk], one.slug)) for one in articles
        )
        editions = [
            edition
            for one, revision, address in zip(articles, revisions, addresses, strict=True)
            for edition in self._editions(
                {"article": one, "revision": revision, "address": address, "published_at": dates[one.pk]},
                writers[one.pk],
                chosen[one.pk],
            )
        ]
        self._store(editions)

    def _article(self) -> Article:
        words = self.random.choice(self.phrases).split()[:6] + self.random.choice(self.phrases).split()[-4:]
        headline = " ".join(words)
        picture = self.random.choice(self.pictures) if self.pictures else None
        return Article(
            headline=headline,
            slug=f"{slugify(headline)[:60]}-{self.random.randrange(10**9)}",
            standfirst=self.random.choice(self.paragraphs)[:160],
            dateline_place="Port Vessel",
            body="".join(f"<p>{html.escape(p)}</p>" for p in self.random.sample(self.paragraphs, 6)),
            section=self.random.choice(self.sections),
            illustration=picture,
        )

    def _date(self) -> datetime:
        return self.now - timedelta(days=self.random.uniform(1, 365 * YEARS))

    def _choose_tags(self) -> list[Tag]:
        wanted = max(1, min(9, round(self.random.gauss(TAGS_A_STORY, 1.5))))
        found: dict[int, Tag] = {}
        while len(found) < wanted:
            tag = self.random.choices(self.tags, self.weights)[0]
            found[tag.pk] = tag
        return list(found.values())

    def _editions(self, placed: dict[str, Any], byline: Author, chosen: list[Tag]) -> Iterator[Edition]:
        article, date = placed["article"], placed["published_at"]
        values = placed | {
            **{field.attname: getattr(article, field.attname) for field in Article.story_fields()},
            "byline": [{"id": byline.pk, "name": byline.name, "slug": byline.slug, "role": byline.role}],
            "tag_list": [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in chosen],
            "word_count": html.count_words(article.body),
        }
        again = date + timedelta(hours=self.random.uniform(1, 20))
        first_end = again if article.pk % UPDATED == 0 else FOREVER
        yield Edition(number=1, change="first", live_from=date, updated_at=date, live_until=first_end, **values)
        if first_end != FOREVER:
            yield Edition(number=2, change="update", live_from=again, updated_at=again, live_until=FOREVER, **values)

    def _store(self, editions: list[Edition]) -> None:
        Edition.objects.bulk_create(editions)
        links = [(edition, EditionLink.shared_values(edition)) for edition in editions]
        EditionTag.objects.bulk_create(
            EditionTag(content_object=edition, tag_id=tag["id"], **shared)
            for edition, shared in links
            for tag in edition.tag_list
        )
        EditionAuthor.objects.bulk_create(
            EditionAuthor(edition=edition, author_id=edition.byline[0]["id"], **shared) for edition, shared in links
        )
        documents.store_all(edition for edition in editions if edition.live_until > self.now)


def _vocabulary(total: int) -> list[Tag]:
    """The demo's tags, and as many more as an archive of that size would have: about the square root times six."""
    known = list(Tag.objects.order_by("pk"))
    missing = int(6 * math.sqrt(total)) - len(known)
    words = [tag.name for tag in known] or ["coast"]
    names = [f"{words[n % len(words)]} {n // len(words) + 2}" for n in range(max(0, missing))]
    return known + tags.resolve(names)
