"""Letting go of traces whose time is over: `Policy.keep_days`."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from comments import spam
from comments.models import Block, Comment, Commenter, Discussion, ErrorReport, Letter, Report
from comments.models.comment import CommentQuerySet
from comments.moderation import erasing

logger = logging.getLogger(__name__)
GONE = "scrubbed"
# Comments looked at in one transaction, whose discussions are locked meanwhile.
WINDOW = 500


class Progress(NamedTuple):
    looked_at: int
    scrubbed: int


def scrub(before: datetime) -> Iterator[Progress]:
    """Erase networks, and addresses of people who get no mail, from what is older than that. Yields after each batch.

    Each batch is stored by itself, so it can be stopped at any time and started again.
    """
    last = Comment.objects.filter(created_at__lt=before).aggregate(last=Max("pk"))["last"] or 0
    looked_at = scrubbed = 0
    for start in range(0, last, WINDOW):
        scrubbed += _scrub_window(start, before)
        looked_at = min(start + WINDOW, last)
        yield Progress(looked_at, scrubbed)
    _scrub_reports(before)
    _scrub_people(before)
    _scrub_blocks(before)
    logger.info("Scrubbed the traces of %d comments.", scrubbed)


def waiting(before: datetime) -> int:
    """How many comments that old still have what `scrub` would erase."""
    return _traced(Comment.objects.filter(created_at__lt=before)).count()


def forget_colleague(user: User) -> int:
    """Erase address and network from all that somebody wrote while signed in. The name above it was public, and stays."""
    forgotten = last = 0
    theirs = Comment.objects.filter(user=user).exclude(email="", network="").order_by("pk")
    while found := list(theirs.filter(pk__gt=last).values_list("pk", flat=True)[:WINDOW]):
        with transaction.atomic():
            pks = _locked(Comment.objects.filter(pk__in=found))
            _forget(pks, pks)
        forgotten, last = forgotten + len(found), found[-1]
    return forgotten


def _gets_mail() -> Q:
    confirmed = Commenter.objects.filter(email_key=OuterRef("email_key"), confirmed_at__isnull=False, stopped_at=None)
    return Q(Exists(confirmed)) & ~Q(notify="")


def _traced(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.filter(~Q(network="") | (~Q(email="") & ~_gets_mail()))


@transaction.atomic
def _scrub_window(start: int, before: datetime) -> int:
    rows = Comment.objects.filter(pk__gt=start, pk__lte=start + WINDOW, created_at__lt=before)
    pks = _locked(_traced(rows))
    here = Comment.objects.filter(pk__in=pks)
    _forget(pks, list(here.exclude(_gets_mail()).exclude(email="").values_list("pk", flat=True)))
    return len(pks)


def _forget(pks: list[int], nameless: list[int]) -> None:
    """Take the network from all of these, and the address from some."""
    # Without this, the filter would go on counting the hosts of the addresses that are erased.
    with spam.while_changed(nameless):
        Comment.objects.filter(pk__in=nameless).update(email="", email_key="", notify="", details={})
    Comment.objects.filter(pk__in=pks).update(network="")


def _locked(found: CommentQuerySet) -> list[int]:
    """Their ids, and nobody else changes them until the transaction ends. Locks are taken as moderators take them."""
    articles = set(found.values_list("discussion", flat=True))
    list(Discussion.objects.select_for_update().filter(pk__in=articles).order_by("pk").values("pk"))
    return list(found.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _scrub_reports(before: datetime) -> None:
    """Who reported something, which is a hash of a network; of errors that are settled, also name and address."""
    past = f"{GONE}:"
    old = Report.objects.filter(at__lt=before).exclude(reporter__startswith=past)
    # One person is counted once for a comment, so those whom nobody knows any more stay apart.
    old.update(reporter=Concat(Value(past), Cast(F("pk"), CharField())))
    errors = ErrorReport.objects.filter(at__lt=before).exclude(state=ErrorReport.State.OPEN)
    errors.exclude(reporter="", email="", name="").update(reporter="", email="", name="")


@transaction.atomic
def _scrub_people(before: datetime) -> None:
    """People nobody has a word on any more, and letters that are long gone."""
    Letter.objects.filter(created_at__lt=before).exclude(kind=Letter.Kind.DIGEST, sent_at=None).delete()
    written = Comment.objects.filter(email_key=OuterRef("email_key"))
    Commenter.objects.filter(~Exists(written), created_at__lt=before, note="").delete()


def _scrub_blocks(before: datetime) -> None:
    """Of blocks that are over, that there was one, when and by whom; not of what address or network."""
    over = Block.objects.filter(Q(lifted_at__lt=before) | Q(until__lt=before))
    for block in over.exclude(value__startswith=erasing.ERASED).order_by("pk"):
        erasing.forget_block(block)
