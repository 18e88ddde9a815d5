"""When letters are written: each in the transaction of what it tells, so that none is lost and none tells of nothing."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.db.models import Count
from django.utils import timezone

from comments import own
from comments.letters import digests, people
from comments.letters.sending import can_wait, note
from comments.models import Comment, Commenter, Decision, Letter, Policy
from comments.moderation import quota

Kind = Letter.Kind
Status = Comment.Status

# A moderator who takes a decision back within this time has told nobody of it; nor has a writer who mends a slip.
GRACE = timedelta(minutes=2)
# More than so many held comments in so much time are one letter, at the end of that time.
MANY, WINDOW = 5, timedelta(minutes=10)
# So often an address is asked to confirm itself, once a day, if its owner does not answer.
MOST_CONFIRM = 3
# So many links to change a comment are mailed to one address in a day: who lends its name to others gets no flood.
MOST_MINE = 5
# When digests are due, in the newsroom's zone.
MORNING = time(7)


# --- What is told of a comment ---


def after_receipt(comment: Comment) -> None:
    """A comment was stored. Of spam nobody hears."""
    if comment.status == Status.SPAM:
        return
    if comment.notify or Comment.Reason.UNCONFIRMED in comment.reasons:
        ask_to_confirm(comment)
    send_own_link(comment)
    if comment.status == Status.APPROVED:
        _tell_of_approved(comment)
    elif comment.reasons != [Comment.Reason.UNCONFIRMED]:
        tell_of_held(comment)


def after_decision(comment: Comment, decision: Decision) -> None:
    """A moderator decided. That a comment was removed is told only if they wish so."""
    if decision.to_status == Status.REMOVED and getattr(decision, "tell", False):
        tell_writer(comment, decision)
    if decision.to_status != Status.APPROVED:
        return
    _tell_of_approved(comment, by=decision.moderator_id)
    if comment.notify and decision.from_status in Comment.WAITING:
        tell_writer(comment, decision)


def _tell_of_approved(comment: Comment, by: int | None = None) -> None:
    at = timezone.now()
    tell_of_answer(comment, at)
    if Policy.current().mail_approved:
        told = [user for user in people.for_posted(comment, at) if user.pk != by]
        note(_to_colleague(Kind.POSTED, user, comment, due_at=_soon(at)) for user in told)


def tell_of_held(comment: Comment) -> None:
    """To moderators and the writers of the story. To whom many were sent lately, one letter on all goes later."""
    if not Policy.current().mail_held:
        return
    at = timezone.now()
    told = people.for_held(comment, at)
    if not told:
        return
    # Comments under one story come one by one, but under two stories they do not: one letter too many may go then.
    lately = Letter.objects.filter(kind=Kind.HELD, to__in=[user.email for user in told], created_at__gt=at - WINDOW)
    counts = dict(lately.order_by().values_list("colleague").annotate(n=Count("pk")))
    note(
        _to_colleague(Kind.HELD, user, comment, due_at=at) if counts.get(user.pk, 0) < MANY else _on_many(user, at)
        for user in told
    )


def tell_of_answer(answer: Comment, at: datetime) -> None:
    """To the writer of the comment that was answered, if they asked for it, now or with the next digest."""
    parent = answer.parent
    if parent is None or not parent.notify or parent.email_key == answer.email_key:
        return
    commenter = people.reader(parent.email)
    if commenter is None:
        return
    is_daily = parent.notify == Comment.Notify.DAILY
    note(
        [
            Letter(
                kind=Kind.DIGEST if is_daily else Kind.REPLY,
                to=commenter.email,
                comment=answer,
                mark=f"reply:{answer.pk}",
                created_at=at,
                due_at=next_morning(at) if is_daily else _soon(at),
            )
        ]
    )
    if is_daily:
        digests.plan(commenter, next_morning(at))


def tell_writer(comment: Comment, decision: Decision) -> None:
    """To the writer of a comment, if their address is confirmed: what was decided, and why."""
    commenter = people.reader(comment.email)
    if commenter is None or (comment.user_id and comment.user_id == decision.moderator_id):
        return
    at, mark = timezone.now(), f"decision:{decision.pk}"
    fields = {"to": commenter.email, "comment": comment, "decision": decision, "mark": mark}
    note([Letter(kind=Kind.DECISION, created_at=at, due_at=_soon(at), **fields)])


def send_own_link(comment: Comment) -> None:
    """To its writer, if their address is confirmed: the link by which they can change it from any browser."""
    at = timezone.now()
    commenter = people.reader(comment.email) if own.until(comment) > at else None
    if commenter is None:
        return
    lately = Letter.objects.filter(kind=Kind.MINE, to=commenter.email, created_at__gt=at - timedelta(days=1))
    if lately.count() < MOST_MINE:
        fields = {"to": commenter.email, "comment": comment, "mark": f"mine:{comment.pk}"}
        note([Letter(kind=Kind.MINE, created_at=at, due_at=at, **fields)])


# --- What is asked of an address ---


def ask_to_confirm(comment: Comment) -> None:
    """Write to the address of a comment, unless its owner has confirmed it, wants no mail, or was asked often enough."""
    if not comment.email or not people.is_plain(comment.email):
        return
    at = timezone.now()
    commenter, _made = Commenter.objects.get_or_create(
        email_key=comment.email_key, defaults={"email": comment.email, "created_at": at}
    )
    if commenter.confirmed_at or commenter.stopped_at or not people.is_plain(commenter.email):
        return
    asked = Letter.objects.filter(kind=Kind.CONFIRM, to=commenter.email)
    if asked.count() < MOST_CONFIRM:
        mark = f"confirm:{people.hashed(commenter.email)}:{timezone.localdate(at)}"
        note([Letter(kind=Kind.CONFIRM, to=commenter.email, comment=comment, mark=mark, created_at=at, due_at=at)])


def ask_for_privacy(email: str) -> None:
    """Write to an address how to get what is kept of it: once an hour at most, and the same whether it is known.

    Whether there is anything to tell is looked up when the letter leaves. That it was asked for is counted here, because
    the letters to addresses of which nothing is kept go, and a second one would tell them from the others.
    """
    at = timezone.now()
    is_again = quota.spend("privacy", people.hashed(email), 1, at)
    if people.is_plain(email) and not is_again:
        mark = f"privacy:{people.hashed(email)}:{at:%Y-%m-%d %H}"
        note([Letter(kind=Kind.PRIVACY, to=email, mark=mark, created_at=at, due_at=at)])


# --- Parts ---


def _to_colleague(kind: str, user: User, comment: Comment, due_at: datetime) -> Letter:
    # What waits again with other words is told again; what readers see, once.
    words = f":{comment.edited_at.timestamp()}" if kind == Kind.HELD and comment.edited_at else ""
    mark = f"{kind}:{comment.pk}:{user.pk}{words}"
    return Letter(kind=kind, to=user.email, comment=comment, colleague=user, mark=mark, due_at=due_at)


def _on_many(user: User, at: datetime) -> Letter:
    """One for each stretch of `WINDOW`, at its end."""
    stretch = int(at.timestamp() // WINDOW.total_seconds())
    ends = datetime.fromtimestamp((stretch + 1) * WINDOW.total_seconds(), at.tzinfo)
    return Letter(kind=Kind.HELD, to=user.email, colleague=user, mark=f"held:many:{user.pk}:{stretch}", due_at=ends)


def _soon(at: datetime) -> datetime:
    return at + GRACE if can_wait() else at


def next_morning(at: datetime) -> datetime:
    here = timezone.localtime(at)
    today = here.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)
    return today if here < today else today + timedelta(days=1)
