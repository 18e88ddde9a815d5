"""Telling webhooks of a comment that waits for a moderator."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from articles.models.webhook import Delivery, Webhook
from articles.public import webhooks
from comments.models import Comment

HELD = Webhook.Event.COMMENT_HELD


def after_receipt(comment: Comment) -> None:
    """Once for each comment. Its writer's address and network are nobody's business outside."""
    if comment.status != Comment.Status.PENDING:
        return
    payload = {
        "id": comment.pk,
        "name": comment.name,
        "text": comment.text,
        "reasons": comment.reasons,
        "queue": settings.NEWSROOM_SITE_URL + reverse("admin:comments_comment_changelist"),
    }
    webhooks.note(HELD, _key(comment.pk), payload)


def forget(pks: Iterable[int]) -> None:
    """Let go of what messages say of these comments, sent or not."""
    Delivery.objects.filter(webhook__in=Webhook.objects.all(), key__in=[_key(pk) for pk in pks]).delete()


def _key(pk: int) -> str:
    return f"{HELD}-{pk}"
