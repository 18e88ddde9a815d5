"""Readers in great numbers: what they said under the stories of an archive, stored in bulk with all that belongs to it."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from articles import html
from articles.models import Article
from comments import loading
from comments.models import Comment, Discussion, Policy, Report, SpamToken
from newsroom.demo import load

BATCH = 2_000
A_STORY = (1, 119)  # comments under one, so 60 on average
ANSWERS = 0.4  # of all comments
WRITES = 5  # comments of one person, on average
DAYS = 3650
STATUSES = {"approved": 80, "pending": 8, "spam": 9, "removed": 3}
REPORTED = 0.01
LISTED = 5_000  # words that hold comments
LEARNED = 50_000  # marks that the spam filter knows

Progress = Callable[[str, list[Any]], Iterator[Any]]


# --- The archive ---


def number() -> int:
    return Comment.objects.count()


def clear() -> None:
    """Begin with no comment at all."""
    with connection.cursor() as cursor:
        for model in (Report, Comment, Discussion):
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            verb = "TRUNCATE" if cascade else "DELETE FROM"
            if not cascade:
                cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute(f'{verb} "{model._meta.db_table}"{cascade}')
        if connection.vendor == "sqlite":
            for table in ("letter", "decision", "note", "wording"):
                cursor.execute(f'DELETE FROM "comments_{table}"')
            cursor.execute("PRAGMA foreign_keys=ON")


def rules() -> None:
    """A newsroom that has used its rules for years: long lists, a filter that has learned much."""
    words = "\n".join(f"unwanted{number}" for number in range(LISTED))
    Policy(hold_words=words, mail_held=True).save()
    if SpamToken.objects.count() < LEARNED:
        tokens = [SpamToken(token="", spam=30_000, ham=60_000)]
        tokens += [SpamToken(token=f"word:learned{number}", spam=number % 7, ham=3) for number in range(LEARNED)]
        tokens += [SpamToken(token=f"word:{word}", spam=9, ham=40) for word in sorted(set(_words()))]
        SpamToken.objects.bulk_create(tokens, ignore_conflicts=True, batch_size=BATCH)


def shapes(size: int) -> dict[str, int]:
    """Three discussions of so many comments, each under one of the last three stories. Returns {shape: article}."""
    last = list(Article.objects.order_by("-pk").values_list("pk", flat=True)[:3])
    made = dict(zip(("roots", "one root", "chain"), last, strict=True))
    now, number = timezone.now() - timedelta(days=1), count(1)

    def entry(*replies: loading.Entry) -> loading.Entry:
        n = next(number)
        return loading.Entry(f"Reader {n}", f"Remark {n}, and why.", now - timedelta(seconds=n), replies=replies)

    chain = entry()
    for _n in range(size - 1):
        chain = entry(chain)
    wanted = {
        "chain": [chain],
        "one root": [entry(*(entry() for _n in range(size - 1)))],
        "roots": [entry() for _n in range(size)],
    }
    for shape, entries in wanted.items():
        if Comment.objects.filter(discussion=made[shape]).count() != size:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM comments_comment WHERE discussion_id = %s", [made[shape]])
                loading.load(made[shape], entries)
    return made


def grow(total: int, progress: Progress) -> None:
    """Add comments under one story after the other until there are so many. The last three stories are left alone."""
    stories = list(Article.objects.order_by("pk").values_list("pk", flat=True))[:-3]
    stored, begun = Comment.objects.count(), Comment.objects.filter(discussion__in=stories[-1:]).exists()
    done = set() if begun else set(Discussion.objects.values_list("pk", flat=True))
    chance, first = random.Random(total), (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
    people, wanted = max(1, total // WRITES), []
    plan = [(story, chance.randint(*A_STORY)) for story in stories if story not in done]
    for story, number in progress("comments, stories", _enough(plan, total - stored)):
        wanted += _under(story, first + len(wanted) + 1, number, people, chance)
        if len(wanted) >= BATCH:
            first += len(wanted)
            _store(wanted)
            wanted = []
    _store(wanted)


def _enough(plan: list[tuple[int, int]], missing: int) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    for story, number in plan:
        if missing <= 0:
            break
        chosen.append((story, min(number, missing)))
        missing -= number
    return chosen


def _store(comments: list[Comment]) -> None:
    """Store whole discussions, with their counts and what readers reported."""
    shown: dict[int, int] = {}
    for one in comments:
        shown[one.discussion_id] = shown.get(one.discussion_id, 0) + one.is_approved
    Discussion.objects.bulk_create(Discussion(article_id=story, count=n) for story, n in shown.items())
    Comment.objects.bulk_create(comments)
    Report.objects.bulk_create(
        Report(comment=one, reason="spam", reporter=f"{one.pk:064x}", at=one.reported_at)
        for one in comments
        if one.reported_at
    )
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)


# --- One discussion ---


def _under(story: int, first: int, number: int, people: int, chance: random.Random) -> list[Comment]:
    """So many comments with ids from `first` on, some of them answers to earlier ones."""
    made: list[Comment] = []
    begun = timezone.now() - timedelta(days=chance.uniform(1, DAYS))
    for pk in range(first, first + number):
        parent = chance.choice(made) if made and chance.random() < ANSWERS else None
        made.append(_comment(pk, story, parent, chance.randrange(people), chance))
        made[-1].created_at = begun + timedelta(minutes=len(made) * chance.uniform(1, 9))
    below = {one.pk: one for one in made if one.parent_id is None}
    for one in made:
        if one.parent_id and one.is_approved and one.root_id:
            below[one.root_id].answers += 1
        if one.is_approved and chance.random() < REPORTED:
            one.reported_at = one.created_at
        if one.status != Comment.Status.PENDING:
            one.decided_at = one.created_at + timedelta(hours=1)
    return made


def _comment(pk: int, story: int, parent: Comment | None, person: int, chance: random.Random) -> Comment:
    status = chance.choices(list(STATUSES), list(STATUSES.values()))[0]
    return Comment(
        pk=pk,
        discussion_id=story,
        parent_id=parent and parent.pk,
        root_id=parent.root_id if parent else pk,
        name=f"Reader {person}",
        email=f"reader{person}@readers.example",
        text=remark(pk, chance),
        status=status,
        reasons=["first"] if status == Comment.Status.PENDING else [],
        removal_reason="off_topic" if status == Comment.Status.REMOVED else "",
        network=f"{person:016x}",
    )


def remark(number: int, chance: random.Random) -> str:
    """Some forty words that nobody has said before."""
    words = chance.choices(_words(), k=chance.randint(20, 60))
    return f"{' '.join(words).capitalize()}, {number}."


_made: list[str] = []


def _words() -> list[str]:
    if not _made:
        _made.extend(word for piece in load.PIECES for word in html.plain_text(piece.body).lower().split())
    return _made
