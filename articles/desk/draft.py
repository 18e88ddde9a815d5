"""A story as somebody has written it: stored, autosaved, in an open form, or as an old revision had it.

Checks, previews and editions are made from drafts, so they say the same of each.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from taggit.models import Tag

from articles import html, tags
from articles.models import Article, Author, Illustration, Section

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
        bylines = article.bylines.all()
        if not hasattr(article, "_prefetched_objects_cache"):
            bylines = bylines.select_related("author")
        return cls(
            story=article,
            tags=list(article.tags.all()),
            authors=[byline.author for byline in bylines],
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
        if story.section_id and not Section.objects.filter(pk=story.section_id).exists():
            story.section_id = None
        if story.illustration_id and not Illustration.objects.filter(pk=story.illustration_id).exists():
            story.illustration_id = None
        authors = Author.objects.in_bulk(snapshot["bylines"])
        return cls(
            story=story,
            tags=tags.drafted(snapshot["tags"]),
            authors=[authors[pk] for pk in snapshot["bylines"] if pk in authors],
            sources=[dict(source) for source in snapshot["sources"]],
        )

    @property
    def word_count(self) -> int:
        return html.count_words(self.story.body)


def _cleaned(field: Any, value: Any) -> Any:
    """The value as the field holds it; the field's default where an unfinished form said something it cannot hold."""
    try:
        return field.to_python(value)
    except ValidationError:
        return field.get_default()
