"""A tag's names and addresses over time: every save of a tag keeps its key, and leaves an alias of what it was called."""

from django.db import IntegrityError
from django.db.models import Q
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from taggit.models import Tag

from articles import tags
from articles.models.taxonomy import TagAlias, TagProfile


@receiver(pre_save, sender=Tag, dispatch_uid="articles.tag_slug")
def keep_slug(sender: type[Tag], instance: Tag, raw: bool = False, **kwargs: object) -> None:
    """Give a tag a slug that can stand in an address; taggit makes an empty one of “+++”, and some that are too long."""
    if raw:
        return
    if not 0 < len(instance.slug) <= tags.MAX_LENGTH:
        instance.slug = tags.free_slug(instance.name)
    instance._was = Tag.objects.filter(pk=instance.pk).first() if instance.pk else None


@receiver(post_save, sender=Tag, dispatch_uid="articles.tag_profile")
def keep_profile(sender: type[Tag], instance: Tag, raw: bool = False, **kwargs: object) -> None:
    """Give a tag its key in the transaction that stores it; a second spelling of an existing tag is refused there."""
    if raw:
        return
    names = {"key": tags.key(instance.name), "plain": tags.plain(instance.name)}
    profile, _made = TagProfile.objects.get_or_create(tag=instance, defaults=names)
    if (profile.key, profile.plain) != tuple(names.values()):
        profile.key, profile.plain = names.values()
        profile.save(update_fields=["key", "plain"])
    instance.profile = profile
    _take_back(instance, names["key"])
    if was := instance.__dict__.pop("_was", None):
        _leave_behind(instance, was)


def _take_back(tag: Tag, key: str) -> None:
    """Turn aliases that the tag has grown into again back into nothing. Another tag's alias is not for taking."""
    clashing = list(TagAlias.objects.filter(Q(key=key) | Q(slug=tag.slug)))
    if any(alias.tag_id != tag.pk for alias in clashing):
        raise IntegrityError(f"“{tag.name}” or its address is another tag's alias.")
    TagAlias.objects.filter(pk__in=[alias.pk for alias in clashing]).delete()
    for alias in clashing:
        if alias.key != key:
            TagAlias.objects.create(tag=tag, name=alias.name)
        elif alias.slug and alias.slug != tag.slug:
            TagAlias.objects.create(tag=tag, name=_address(alias.slug), slug=alias.slug)


def _leave_behind(tag: Tag, was: Tag) -> None:
    slug = was.slug if was.slug != tag.slug else ""
    if tags.key(was.name) != tags.key(tag.name):
        TagAlias.objects.create(tag=tag, name=was.name, slug=slug)
    elif slug:
        TagAlias.objects.create(tag=tag, name=_address(slug), slug=slug)


def _address(slug: str) -> str:
    """The name of an alias that is an address only; nobody types it as a tag."""
    return f"/{slug}"[: tags.MAX_LENGTH]
