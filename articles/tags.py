"""taggit, behind one door: one tag for one word, however it is typed.

Two spellings are the same tag when they are canonical caseless matches (The Unicode Standard, section 3.13, D145) with
runs of white space folded. taggit's own case-insensitive mode leaves that to the database, and SQLite folds ASCII only.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.managers import _TaggableManager
from taggit.models import Tag

MAX_LENGTH = 100
# The column holds 100 characters, and the rest is for a hash.
SLUG_LENGTH = 90

# Direction overrides and characters that take no room: with one of them inside, a word looks like the same tag.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Persian words and family emoji need their joiners; beside a Latin letter or a space a joiner only hides.
_STRAY_JOINER = re.compile(r"(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])")


def tidy(name: str) -> str:
    """The name as it is stored: NFC, no control or invisible characters, single spaces.

    Raises ValidationError when nothing is left of it, or more than `MAX_LENGTH` characters are.
    """
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in name)
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", spaced))
    visible = _STRAY_JOINER.sub("", " ".join(visible.split()))
    tidied = " ".join(unicodedata.normalize("NFC", visible).split())
    if not tidied:
        raise ValidationError(_("A tag needs a name."), code="empty_tag")
    if len(tidied) > MAX_LENGTH:
        raise ValidationError(_("Keep a tag under %(n)d characters."), code="long_tag", params={"n": MAX_LENGTH})
    return tidied


def key(name: str) -> str:
    """What two spellings of one tag have in common."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", tidy(name)).casefold())
    return unicodedata.normalize("NFC", folded)


def resolve(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, in order and each once; those that are missing are made."""
    wanted = {key(name): tidy(name) for name in reversed(list(names))}
    wanted = dict(reversed(wanted.items()))
    found = {tag.profile.key: tag for tag in Tag.objects.filter(profile__key__in=wanted).select_related("profile")}
    # Made in any other order, two forms with the same new tags could wait for each other's for ever.
    for folded in sorted(wanted.keys() - found.keys()):
        found[folded] = _make(folded, wanted[folded])
    return [found[folded] for folded in wanted]


def slugs(name: str) -> Iterator[str]:
    """Slugs for a tag of this name, the best one first. No other tag can have the last one."""
    stem = slugify(name, allow_unicode=True)[:SLUG_LENGTH].strip("-_")
    if stem:
        yield stem
    yield f"{stem or 'tag'}-{sha256(key(name).encode()).hexdigest()[:8]}"


def free_slug(name: str) -> str:
    """The best slug for a tag of this name that is not taken."""
    best, *others = slugs(name)
    return others[-1] if others and Tag.objects.filter(slug=best).exists() else best


def _make(folded: str, name: str) -> Tag:
    for slug in slugs(name):
        try:
            with transaction.atomic():
                return Tag.objects.create(name=name, slug=slug)
        except IntegrityError:
            # The slug is another tag's, or somebody else made this very tag since we looked.
            if stored := _stored(folded, name, slug):
                return stored
    raise IntegrityError(f"No slug is free for the tag “{name}”.")


def _stored(folded: str, name: str, slug: str) -> Tag | None:
    """The tag of this key. One that has no profile, as from a fixture, gets it now."""
    if known := Tag.objects.filter(profile__key=folded).first():
        return known
    for tag in Tag.objects.filter(Q(name=name) | Q(slug=slug)):
        if key(tag.name) == folded:
            tag.save()
            return tag
    return None


class TagManager(_TaggableManager):
    """taggit's manager, with names resolved by `resolve`, so that form, import and code agree on what is one tag."""

    def set(self, tags: Iterable[Any], *, clear: bool = False, **kwargs: Any) -> None:
        """Make these the tags, in this order; taggit appends what is new to what stays."""
        chosen = self._to_tag_model_instances(tags, kwargs.get("tag_kwargs", {}))
        links = self.through.objects.filter(**self._lookup_kwargs(), tag__in=chosen).order_by("pk")
        staying = list(links.values_list("tag", flat=True))
        in_order = staying == [tag.pk for tag in chosen[: len(staying)]]
        with transaction.atomic():
            super().set(chosen, clear=clear or not in_order, **kwargs)

    def _to_tag_model_instances(self, tags: Iterable[Any], tag_kwargs: dict[str, Any]) -> list[Tag]:
        names = {tag: None for tag in tags if isinstance(tag, str)}
        by_key = {tag.profile.key: tag for tag in resolve(names)}
        chosen = (by_key[key(tag)] if isinstance(tag, str) else tag for tag in tags)
        return list(dict.fromkeys(chosen))
