"""When time alone will change what readers see: a page that was made now is as good as new until then."""

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from articles.models import identity
from articles.models.edition import FOREVER, Edition
from articles.models.slot import Slot


def next_change(at: datetime) -> datetime:
    """The first instant after `at` at which an edition or a place on the front page begins or ends, or the day does.

    Three reads of an index. What only the latest comment or the last day's corrections depend on is not among it.
    """
    comes = Edition.objects.filter(live_from__gt=at).aggregate(first=Min("live_from"))["first"]
    goes = Edition.objects.filter(live_until__gt=at, live_until__lt=FOREVER).aggregate(first=Min("live_until"))[
        "first"
    ]
    frees = Slot.objects.filter(expires_at__gt=at).aggregate(first=Min("expires_at"))["first"]
    notice = identity.current().notice_until
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    times = [comes, goes, frees, notice, today + timedelta(days=1)]
    return min(time for time in times if time is not None and time > at)
