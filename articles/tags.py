"""taggit, behind one door: one tag for one word, however it is typed.

Two spellings are the same tag when they are canonical caseless matches (The Unicode Standard, section 3.13, D145) with
runs of white space folded. taggit's own case-insensitive mode leaves that to the database, and SQLite folds ASCII only.

A tag that was renamed, or merged into another, leaves its name and its address behind as aliases: both lead to the tag
that is kept.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.managers import _TaggableManager
from taggit.models import Tag

from articles.models.prepared import Prepared

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

_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
# Letters that Unicode does not part into a plain one and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_DOTS = re.compile(r"[.'’‘`´]")
_DASHES = re.compile(r"[-‐-―_/&,;:()\"“”„«»]")


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


def plain(name: str) -> str:
    """The key without accents, dots and dashes: names that differ only in these may be meant as one."""
    bare = "".join(c for c in unicodedata.normalize("NFD", key(name).translate(_LETTERS)) if c not in _ACCENTS)
    spaced = " ".join(_DASHES.sub(" ", _DOTS.sub("", unicodedata.normalize("NFC", bare))).split())
    return (spaced or key(name))[: 3 * MAX_LENGTH]


def resolve(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, in order and each once; those that are missing are made."""
    return list(dict.fromkeys(_resolved(names).values()))


def _resolved(names: Iterable[str]) -> dict[str, Tag]:
    """The tags of these names by key, in order; those that are missing are made."""
    wanted = {key(name): tidy(name) for name in reversed(list(names))}
    found = known(wanted.values())
    # Made in any other order, two forms with the same new tags could wait for each other's for ever.
    for folded in sorted(wanted.keys() - found.keys()):
        found[folded] = _make(folded, wanted[folded])
    return {folded: found[folded] for folded in reversed(wanted)}


def stand(name: str, wish: str) -> Tag:
    """The tag of this name; one that is missing is made, at the wished slug if no tag is there or was."""
    found = known([name])
    return found.get(key(name)) or _make(key(name), tidy(name), wish)


def known(names: Iterable[str]) -> dict[str, Tag]:
    """The stored tags of these names, by the key of the name; an alias leads to its tag."""
    keys = {key(name) for name in names}
    found = {tag.profile.key: tag for tag in _of_keys(keys=keys)}
    if missing := keys - found.keys():
        found |= {tag.alias: tag for tag in _led_to(keys=missing)}
    return found


def _of_aliases(keys: Any) -> QuerySet[Tag]:
    return Tag.objects.select_related("profile").filter(aliases__key__in=keys).annotate(alias=F("aliases__key"))


_there = Prepared(lambda ids: Tag.objects.filter(pk__in=ids).values_list("pk", flat=True), ids=list[int])
_of_keys = Prepared(lambda keys: Tag.objects.select_related("profile").filter(profile__key__in=keys), keys=list[str])
_led_to = Prepared(_of_aliases, keys=list[str])


def drafted(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, in order and each once; those that are missing as tags that are not stored.

    Somebody may be typing still: what cannot be the name of a tag is left out.
    """
    possible = [name for name in names if _is_possible(name)]
    found = known(possible)
    chosen: dict[int | str, Tag] = {}
    for name in possible:
        tag = found.get(key(name)) or Tag(name=tidy(name), slug=next(slugs(name)))
        chosen.setdefault(tag.pk or key(name), tag)
    return list(chosen.values())


def _is_possible(name: str) -> bool:
    try:
        tidy(name)
    except ValidationError:
        return False
    return True


def standing(listed: Iterable[dict[str, Any]]) -> list[int]:
    """Ids of the tags that an edition names, in order and each once; one that was merged since leads to the kept one.

    They stay until the transaction ends.
    """
    named = list(listed)
    there = hold(entry["id"] for entry in named)
    gone = [entry["name"] for entry in named if entry["id"] not in there]
    kept = known(gone) if gone else {}
    ids = [
        entry["id"] if entry["id"] in there else getattr(kept.get(key(entry["name"])), "pk", None) for entry in named
    ]
    return [pk for pk in dict.fromkeys(ids) if pk is not None]


def hold(tag_ids: Iterable[int]) -> set[int]:
    """Those of these tags that are there, and that nobody can merge away before the transaction ends.

    The lock is the one that a foreign key takes, only sooner: a merge waits for it, other stories with the tag do not.
    """
    ids = sorted(set(tag_ids))
    if not ids or connection.vendor != "postgresql":
        return set(_there(ids=ids))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM taggit_tag WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [ids])
        return {row[0] for row in cursor.fetchall()}


def slugs(name: str) -> Iterator[str]:
    """Slugs for a tag of this name, the best one first."""
    stem = slugify(name, allow_unicode=True)[:SLUG_LENGTH].strip("-_")
    if stem:
        yield stem
    for turn in ("", "1", "2", "3"):
        yield f"{stem or 'tag'}-{sha256((key(name) + turn).encode()).hexdigest()[:8]}"


def free_slug(name: str) -> str:
    """The best slug for a tag of this name that no tag has or had."""
    return next(slug for slug in slugs(name) if not is_taken(slug))


def is_taken(slug: str, by_others_than: int | None = None) -> bool:
    """Whether a tag stands at this slug, or did and left an alias there."""
    return Tag.objects.filter(Q(slug=slug) | Q(aliases__slug=slug)).exclude(pk=by_others_than).exists()


def _make(folded: str, name: str, wish: str = "") -> Tag:
    for slug in chain(filter(None, [wish]), slugs(name)):
        if Tag.objects.filter(aliases__slug=slug).exists():
            continue
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
    if found := known([name]).get(folded):
        return found
    for tag in Tag.objects.filter(Q(name=name) | Q(slug=slug)):
        if key(tag.name) == folded:
            tag.save()
            return tag
    return None


class TagManager(_TaggableManager):
    """taggit's manager, with names resolved by `resolve`, so that form, import and code agree on what is one tag."""

    def set(self, tags: Iterable[Any], *, clear: bool = False, **kwargs: Any) -> None:
        """Make these the tags, in this order; taggit appends what is new to what stays.

        Whoever sets tags of a stored article in a longer transaction locks the article first, as a merge does.
        """
        with transaction.atomic():
            chosen = self._held(list(tags), kwargs.get("tag_kwargs", {}))
            links = self.through.objects.filter(**self._lookup_kwargs(), tag__in=chosen).order_by("pk")
            staying = list(links.values_list("tag", flat=True))
            in_order = staying == [tag.pk for tag in chosen[: len(staying)]]
            super().set(chosen, clear=clear or not in_order, **kwargs)

    def _held(self, tags: list[Any], tag_kwargs: dict[str, Any]) -> list[Tag]:
        chosen = self._to_tag_model_instances(tags, tag_kwargs)
        there = hold(tag.pk for tag in chosen)
        if len(there) == len(chosen):
            return chosen
        # One was merged into another since it was looked up; its name is an alias now.
        return self._to_tag_model_instances([tag if tag.pk in there else tag.name for tag in chosen], tag_kwargs)

    def _to_tag_model_instances(self, tags: Iterable[Any], tag_kwargs: dict[str, Any]) -> list[Tag]:
        typed = list(tags)
        by_key = _resolved(tag for tag in typed if isinstance(tag, str))
        return list(dict.fromkeys(by_key[key(tag)] if isinstance(tag, str) else tag for tag in typed))
