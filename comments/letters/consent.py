"""What readers say about mail to their address. The one place where that changes; each change counts at once."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from comments import moderation
from comments.letters import occasions
from comments.models import Comment, Commenter, Letter, MailChoice, Policy

# Answers that came while an address was not confirmed yet, and are mailed once it is.
MOST_CAUGHT_UP = 50


@transaction.atomic
def confirm(commenter: Commenter) -> None:
    """The owner of the address has shown that it is theirs. Comments that waited for that are judged now."""
    at = timezone.now()
    if not Commenter.objects.filter(pk=commenter.pk, confirmed_at=None).update(confirmed_at=at):
        return
    commenter.confirmed_at = at
    moderation.confirmed(commenter.email_key)
    _send_own_links(commenter, at)
    answers = Comment.objects.approved().filter(parent__email_key=commenter.email_key).exclude(parent__notify="")
    for answer in answers.select_related("parent").oldest_first()[:MOST_CAUGHT_UP]:
        occasions.tell_of_answer(answer, at)


def _send_own_links(commenter: Commenter, at: datetime) -> None:
    """Their comments that they can still change came too early for the link. What reads like spam gets none."""
    since = at - timedelta(minutes=Policy.current().edit_minutes)
    fresh = Comment.objects.filter(email_key=commenter.email_key, created_at__gt=since)
    for comment in fresh.exclude(status=Comment.Status.SPAM).newest_first()[: occasions.MOST_MINE]:
        occasions.send_own_link(comment)


@transaction.atomic
def stop(commenter: Commenter, comment_id: int = 0) -> None:
    """No more mail on the answers to this comment of theirs; without one, no more mail at all."""
    if comment_id:
        Comment.objects.filter(pk=comment_id, email_key=commenter.email_key).update(notify=Comment.Notify.NOT)
        return
    at = timezone.now()
    if Commenter.objects.filter(pk=commenter.pk, stopped_at=None).update(stopped_at=at):
        commenter.stopped_at = at
        Letter.objects.filter(to=commenter.email, sent_at=None).exclude(kind=Letter.Kind.PRIVACY).delete()


@transaction.atomic
def resume(commenter: Commenter, comment_id: int = 0) -> None:
    """Take back what `stop` did."""
    if comment_id:
        own = Comment.objects.filter(pk=comment_id, email_key=commenter.email_key, notify=Comment.Notify.NOT)
        own.update(notify=Comment.Notify.EACH)
        return
    Commenter.objects.filter(pk=commenter.pk).update(stopped_at=None)
    commenter.stopped_at = None


def choose(colleague: User, *, on_held: bool, on_posted: bool) -> None:
    """What mail a colleague wants from now on."""
    MailChoice.objects.update_or_create(user=colleague, defaults={"on_held": on_held, "on_posted": on_posted})


def quieten(colleague: User, kind: str) -> None:
    """Stop one kind of mail to a colleague."""
    if kind in CHOICES:
        MailChoice.objects.update_or_create(user=colleague, defaults={CHOICES[kind]: False})


CHOICES: dict[str, str] = {Letter.Kind.HELD: "on_held", Letter.Kind.POSTED: "on_posted"}
