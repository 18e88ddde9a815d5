"""What is told of the rows that were ticked for an action and left as they are: their names, by reason."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext as _

# So many are named for each reason; the others are counted.
NAMED = 10


def tell(desk: ModelAdmin, request: HttpRequest, refused: Iterable[tuple[str, str]]) -> None:
    """`refused` are pairs of a reason and a name."""
    for why, rows in groupby(sorted(refused), key=lambda row: row[0]):
        desk.message_user(request, _said(why, [name for _why, name in rows]), messages.WARNING)


def _said(why: str, names: list[str]) -> str:
    named = "; ".join(f"“{name}”" for name in names[:NAMED])
    if len(names) > NAMED:
        named = _("%(named)s and %(n)d more") % {"named": named, "n": len(names) - NAMED}
    return _("Skipped %(n)d: %(named)s. %(why)s") % {"n": len(names), "named": named, "why": why}
