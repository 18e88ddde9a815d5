"""What one reader said, and to whom."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments import text
from comments.models.keys import FingerprintField, KeyField

NAME_LENGTH = 80
EMAIL_LENGTH = 254
WEBSITE_LENGTH = 200

PARENT_FIELDS = ("discussion", "parent", "root", "name", "status", "removal_reason", "created_at")
READERS_FIELDS = (*PARENT_FIELDS, "website", "text", "badge", "is_pick", "answers", "edited_at")


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> Self:
        return self.filter(status=Comment.Status.APPROVED)

    def pending(self) -> Self:
        return self.filter(status=Comment.Status.PENDING)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def roots(self, article_id: int, mine: int | None = None) -> Self:
        """Comments on the article itself that readers see, or under which they see an answer.

        `mine` is a comment that its writer sees before it is approved.
        """
        seen = Q(status=Comment.Status.APPROVED) | Q(answers__gt=0)
        if mine is not None:
            seen |= Q(pk__in=Comment.objects.waiting(article_id, mine).values("root"))
        return self.filter(seen, discussion=article_id, parent=None)

    def waiting(self, article_id: int, mine: int) -> Self:
        """That comment, if it stands under the article and is held."""
        return self.filter(pk=mine, discussion=article_id, status__in=Comment.WAITING)

    def answers_to(self, root_id: int) -> Self:
        """What readers see anywhere below a comment on the article."""
        return self.approved().filter(root=root_id, parent__isnull=False)

    def for_readers(self) -> Self:
        """With what a page shows, of whom it answers too, and nothing that is private."""
        return self.select_related("parent").only(*READERS_FIELDS, *(f"parent__{name}" for name in PARENT_FIELDS))

    def count_answers(self) -> int:
        """Set `answers` of comments on articles anew. Returns the number of comments."""
        below = Comment.objects.approved().filter(root=OuterRef("pk"), parent__isnull=False).order_by().values("root")
        return self.update(answers=Coalesce(Subquery(below.annotate(n=Count("pk")).values("n")), 0))

    def by_writer(self, name: str, email: str) -> Self:
        """Comments under this name and address, however they were spelt. None without an address."""
        if not email:
            return self.none()
        return self.filter(email_key=text.key(email), name_key=text.key(name))


class Comment(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        APPROVED = "approved", _("Approved")
        SPAM = "spam", _("Spam")
        REMOVED = "removed", _("Removed")

    # How a held comment stands with its writer, who is not told that a machine took it for spam.
    WAITING = (Status.PENDING, Status.SPAM)

    class Reason(models.TextChoices):
        """Why it did not appear at once."""

        TRAP = "trap", _("Filled a field that people do not see")
        NO_STAMP = "no_stamp", _("Not written in our form")
        TOO_FAST = "too_fast", _("Written faster than anyone types")
        OLD_PAGE = "old_page", _("Written in a page over 30 days old")
        HELD = "held", _("Every comment of this discussion is held")
        LINKS = "links", _("Many links")
        FIRST = "first", _("First comment from this address")
        WORD = "word", _("Has a word that holds comments")
        REFUSED_WORD = "refused", _("Has a word that is not wanted here")
        REPEATED = "repeated", _("Says what the same writer said elsewhere")
        BLOCKED = "blocked", _("This address, network or pattern is on a list")
        REJECTED = "rejected", _("Much of what this address wrote lately was removed")
        SPAM = "spam", _("Reads like spam")
        NAME = "name", _("The name mixes alphabets")
        EDITED = "edited", _("Changed by its writer after it was approved")
        UNCONFIRMED = "unproven", _("The email address is not confirmed yet")

    class Removal(models.TextChoices):
        OFF_TOPIC = "off_topic", _("Off topic")
        ATTACK = "attack", _("Personal attack")
        HATE = "hate", _("Hate or threat")
        PRIVATE = "private", _("Private information")
        FALSE = "false", _("Harmful falsehood")
        OTHER = "other", _("Other breach of the rules")
        WRITER = "writer", _("Taken back by its writer")
        ERASED = "erased", _("Erased at its writer's request")

    # What no moderator gives as a reason, nor undoes.
    BY_WRITERS = (Removal.WRITER, Removal.ERASED)

    class Notify(models.TextChoices):
        """Mail on answers, once the writer's address is confirmed."""

        NOT = "", _("No mail")
        EACH = "each", _("Mail on each reply")
        DAILY = "daily", _("One mail a day")

    class Badge(models.TextChoices):
        AUTHOR = "author", _("Author")
        STAFF = "staff", _("Staff")

    discussion = models.ForeignKey(
        "comments.Discussion",
        on_delete=models.PROTECT,
        related_name="comments",
        db_index=False,
        verbose_name=_("discussion"),
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("in reply to")
    )
    # The comment on the article that began this thread, which for such a comment is itself: a page of threads is read
    # by this column alone.
    root = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="thread", db_index=False
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_key = KeyField(of="name", max_length=text.KEY_LENGTH)
    email = models.EmailField(_("email"), max_length=EMAIL_LENGTH, blank=True)
    email_key = KeyField(of="email", max_length=text.KEY_LENGTH)
    website = models.URLField(_("website"), max_length=WEBSITE_LENGTH, blank=True)
    text = models.TextField(_("text"))
    fingerprint = FingerprintField(of="text", max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("written signed in by"),
    )
    badge = models.CharField(_("badge"), max_length=6, choices=Badge, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PENDING)
    reasons = models.JSONField(_("held because"), default=list, blank=True, help_text="[code of Reason], in order.")
    removal_reason = models.CharField(_("removed because"), max_length=9, choices=Removal, blank=True)
    details = models.JSONField(
        _("found"), default=dict, blank=True, editable=False, help_text="{code of Reason: [what was found, in words]}."
    )
    # What the spam filter has learned from it, so that a decision taken back is unlearned: spam, ham, or nothing.
    learned_as = models.CharField(max_length=4, blank=True, editable=False)
    is_pick = models.BooleanField(_("editors' pick"), default=False, editable=False)
    # Of a comment on the article: approved ones anywhere below it.
    answers = models.PositiveIntegerField(_("answers"), default=0, editable=False)
    # When readers first reported it, as long as no moderator has settled what they said.
    reported_at = models.DateTimeField(_("reported"), null=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    notify = models.CharField(_("mail to the writer"), max_length=5, choices=Notify, blank=True, editable=False)
    network = models.CharField(_("network"), max_length=16, blank=True, help_text="Keyed hash, never an address.")
    created_at = models.DateTimeField(_("written"))
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["discussion", "created_at", "id"], condition=Q(parent=None), name="comment_roots"),
            models.Index(fields=["root", "status", "created_at", "id"], name="comment_thread"),
            models.Index(fields=["status", "created_at", "id"], name="comment_queue"),
            models.Index(fields=["discussion", "fingerprint"], name="comment_duplicate"),
            models.Index(fields=["email_key", "name_key", "status"], name="comment_writer"),
            # Guests, who are most writers, are left out: no plan is tempted to look for them here.
            models.Index(fields=["user", "status"], condition=Q(user__isnull=False), name="comment_member"),
            models.Index(fields=["network", "created_at"], name="comment_network"),
            models.Index(fields=["email_key", "created_at"], name="comment_address"),
            models.Index(
                fields=["reported_at", "id"], condition=Q(reported_at__isnull=False), name="comment_reported"
            ),
            models.Index(
                fields=["discussion", "-answers", "created_at", "id"],
                condition=Q(parent=None),
                name="comment_most_answered",
            ),
            models.Index(fields=["discussion"], condition=Q(is_pick=True), name="comment_picks"),
        ]
        permissions = [
            ("moderate_comment", _("Can approve and remove comments")),
            ("view_address", _("Can see the email addresses of commenters")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("comments:comment", args=[self.pk])

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def is_withdrawn(self) -> bool:
        """Taken out because its writer wanted it so."""
        return self.status == self.Status.REMOVED and self.removal_reason in self.BY_WRITERS

    def is_open_to(self, mine: int | None) -> bool:
        """Its text may be read: approved, or the held comment `mine` that its writer sees."""
        return self.is_approved or (self.pk == mine and self.status in self.WAITING)

    @property
    def html(self) -> SafeString:
        return text.render(self.text)

    @property
    def plain(self) -> str:
        """The text without what hides words or turns them around, for where its marks are not drawn."""
        return text.tidy(self.text)

    @property
    def reason_labels(self) -> list[str]:
        labels = dict(self.Reason.choices)
        return [str(labels.get(code, code)) for code in self.reasons]
