"""The site's identity, changed by people: who may, what the log says, and from when readers see it."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Identity
from articles.models.identity import stored


@transaction.atomic
def set_identity(identity: Identity, *, by: User) -> None:
    """Make this the identity of the site; every page shows it at once. Raises PermissionDenied."""
    if not by.has_perm("articles.change_identity"):
        raise PermissionDenied
    before = stored()
    fields = [field for field in Identity._meta.concrete_fields if field.editable and not field.primary_key]
    changed = [field for field in fields if getattr(before, field.attname) != getattr(identity, field.attname)]
    if not changed:
        return
    identity.save()
    said = " ".join(_change(field, before, identity) for field in changed)
    LogEntry.objects.log_actions(by.pk, [identity], CHANGE, change_message=said, single_object=True)


def _change(field: Any, before: Identity, now: Identity) -> str:
    name = capfirst(str(field.verbose_name))
    return f"{name}: {_said(field, before)} → {_said(field, now)}."


def _said(field: Any, identity: Identity) -> str:
    value = getattr(identity, field.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return " ".join(str(value).split()) if value not in ("", None) else "–"
