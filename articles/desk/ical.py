"""A person's calendar as a feed that calendar programs read, at a secret address: RFC 5545, with what RFC 7986 adds."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.desk.calendar.entries import DUE, PLANNED, Entry, Wanted, entries
from articles.desk.secret_links import key_of
from articles.models import CalendarLink, Edition, identity

BEHIND, AHEAD = timedelta(days=30), timedelta(days=180)
# RFC 5545, section 3.1: octets of a line, without its end.
LINE = 75
CONTENT_TYPE = "text/calendar; charset=utf-8"
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Content-Disposition": 'inline; filename="calendar.ics"',
}


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever owns this secret; nobody's secret, and that of one who has left, is not found."""
    link = CalendarLink.objects.select_related("user").filter(key=key_of(secret)).first()
    if link is None or not _may_read(link.user):
        raise Http404
    now = timezone.now()
    found = entries(link.user, Wanted(now - BEHIND, now + AHEAD), now)
    return HttpResponse(calendar(found), content_type=CONTENT_TYPE, headers=HEADERS)


def _may_read(user: User) -> bool:
    can = user.has_perm("articles.view_article") or user.has_perm("articles.change_article")
    return user.is_active and user.is_staff and can


# --- The format ---


def calendar(found: Iterable[Entry]) -> bytes:
    """The entries as one calendar object."""
    name = escaped(identity.current().site_name)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Newsroom//Calendar//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"NAME:{name}", f"X-WR-CALNAME:{name}", "REFRESH-INTERVAL;VALUE=DURATION:PT30M"]
    for entry in found:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(entry: Entry) -> Iterator[str]:
    changed = entry.row.created_at if isinstance(entry.row, Edition) else entry.row.saved_at
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.kind if entry.kind in (PLANNED, DUE) else 'edition'}-{entry.row.pk}@{_host()}"
    yield f"DTSTAMP:{utc(changed)}"
    yield f"DTSTART:{utc(entry.when)}"
    yield "DURATION:PT15M"
    yield f"SUMMARY:{escaped(f'{entry.word}: {entry.headline}')}"
    if entry.assignee:
        yield f"DESCRIPTION:{escaped(entry.assignee)}"
    if entry.section:
        yield f"CATEGORIES:{escaped(entry.section.name)}"
    yield f"URL:{settings.NEWSROOM_SITE_URL}{entry.address}"
    yield f"STATUS:{'TENTATIVE' if entry.kind == PLANNED else 'CONFIRMED'}"
    # It takes up nobody's time.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _host() -> str:
    return urlsplit(settings.NEWSROOM_SITE_URL).hostname or "localhost"


def utc(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Text as a value: section 3.3.11. Control characters, which no value may hold, are dropped."""
    for plain, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        text = text.replace(plain, safe)
    return "".join(character for character in text if character >= " " and character != "\x7f")


def folded(line: str) -> bytes:
    """The line with its end, broken where it is longer than LINE octets, never inside a character."""
    parts: list[bytes] = []
    part = b""
    for character in line:
        octets = character.encode(errors="replace")
        # The space that begins a continued line counts too.
        if len(part) + len(octets) > LINE - bool(parts):
            parts.append(part)
            part = b""
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
