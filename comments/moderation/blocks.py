"""What is held or kept out: an address, a network, a pattern of addresses. Blocks are lifted, never deleted."""

from datetime import datetime

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments import text
from comments.models import Block


@transaction.atomic
def block(kind: str, value: str, effect: str, until: datetime | None, note: str, by: User) -> Block:
    """Hold or keep out what `value` names, from now on. The same block that is in force already is returned as it is.

    Raises PermissionDenied, and ValueError for what is no kind, no effect, or nothing.
    """
    _allow(by)
    kind, effect, value = Block.Kind(kind), Block.Effect(effect), text.key(value)
    if not value:
        raise ValueError("A block of nothing.")
    at = timezone.now()
    same = {"kind": kind, "value": value, "effect": effect, "until": until}
    found = Block.objects.select_for_update().in_force(at).filter(**same).first()
    if found:
        return found
    made = Block.objects.create(**same, note=note, created_at=at, created_by=by)
    until_words = f" until {until:%Y-%m-%d %H:%M %Z}" if until else ""
    LogEntry.objects.log_actions(by.pk, [made], ADDITION, f"{effect.label}{until_words}.", single_object=True)
    return made


@transaction.atomic
def lift(block: Block, by: User) -> None:
    """End a block. Lifting it twice changes nothing."""
    _allow(by)
    stored = Block.objects.select_for_update().get(pk=block.pk)
    if stored.lifted_at:
        return
    stored.lifted_at, stored.lifted_by = timezone.now(), by
    stored.save(update_fields=["lifted_at", "lifted_by"])
    LogEntry.objects.log_actions(by.pk, [stored], CHANGE, "Lifted.", single_object=True)


def _allow(by: User) -> None:
    if not by.has_perm("comments.moderate_comment"):
        raise PermissionDenied
