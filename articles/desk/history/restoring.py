"""What of a snapshot can be put back into its article, and what cannot because it is gone or does not fit."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import tags
from articles.desk import compare, rules
from articles.desk.draft import Snapshot
from articles.desk.history.sides import names_of, pictures_in
from articles.desk.revisions import LISTS
from articles.models import Article, Section, Source
from articles.models.remit import is_limited

PARTS = (*(field.attname for field in Article.story_fields()), *LISTS)


@dataclass(frozen=True)
class Wish:
    """What will be put back: `parts` of `snapshot`; `left_out` says in sentences what cannot be."""

    snapshot: Snapshot
    parts: tuple[str, ...]
    left_out: tuple[str, ...]


def fit(article: Article, snapshot: Snapshot, parts: Collection[str], *, by: User) -> Wish:
    """What of these parts this person can put back. The article keeps what it says in a part that cannot."""
    unfit = dict(_unfit(article, snapshot, parts))
    if "section_id" in parts and is_limited(by):
        section = Section.objects.filter(pk=snapshot["fields"].get("section_id")).first()
        if not rules.may_move(by, article, section):
            unfit["section_id"] = " ".join([str(rules.NO_MOVE), _("Left as it is.")])
    names = names_of(snapshot)
    authors = [pk for pk in dict.fromkeys(snapshot["bylines"]) if pk in names.authors]
    refused = [f"{compare.label(name)}: {reason}" for name, reason in unfit.items()]
    return Wish(
        snapshot | {"bylines": authors},
        tuple(part for part in PARTS if part in parts and part not in unfit),
        (*refused, *_gone(snapshot, parts, names, len(authors))),
    )


def differing(before: Snapshot, wish: Wish) -> list[str]:
    """Those parts of the wish of which the article says something else."""
    said, wanted = before["fields"] | before, wish.snapshot["fields"] | wish.snapshot
    return [part for part in wish.parts if part in wanted and said[part] != wanted[part]]


def _unfit(article: Article, snapshot: Snapshot, parts: Collection[str]) -> Iterator[tuple[str, str]]:
    """Names of parts that the database would refuse, each with the reason."""
    for field in Article.story_fields():
        if field.attname in parts and field.attname in snapshot["fields"]:
            try:
                field.clean(snapshot["fields"][field.attname], article)
            except ValidationError as error:
                yield field.attname, _reason(field.is_relation, error)
    if "sources" in parts:
        for row in snapshot["sources"]:
            try:
                Source(**row).clean_fields(exclude=["article"])
            except ValidationError as error:
                yield "sources", " ".join(error.messages)
    if "tags" in parts and any(len(name) > tags.MAX_LENGTH for name in snapshot["tags"]):
        yield "tags", _("A tag is too long. Left as it is.")


def _reason(is_relation: bool, error: ValidationError) -> str:
    if is_relation:
        return _("What stood here is gone. Left as it is.")
    return " ".join([*error.messages, _("Left as it is.")])


def _gone(snapshot: Snapshot, parts: Collection[str], names: compare.Names, authors: int) -> Iterator[str]:
    """Sentences about what a part that is put back has lost."""
    missing = len(set(snapshot["bylines"])) - authors
    if "bylines" in parts and missing:
        yield ngettext(
            "Byline: %(count)d author is gone and was left out.",
            "Byline: %(count)d authors are gone and were left out.",
            missing,
        ) % {"count": missing}
    lead = snapshot["fields"].get("illustration_id")
    pictures = {pk for pk in pictures_in(snapshot) if pk != lead and pk not in names.pictures}
    if "body" in parts and pictures:
        yield ngettext(
            "Text: %(count)d picture is gone from the library. Take its place out, or choose another.",
            "Text: %(count)d pictures are gone from the library. Take their places out, or choose others.",
            len(pictures),
        ) % {"count": len(pictures)}
