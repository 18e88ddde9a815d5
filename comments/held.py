"""Telling webhooks of a comment that waits for a moderator."""

from django.conf import settings
from django.urls import reverse

from articles.models.webhook import Webhook
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
    webhooks.note(HELD, f"{HELD}-{comment.pk}", payload)
