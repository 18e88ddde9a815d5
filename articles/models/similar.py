"""The stored list of similar posts of each article. `articles.public.similar` fills and reads it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SimilarPosts(models.Model):
    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="similar_posts"
    )
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
