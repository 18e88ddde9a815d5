"""Who is always held, and who is kept out: addresses, networks, and patterns of addresses."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models.prepared import Prepared
from comments import text
from comments.models import Block
from comments.moderation import patterns
from comments.moderation.draft import Draft
from comments.moderation.erasing import mark
from comments.moderation.locks import alone
from comments.moderation.record import allow, log, moment

_NETWORK = re.compile(r"[0-9a-f]{16}")


# --- Looking ---


def found(draft: Draft, at: datetime) -> Block | None:
    """The block that this writer meets, the one that keeps out before the one that holds."""
    if at not in draft.met:
        draft.met[at] = find(draft.email, draft.network, at)
    return draft.met[at]


def find(email: str, network: str, at: datetime) -> Block | None:
    meant = values(email) | ({Block.Kind.NETWORK: [network]} if network else {})
    if not meant:
        return None
    rows = _in_force(at=at, kinds=list(map(str, meant)), values=[one for some in meant.values() for one in some])
    return min(rows, key=lambda block: block.effect != Block.Effect.REFUSE, default=None)


_in_force = Prepared(
    lambda at, kinds, values: Block.objects.in_force(at).filter(kind__in=kinds, value__in=values).order_by("pk"),
    at=datetime,
    kinds=list[str],
    values=list[str],
)


def meaning(email: str, networks: Iterable[str] = ()) -> Q:
    """Blocks of this address, by itself or by a pattern, and of these networks: all are found by an index."""
    meant = values(email) | {Block.Kind.NETWORK: [network for network in networks if network]}
    # No value is one of two kinds, so one condition serves all: a database looks it up rather than reading every row.
    return Q(
        kind__in=[kind for kind in meant if meant[kind]], value__in={one for some in meant.values() for one in some}
    )


def values(email: str) -> dict[str, list[str]]:
    """What blocks of this address can say, by kind. One whose owner was forgotten since is known by its mark."""
    keys = _keys(email)
    if not keys:
        return {}
    met = patterns.meeting(keys[0])
    forgotten = [mark(pattern) for pattern in patterns.naming(keys[0]) if pattern in met]
    return {Block.Kind.ADDRESS: [*keys, *map(mark, keys)], Block.Kind.PATTERN: [*met, *forgotten]}


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

    Only a suspension leaves a hold that outlasts it: that counts again afterwards. Asking again for what is in force
    changes nothing and gives it back. Raises ValueError with a sentence for people if the value is none of its kind, or
    the end is past; PermissionDenied.
    """
    allow(by)
    kind, effect, note = Block.Kind(kind), Block.Effect(effect), _line(note)
    value = _value(kind, value)
    if kind == Block.Kind.PATTERN and patterns.begins(value) and not by.has_perm("comments.view_address"):
        # Whom it then meets would tell, letter by letter, an address that is not theirs to see.
        raise ValueError(_("Who may not see addresses cannot say how one begins. Enter a pattern like *@example.com."))
    alone(f"block:{kind}:{value}")
    # Read after the waiting, or what another has just made would lie ahead.
    at = at or timezone.now()
    if until and until <= at:
        raise ValueError(_("Choose a time that is still to come."))
    standing = list(Block.objects.select_for_update().in_force(at).filter(kind=kind, value=value))
    same = [one for one in standing if (one.effect, one.until) == (effect, until) and note in ("", one.note)]
    if same:
        return same[0]
    for earlier in standing:
        if not _outlasts(earlier, effect, until):
            _lift(earlier, by, at)
    made = Block.objects.create(
        kind=kind, value=value, effect=effect, until=until, note=note, created_at=at, created_by=by
    )
    said = _("Set to “%(effect)s” until %(when)s.") if until else _("Set to “%(effect)s”.")
    log(by, made, said % {"effect": made.get_effect_display(), "when": until and moment(until)}, _name(made))
    return made


def _outlasts(earlier: Block, effect: str, until: datetime | None) -> bool:
    """Whether it is a hold that still counts when a suspension is over."""
    if until is None or (earlier.effect, effect) != (Block.Effect.HOLD, Block.Effect.REFUSE):
        return False
    return earlier.until is None or earlier.until > until


@transaction.atomic
def lift(block: Block, *, by: User, at: datetime | None = None) -> None:
    """End it. One that was lifted before keeps the time and the person, and one that is over stays as it is.

    Raises PermissionDenied.
    """
    allow(by)
    stored = Block.objects.select_for_update().get(pk=block.pk)
    at = at or timezone.now()
    if stored.lifted_at is None and (stored.until is None or stored.until > at):
        _lift(stored, by, at)
    block.lifted_at, block.lifted_by = stored.lifted_at, stored.lifted_by


def _lift(block: Block, by: User, at: datetime) -> None:
    block.lifted_at, block.lifted_by = at, by
    block.save(update_fields=["lifted_at", "lifted_by"])
    log(by, block, _("Lifted."), _name(block))


def _value(kind: str, value: str) -> str:
    """The value as it is compared."""
    if kind == Block.Kind.PATTERN:
        return patterns.read(value)
    key = text.key(value)
    if kind == Block.Kind.NETWORK and not _NETWORK.fullmatch(key):
        raise ValueError(_("A network is named by its mark of 16 letters and digits."))
    if kind == Block.Kind.ADDRESS and ("*" in key or not all(key.rpartition("@"))):
        raise ValueError(_("Enter an email address like name@example.com."))
    return key


def _line(note: str) -> str:
    return text.tidy_line(note)[: Block._meta.get_field("note").max_length]


def _name(block: Block) -> str:
    """For the log, which more people read than may see addresses."""
    return f"{block.get_kind_display()} {block.pk}"
