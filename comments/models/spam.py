"""What the spam filter has learned from decisions."""

from django.db import models


class SpamToken(models.Model):
    """How many comments with this mark were spam, and how many were not; the empty mark counts all comments."""

    token = models.CharField(primary_key=True, max_length=64)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.token
