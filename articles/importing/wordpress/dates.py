"""WordPress's dates: one in Greenwich time and one on the site's clock, either of which may be all zeros."""

import re
from datetime import UTC, datetime, tzinfo

_DATE = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)\s*", re.ASCII)
# Archives reach back beyond the web; nothing is planned for a year that no calendar of ours shows.
FIRST_YEAR, LAST_YEAR = 1600, 2200


def read(greenwich: str, local: str, zone: tzinfo) -> datetime | None:
    """The moment that the two name, the first if it names one; None if neither does."""
    if found := _parse(greenwich, UTC):
        return found
    return _parse(local, zone)


def _parse(text: str, zone: tzinfo) -> datetime | None:
    match = _DATE.fullmatch(text)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None
