"""The rules themselves, changed by people: those of the site, and what one discussion says of itself."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Field
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comments.models import Discussion, Policy
from comments.moderation.locks import alone
from comments.moderation.record import allow, log

# A list of words is named in the log, not repeated: it may be thousands long.
LONG = ("hold_words", "refuse_words")


@transaction.atomic
def set_policy(policy: Policy, *, by: User) -> None:
    """Make these the rules of the site. Raises PermissionDenied."""
    allow(by, "comments.change_policy")
    alone("policy")
    stored = Policy.objects.filter(pk=1).first() or Policy(pk=1)
    fields = [field for field in Policy._meta.concrete_fields if field.editable and not field.primary_key]
    changed = [field for field in fields if getattr(stored, field.attname) != getattr(policy, field.attname)]
    if not changed:
        return
    policy.mode_since = timezone.now() if policy.mode != stored.mode else stored.mode_since
    policy.save()
    log(by, policy, " ".join(_change(field, stored, policy) for field in changed))


@transaction.atomic
def set_holds(discussion: Discussion, *, hold_first: int | None, hold_links: int | None, by: User) -> None:
    """Say for one discussion how many first comments, and how many links, are held; None is as the site says."""
    allow(by)
    stored = Discussion.objects.locked(discussion.article_id)
    wanted = {"hold_first": hold_first, "hold_links": hold_links}
    changed = [Discussion._meta.get_field(name) for name, value in wanted.items() if getattr(stored, name) != value]
    if not changed:
        return
    before = Discussion(hold_first=stored.hold_first, hold_links=stored.hold_links)
    stored.hold_first, stored.hold_links = hold_first, hold_links
    stored.save(update_fields=list(wanted))
    log(by, stored, " ".join(_change(field, before, stored) for field in changed))


def _change(field: Any, before: models.Model, now: models.Model) -> str:
    name = capfirst(str(field.verbose_name))
    if field.name in LONG:
        return _("%(rule)s: changed.") % {"rule": name}
    return f"{name}: {_said(field, before)} → {_said(field, now)}."


def _said(field: Field, row: models.Model) -> str:
    value = getattr(row, field.attname)
    return "–" if value is None else str(value)
