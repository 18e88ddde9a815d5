"""Renditions that are added when the upload is done: AVIF, which takes as long as all others together, what only
search engines ask for, and WebP of what came in bulk.

A manifest names files, and a file's name is never used twice. So as long as a row has the manifest that the work began
with, nobody has replaced the picture, moved its focal point or rewritten its credit meanwhile.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from PIL import Image

from articles.desk import picture_files
from articles.models import Illustration
from articles.pictures import names
from articles.pictures.geometry import Shape, Spec, plan, plan_later


def lacking() -> QuerySet[Illustration]:
    """Pictures that have renditions, and not all of those that are added later."""
    whole = (
        Q(manifest__contains='"avif"') & Q(manifest__contains='"webp"') & Q(manifest__contains=f'"{Shape.CLASSIC}"')
    )
    return Illustration.objects.exclude(renditions=[]).alias(manifest=Cast("renditions", TextField())).exclude(whole)


def add(illustration_id: int) -> bool:
    """Add what is lacking; return whether anything was. May run any number of times, and beside any change."""
    found = lacking().filter(pk=illustration_id).first()
    if found is None:
        return False
    with picture_files.all_or_none() as written:
        try:
            picture = picture_files.original_of(found)
        except FileNotFoundError:
            return False  # replaced or deleted since; its replacement has a task of its own
        added = picture_files.render(found, picture, _lacking(found, picture), written)
        if not _enter(found, added):
            picture_files.remove(written)
            return False
    return True


def _enter(found: Illustration, added: Iterable[names.Entry]) -> bool:
    """Put the new files into the manifest if it is still the one that they belong to."""
    with transaction.atomic():
        stored = Illustration.objects.select_for_update().filter(pk=found.pk).first()
        if stored is None or stored.renditions != found.renditions:
            return False
        stored.renditions += [list(entry) for entry in added]
        stored.save(update_fields=["renditions"])
    return True


def _lacking(found: Illustration, picture: Image.Image) -> list[Spec]:
    there = {tuple(entry[:4]) for entry in found.renditions}
    due = [spec for shape in Shape for spec in (*plan(picture.size, shape), *plan_later(picture.size, shape))]
    return [spec for spec in due if (spec.shape, spec.format, spec.width, spec.height) not in there]
