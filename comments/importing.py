"""What readers said on a site that moved in, under the article that its story became. No rule is asked.

Notes that other sites linked there are left out and counted: nobody wrote them to be read. Network addresses are not
brought, and email addresses are kept as those of our own commenters are: shown to moderators alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importing.items import Remark, Standing
from articles.importing.register import Kind, Register
from articles.importing.report import Fate, Report
from comments import text
from comments.models import Comment, Discussion
from comments.models.comment import EMAIL_LENGTH, NAME_LENGTH, WEBSITE_LENGTH

BATCH = 500
STATUS = {
    Standing.APPROVED: Comment.Status.APPROVED,
    Standing.HELD: Comment.Status.PENDING,
    Standing.SPAM: Comment.Status.SPAM,
    Standing.TRASH: Comment.Status.REMOVED,
}


def bring(register: Register, report: Report, article_id: int, remarks: Sequence[Remark], is_open: bool) -> None:
    """Store those remarks that are new. A discussion that was closed there is closed when it is first met here.

    To be called in the transaction that stores the article.
    """
    said = [remark for remark in remarks if not remark.is_link and text.tidy(remark.text)]
    report.count("note of a link", Fate.LEFT, sum(remark.is_link for remark in remarks))
    report.count(Kind.REMARK, Fate.LEFT, sum(not r.is_link for r in remarks) - len(said))
    if not said and is_open:
        return
    known = register.became(Kind.REMARK, [remark.key for remark in said])
    new = {remark.key: remark for remark in said if remark.key not in known}
    report.count(Kind.REMARK, Fate.SAME, len(said) - len(new))
    is_first = not Discussion.objects.filter(pk=article_id).exists()
    if not new and not (is_first and not is_open):
        return
    discussion = Discussion.objects.locked(article_id)
    if is_first and not is_open:
        Discussion.objects.filter(pk=article_id).update(mode=Discussion.Mode.CLOSED, mode_since=timezone.now())
    if new:
        made = _stored(discussion, new, _standing(discussion, known))
        register.add(Kind.REMARK, {key: comment.pk for key, comment in made.items()})
        report.count(Kind.REMARK, Fate.NEW, len(made))
        Discussion.objects.filter(pk=article_id).recount()


def _standing(discussion: Discussion, known: dict[str, str]) -> dict[str, Comment]:
    """Comments of an earlier run, by the keys of the remarks that they were."""
    rows = {str(comment.pk): comment for comment in discussion.comments.filter(pk__in=known.values())} if known else {}
    return {key: rows[pk] for key, pk in known.items() if pk in rows}


def _stored(discussion: Discussion, new: dict[str, Remark], standing: dict[str, Comment]) -> dict[str, Comment]:
    """The comments of these remarks, by their keys, stored with those first that others answer."""
    made: dict[str, Comment] = {}
    for level in _levels(new):
        rows = {one.key: _comment(discussion, one, made.get(one.parent) or standing.get(one.parent)) for one in level}
        Comment.objects.bulk_create(rows.values(), batch_size=BATCH)
        roots = [comment for comment in rows.values() if comment.parent_id is None]
        if roots:
            Comment.objects.filter(pk__in=[comment.pk for comment in roots]).update(root=F("pk"))
        for comment in roots:
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


def _comment(discussion: Discussion, remark: Remark, parent: Comment | None) -> Comment:
    status = STATUS[remark.standing]
    return Comment(
        discussion=discussion,
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
