"""The filter learns from what moderators decide: approved is not spam, spam is, and removed says nothing of either.

Everybody who learns holds the row that counts all comments until the end of the transaction, and takes it after all
other locks: so what is read below stays true until it is written, and no two wait for each other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from comments.models import Comment, SpamToken
from comments.spam import judging, model

SPAM, HAM = "spam", "ham"
LESSONS = {Comment.Status.SPAM.value: SPAM, Comment.Status.APPROVED.value: HAM}
BATCH = 50
MOST = 100_000
"""Marks that are kept. When there are more, those that were seen least go, until a tenth of the room is free."""
LOOK_EVERY = 500
"""Comments learned, between two looks at how many marks there are."""


def learn(comment: Comment) -> None:
    """Learn what its status says, and unlearn what it said before. Learning twice changes nothing."""
    _teach([comment])


def unlearn(comment: Comment) -> None:
    """Forget it: to be called before its text changes or is erased. Forgetting twice changes nothing."""
    _teach([comment], forget=True)


@contextmanager
def while_changed(comments: Iterable[int]) -> Iterator[None]:
    """Let the block change what these comments, by id, are made of: what they taught is learned anew from what is left.

    Nothing of what is taken out, be it the host of an address or of a website, stays among the marks. To be entered in
    a transaction that holds their rows already.
    """
    learned = Comment.objects.filter(pk__in=comments).exclude(learned_as="").order_by("pk")
    pks = list(learned.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        _teach(Comment.objects.filter(pk__in=pks[start : start + BATCH]), forget=True)
    yield
    for start in range(0, len(pks), BATCH):
        _teach(Comment.objects.filter(pk__in=pks[start : start + BATCH]))


@transaction.atomic
def catch_up(after: int) -> tuple[int, int]:
    """Learn the next decisions that were not learned. Returns (comments, id of the last); (0, after) at the end."""
    due = Comment.objects.filter(pk__gt=after, learned_as="", badge="", decided_at__isnull=False, status__in=LESSONS)
    comments = list(due.select_for_update().order_by("pk")[:BATCH])
    _teach(comments)
    return len(comments), comments[-1].pk if comments else after


@transaction.atomic
def forget_all() -> None:
    """Begin anew, with the shipped prior alone."""
    Comment.objects.exclude(learned_as="").update(learned_as="")
    _totals()
    SpamToken.objects.exclude(token=model.ALL).delete()
    SpamToken.objects.filter(token=model.ALL).update(spam=0, ham=0)


@transaction.atomic
def _teach(comments: Iterable[Comment], *, forget: bool = False) -> None:
    change: dict[str, Counter[str]] = {SPAM: Counter(), HAM: Counter()}
    stored = {each.pk: each for each in Comment.objects.select_for_update().filter(pk__in=[c.pk for c in comments])}
    for comment in comments:
        known = stored.get(comment.pk)
        if known is None:
            continue
        lesson = "" if forget else _lesson(known)
        if lesson != known.learned_as:
            found = (model.ALL, *judging.read(known))
            if known.learned_as:
                change[known.learned_as].subtract(found)
            if lesson:
                change[lesson].update(found)
            Comment.objects.filter(pk=known.pk).update(learned_as=lesson)
        comment.learned_as = lesson
    if change[SPAM] or change[HAM]:
        _write(change)


def _lesson(comment: Comment) -> str:
    """What staff write is no example of what readers write."""
    return "" if comment.badge else LESSONS.get(comment.status, "")


def _totals() -> SpamToken:
    SpamToken.objects.get_or_create(token=model.ALL)
    return SpamToken.objects.select_for_update().get(token=model.ALL)


def _write(change: dict[str, Counter[str]]) -> None:
    before = _totals()
    tokens = sorted({*change[SPAM], *change[HAM]})
    rows = {row.token: row for row in SpamToken.objects.filter(token__in=tokens)}
    kept: list[SpamToken] = []
    gone: list[SpamToken] = []
    for token in tokens:
        row = rows.get(token) or SpamToken(token=token)
        # A mark may have been dropped between the lesson and its end.
        row.spam = max(0, row.spam + change[SPAM][token])
        row.ham = max(0, row.ham + change[HAM][token])
        (kept if row.spam or row.ham or token == model.ALL else gone).append(row)
    SpamToken.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["token"], update_fields=["spam", "ham"], batch_size=300
    )
    SpamToken.objects.filter(token__in=[row.token for row in gone if row.token in rows]).delete()
    after = before.spam + before.ham + change[SPAM][model.ALL] + change[HAM][model.ALL]
    if after // LOOK_EVERY > (before.spam + before.ham) // LOOK_EVERY:
        _prune()


def _prune() -> None:
    number = SpamToken.objects.count()
    if number > MOST:
        seldom = SpamToken.objects.exclude(token=model.ALL).order_by(F("spam") + F("ham"), "token")
        tokens = list(seldom.values_list("token", flat=True)[: number - MOST * 9 // 10])
        for start in range(0, len(tokens), 500):
            SpamToken.objects.filter(token__in=tokens[start : start + 500]).delete()
