"""Who is always held, and who is kept out: addresses, networks, and patterns of addresses."""

import re
from collections.abc import Iterable
from datetime import datetime
from fnmatch import fnmatchcase

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import text
from comments.models import Block
from comments.moderation.draft import Draft
from comments.moderation.locks import alone
from comments.moderation.record import allow, log

_NETWORK = re.compile(r"[0-9a-f]{16}")
# Less than this says nothing of whom it matches.
_LEAST_OF_A_PATTERN = 3


# --- Looking ---


def found(draft: Draft, at: datetime) -> Block | None:
    """The block that this writer meets, the one that keeps out before the one that holds."""
    if at not in draft.met:
        draft.met[at] = find(draft.email, draft.network, at)
    return draft.met[at]


def find(email: str, network: str, at: datetime) -> Block | None:
    keys = _keys(email)
    wanted = Q(kind=Block.Kind.ADDRESS, value__in=keys) | Q(kind=Block.Kind.NETWORK, value=network)
    if keys:
        wanted |= Q(kind=Block.Kind.PATTERN)
    rows: Iterable[Block] = Block.objects.in_force(at).filter(wanted).order_by("pk") if keys or network else ()
    met = [block for block in rows if block.kind != Block.Kind.PATTERN or matches(block.value, keys)]
    return min(met, key=lambda block: block.effect != Block.Effect.REFUSE, default=None)


def matches(pattern: str, keys: Iterable[str]) -> bool:
    """Whether an address is meant by the pattern. One without an @ names a domain, and those below it."""
    if "@" in pattern:
        return any(fnmatchcase(key, pattern) for key in keys)
    domains = [key.rpartition("@")[2] for key in keys]
    return any(fnmatchcase(domain, pattern) or fnmatchcase(domain, f"*.{pattern}") for domain in domains)


def _keys(email: str) -> list[str]:
    """The address as it is compared, and without what stands behind a plus: both reach the same person."""
    key = text.key(email)
    if not key:
        return []
    name, at, domain = key.rpartition("@")
    plain = f"{name.partition('+')[0]}{at}{domain}"
    return [key] if plain == key else [key, plain]


# --- Changing ---


@transaction.atomic
def block(
    kind: str,
    value: str,
    effect: str,
    *,
    by: User,
    until: datetime | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Block:
    """Hold or keep out from now on. What was in force against the same value before is lifted by it.

    Asking again for what is in force changes nothing and gives it back. Raises ValueError with a sentence for people if
    the value is none of its kind, or the end is past; PermissionDenied.
    """
    allow(by)
    at = at or timezone.now()
    kind, effect = Block.Kind(kind), Block.Effect(effect)
    value = _value(kind, value)
    if until and until <= at:
        raise ValueError(_("Choose a time that is still to come."))
    alone(f"block:{kind}:{value}")
    standing = list(Block.objects.select_for_update().in_force(at).filter(kind=kind, value=value))
    same = [one for one in standing if (one.effect, one.until) == (effect, until)]
    if same:
        return same[0]
    for earlier in standing:
        _lift(earlier, by, at)
    made = Block.objects.create(
        kind=kind, value=value, effect=effect, until=until, note=_line(note), created_at=at, created_by=by
    )
    end = f" until {until:%Y-%m-%d %H:%M %Z}" if until else ""
    log(by, made, f"Set to {effect}{end}.", _name(made))
    return made


@transaction.atomic
def lift(block: Block, *, by: User, at: datetime | None = None) -> None:
    """End it. One that was lifted before keeps the time and the person. Raises PermissionDenied."""
    allow(by)
    stored = Block.objects.select_for_update().get(pk=block.pk)
    if stored.lifted_at is None:
        _lift(stored, by, at or timezone.now())
    block.lifted_at, block.lifted_by = stored.lifted_at, stored.lifted_by


def _lift(block: Block, by: User, at: datetime) -> None:
    block.lifted_at, block.lifted_by = at, by
    block.save(update_fields=["lifted_at", "lifted_by"])
    log(by, block, "Lifted.", _name(block))


def _value(kind: str, value: str) -> str:
    """The value as it is compared."""
    key = text.key(value)
    if kind == Block.Kind.NETWORK and not _NETWORK.fullmatch(key):
        raise ValueError(_("A network is named by its mark of 16 letters and digits."))
    if kind == Block.Kind.ADDRESS and not all(key.rpartition("@")):
        raise ValueError(_("Enter an email address like name@example.com."))
    if kind == Block.Kind.PATTERN and sum(map(str.isalnum, key)) < _LEAST_OF_A_PATTERN:
        raise ValueError(_("This pattern is met by far too many. Enter one like *@example.com."))
    return key


def _line(note: str) -> str:
    return text.tidy_line(note)[: Block._meta.get_field("note").max_length]


def _name(block: Block) -> str:
    """For the log, which more people read than may see addresses."""
    return f"{block.get_kind_display()} {block.pk}"
