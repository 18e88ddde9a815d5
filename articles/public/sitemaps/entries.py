"""What stands in the files: stories with their pictures, the news of two days, and the pages that list stories."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db.models import OuterRef, QuerySet, Subquery
from taggit.models import Tag

from articles import languages
from articles.addresses import address
from articles.models.edition import Edition, EditionAuthor, EditionQuerySet, EditionTag
from articles.models.taxonomy import Author, Section
from articles.pictures import names
from articles.public import policies, site

# Tags, and authors, that are named. The protocol allows 50,000 addresses in a file.
MOST_OF_A_KIND = 10_000
# Google News takes what was published in the last two days, and at most so many (Google Search Central, "Create a news
# sitemap").
NEWS_AGE = timedelta(days=2)
MOST_NEWS = 1000
# Languages that Google News wants told apart by country; all others by their two or three letters.
_WHOLE_LANGUAGES = {"zh-hans": "zh-cn", "zh-cn": "zh-cn", "zh-hant": "zh-tw", "zh-tw": "zh-tw"}


class Entry(NamedTuple):
    path: str
    updated: datetime | None = None
    image: str = ""
    """Full address of the story's picture."""


class News(NamedTuple):
    path: str
    published: datetime
    title: str
    language: str


def of_stories(editions: EditionQuerySet) -> Iterator[Entry]:
    rows = editions.values_list("address__path", "updated_at", "illustration__renditions")
    return (Entry(path, updated, _image(renditions)) for path, updated, renditions in rows)


def of_news(at: datetime) -> Iterator[News]:
    """What readers have found new in the last two days, by its first publication. Advertisers' texts are no news."""
    recent = Edition.objects.listed(at).filter(published_at__gte=at - NEWS_AGE).newest_first()
    rows = recent.exclude(label=Edition.Label.SPONSORED).values_list(
        "address__path", "published_at", "headline", "language"
    )
    return (
        News(path, published, title, news_language(languages.spoken(code)))
        for path, published, title, code in rows[:MOST_NEWS]
    )


def news_language(code: str) -> str:
    """A language as Google News writes it: ISO 639, but for Chinese."""
    code = code.lower()
    return _WHOLE_LANGUAGES.get(code) or code.split("-")[0]


def of_pages(at: datetime) -> Iterator[Entry]:
    """The front page, sections, tags and authors with something to read, and the pages about the house."""
    newest = Edition.objects.listed(at).newest_first()
    yield Entry("/", newest.values_list("published_at", flat=True).first())
    in_section = newest.filter(section=OuterRef("pk")).order_by("-published_at")
    yield from _with_newest("section", Section.objects.order_by("position", "name"), in_section)
    yield from map(Entry, policies.paths())
    tagged = EditionTag.objects.live(at).filter(tag=OuterRef("pk")).order_by("-published_at", "-article_id")
    yield from _with_newest("tag", Tag.objects.order_by("-pk"), tagged)
    credited = EditionAuthor.objects.live(at).filter(author=OuterRef("pk")).order_by("-published_at", "-article_id")
    yield from _with_newest("author", Author.objects.order_by("-pk"), credited)


def _with_newest(kind: str, things: QuerySet, dated: QuerySet) -> Iterator[Entry]:
    newest = Subquery(dated.values("published_at")[:1])
    rows: Iterable[tuple[str, datetime | None]] = things.values_list("slug", newest)[:MOST_OF_A_KIND]
    return (Entry(address(kind, slug), updated) for slug, updated in rows if updated)


def _image(renditions: names.Manifest | None) -> str:
    try:
        return site.full(default_storage.url(names.social(renditions or []).name))
    except LookupError:
        return ""
