"""Numbered snapshots of the whole article."""

from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max

from articles.models import Article, Revision


def snapshot(article: Article) -> dict[str, Any]:
    """The article as JSON: `fields` by name, `tags` by name, `bylines` by author id, `sources`, all in order."""
    return {
        "fields": {field.attname: _plain(field.value_from_object(article)) for field in Article.story_fields()},
        "tags": [tag.name for tag in article.tags.all()],
        "bylines": list(article.bylines.values_list("author_id", flat=True)),
        "sources": list(article.sources.values("name", "url", "relation")),
    }


def record(article: Article, *, by: User | None, kind: str = Revision.Kind.SAVED) -> Revision:
    """Store what the article now says as its next revision; an unchanged article keeps its latest one."""
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        latest = article.revisions.first()
        now = snapshot(article)
        if latest is not None and latest.snapshot == now:
            return latest
        number = (article.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
        return Revision.objects.create(article=article, number=number, kind=kind, snapshot=now, created_by=by)


def _plain(value: Any) -> Any:
    """A field's value as it will come back from JSON, so that two snapshots can be compared."""
    return value if isinstance(value, (str, int, type(None))) else DjangoJSONEncoder().default(value)
