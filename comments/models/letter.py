"""Mail of the conversation, noted before it is sent, so that none is sent twice."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import EMAIL_LENGTH, Comment

# Attempts to send one letter.
MOST_TRIES = 6


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime) -> Self:
        """Not sent yet, in nobody's hands, and not given up."""
        return self.filter(sent_at=None, due_at__lte=at, tries__lt=MOST_TRIES)


class Letter(models.Model):
    class Kind(models.TextChoices):
        HELD = "held", _("A comment waits")
        POSTED = "posted", _("A comment was posted")
        REPLY = "reply", _("An answer to a comment")
        DIGEST = "digest", _("Answers of a day")
        DECISION = "decision", _("What became of a comment")
        CONFIRM = "confirm", _("Confirm an address")
        MINE = "mine", _("Change a comment")
        PRIVACY = "privacy", _("What is kept of an address")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    to = models.EmailField(_("to"), max_length=EMAIL_LENGTH)
    # Of an answer, the answer itself. A letter on many comments has none.
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="+")
    decision = models.ForeignKey("comments.Decision", on_delete=models.CASCADE, null=True, related_name="+")
    # Who it is for, if they work here.
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    # What makes this letter the only one of its sort: the same mark is stored once.
    mark = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    # While somebody tries to send it: when others may, because nothing was heard of that.
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(sent_at=None), name="letter_due"),
            models.Index(fields=["to"], name="letter_to"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.to}"
