"""Pictures in the text of a story: each must be one of the library, and is addressed as the library has it now."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.html import escape

from articles import html
from articles.desk import library
from articles.models import Article, Author, Edition, Illustration, PictureUse
from articles.models.prepared import Prepared
from articles.models.story import Story

StoryType = TypeVar("StoryType", bound=Story)

_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_FILE = re.compile(r"""\sdata-file=["']?([1-9][0-9]{0,17})\b""", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc=("[^"]*"|'[^']*'|[^\s>]*)""", re.IGNORECASE)


def showing(stories: QuerySet[StoryType], illustration: Illustration) -> QuerySet[StoryType]:
    """Those of the articles, or of the editions, that show the picture: at their head or in their text."""
    place = str(stories.model._meta.model_name)
    at_head = stories.model._default_manager.filter(illustration=illustration)
    in_text = PictureUse.objects.filter(illustration=illustration, **{f"{place}__isnull": False})
    # One query by either index. An OR of the two would read the whole table.
    return stories.filter(pk__in=at_head.order_by().values("pk").union(in_text.values(place)))


def note(story: Article | Edition) -> None:
    """Bring up to date which pictures of the library the text of a stored story shows."""
    kind = str(story._meta.model_name)
    shown, noted = set(html.figure_ids(story.body)), set(_NOTED[kind](story=story.pk))
    if gone := noted - shown:
        PictureUse.objects.filter(**{kind: story}, illustration__in=gone).delete()
    if new := shown - noted:
        PictureUse.objects.bulk_create(
            [PictureUse(illustration_id=pk, **{kind: story}) for pk in sorted(_held(new))], ignore_conflicts=True
        )


def _noted_of(kind: str) -> Prepared[int]:
    uses = PictureUse.objects.values_list("illustration_id", flat=True)
    return Prepared(lambda story: uses.filter(**{kind: story}), story=int)


_NOTED = {kind: _noted_of(kind) for kind in ("article", "edition")}


def _held(ids: set[int]) -> set[int]:
    """Those of the pictures that are there, and that nobody can delete before the transaction ends.

    The lock is the one that a foreign key takes, only sooner: stories that show the same picture do not wait.
    """
    if connection.vendor != "postgresql":
        return set(Illustration.objects.filter(pk__in=ids).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM articles_illustration WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [sorted(ids)]
        )
        return {row[0] for row in cursor.fetchall()}


def counts(illustrations: Iterable[Illustration]) -> dict[int, int]:
    """In how many stories each picture stands: as they are written now, or as readers have found them. Four queries."""
    ids = [illustration.pk for illustration in illustrations]
    found: Counter[int] = Counter()
    heads = Article.objects.filter(illustration__in=ids).values_list("illustration")
    texts = PictureUse.objects.filter(illustration__in=ids, article__isnull=False).exclude(
        article__illustration=F("illustration")
    )
    for rows in (heads, texts.values_list("illustration")):
        found.update(dict(rows.order_by().annotate(Count("pk"))))
    found.update(picture for picture, _article in _only_in_editions(ids))
    return dict(found)


def portraits(illustrations: Iterable[Illustration]) -> dict[int, list[str]]:
    """Whom each picture portrays on an author's page, by name. One query."""
    ids = [illustration.pk for illustration in illustrations]
    found: dict[int, list[str]] = {}
    for picture, name in (
        Author.objects.filter(portrait__in=ids).order_by("name", "pk").values_list("portrait", "name")
    ):
        found.setdefault(picture, []).append(name)
    return found


def _only_in_editions(ids: list[int]) -> set[tuple[int, int]]:
    """Each picture with each article of which an edition shows it, where the article itself does so no more."""
    heads = Edition.objects.filter(illustration__in=ids).exclude(article__illustration=F("illustration"))
    texts = PictureUse.objects.filter(illustration__in=ids, edition__isnull=False)
    texts = texts.exclude(edition__article__illustration=F("illustration"))
    pairs = {
        *_not_in_text(heads, "article").values_list("illustration", "article"),
        *_not_in_text(texts, "edition__article").values_list("illustration", "edition__article"),
    }
    return pairs


def _not_in_text(rows: QuerySet[Any], article: str) -> QuerySet[Any]:
    same = PictureUse.objects.filter(illustration=OuterRef("illustration"), article=OuterRef(article))
    return rows.exclude(Exists(same)).order_by().distinct()


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
    return {found.pk: found for found in _in_library(ids=ids) if found.renditions} if ids else {}


_in_library = Prepared(lambda ids: Illustration.objects.filter(pk__in=ids).order_by(), ids=list[int])


def _id(image: str) -> int:
    found = _FILE.search(image)
    return int(found[1]) if found else 0
