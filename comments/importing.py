"""What readers said on a site that moved in, under the article that its story became. No rule is asked.

Notes that other sites linked there become mentions, not comments. Network addresses are not brought, and email addresses
are kept as those of our own commenters are: shown to moderators alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importing.items import Remark, Standing
from articles.importing.plan import Conversation
from articles.importing.register import Kind, Register, batched
from articles.importing.report import Fate, Report
from comments import text
from comments.models import Comment, Discussion, Mention
from comments.models.comment import EMAIL_LENGTH, NAME_LENGTH, WEBSITE_LENGTH
from comments.models.mention import TITLE_LENGTH

BATCH = 500
STATUS = {
    Standing.APPROVED: Comment.Status.APPROVED,
    Standing.HELD: Comment.Status.PENDING,
    Standing.SPAM: Comment.Status.SPAM,
    Standing.TRASH: Comment.Status.REMOVED,
}


def bring(register: Register, report: Report, conversations: Sequence[Conversation]) -> None:
    """Store those remarks that are new. A discussion that was closed there is closed when it is first met here.

    To be called in the transaction that stores the articles.
    """
    under = {remark.key: one.article_id for one in conversations for remark in one.remarks}
    remarks = [remark for one in conversations for remark in one.remarks]
    said, known = _sorted(register, report, Kind.REMARK, [r for r in remarks if not r.link], _has_words)
    links, _known = _sorted(register, report, Kind.MENTION, [r for r in remarks if r.link], _is_page)
    _open({under[key] for key in (*said, *links)}, {one.article_id for one in conversations if not one.is_open})
    if said:
        made = _stored(said, under, _standing(known))
        register.add(Kind.REMARK, {key: comment.pk for key, comment in made.items()})
        Discussion.objects.filter(pk__in={under[key] for key in said}).recount()
    if links:
        rows = Mention.objects.bulk_create((_mention(under[key], one) for key, one in links.items()), BATCH)
        register.add(Kind.MENTION, {key: row.pk for key, row in zip(links, rows, strict=True)})
        Discussion.objects.filter(pk__in={under[key] for key in links}).recount_mentions()


def _sorted(
    register: Register, report: Report, kind: Kind, remarks: Sequence[Remark], fits: Callable[[Remark], bool]
) -> tuple[dict[str, Remark], dict[str, str]]:
    """Those that are new, by key, and what the others became. All are counted."""
    fitting = {one.key: one for one in remarks if fits(one)}
    known = register.became(kind, fitting)
    new = {key: one for key, one in fitting.items() if key not in known}
    report.count(kind, Fate.LEFT, len(remarks) - len(fitting))
    report.count(kind, Fate.SAME, len(known))
    report.count(kind, Fate.NEW, len(new))
    return new, known


def _has_words(remark: Remark) -> bool:
    return bool(text.tidy(remark.text))


def _is_page(remark: Remark) -> bool:
    return bool(_website(remark.website))


def _open(spoken: set[int], closed: set[int]) -> None:
    """Have discussions of these articles; those that are new and were closed there are closed."""
    wanted = spoken | closed
    there = set(Discussion.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    now, modes = timezone.now(), Discussion.Mode
    Discussion.objects.bulk_create(
        Discussion(article_id=pk, mode=modes.CLOSED if pk in closed else modes.SITE, mode_since=now)
        for pk in sorted(wanted - there)
    )


def _standing(known: dict[str, str]) -> dict[str, Comment]:
    """Comments of an earlier run, by the keys of the remarks that they were."""
    rows = Comment.objects.in_bulk([int(pk) for pk in known.values()])
    return {key: rows[int(pk)] for key, pk in known.items() if int(pk) in rows}


def _stored(new: dict[str, Remark], under: dict[str, int], standing: dict[str, Comment]) -> dict[str, Comment]:
    """The comments of these remarks, by their keys, stored with those first that others answer."""
    made: dict[str, Comment] = {}
    for level in _levels(new):
        rows = {
            one.key: _comment(under[one.key], one, made.get(one.parent) or standing.get(one.parent)) for one in level
        }
        Comment.objects.bulk_create(rows.values(), batch_size=BATCH)
        roots = [comment for comment in rows.values() if comment.parent_id is None]
        for some in batched(roots):
            Comment.objects.filter(pk__in=[comment.pk for comment in some]).update(root=F("pk"))
            for comment in some:
                comment.root_id = comment.pk
        made |= rows
    return made


def _levels(new: dict[str, Remark]) -> Iterator[list[Remark]]:
    """The remarks, each after the one that it answers. Of those that answer each other in a ring, all stand alone."""
    waiting = sorted(new.values(), key=lambda one: (one.created_at, len(one.key), one.key))
    answers: dict[str, list[Remark]] = {}
    level = []
    for one in waiting:
        if one.parent in new and one.parent != one.key:
            answers.setdefault(one.parent, []).append(one)
        else:
            level.append(one)
    seen: set[str] = set()
    while level:
        seen.update(one.key for one in level)
        yield level
        level = [answer for one in level for answer in answers.pop(one.key, ())]
    if ring := [replace(one, parent="") for one in waiting if one.key not in seen]:
        yield ring


def _comment(article_id: int, remark: Remark, above: Comment | None) -> Comment:
    status = STATUS[remark.standing]
    parent = above if above is not None and above.discussion_id == article_id else None
    return Comment(
        discussion_id=article_id,
        parent=parent,
        root_id=parent.root_id if parent else None,
        name=text.tidy_line(remark.name)[:NAME_LENGTH] or _("Anonymous"),
        email=_email(remark.email),
        website=_website(remark.website),
        text=text.tidy(remark.text),
        status=status,
        reasons=[Comment.Reason.HELD] if status == Comment.Status.PENDING else [],
        removal_reason=Comment.Removal.OTHER if status == Comment.Status.REMOVED else "",
        created_at=remark.created_at,
    )


def _mention(article_id: int, remark: Remark) -> Mention:
    address = _website(remark.website)
    return Mention(
        discussion_id=article_id,
        kind=remark.link,
        title=text.tidy_line(remark.name)[:TITLE_LENGTH] or address,
        address=address,
        text=text.tidy(remark.text),
        status=STATUS[remark.standing],
        created_at=remark.created_at,
    )


def _email(address: str) -> str:
    address = text.tidy_line(address)[:EMAIL_LENGTH]
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _website(address: str) -> str:
    address = text.tidy_line(address)
    return address if text.is_web(address) and len(address) <= WEBSITE_LENGTH and " " not in address else ""
