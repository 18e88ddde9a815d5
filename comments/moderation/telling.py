"""What a decision says, in words: whose it was, and what it made of the comment."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Decision

Status = Comment.Status

_OF_RULES: dict[str, str | Promise] = {
    Status.PENDING: gettext_lazy("Held by the rules"),
    Status.APPROVED: gettext_lazy("Approved by the rules"),
    Status.SPAM: gettext_lazy("Taken for spam by the rules"),
    Status.REMOVED: gettext_lazy("Taken back by its writer"),
}


def tell(decision: Decision) -> str:
    """Without the reason, so that a time can follow: `Approved by Rita`."""
    if decision.reason == Comment.Removal.ERASED:
        return _("Erased at its writer’s request")
    if decision.reason == Comment.Removal.WRITER:
        return str(_OF_RULES[Status.REMOVED])
    if not decision.is_of_moderator:
        return str(_OF_RULES[decision.to_status])
    said = {"name": _name(decision.moderator), "state": decision.get_to_status_display()}
    if decision.undoes_id:
        return _("%(state)s again, taken back by %(name)s") % said
    if decision.from_status == decision.to_status:
        return _("Kept by %(name)s") % said
    return _("%(state)s by %(name)s") % said


def tell_all(decision: Decision) -> str:
    """With the reason that was given."""
    if not decision.reason or decision.reason in Comment.BY_WRITERS:
        return tell(decision)
    return _("%(said)s: %(reason)s") % {"said": tell(decision), "reason": decision.get_reason_display()}


def ago(at: datetime) -> str:
    """How long it is since then, in the greatest unit."""
    if timezone.now() - at < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(at, depth=1)}


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("a former colleague")
