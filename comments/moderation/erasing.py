"""Everything of one address taken out, because its owner asked for it. Nothing of this can be taken back."""

from dataclasses import dataclass

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles.models import guards
from comments import held, spam, text
from comments.models import (
    Block,
    Comment,
    Commenter,
    Decision,
    Discussion,
    ErrorReport,
    Letter,
    Note,
    Report,
    Wording,
)
from comments.models.comment import CommentQuerySet
from comments.moderation import patterns
from comments.moderation.record import allow

Status = Comment.Status
BATCH = 200
ERASED = "erased:"


@dataclass(frozen=True)
class Erased:
    comments: int
    kept_words: bool


def erase(email: str, *, keep_words: bool, by: User | None = None) -> Erased:
    """Take the address, and everything that leads to its owner, out of all that is stored.

    Comments lose name, address, website, network and earlier wordings. With `keep_words` they stay, without a name;
    otherwise they are removed too, and those with answers leave a line. Can be called again if it was stopped half-way.
    `by` is the colleague who was asked to; nobody, where the owner came by the link that was mailed to them. Raises
    PermissionDenied.
    """
    if by is not None:
        allow(by, "comments.view_address")
    key = text.key(email)
    total = 0
    while found := list(Comment.objects.filter(email_key=key).order_by("discussion", "pk")[:BATCH]):
        by_article: dict[int, list[Comment]] = {}
        for comment in found:
            by_article.setdefault(comment.discussion_id, []).append(comment)
        for article_id, comments in by_article.items():
            _erase_comments(article_id, comments, keep_words)
        total += len(found)
    done = Erased(total, keep_words)
    _erase_person(email, key, done, by)
    return done


@transaction.atomic
def _erase_comments(article_id: int, comments: list[Comment], keep_words: bool) -> None:
    Discussion.objects.select_for_update().get(pk=article_id)
    pks = [comment.pk for comment in comments]
    rows = Comment.objects.filter(pk__in=pks)
    # All rows that change, before the lock of the filter is taken: see `comments.spam.learning`.
    roots = {comment.root_id for comment in comments}
    list(Comment.objects.select_for_update().filter(pk__in={*pks, *roots}).order_by("pk").values("pk"))
    with spam.while_changed(pks):
        _wipe(rows, pks)
        if not keep_words:
            _remove(article_id, rows, comments)


def _wipe(rows: CommentQuerySet, pks: list[int]) -> None:
    name = _("Anonymous")
    nobody = {"name": name, "name_key": text.key(name), "email": "", "email_key": "", "website": "", "network": ""}
    rows.update(**nobody, user=None, badge="", notify="", details={})
    Wording.objects.filter(comment__in=pks).delete()
    Note.objects.filter(comment__in=pks).delete()
    held.forget(pks)
    _forget_in_log(Comment, pks)


def _remove(article_id: int, rows: CommentQuerySet, comments: list[Comment]) -> None:
    at, reason = timezone.now(), Comment.Removal.ERASED
    going = [comment for comment in comments if comment.status != Status.REMOVED]
    rows.update(
        status=Status.REMOVED,
        removal_reason=reason,
        text="",
        fingerprint=text.fingerprint(""),
        is_pick=False,
        reported_at=None,
        decided_at=at,
        decided_by=None,
    )
    opened = Report.objects.filter(comment__in=rows, outcome=Report.Outcome.OPEN)
    opened.update(outcome=Report.Outcome.UPHELD, settled_at=at)
    made = {"moderator": None, "to_status": Status.REMOVED, "reason": reason, "at": at}
    Decision.objects.bulk_create(Decision(comment=one, from_status=one.status, **made) for one in going)
    Discussion.objects.filter(pk=article_id).recount()
    below = Comment.objects.approved().filter(root=OuterRef("pk")).exclude(pk=OuterRef("pk")).order_by().values("root")
    roots = Comment.objects.filter(pk__in={comment.root_id for comment in comments})
    roots.update(answers=Coalesce(Subquery(below.annotate(n=Count("pk")).values("n")), 0))


@transaction.atomic
def _erase_person(email: str, key: str, done: Erased, by: User | None) -> None:
    people = Commenter.objects.filter(email_key=key)
    spellings = {email, key, *people.values_list("email", flat=True)}
    same = Q()
    for spelling in spellings:
        same |= Q(to__iexact=spelling)
    Letter.objects.filter(same).delete()
    _forget_in_log(Commenter, list(people.values_list("pk", flat=True)))
    people.delete()
    errors = ErrorReport.objects.filter(email__iexact=email)
    _forget_in_log(ErrorReport, list(errors.values_list("pk", flat=True)))
    if done.kept_words:
        errors.update(name="", email="", reporter="")
    else:
        errors.delete()
    # Who was kept out does not come back in by asking to be forgotten; but only the same address matches a hash.
    for kind, values in ((Block.Kind.ADDRESS, [key]), (Block.Kind.PATTERN, patterns.naming(key))):
        for value in values:
            for block in Block.objects.filter(kind=kind, value=value):
                forget_block(block)
    if by is not None:
        _log(by, email, done)


@transaction.atomic
def forget_block(block: Block) -> None:
    """Let it be of a hash, in its row and in the log."""
    _forget_in_log(Block, [block.pk])
    Block.objects.filter(pk=block.pk).update(value=mark(block.value), note="")


def mark(email: str) -> str:
    """What stands for an address, or a pattern that names one, in a block after its owner was forgotten: `erased:` and 32 hexadecimal digits."""
    return ERASED + salted_hmac("comments.erased", text.key(email), algorithm="sha256").hexdigest()[:32]


def _log(by: User, email: str, done: Erased) -> None:
    said = _("Erased one address; its comments, whose words were removed: %(n)d.")
    if done.kept_words:
        said = _("Erased one address; its comments, whose words were kept: %(n)d.")
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Commenter),
        object_repr=mark(email),
        action_flag=DELETION,
        change_message=said % {"n": done.comments},
    )


def _forget_in_log(model: type, pks: list[int]) -> None:
    """The log names what it is about by its first words, which are a name or an address."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(pk) for pk in pks]
    )
    with guards.lifted(guards.LOG):
        entries.update(object_repr=_("erased"))
