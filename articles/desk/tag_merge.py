"""Merging one tag into another, and parting them again exactly.

A merge takes the tag's place on every story and every edition by the kept tag, and leaves the old name and address as
an alias: readers who follow the old address are sent on (301), whoever types the old name gets the kept tag, and an old
revision that names it restores to the kept one. Editions are immutable, so their `tag_list` goes on saying the old name.

`TagMerge.undo` holds what parting them takes: `tag` {id, name, slug} · `profile` {key, plain, counts_for_similar,
description} · `alias`, the id of the one that was made · `aliases` and `merges`, ids of what the tag brought along ·
`articles` and `editions`, each {moved: [ids of those that carried the tag], dropped: [[id of the link, id of what
carried both]]}. Whoever was tagged with the kept tag meanwhile stays with it; who lost it meanwhile does not get
anything back. Where that could not be exact the parting is refused, and the refusal says what to undo before.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.desk.workflow.refusals import NotPossible
from articles.models import Article, ArticleTag, Edition, EditionTag, TagAlias, TagMerge, TagProfile
from articles.models.edition import EditionLink
from articles.tasks import refresh_tag

PERMISSIONS = ("taggit.change_tag", "taggit.delete_tag")
PROFILE = ("key", "plain", "counts_for_similar", "description")
# A database takes only so many values at once.
CHUNK = 5000
# How often stories that get the tag while we wait for the others may make us begin again.
ATTEMPTS = 5

# One of two models with the same two keys, `tag` and `content_object`, but with no manager in common for mypy to see.
Links = Any
LINKS: dict[str, Links] = {"articles": ArticleTag, "editions": EditionTag}


def may(user: User) -> bool:
    return user.has_perms(PERMISSIONS)


def merge(tag: Tag, *, into: Tag, by: User) -> TagMerge:
    """Let `into` take the tag's place everywhere. Raises PermissionDenied, or NotPossible."""
    _allow(by)
    if tag.pk == into.pk:
        raise NotPossible(_("A tag cannot be merged into itself."))
    with transaction.atomic():
        held = _held([tag.pk, into.pk], lambda: _carriers(tag.pk))
        tag, into = held[tag.pk], held[into.pk]
        undo = _undo_of(tag)
        undo |= {name: _move(model, tag, into) for name, model in LINKS.items()}
        tag.aliases.update(tag=into)
        tag.merges.update(kept=into)
        tag.delete()
        undo["alias"] = TagAlias.objects.create(tag=into, name=undo["tag"]["name"], slug=undo["tag"]["slug"]).pk
        stories = len(undo["articles"]["moved"]) + len(undo["articles"]["dropped"])
        made = TagMerge.objects.create(kept=into, name=undo["tag"]["name"], undo=undo, stories=stories, merged_by=by)
        said = _("Merged “%(tag)s” into “%(kept)s”; stories moved: %(stories)d.")
        _log(by, into, said % {"tag": made.name, "kept": into.name, "stories": stories})
        _refresh(into)
    return made


def undo(done: TagMerge, *, by: User) -> Tag:
    """Part the tags again; return the one that is back. Raises PermissionDenied, or NotPossible with the reason."""
    _allow(by)
    with transaction.atomic():
        done = TagMerge.objects.select_for_update().get(pk=done.pk)
        if done.undone_at is not None:
            raise NotPossible(_("This merge has been undone already."))
        if done.kept_id is None:
            raise NotPossible(_("The tag that it was merged into is gone."))
        kept = _held([done.kept_id], lambda: _touched(done), may_grow=False)[done.kept_id]
        if reason := why_not(done):
            raise NotPossible(reason)
        tag = _restore(done, kept)
        done.undone_at = timezone.now()
        done.save(update_fields=["undone_at"])
        _log(by, tag, _("Undid the merge of “%(tag)s” into “%(kept)s”.") % {"tag": tag.name, "kept": kept.name})
        _refresh(kept, tag)
    return tag


def why_not(done: TagMerge) -> str:
    """Why this merge cannot be undone now, or nothing."""
    for later in TagMerge.objects.filter(kept=done.kept_id, undone_at=None, pk__gt=done.pk):
        if done.pk in later.undo["merges"] or _overlap(done, later):
            return _(
                "“%(later)s” was merged into the same tag later, and touched what this merge touched. "
                "Undo that merge first."
            ) % {"later": later.name}
    return _taken(done.undo)


def _overlap(done: TagMerge, later: TagMerge) -> bool:
    """Whether the later merge dropped a link because this one had moved its twin."""
    return any(
        not {pk for _link, pk in later.undo[name]["dropped"]}.isdisjoint(_ids(done.undo[name])) for name in LINKS
    )


def _ids(links: dict[str, Any]) -> list[int]:
    return [*links["moved"], *(pk for _link, pk in links["dropped"])]


def _taken(undo: dict[str, Any]) -> str:
    """What stands today where the tag is to stand again."""
    key, slug = undo["profile"]["key"], undo["tag"]["slug"]
    others = TagAlias.objects.exclude(pk=undo["alias"])
    tag = Tag.objects.filter(Q(profile__key=key) | Q(name=undo["tag"]["name"]) | Q(slug=slug)).first()
    alias = others.filter(Q(key=key) | Q(slug=slug)).select_related("tag").first()
    if tag is None and alias is None:
        return ""
    there = tag or alias.tag  # type: ignore[union-attr]  # one of them is there
    return _("“%(there)s” has the name or the address of “%(name)s” now. Rename it, or remove the alias, first.") % {
        "there": there.name,
        "name": undo["tag"]["name"],
    }


# --- Locks ---


class _Grown(Exception):
    """More stories have come to carry the tag than were locked."""


def _held(tag_ids: list[int], carriers: Callable[[], list[Q]], *, may_grow: bool = True) -> dict[int, Tag]:
    """The tags by id, locked together with all stories they stand on: nobody saves or publishes one of these meanwhile.

    Stories come before tags, as in every save. Those that got the tag while we waited make us let go and begin again;
    holding the tag while waiting for a story would keep its publication waiting for us. SQLite, with its one writer,
    needs none of this.
    """
    if not connection.features.has_select_for_update:
        return _tags(tag_ids)
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                held = set(_articles(carriers(), lock=True))
                tags = _tags(tag_ids)
                if may_grow and not held.issuperset(_articles(carriers())):
                    raise _Grown
                return tags
        except _Grown:
            continue
    raise NotPossible(_("Stories with this tag are being saved just now. Try again in a moment."))


def _tags(tag_ids: list[int]) -> dict[int, Tag]:
    tags = {tag.pk: tag for tag in Tag.objects.filter(pk__in=tag_ids).order_by("pk").select_for_update()}
    if len(tags) < len(tag_ids):
        raise NotPossible(_("The tag is gone: somebody merged or deleted it."))
    return tags


def _articles(carriers: list[Q], *, lock: bool = False) -> Iterator[int]:
    for some in carriers:
        found = Article.objects.filter(some).order_by("pk")
        yield from (found.select_for_update(of=("self",)) if lock else found).values_list("pk", flat=True)


def _carriers(tag_id: int) -> list[Q]:
    written = ArticleTag.objects.filter(tag=tag_id).values("content_object")
    published = EditionTag.objects.filter(tag=tag_id).values("article")
    return [Q(pk__in=written) | Q(pk__in=published)]


def _touched(done: TagMerge) -> list[Q]:
    articles, editions = (_ids(done.undo[name]) for name in LINKS)
    return [
        *(Q(pk__in=some) for some in _chunks(articles)),
        *(Q(pk__in=Edition.objects.filter(pk__in=some).values("article")) for some in _chunks(editions)),
    ]


# --- Moving and parting ---


def _undo_of(tag: Tag) -> dict[str, Any]:
    profile = TagProfile.objects.filter(tag=tag).first()
    if profile is None:  # as from a fixture; saving gives it one
        tag.save()
        profile = tag.profile
    return {
        "tag": {"id": tag.pk, "name": tag.name, "slug": tag.slug},
        "profile": {name: getattr(profile, name) for name in PROFILE},
        "aliases": list(tag.aliases.order_by("pk").values_list("pk", flat=True)),
        "merges": list(tag.merges.order_by("pk").values_list("pk", flat=True)),
    }


def _move(model: Links, tag: Tag, kept: Tag) -> dict[str, Any]:
    """Let the links lead to the kept tag, each in its place; where both are, the kept one's own link stays."""
    links = model.objects.filter(tag=tag)
    twice = links.filter(content_object__in=model.objects.filter(tag=kept).values("content_object"))
    dropped = [list(pair) for pair in twice.order_by("pk").values_list("pk", "content_object")]
    twice.delete()
    moved = list(links.order_by("pk").values_list("content_object", flat=True))
    links.update(tag=kept)
    return {"moved": moved, "dropped": dropped}


def _restore(done: TagMerge, kept: Tag) -> Tag:
    undo = done.undo
    TagAlias.objects.filter(pk=undo["alias"], tag=kept).delete()
    # Past the signals: the tag comes back as it was, not as a new one.
    (tag,) = Tag.objects.bulk_create([Tag(**undo["tag"])])
    TagProfile.objects.bulk_create([TagProfile(tag=tag, **undo["profile"])])
    for name, model in LINKS.items():
        _part(model, undo[name], kept, tag)
    TagAlias.objects.filter(pk__in=undo["aliases"], tag=kept).update(tag=tag)
    TagMerge.objects.filter(pk__in=undo["merges"], kept=kept).update(kept=tag)
    return tag


def _part(model: Links, links: dict[str, Any], kept: Tag, tag: Tag) -> None:
    for some in _chunks(links["moved"]):
        model.objects.filter(tag=kept, content_object__in=some).update(tag=tag)
    for pairs in _chunks(links["dropped"]):
        with_kept = model.objects.filter(tag=kept, content_object__in=[pk for _link, pk in pairs])
        there = {link.content_object_id: link for link in with_kept}
        model.objects.bulk_create(
            model(pk=link, tag=tag, content_object_id=pk, **_interval(there[pk])) for link, pk in pairs if pk in there
        )


def _interval(twin: ArticleTag | EditionTag) -> dict[str, Any]:
    """What an edition's links have in common. Its end may have moved since, so it is taken from the one that stayed."""
    return EditionLink.shared_values(twin) if isinstance(twin, EditionTag) else {}


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _allow(by: User) -> None:
    if not may(by):
        raise PermissionDenied


def _log(by: User, tag: Tag, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [tag], CHANGE, change_message=message, single_object=True)


def _refresh(*tags: Tag) -> None:
    for tag in tags:
        transaction.on_commit(lambda pk=tag.pk: refresh_tag.enqueue(pk), robust=True)  # type: ignore[misc]
