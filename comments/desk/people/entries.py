"""Blocks as lines of a history: whom, how, since when and until when, by whom, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.people import name_of
from comments.desk import masked
from comments.desk.shown import moment
from comments.models import Block


@dataclass(frozen=True)
class Entry:
    block: Block
    whom: str
    said: str
    """What was done to them."""
    state: str
    when: str
    is_in_force: bool


def entries(blocks: QuerySet[Block], viewer: User | AnonymousUser, at: datetime | None = None) -> list[Entry]:
    """In the order given. One query."""
    at = at or timezone.now()
    return [entry(block, viewer, at) for block in blocks.select_related("created_by", "lifted_by")]


def entry(block: Block, viewer: User | AnonymousUser, at: datetime) -> Entry:
    over = block.until is not None and block.until <= at
    state = _("Lifted") if block.lifted_at else _("Over") if over else _("In force")
    in_force = not (block.lifted_at or over)
    return Entry(block, masked.blocked(block.kind, block.value, viewer), said(block), state, _when(block), in_force)


def said(block: Block) -> str:
    """What is done, in words that tell a suspension from a ban."""
    if block.until and block.effect == Block.Effect.REFUSE:
        return _("Suspended")
    return block.get_effect_display()


def in_words(blocks: Iterable[Block]) -> list[str]:
    """The same with its end, for what is in force; each once."""
    lines = (f"{said(block)} {_until(block)}".strip() for block in blocks)
    return list(dict.fromkeys(lines))


def _until(block: Block) -> str:
    return _("until %(at)s") % {"at": moment(block.until)} if block.until else ""


def _when(block: Block) -> str:
    """Since when and by whom; until when; lifted when and by whom."""
    parts = [_("Since %(at)s, by %(name)s") % _act(block.created_at, block.created_by), _until(block)]
    if block.lifted_at:
        parts.append(_("lifted %(at)s by %(name)s") % _act(block.lifted_at, block.lifted_by))
    return "; ".join(filter(None, parts)) + "."


def _act(at: datetime, by: User | None) -> dict[str, str]:
    return {"at": moment(at), "name": name_of(by) or _("a colleague who is gone")}
