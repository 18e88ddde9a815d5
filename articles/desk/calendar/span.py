"""The days that a calendar shows. Days are the newsroom's: one with a change of clocks has 23 hours, or 25."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.utils import formats, timezone
from django.utils.translation import gettext as _

WEEK, MONTH = "week", "month"
# Further than anybody plans, and well inside what dates and databases can count.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def at(day: date, clock: time) -> datetime:
    """That time of that day in the newsroom's zone; a time that the clocks skip is the one an hour later."""
    # Through UTC, because a skipped time has no other way to become one that exists.
    return datetime.combine(day, clock.replace(tzinfo=timezone.get_current_timezone())).astimezone(UTC)


def midnight(day: date) -> datetime:
    return at(day, time.min)


@dataclass(frozen=True)
class Span:
    """Whole weeks around `anchor`: its own, or all that touch its month."""

    view: str
    anchor: date
    first: date
    days: int

    @classmethod
    def around(cls, view: str, anchor: date) -> Self:
        if view == WEEK:
            return cls(view, anchor, _week_start(anchor), 7)
        first = _week_start(anchor.replace(day=1))
        last = _week_start(_next_month(anchor) - timedelta(days=1)) + timedelta(days=6)
        return cls(view, anchor, first, (last - first).days + 1)

    @property
    def dates(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.days)]

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return midnight(self.first + timedelta(days=self.days))

    @property
    def previous(self) -> date:
        if self.view == WEEK:
            return self.anchor - timedelta(days=7)
        return (self.anchor.replace(day=1) - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return self.anchor + timedelta(days=7) if self.view == WEEK else _next_month(self.anchor)

    @property
    def title(self) -> str:
        if self.view == MONTH:
            return formats.date_format(self.anchor, "YEAR_MONTH_FORMAT")
        last = self.first + timedelta(days=6)
        start = "DATE_FORMAT"
        if self.first.year == last.year:
            # Translators: a date format, the day of a month alone; as in “23 – 29 November 2026”.
            start = _("j") if self.first.month == last.month else "MONTH_DAY_FORMAT"
        return f"{formats.date_format(self.first, start)} – {formats.date_format(last, 'DATE_FORMAT')}"


def within_reach(day: date) -> bool:
    return FIRST <= day <= LAST


def _week_start(day: date) -> date:
    # Django counts from Sunday, Python from Monday.
    begins = (int(formats.get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    return day - timedelta(days=(day.weekday() - begins) % 7)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
