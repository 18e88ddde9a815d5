"""The rules of the conversation that hold for the whole site, as moderators set them in the desk."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.kept import Kept


def _percent() -> list[Any]:
    return [MinValueValidator(1), MaxValueValidator(100)]


class Policy(models.Model):
    """One row. What an article says of itself (`Discussion`) goes first."""

    class Mode(models.TextChoices):
        OPEN = "open", _("Open")
        HELD = "held", _("Open, every comment is held")
        CLOSED = "closed", _("Closed")

    mode = models.CharField(
        _("comments are"),
        max_length=6,
        choices=Mode,
        default=Mode.OPEN,
        help_text=_("For every story that says nothing else. Closed: the comments stay, none is added."),
    )
    mode_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    close_after_days = models.PositiveSmallIntegerField(
        _("close after days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Days after a story was first published. A discussion opened by hand stays open. Empty: never."),
    )
    must_sign_in = models.BooleanField(_("only people who are signed in may comment"), default=False)
    must_confirm = models.BooleanField(
        _("email addresses must be confirmed"),
        default=False,
        help_text=_("A comment waits until its writer has followed the link that was mailed to them."),
    )
    hold_first = models.PositiveSmallIntegerField(
        _("first comments held"),
        default=1,
        help_text=_("So many comments of one writer must have been approved before others appear at once. 0: none."),
    )
    hold_links = models.PositiveSmallIntegerField(
        _("links that hold"), default=2, help_text=_("A comment with so many links waits. 0: links hold nothing.")
    )
    hold_words = models.TextField(
        _("words that hold"),
        blank=True,
        help_text=_(
            "One word or phrase a line; a * at its end stands for any ending. A comment with one of them, in the text,"
            " the name, the email address or the website, waits for a moderator."
        ),
    )
    refuse_words = models.TextField(
        _("words that are refused"),
        blank=True,
        help_text=_(
            "As above, but the comment goes to the spam. Its writer reads that it awaits moderation, as ever."
        ),
    )
    hold_rejected = models.PositiveSmallIntegerField(
        _("share of removals that holds"),
        null=True,
        blank=True,
        validators=_percent(),
        help_text=_(
            "Percent. Whose comments of the last seven days were removed or marked as spam so often waits, once three"
            " were decided. Empty: nobody does."
        ),
    )
    per_hour = models.PositiveSmallIntegerField(
        _("comments an hour"),
        default=30,
        help_text=_(
            "So many are taken from one address, and three times as many from one network; who writes more is told when"
            " to come back. 0: no limit."
        ),
    )
    spam_hold = models.PositiveSmallIntegerField(
        _("hold at a spam score of"),
        default=80,
        validators=_percent(),
        help_text=_("Percent. A comment that reads so much like spam waits."),
    )
    spam_mark = models.PositiveSmallIntegerField(
        _("mark as spam at"),
        default=98,
        validators=_percent(),
        help_text=_("Percent. It goes to the spam instead of the queue."),
    )
    edit_minutes = models.PositiveSmallIntegerField(
        _("minutes to edit"),
        default=5,
        validators=[MaxValueValidator(1440)],
        help_text=_("So long writers can change or take back what they wrote. 0: not at all."),
    )
    mail_held = models.BooleanField(
        _("mail on held comments"), default=True, help_text=_("To moderators and to the writers of the story.")
    )
    mail_approved = models.BooleanField(
        _("mail on approved comments"), default=False, help_text=_("To the writers of the story.")
    )
    keep_days = models.PositiveSmallIntegerField(
        _("keep traces for days"),
        null=True,
        blank=True,
        help_text=_("Then networks, and addresses of people who get no mail, are erased. Empty: never."),
    )

    class Meta:
        verbose_name = _("rules of the conversation")
        verbose_name_plural = _("rules of the conversation")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
        _kept.forget()

    @classmethod
    def current(cls) -> "Policy":
        """The rules that hold; the defaults where nobody has set any. No query as a rule. Only to be read."""
        return _kept.get()


def _stored() -> Policy:
    return Policy.objects.filter(pk=1).first() or Policy(pk=1)


_kept = Kept(_stored)
