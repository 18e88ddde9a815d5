"""A story as somebody has written it: stored, autosaved, in an open form, or as an old revision had it.

Checks, previews and editions are made from drafts, so they say the same of each.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from taggit.models import Tag

from articles import html, tags
from articles.models import Article, Author, Illustration, Section, Source
from articles.models.prepared import Prepared

Snapshot = dict[str, Any]
"""The article as JSON; see `articles.desk.revisions.snapshot`."""


@dataclass(frozen=True)
class Draft:
    """`story` carries the story fields; it is the stored article, or a copy of it that is never saved."""

    story: Article
    tags: list[Tag]
    authors: list[Author]
    sources: list[dict[str, str]]

    @classmethod
    def of(cls, article: Article) -> Self:
        """What is stored. Three queries, or none where bylines, sources and tags are prefetched."""
        if not hasattr(article, "_prefetched_objects_cache"):
            pk = article.pk
            return cls(article, _tags_of(article=pk), _authors_of(article=pk), _sources_of(article=pk))
        return cls(
            story=article,
            tags=list(article.tags.all()),
            authors=[byline.author for byline in article.bylines.all()],
            sources=[{"name": s.name, "url": s.url, "relation": s.relation} for s in article.sources.all()],
        )

    @classmethod
    def from_snapshot(cls, article: Article, snapshot: Snapshot) -> Self:
        """What the snapshot says. A section, a picture or an author that is gone since is left out."""
        story = Article(pk=article.pk, stage=article.stage, created_by_id=article.created_by_id)
        story._state.adding, story._state.db = article._state.adding, article._state.db
        for field in Article.story_fields():
            value = snapshot["fields"].get(field.attname, field.get_default())
            setattr(story, field.attname, _cleaned(field, value))
        story.body = html.sanitise(story.body or "")
        story.section = _there(article, "section", story.section_id)
        story.illustration = _there(article, "illustration", story.illustration_id)
        authors = {author.pk: author for author in _authors(ids=snapshot["bylines"])}
        return cls(
            story=story,
            tags=tags.drafted(snapshot["tags"]),
            authors=[authors[pk] for pk in snapshot["bylines"] if pk in authors],
            sources=[dict(source) for source in snapshot["sources"]],
        )

    @cached_property
    def lines(self) -> list[str]:
        """The words of the text, one line a block."""
        return html.plain_text(self.story.body).splitlines()

    @property
    def word_count(self) -> int:
        return sum(len(line.split()) for line in self.lines)


_tags_of = Prepared(
    lambda article: Tag.objects.filter(article_tags__content_object=article).order_by("article_tags__pk"), article=int
)
_authors_of = Prepared(
    lambda article: Author.objects.filter(bylines__article=article).order_by("bylines__position", "bylines__pk"),
    article=int,
)
_sources_of: Prepared[Any] = Prepared(
    lambda article: Source.objects.filter(article=article).values("name", "url", "relation"), article=int
)
_authors = Prepared(lambda ids: Author.objects.filter(pk__in=ids).order_by(), ids=list[int])
_BY_NUMBER: dict[str, Prepared[Any]] = {
    "section": Prepared(lambda pk: Section.objects.filter(pk=pk).order_by(), pk=int),
    "illustration": Prepared(lambda pk: Illustration.objects.filter(pk=pk).order_by(), pk=int),
}


def _there(article: Article, name: str, pk: int | None) -> Any:
    """The section or the picture of this number, if it is there; that of the stored article is known already."""
    if pk is None:
        return None
    field: Any = Article._meta.get_field(name)
    is_known = pk == getattr(article, field.attname) and field.is_cached(article)
    return getattr(article, name) if is_known else _BY_NUMBER[name].first(pk=pk)


def _cleaned(field: Any, value: Any) -> Any:
    """The value as the field holds it; the field's default where an unfinished form said something it cannot hold."""
    try:
        return field.to_python(value)
    except ValidationError:
        return field.get_default()
