"""Why no more may be written under a story, and since when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Cause(StrEnum):
    EDITORS = "editors"
    TIME = "time"
    AGE = "age"
    SITE = "site"


@dataclass(frozen=True)
class Closing:
    """An end of a discussion. As text it is what readers are told, in whole sentences."""

    since: datetime
    cause: Cause
    days: int = 0
    """After publication, where that is the cause."""

    @property
    def reason(self) -> str:
        match self.cause:
            case Cause.EDITORS:
                return _("It was closed by the editors.")
            case Cause.TIME:
                return _("It was open until the time that the editors had set.")
            case Cause.SITE:
                return _("Comments are closed on this site.")
        return ngettext(
            "Comments close %(n)d day after publication.", "Comments close %(n)d days after publication.", self.days
        ) % {"n": self.days}

    def __str__(self) -> str:
        when = formats.date_format(timezone.localtime(self.since), "DATETIME_FORMAT")
        return _("This discussion has been closed since %(when)s. %(reason)s") % {"when": when, "reason": self.reason}
