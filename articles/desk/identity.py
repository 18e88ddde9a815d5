"""The site's identity, changed by people: who may, what the log says, and from when readers see it."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.desk.status import moment
from articles.models import Identity


@transaction.atomic
def change_identity(changes: dict[str, Any], *, by: User) -> None:
    """Give these fields these values; every page shows them at once. Raises PermissionDenied.

    What a colleague has changed meanwhile of other fields stays.
    """
    if not by.has_perm("articles.change_identity"):
        raise PermissionDenied
    Identity.objects.get_or_create(pk=1)
    identity = Identity.objects.select_for_update().get(pk=1)
    said = [_change(identity, name, value) for name, value in changes.items() if getattr(identity, name) != value]
    if not said:
        return
    for name, value in changes.items():
        setattr(identity, name, value)
    identity.save()
    LogEntry.objects.log_actions(by.pk, [identity], CHANGE, change_message=" ".join(said), single_object=True)


def _change(identity: Identity, name: str, value: object) -> str:
    label = Identity._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # it has no reverse relations
    return f"{capfirst(str(label))}: {_said(getattr(identity, name))} → {_said(value)}."


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    return " ".join(str(value).split()) if value not in ("", None) else "–"
