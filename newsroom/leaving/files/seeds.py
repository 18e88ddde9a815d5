"""Where following links begins: the front page, what machines ask for, and addresses to which no page links any more."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from urllib.parse import quote

from django.db.models import Exists, OuterRef

from articles.addresses import address
from articles.models import Redirect
from articles.models.edition import Address, Edition
from articles.models.taxonomy import TagAlias
from newsroom.leaving.files import places

FIRST = (
    *("/", "/index.json", "/text/", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt"),
    *("/favicon.ico", "/apple-touch-icon.png", "/manifest.webmanifest", places.NOTICE, places.MISSING),
)


def seeds(at: datetime) -> Iterator[tuple[str, str]]:
    """Each place with its address."""
    yield from ((place, place) for place in FIRST)
    for path in chain(_left(at), _aliases()):
        yield path, places.link(path)
    for old in Redirect.objects.order_by("pk").values_list("old", flat=True).iterator(chunk_size=2000):
        path, mark, query = old.partition("?")
        yield old, places.link(path) + mark + quote(query, safe="=&/?:@!$'()*+,;%~")


def _left(at: datetime) -> Iterator[str]:
    """Paths at which readers have found a story that is not there now: it has moved, or it is gone."""
    editions = Edition.objects.filter(address=OuterRef("pk"))
    seen = Exists(editions.ever_live().filter(live_from__lte=at))
    left = Address.objects.filter(seen).exclude(Exists(editions.listed(at))).order_by("pk")
    return left.values_list("path", flat=True).iterator(chunk_size=2000)


def _aliases() -> Iterator[str]:
    """Former addresses of tags."""
    slugs = TagAlias.objects.exclude(slug="").order_by("pk").values_list("slug", flat=True)
    return (address("tag", slug) for slug in slugs.iterator(chunk_size=2000))
