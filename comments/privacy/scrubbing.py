"""Letting go of traces whose time is over: `Policy.keep_days`."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import CharField, Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from comments import spam
from comments.models import Comment, Commenter, Discussion, ErrorReport, Letter, Report
from comments.models.comment import CommentQuerySet

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
    logger.info("Scrubbed the traces of %d comments.", scrubbed)


@transaction.atomic
def _scrub_window(start: int, before: datetime) -> int:
    rows = Comment.objects.filter(pk__gt=start, pk__lte=start + WINDOW, created_at__lt=before)
    gets_mail = Commenter.objects.filter(email_key=OuterRef("email_key"), confirmed_at__isnull=False, stopped_at=None)
    kept = Q(Exists(gets_mail)) & ~Q(notify="")
    found = rows.filter(~Q(network="") | (~Q(email="") & ~kept))
    pks = _locked(found)
    here = Comment.objects.filter(pk__in=pks)
    nameless = list(here.exclude(kept).exclude(email="").values_list("pk", flat=True))
    # Without this, the filter would go on counting the hosts of the addresses that are erased.
    with spam.while_changed(nameless):
        Comment.objects.filter(pk__in=nameless).update(email="", email_key="", notify="", details={})
    here.update(network="")
    return len(pks)


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
