"""Finding tags while one is typed: those that go on like it, and those that it may be a second spelling of.

Everything is bounded: candidates come by the beginning of a word from an index, and only so many are weighed. The same
tags give the same answer, always.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Abs, Length
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from taggit.models import Tag

from articles import tags
from articles.models import EditionTag, TagAlias, TagProfile
from articles.models.prepared import Prepared

OFFERED = 8
# Candidates whose stories are counted; the shortest names come first, so what is typed to its end is among them.
CANDIDATES = 60
# Names that one typed name is compared with, and how long a beginning they have in common.
COMPARED = 300
BEGINNING = 3
# How alike two names must be to be taken for one, by difflib; 1 is the same.
ALIKE = 0.86
NEAR = 3
LONGEST = 200


@dataclass(frozen=True)
class Found:
    """A tag that is there, how many live stories carry it, and the alias by which it was found."""

    tag: Tag
    stories: int
    alias: str = ""

    @property
    def answer(self) -> dict[str, Any]:
        note = ngettext("%(n)d story", "%(n)d stories", self.stories) % {"n": self.stories}
        if not self.tag.profile.counts_for_similar:
            note = _("%(stories)s, not for similar posts") % {"stories": note}
        said = {"name": self.tag.name, "stories": self.stories, "note": note}
        return said | {"alias": self.alias} if self.alias else said


def respond(typed: str) -> JsonResponse:
    """What the tag field of a form asks for with every few letters.

    `tags` go on like what is typed; `near` are those that it may be a second spelling of, and `warning` says so; `said`
    is for those who do not see the list.
    """
    found, close = find(typed[:LONGEST]), near(typed[:LONGEST])
    answer: dict[str, Any] = {"tags": [one.answer for one in found]}
    if close:
        answer |= {"near": [one.answer for one in close], "warning": warning(typed[:LONGEST].strip(), close)}
    shown = len({one.tag for one in (*found, *close)})
    if shown:
        answer["said"] = ngettext("%(n)d suggestion.", "%(n)d suggestions.", shown) % {"n": shown}
    elif typed.strip():
        answer["said"] = _("No such tag yet: it will be a new one.")
    return JsonResponse(answer)


def warning(name: str, close: list[Found]) -> str:
    """What to tell somebody who is about to make a new tag of this name."""
    there = ngettext("“%(tag)s” with %(n)d story", "“%(tag)s” with %(n)d stories", close[0].stories) % {
        "tag": close[0].tag.name,
        "n": close[0].stories,
    }
    return _("“%(name)s” would be a new tag. There is %(there)s already.") % {"name": name, "there": there}


def find(typed: str) -> list[Found]:
    """Tags and aliases with a word that begins like `typed`: first those that begin so themselves, then the most used.

    Accents, case and dashes make no difference. What is typed to its end stands at the head.
    """
    try:
        wanted, exact = tags.plain(typed), tags.key(typed)
    except ValidationError:
        return []
    begins = Q(plain__startswith=wanted) | Q(plain__contains=f" {wanted}")
    named = TagProfile.objects.filter(begins).select_related("tag").order_by(Length("plain"), "key")[:CANDIDATES]
    led = TagAlias.objects.filter(begins).select_related("tag__profile").order_by(Length("plain"), "key")[:CANDIDATES]
    found = {profile.tag: (profile.plain, profile.key, "") for profile in named}
    for alias in led:
        found.setdefault(alias.tag, (alias.plain, alias.key, alias.name))
    stories = count(tag.pk for tag in found)

    def place(tag: Tag) -> tuple[bool, bool, int, str]:
        plain, key, _alias = found[tag]
        return key != exact, not plain.startswith(wanted), -stories.get(tag.pk, 0), key

    best = sorted(found, key=place)[:OFFERED]
    return [Found(tag, stories.get(tag.pk, 0), found[tag][2]) for tag in best]


def near(typed: str) -> list[Found]:
    """Tags that a new name is likely to be a second spelling of, the likeliest first; none if it is a tag already."""
    try:
        return [] if tags.known([typed]) else resembling(tags.plain(typed))
    except ValidationError:
        return []


def resembling(name: str, *, but: int | None = None) -> list[Found]:
    """Tags whose plain name is like this one, the likeliest first."""
    if len(name) < BEGINNING:
        return []
    likeness = {tag: _likeness(name, tag.profile.plain) for tag in _candidates(name) if tag.pk != but}
    close = sorted((-much, tag.profile.key, tag) for tag, much in likeness.items() if much >= ALIKE)[:NEAR]
    stories = count(tag.pk for _much, _key, tag in close)
    return [Found(tag, stories.get(tag.pk, 0)) for _much, _key, tag in close]


def alike(one: str, other: str) -> bool:
    """Whether two plain names may be meant as one: plural, space, a slip of the finger, words in another order."""
    return _likeness(one, other) >= ALIKE


def count(tag_ids: Iterable[int]) -> dict[int, int]:
    """How many live stories carry each of these tags; those that none carries are left out."""
    links = EditionTag.objects.live(timezone.now()).filter(tag__in=list(tag_ids))
    return dict(links.order_by().values_list("tag").annotate(stories=Count("pk")))


def carried(tag_ids: Iterable[int]) -> set[int]:
    """Those of these tags that a live story carries, however many do."""
    return set(_carried(at=timezone.now(), ids=tag_ids))


def _with_stories(at: Any, ids: Any) -> QuerySet[Tag, int]:
    links = EditionTag.objects.live(at).filter(tag=OuterRef("pk"))
    # In the order of its index, or PostgreSQL may look for the first one through the whole table.
    first = links.order_by("-published_at", "-article_id").values("pk")[:1]
    return (
        Tag.objects.annotate(link=Subquery(first)).filter(pk__in=ids, link__isnull=False).values_list("pk", flat=True)
    )


_carried = Prepared(_with_stories, at=datetime, ids=list[int])


def _candidates(name: str) -> QuerySet[Tag]:
    """Tags with the beginning of one of its words, or with its first letters swapped; those nearest in length first."""
    beginnings = {word[:BEGINNING] for word in name.split() if len(word) >= BEGINNING}
    beginnings |= {name[:BEGINNING], name[1] + name[0] + name[2]}
    starts = Q()
    for start in sorted(beginnings):
        starts |= Q(profile__plain__startswith=start)
    by_length = Tag.objects.filter(starts).annotate(off=Abs(Length("profile__plain") - len(name)))
    return by_length.select_related("profile").order_by("off", F("profile__key"))[:COMPARED]


def _likeness(one: str, other: str) -> float:
    if _digits(one) != _digits(other):
        return 0  # “2024 election” and “2028 election” are two things
    if sorted(map(_stem, one.split())) == sorted(map(_stem, other.split())):
        return 1
    one, other = one.replace(" ", ""), other.replace(" ", "")
    if one == other:
        return 1
    first, second = sorted((one, other))
    compared = SequenceMatcher(None, first, second, autojunk=False)
    return compared.ratio() if compared.quick_ratio() >= ALIKE else 0


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _stem(word: str) -> str:
    """The word without what English puts behind it for several; only to be compared with another one's."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


# --- The whole list ---

# Tags that are looked through for doubles, how many each is compared with, and the pairs that are shown.
LOOKED_THROUGH = 20_000
NEIGHBOURS = 40
PAIRS = 100


def doubles() -> list[tuple[Found, Found]]:
    """Pairs of tags that may be one, the more used first in each; the pair with most stories at stake comes first."""
    rows = TagProfile.objects.order_by("-tag_id").values_list("tag_id", "plain")[:LOOKED_THROUGH]
    pairs = sorted(set(_neighbours(dict(rows))))
    stories = count({pk for pair in pairs for pk in pair})
    stored = Tag.objects.select_related("profile").in_bulk({pk for pair in pairs for pk in pair})
    found = [
        sorted((Found(stored[pk], stories.get(pk, 0)) for pk in pair), key=lambda one: (-one.stories, one.tag.pk))
        for pair in pairs
    ]
    found.sort(key=lambda pair: (-pair[1].stories, -pair[0].stories, pair[0].tag.name))
    return [(pair[0], pair[1]) for pair in found[:PAIRS]]


def _neighbours(plains: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Pairs that are alike among those that stand near each other when the list is sorted by each of three spellings."""
    for spelling in (_squashed, _in_order, _swapped):
        ordered = sorted((spelling(plain), pk) for pk, plain in plains.items())
        for place, (text, pk) in enumerate(ordered):
            for other_text, other in ordered[place + 1 : place + NEIGHBOURS]:
                if other_text[:BEGINNING] != text[:BEGINNING]:
                    break
                if alike(plains[pk], plains[other]):
                    yield min(pk, other), max(pk, other)


def _squashed(plain: str) -> str:
    return plain.replace(" ", "")


def _in_order(plain: str) -> str:
    return " ".join(sorted(plain.split()))


def _swapped(plain: str) -> str:
    return "".join(sorted(plain[:2])) + plain[2:]
