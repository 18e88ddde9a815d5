"""Which texts show which pictures, so that "used in" need not read every text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PictureUse(models.Model):
    """A picture inside a text. Pictures at the head of a story are found by the story's own column."""

    illustration = models.ForeignKey("articles.Illustration", on_delete=models.PROTECT, related_name="uses")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, null=True, related_name="picture_uses")
    edition = models.ForeignKey("articles.Edition", on_delete=models.CASCADE, null=True, related_name="picture_uses")

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [
            models.UniqueConstraint(fields=["illustration", "article"], name="pictureuse_article_once"),
            models.UniqueConstraint(fields=["illustration", "edition"], name="pictureuse_edition_once"),
            models.CheckConstraint(
                condition=Q(article=None, edition__isnull=False) | Q(article__isnull=False, edition=None),
                name="pictureuse_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.illustration_id} in {self.article_id or self.edition_id}"
