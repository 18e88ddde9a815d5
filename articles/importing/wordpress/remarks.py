"""Comments of WordPress, and the notes that other sites linked here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from articles.importing import plain
from articles.importing.items import Leftover, Remark, Standing
from articles.importing.wordpress import dates
from articles.importing.wordpress.reading import Fields, Record, number

STANDINGS = {
    "1": Standing.APPROVED,
    "approve": Standing.APPROVED,
    "0": Standing.HELD,
    "hold": Standing.HELD,
    "spam": Standing.SPAM,
    "trash": Standing.TRASH,
    "post-trashed": Standing.TRASH,
}
LINKS = ("pingback", "trackback")
_LONGEST, _LONGEST_NAME = 2000, 200
COMMENTS = ("", "comment", "review", *LINKS)


def read(record: Record, zone: tzinfo) -> tuple[list[Remark], list[Leftover]]:
    """The comments of an item, each after the one that it answers, and those that are none."""
    remarks: dict[str, Remark] = {}
    leftovers: list[Leftover] = []
    for fields in record.comments:
        key = number(fields.get("wp:comment_id", ""))
        at = dates.read(fields.get("wp:comment_date_gmt", ""), fields.get("wp:comment_date", ""), zone)
        text = plain.paragraphs(fields.get("wp:comment_content", ""))
        if reason := _reason(fields, key, at, text) or (_("Its number is used twice.") if key in remarks else ""):
            leftovers.append(Leftover("comment", key, plain.shortened(text, 80), reason, record.line))
        elif at:
            remarks[key] = _remark(fields, key, at, text)
    return list(_in_order(remarks)), leftovers


def _reason(fields: Fields, key: str, at: datetime | None, text: str) -> str:
    """Why it cannot be brought over; empty if it can."""
    if not key:
        return _("It has no number.")
    if fields.get("wp:comment_type", "").strip() not in COMMENTS:
        return _("It is a note of a plugin, not a comment.")
    if not at:
        return _("It has no date.")
    is_link = fields.get("wp:comment_type", "").strip() in LINKS
    if is_link and not _web(fields):
        return _("It names no page.")
    return "" if text or is_link else _("It has no words.")


def _remark(fields: Fields, key: str, at: datetime, text: str) -> Remark:
    kind = fields.get("wp:comment_type", "").strip()
    return Remark(
        key,
        plain.line(fields.get("wp:comment_author", "")[:_LONGEST])[:_LONGEST_NAME] or _("Anonymous"),
        text,
        at,
        STANDINGS.get(fields.get("wp:comment_approved", "").strip(), Standing.HELD),
        parent=number(fields.get("wp:comment_parent", "")),
        email=fields.get("wp:comment_author_email", "").strip()[:_LONGEST_NAME],
        website=_web(fields),
        link=kind if kind in LINKS else "",
    )


def _web(fields: Fields) -> str:
    """The page that somebody named as theirs; empty for what is none."""
    address = fields.get("wp:comment_author_url", "").strip()[:_LONGEST]
    return address if address.startswith(("http://", "https://")) else ""


def _in_order(remarks: dict[str, Remark]) -> Iterator[Remark]:
    """By date, but no answer before its question. One that answers nothing that is here, or itself, begins a thread."""
    told: set[str] = set()
    for remark in sorted(remarks.values(), key=lambda remark: remark.created_at):
        line = [remark]
        asked = {remark.key}
        while (above := remarks.get(line[-1].parent)) and above.key not in told | asked:
            line.append(above)
            asked.add(above.key)
        for one in reversed(line):
            if one.key not in told:
                yield one if one.parent in told else _beginning(one)
                told.add(one.key)


def _beginning(remark: Remark) -> Remark:
    return replace(remark, parent="")
