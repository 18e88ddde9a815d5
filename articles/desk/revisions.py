"""Numbered snapshots of the whole article: taking them, keeping unsaved ones, and putting an old one back."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from articles.desk import figures
from articles.desk.draft import Draft, Snapshot
from articles.models import Article, Byline, Revision, Source
from articles.models.prepared import Prepared
from articles.tasks import check_links_soon

LISTS = ("tags", "bylines", "sources")


def snapshot(article: Article) -> Snapshot:
    """The article as JSON: `fields` by name, `tags` by name, `bylines` by author id, `sources`, all in order."""
    return snapshot_of(Draft.of(article))


def snapshot_of(draft: Draft) -> Snapshot:
    return {
        "fields": fields_of(draft.story),
        "tags": [tag.name for tag in draft.tags],
        "bylines": [author.pk for author in draft.authors],
        "sources": [dict(source) for source in draft.sources],
    }


def fields_of(article: Article) -> dict[str, Any]:
    """The part of a snapshot that stands in the article's own row."""
    return {field.attname: plain(field.value_from_object(article)) for field in Article.story_fields()}


_latest = Prepared(
    lambda article: Revision.objects.saves().filter(article=article).order_by("-number")[:1], article=int
)
_unsaved = Prepared(
    lambda article, by, sitting: Revision.objects.autosaves().filter(article=article, created_by=by, sitting=sitting),
    article=int,
    by=int,
    sitting=str,
)


def latest(article: Article) -> Revision | None:
    """What was last saved on purpose."""
    return _latest.first(article=article.pk)


def unsaved(article: Article, *, by: User, sitting: str) -> Revision | None:
    """The autosave of a sitting."""
    return _unsaved.first(article=article.pk, by=by.pk, sitting=sitting)


def record(article: Article, *, by: User | None, kind: str = Revision.Kind.SAVED, name: str = "") -> Revision:
    """Store what the article now says as its next revision; an unchanged article keeps its latest one."""
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        figures.note(article)
        last, now = latest(article), snapshot(article)
        if last is not None and last.snapshot == now and not name:
            return last
        if now["sources"] != (last.snapshot["sources"] if last else []):
            check_links_soon(article.pk)
        return _insert(article, snapshot=now, kind=kind, name=name, created_by=by)


def keep(article: Article, said: Snapshot, *, by: User, sitting: str, base: int | None) -> Revision:
    """Store what an open form says without touching the article: one autosaved revision for each sitting, overwritten.

    `base` is the number of the revision that the form was made from. Writes nothing where it is kept already.
    """
    values = {"snapshot": said, "base": base, "created_at": timezone.now()}
    if (mine := unsaved(article, by=by, sitting=sitting)) and _overwrite(mine, values):
        return mine
    # The next number is taken one after the other; meanwhile the same form may have come another way.
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        if (mine := unsaved(article, by=by, sitting=sitting)) and _overwrite(mine, values):
            return mine
        return _insert(article, kind=Revision.Kind.AUTOSAVED, sitting=sitting, created_by=by, **values)


def _overwrite(mine: Revision, values: dict[str, Any]) -> bool:
    """Let the autosave say this; no if it is gone, saved or thrown away meanwhile."""
    if mine.snapshot == values["snapshot"]:
        return True
    vars(mine).update(values)
    return bool(Revision.objects.filter(pk=mine.pk).update(**values))


def forget(article: Article, *, by: User, sitting: str) -> None:
    """Drop the autosave of a sitting, once what it kept is saved or thrown away on purpose."""
    article.revisions.autosaves().filter(sitting=sitting, created_by=by).delete()


def apply(article: Article, wanted: Snapshot, *, by: User, only: Collection[str] | None = None) -> Revision:
    """Make the article say what the snapshot says, or only those parts of it, and record that as the next revision.

    `only` holds names of fields (`headline`, `section_id`) and of LISTS. What is gone since (a deleted section, picture
    or author) is left out. Nobody is asked whether they may: the caller does that.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        draft = Draft.from_snapshot(stored, wanted)
        names = [f.attname for f in Article.story_fields() if only is None or f.attname in only]
        values = {name: getattr(draft.story, name) for name in names}
        Article.objects.filter(pk=stored.pk).update(**values, version=F("version") + 1, saved_at=timezone.now())
        if only is None or "tags" in only:
            stored.tags.set([tag if tag.pk else tag.name for tag in draft.tags])
        if only is None or "bylines" in only:
            _replace(stored, Byline, [{"author": author} for author in draft.authors])
        if only is None or "sources" in only:
            _replace(stored, Source, draft.sources)
        return record(Article.objects.get(pk=stored.pk), by=by)


def _replace(article: Article, model: type[Any], rows: list[dict[str, Any]]) -> None:
    model.objects.filter(article=article).delete()
    model.objects.bulk_create(model(article=article, position=position, **row) for position, row in enumerate(rows))


def _insert(article: Article, **values: Any) -> Revision:
    number = (article.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    return Revision.objects.create(article=article, number=number, **values)


def plain(value: Any) -> Any:
    """A field's value as it will come back from JSON, so that two snapshots can be compared."""
    return value if isinstance(value, (str, int, type(None))) else DjangoJSONEncoder().default(value)
