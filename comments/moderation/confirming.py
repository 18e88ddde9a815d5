"""What becomes of comments that only waited for their writer to confirm an address."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from comments.models import Comment, Decision, Discussion, Policy
from comments.moderation import blocks, decisions

Reason = Comment.Reason
Status = Comment.Status


@transaction.atomic
def confirmed(email_key: str) -> int:
    """Judge anew, without that reason, what waits under this address; return how many readers now see.

    The other reasons were found when the comment came, and stand: a comment that has any goes on to the moderators. So
    does one whose writer, or discussion, has been put under a hold since.
    """
    waiting = Comment.objects.pending().filter(email_key=email_key)
    places = [
        (pk, article)
        for pk, article, reasons in waiting.values_list("pk", "discussion", "reasons")
        if _for_this(reasons)
    ]
    return sum(_judge(pk, article) for pk, article in sorted(places, key=lambda place: (place[1], place[0])))


def _judge(pk: int, article_id: int) -> bool:
    discussion = Discussion.objects.select_for_update().get(pk=article_id)
    comment = Comment.objects.get(pk=pk)
    if comment.status != Status.PENDING or not _for_this(comment.reasons):
        return False
    others = (reason for reason in comment.reasons if reason != Reason.UNCONFIRMED)
    comment.reasons = list(dict.fromkeys([*others, *_since(comment, discussion)]))
    comment.status = Status.PENDING if comment.reasons else Status.APPROVED
    comment.save(update_fields=["reasons", "status"])
    if not comment.is_approved:
        for wait in decisions.AFTER_RECEIPT:
            wait(comment)
        return False
    decisions._count(comment, +1)
    made = Decision.objects.create(
        comment=comment, moderator=None, from_status=Status.PENDING, to_status=Status.APPROVED, at=timezone.now()
    )
    for follow in decisions.AFTER_DECISION:
        follow(comment, made)
    return True


def _since(comment: Comment, discussion: Discussion) -> Iterator[str]:
    """What holds comments from there now, and may not have done so when this one came."""
    if discussion.is_held(Policy.current()):
        yield Reason.HELD
    if blocks.find(comment.email, comment.network, timezone.now()):
        yield Reason.BLOCKED


def _for_this(reasons: list[str]) -> bool:
    return Reason.UNCONFIRMED in reasons
