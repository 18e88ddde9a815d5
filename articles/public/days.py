"""Days, months and years of the calendar as stretches of time in the site's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone


def beginning(day: date) -> datetime:
    """The first instant of the day."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


@dataclass(frozen=True)
class Span:
    """A year, a month or a day: from the first day on, up to but without the day `until`."""

    first: date
    until: date

    @classmethod
    def year(cls, year: int) -> "Span":
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def month(cls, year: int, month: int) -> "Span":
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    @classmethod
    def day(cls, day: date) -> "Span":
        return cls(day, day + timedelta(days=1))

    @property
    def start(self) -> datetime:
        return beginning(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return beginning(self.until)

    @property
    def parts(self) -> list["Span"]:
        """The months of a year, the days of a month."""
        days = (self.until - self.first).days
        if days > 31:
            return [Span.month(self.first.year, month) for month in range(1, 13)]
        return [Span.day(self.first + timedelta(days=number)) for number in range(days)]
