"""The log of what moderators decided, and of what writers did with their own. Rows are added by `comments.moderation` and never changed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> Self:
        """Without those that were taken back, and the taking back."""
        return self.filter(undone=None, undoes=None)


class Decision(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("comment"))
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("moderator")
    )
    from_status = models.CharField(_("from"), max_length=8, choices=Comment.Status)
    to_status = models.CharField(_("to"), max_length=8, choices=Comment.Status)
    reason = models.CharField(_("reason"), max_length=9, choices=Comment.Removal, blank=True)
    at = models.DateTimeField(_("at"))
    # Whether the moderator wanted the writer to be told.
    tell = models.BooleanField(default=False)
    # What the comment was before, for whoever takes the decision back: `comments.moderation.decisions._former`.
    former = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.from_status} → {self.to_status}"

    @property
    def is_of_moderator(self) -> bool:
        """Whether a moderator made it, who may have left the house; or the writer, or rules that follow from an act of theirs."""
        return bool(self.moderator_id or self.undoes_id or self.former)
