"""What was said under the demo's stories, put into the form in which conversations are loaded."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils.text import slugify

from articles.models import Edition
from comments import loading
from comments.models import Comment
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
REASONS = {Comment.Status.PENDING: Comment.Reason.FIRST, Comment.Status.SPAM: Comment.Reason.LINKS}


def load(slug: str, now: datetime) -> int:
    """Store what was said under the story with this slug. Returns the number of comments; 0 where there are some."""
    edition = Edition.objects.listed(now).filter(slug=slug).first()
    if edition is None:
        return 0
    clock = _times(edition, now, count=sum(map(_size, THREADS[slug])))
    writers = {author["slug"] for author in edition.byline}
    entries = [_entry(said, clock, writers) for said in THREADS[slug]]
    return loading.load(edition.article_id, entries)


def _entry(said: Said, clock: Iterator[datetime], writers: set[str]) -> loading.Entry:
    user = User.objects.filter(author__slug=said.staff).first() if said.staff else None
    badge = (Comment.Badge.AUTHOR if said.staff in writers else Comment.Badge.STAFF) if said.staff else ""
    return loading.Entry(
        name=said.name,
        text=said.text,
        created_at=next(clock),
        status=said.status,
        email=f"{slugify(said.name)}@readers.example",
        user_id=user.pk if user else None,
        badge=badge,
        reasons=tuple(filter(None, [REASONS.get(Comment.Status(said.status))])),
        removal_reason=Comment.Removal.OFF_TOPIC if said.status == Comment.Status.REMOVED else "",
        replies=tuple(_entry(reply, clock, writers) for reply in said.replies),
    )


def _times(edition: Edition, now: datetime, count: int) -> Iterator[datetime]:
    """Moments from publication on, a reply after what it replies to, all of them past and most in the first days."""
    chance = random.Random(edition.slug)  # noqa: S311 (sample data, not secrets)
    span = min(now - edition.published_at, timedelta(days=2)) * 0.95
    yield from (edition.published_at + span * share for share in sorted(chance.random() for _ in range(count)))


def _size(said: Said) -> int:
    return 1 + sum(map(_size, said.replies))
