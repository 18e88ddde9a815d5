"""The stored list of similar posts of each article. `articles.public.similar` fills and reads it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SimilarChoice(models.Model):
    """An editor's word on one article's similar posts: this one always, in this order, or that one never."""

    class Kind(models.TextChoices):
        PIN = "pin", _("Pinned")
        EXCLUDE = "exclude", _("Excluded")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="similar_choices")
    other = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("choice of similar posts")
        verbose_name_plural = _("choices of similar posts")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="similarchoice_once"),
            models.CheckConstraint(condition=~models.Q(article=models.F("other")), name="similarchoice_other"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.kind} {self.other_id}"


class SimilarPosts(models.Model):
    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="similar_posts"
    )
    # Those that an editor chose have the kind of choice as a fifth item; pinned ones come first, excluded ones last.
    entries = models.JSONField(
        default=list,
        help_text="[[article id, score, its first publication in epoch seconds, names of shared tags]], best first.",
    )
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("similar posts")
        verbose_name_plural = _("similar posts")

    def __str__(self) -> str:
        return f"{self.article_id}: {len(self.entries)}"
