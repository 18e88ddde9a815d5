"""What every change of state has in common: who may make it, and the line that it leaves in the log."""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import formats, timezone


def allow(by: User, permission: str = "comments.moderate_comment") -> None:
    """Raises PermissionDenied."""
    if not by.has_perm(permission):
        raise PermissionDenied


def moment(when: datetime) -> str:
    """A date and time in the newsroom's zone, as the desk shows them."""
    return formats.date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")


def log(by: User, subject: models.Model, message: str, name: str = "") -> None:
    """Say what was changed. `name` stands for the subject where its own would tell what not everybody may read."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        object_repr=(name or str(subject))[:200],
        action_flag=CHANGE,
        change_message=message,
    )
