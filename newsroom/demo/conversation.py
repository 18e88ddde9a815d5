"""What was said under the demo's stories, put into the form in which conversations are loaded."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.utils.text import slugify

from articles.models import Edition
from comments import loading, moderation
from comments.models import Comment, Discussion
from comments.moderation.holds import WRITTEN
from newsroom.demo.kinds import Said
from newsroom.demo.talk import business, culture, opinion, science, technology, world

THREADS = {
    **technology.THREADS,
    **world.THREADS,
    **business.THREADS,
    **science.THREADS,
    **culture.THREADS,
    **opinion.THREADS,
}
Status = Comment.Status
# How long after a comment its writer changed it, and readers reported it.
SLIP, ALARM = timedelta(seconds=90), timedelta(minutes=20)
# What waits for a moderator, or had waited for one, has not waited longer than this, however old the story is.
WAITS = timedelta(hours=30)


def load(slug: str, now: datetime, moderator: User) -> int:
    """Store what was said under the story with this slug, and do with it what was done.

    Returns the number of comments; 0 where there are some.
    """
    edition = Edition.objects.listed(now).filter(slug=slug).first()
    if edition is None:
        return 0
    clock = _times(edition, now, count=sum(map(_size, THREADS[slug])))
    writers = {author["slug"] for author in edition.byline}
    entries = [_entry(said, edition, clock, writers, now) for said in THREADS[slug]]
    stored = loading.load(edition.article_id, entries)
    if stored:
        comments = {(one.name, one.text): one for one in Comment.objects.filter(discussion=edition.article_id)}
        for said in _all(THREADS[slug]):
            _happen(said, comments[said.name, said.before or said.text], now, moderator)
    return stored


def address(name: str) -> str:
    return f"{slugify(name)}@readers.example"


def _entry(said: Said, edition: Edition, clock: Iterator[datetime], writers: set[str], now: datetime) -> loading.Entry:
    user = User.objects.filter(author__slug=said.staff).first() if said.staff else None
    badge = (Comment.Badge.AUTHOR if said.staff in writers else Comment.Badge.STAFF) if said.staff else ""
    at = next(clock)
    if said.status in Comment.WAITING:
        at = max(at, _lately(said.name, now))
    verdict = _verdict(said, edition, at)
    return loading.Entry(
        name=said.name,
        text=said.before or said.text,
        created_at=at,
        status=verdict.status,
        email=address(said.name),
        user_id=user.pk if user else None,
        badge=badge,
        # Those who advertise sit in one place.
        network=mark("advertisers" if said.status == Status.SPAM else said.name),
        reasons=verdict.reasons,
        details=verdict.details,
        replies=tuple(_entry(reply, edition, clock, writers, now) for reply in said.replies),
    )


def _verdict(said: Said, edition: Edition, at: datetime) -> moderation.Verdict:
    """What became of it at first: what the rules find in the words, and what cannot be seen in them."""
    if said.status not in Comment.WAITING:
        return moderation.Verdict(Status.APPROVED)
    discussion = Discussion(article_id=edition.article_id)
    draft = moderation.Draft(
        edition=edition, discussion=discussion, text=said.text, name=said.name, email=address(said.name)
    )
    found = moderation.judge(draft, at, WRITTEN)
    status = Status.SPAM if found.status == Status.SPAM else Status.PENDING
    return moderation.Verdict(status, (*said.came, *found.reasons, Comment.Reason.FIRST), found.details)


def _happen(said: Said, comment: Comment, now: datetime, moderator: User) -> None:
    """What its writer, readers and moderators did with it, in that order."""
    if said.before:
        moderation.edit(comment, said.text, comment.created_at + SLIP)
    for number, (reason, words) in enumerate(said.reports):
        reporter = mark(f"{comment.pk} {number}")
        at = min(comment.created_at + ALARM, now)
        if said.status == Status.APPROVED and not said.kept:
            at = max(at, _lately(reporter, now))
        moderation.report(comment, reason, words, reporter, at)
    if said.note:
        moderation.note(comment, said.note, moderator)
    if said.kept:
        moderation.keep(comment, moderator)
    if said.pick:
        moderation.pick(comment, moderator)
    if said.status == Status.REMOVED:
        moderation.remove(comment, moderator, said.removal)
    if said.status == Status.SPAM:
        # What the rules did not take for it, and nothing of what they did.
        moderation.mark_spam(comment, moderator)


def _times(edition: Edition, now: datetime, count: int) -> Iterator[datetime]:
    """Moments from publication on, a reply after what it replies to, all of them past and most in the first days."""
    chance = random.Random(edition.slug)  # noqa: S311 (sample data, not secrets)
    span = min(now - edition.published_at, timedelta(days=2)) * 0.95
    yield from (edition.published_at + span * share for share in sorted(chance.random() for _ in range(count)))


def _lately(of: str, now: datetime) -> datetime:
    return now - WAITS * (int(mark(of), 16) % 1000 / 1000)


def mark(of: str) -> str:
    """Stands for a network, or for a person who reports."""
    return sha256(of.encode()).hexdigest()[:16]


def _all(said: tuple[Said, ...]) -> Iterator[Said]:
    for one in said:
        yield one
        yield from _all(one.replies)


def _size(said: Said) -> int:
    return 1 + sum(map(_size, said.replies))
