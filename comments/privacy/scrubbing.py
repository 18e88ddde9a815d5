"""Letting go of traces whose time is over: `Policy.keep_days`."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from comments.models import Comment, Commenter, Letter

logger = logging.getLogger(__name__)
# Comments looked at in one transaction.
WINDOW = 5000


class Progress(NamedTuple):
    looked_at: int
    scrubbed: int


def scrub(before: datetime) -> Iterator[Progress]:
    """Erase networks, and addresses of people who get no mail, from comments older than that. Yields after each batch.

    Each batch is stored by itself, so it can be stopped at any time and started again.
    """
    last = Comment.objects.filter(created_at__lt=before).aggregate(last=Max("pk"))["last"] or 0
    looked_at = scrubbed = 0
    for start in range(0, last, WINDOW):
        scrubbed += _scrub_window(start, before)
        looked_at = min(start + WINDOW, last)
        yield Progress(looked_at, scrubbed)
    _scrub_people(before)
    logger.info("Scrubbed the traces of %d comments.", scrubbed)


@transaction.atomic
def _scrub_window(start: int, before: datetime) -> int:
    rows = Comment.objects.filter(pk__gt=start, pk__lte=start + WINDOW, created_at__lt=before)
    gets_mail = Commenter.objects.filter(email_key=OuterRef("email_key"), confirmed_at__isnull=False, stopped_at=None)
    kept = Q(Exists(gets_mail)) & ~Q(notify="")
    found = rows.filter(~Q(network="") | (~Q(email="") & ~kept))
    pks = list(found.values_list("pk", flat=True))
    here = Comment.objects.filter(pk__in=pks)
    here.exclude(kept).update(email="", email_key="", notify="")
    here.update(network="")
    return len(pks)


@transaction.atomic
def _scrub_people(before: datetime) -> None:
    """People nobody has a word on any more, and letters that are long gone."""
    Letter.objects.filter(created_at__lt=before).exclude(kind=Letter.Kind.DIGEST, sent_at=None).delete()
    written = Comment.objects.filter(email_key=OuterRef("email_key"))
    Commenter.objects.filter(~Exists(written), created_at__lt=before, note="").delete()
