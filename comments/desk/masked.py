"""Addresses and networks as moderators see them: enough to tell two apart, unless they may see the whole."""

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from comments.models import Block
from comments.moderation import patterns
from comments.moderation.erasing import ERASED

PERMISSION = "comments.view_address"
# Digits of a network's mark.
SHOWN = 4


def address(email: str, to: User | AnonymousUser) -> str:
    """The address, or its first letter and the house it belongs to."""
    if not email or to.has_perm(PERMISSION):
        return email
    owner, at, host = email.rpartition("@")
    return f"{(owner or host)[:1]}…{at}{host if at else ''}"


def network(mark: str, to: User | AnonymousUser) -> str:
    return mark if to.has_perm(PERMISSION) else mark[:SHOWN]


def blocked(kind: str, value: str, to: User | AnonymousUser) -> str:
    """What a block names."""
    if kind == Block.Kind.NETWORK:
        return _("Network %(mark)s") % {"mark": network(value, to)}
    if value.startswith(ERASED):
        return _("an address whose owner was forgotten")
    return address(value, to) if kind == Block.Kind.ADDRESS or patterns.begins(value) else value
