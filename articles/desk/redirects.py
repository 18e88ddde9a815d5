"""Redirects, changed by people and by files: one step each, never in a circle.

A redirect that leads to an old address leads to where that one leads, and those that led to an address that is given a
redirect now lead on. So no reader is sent twice, and none in a circle.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import MissingPage, Redirect
from articles.models.edition import Address
from articles.models.redirect import key_of, path_of, target_of

# What an address leads to that is gone.
GONE = ""
HEAD = ["old", "new"]
MOST_LINES = 100_000
BATCH = 500


class Wish(NamedTuple):
    """What somebody wants of one address: a target, or GONE."""

    old: str
    target: str

    @property
    def key(self) -> str:
        return key_of(self.old)


def wish(old: str, target: str) -> Wish:
    """What was typed, in the form in which it is stored. Raises ValidationError, by the names of the fields."""
    errors: dict[str, Any] = {}
    made = Wish("", "")
    try:
        made = made._replace(old=path_of(old))
    except ValidationError as error:
        errors["old"] = error
    try:
        made = made._replace(target=target_of(target, settings.NEWSROOM_SITE_URL) if target.strip() else GONE)
    except ValidationError as error:
        errors["target"] = error
    if errors:
        raise ValidationError(errors)
    if made.key == "/":
        raise ValidationError({"old": _("The front page stands there.")})
    return made


# --- What people do ---


def settle(pk: int | None, old: str, target: str, is_gone: bool) -> Wish:
    """What the redirect with this id, or a new one, is to be: with the target at the end of the way.

    Raises ValidationError by the names of the fields.
    """
    wanted = wish(old, "" if is_gone else target)
    if not is_gone and wanted.target == GONE:
        raise ValidationError({"target": _("Say where it leads, or that it is gone.")})
    others = Redirect.objects.exclude(pk=pk or 0)
    if others.filter(key=wanted.key).exists():
        raise ValidationError({"old": _("There is a redirect for this address already.")})
    if _story_at([wanted.old]):
        raise ValidationError({"old": _("A story stands at this address, or stood there. It has its own answer.")})
    onward = others.filter(key=_target_key(wanted.target)).first()
    end = _follow(wanted, {onward.key: onward.target} if onward else {})
    if end is None:
        raise ValidationError({"target": _("This would lead in a circle.")})
    return wanted._replace(target=end)


@transaction.atomic
def save(redirect: Redirect, *, by: User) -> Redirect:
    """Store it, new or changed, and have others follow. Raises PermissionDenied, and ValidationError by field."""
    _allow(by, "change" if redirect.pk else "add")
    before = Redirect.objects.select_for_update().filter(pk=redirect.pk).first()
    wanted = settle(redirect.pk, redirect.old, redirect.target, redirect.is_gone)
    _fill(redirect, wanted.old, wanted.target, by)
    redirect.save()
    _lead_on(redirect)
    MissingPage.objects.filter(key=redirect.key).delete()
    said = f"{before.old} → {_said(before.target)}. " if before else ""
    said += f"{redirect.old} → {_said(redirect.target)}."
    LogEntry.objects.log_actions(
        by.pk, [redirect], CHANGE if before else ADDITION, change_message=said, single_object=True
    )
    return redirect


@transaction.atomic
def remove(redirects: Iterable[Redirect], *, by: User) -> None:
    """Have nothing stand at these addresses again. Raises PermissionDenied."""
    _allow(by, "delete")
    gone = list(redirects)
    LogEntry.objects.log_actions(by.pk, gone, DELETION)
    Redirect.objects.filter(pk__in=[redirect.pk for redirect in gone]).delete()


# --- Files ---


@dataclass
class Report:
    """What became of a file's lines. `refused` names each by its number, with the reason."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def summary(self) -> str:
        parts = (_("%d added"), self.added), (_("%d changed"), self.changed), (_("%d as before"), self.unchanged)
        refused = ngettext("%d line left out", "%d lines left out", len(self.refused)) % len(self.refused)
        return ", ".join([*(text % number for text, number in parts), refused]) + "."


class NotReadable(ValueError):
    """The file is none of ours; the message says why, to people."""


def read(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines of a file with an old address and a new one each, by their numbers. Raises NotReadable."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(_("The file is not written in UTF-8. Save it as “CSV UTF-8”.")) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    if not first.count(delimiter):
        raise NotReadable(_("Each line needs two columns: the old address and the new one."))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in rows:
            if rows.line_num > MOST_LINES:
                raise NotReadable(_("The file has more than %(most)d lines. Divide it.") % {"most": MOST_LINES})
            is_head = rows.line_num == 1 and not row[0].strip().startswith(("/", "http"))
            if any(cell.strip() for cell in row) and not is_head:
                yield rows.line_num, row
    except csv.Error as error:
        raise NotReadable(_("Line %(number)d cannot be read.") % {"number": rows.line_num}) from error


@transaction.atomic
def take_over(lines: Iterable[tuple[int, list[str]]], *, by: User) -> Report:
    """Bring these lines in; what cannot be is left out and named. The same lines again change nothing.

    Raises PermissionDenied, and NotReadable before anything is stored.
    """
    _allow(by, "add")
    _allow(by, "change")
    report = Report()
    wanted = dict(_wishes(lines, report))
    known = {redirect.key: redirect for redirect in Redirect.objects.select_for_update()}
    ways = {key: redirect.target for key, redirect in known.items()} | {
        key: one.target for key, (_n, one) in wanted.items()
    }
    changed: list[Redirect] = []
    added: list[Redirect] = []
    for key, (number, one) in wanted.items():
        target = _follow(one, ways)
        if target is None:
            ways.pop(key)
            report.refused.append((number, one.old, _("This would lead in a circle.")))
            continue
        redirect = known.get(key) or Redirect()
        if redirect.pk and redirect.target == target:
            report.unchanged += 1
            continue
        (changed if redirect.pk else added).append(_fill(redirect, one.old, target, by))
    taken = {redirect.key for redirect in (*changed, *added)}
    for redirect in known.values():
        if redirect.target_key in taken and redirect.key not in taken:
            target = _follow(Wish(redirect.old, redirect.target), ways)
            if target is not None and target != redirect.target:
                changed.append(_fill(redirect, redirect.old, target, redirect.created_by))
    Redirect.objects.bulk_create(added, batch_size=BATCH)
    Redirect.objects.bulk_update(changed, ["old", "key", "target", "target_key", "is_gone"], batch_size=BATCH)
    report.added, report.changed = len(added), len(changed)
    if added or changed:
        _log_import(report, (added or changed)[0], by)
    report.refused.sort()
    return report


def take_in(ways: Iterable[tuple[str, str]], *, by: User) -> int:
    """Lead each old path to a path of this site, where nothing stands at the old one and no redirect does. How many.

    For a site that moves in, thing by thing: it never changes a redirect, and the targets must be where things stand now.
    """
    wanted: dict[str, Wish] = {}
    for old, target in ways:
        with suppress(ValidationError):
            one = wish(old, target)
            if one.key != _target_key(one.target):
                wanted.setdefault(one.key, one)
    if not wanted:
        return 0
    taken = _story_at([one.old for one in wanted.values()])
    known = set(Redirect.objects.filter(key__in=wanted).values_list("key", flat=True))
    new = [one for key, one in wanted.items() if key not in known and one.old not in taken]
    made = [_fill(Redirect(), one.old, one.target, by) for one in new]
    Redirect.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def rows() -> Iterator[list[str]]:
    """All redirects as lines of a file that `read` reads; what is gone leads nowhere."""
    yield HEAD
    for old, target in Redirect.objects.order_by("pk").values_list("old", "target").iterator():
        yield [old, target]


# --- Parts ---


def _wishes(lines: Iterable[tuple[int, list[str]]], report: Report) -> Iterator[tuple[str, tuple[int, Wish]]]:
    """What can be wished for, by key; of two lines for one address the later stands."""
    read = []
    for number, row in lines:
        old, target = (*row, "", "")[:2]
        try:
            read.append((number, wish(old, target)))
        except ValidationError as error:
            report.refused.append((number, old.strip()[:80], " ".join(error.messages)))
    taken = _story_at([one.old for _number, one in read])
    for number, one in read:
        if one.old in taken:
            report.refused.append((number, one.old, _("A story stands at this address, or stood there.")))
        else:
            yield one.key, (number, one)


def _follow(one: Wish, ways: Mapping[str, str]) -> str | None:
    """Where it leads in the end; None if that is where it began, or if it never ends."""
    target, seen = one.target, {one.key}
    while target != GONE and (key := _target_key(target)):
        if key in seen:
            return None
        if key not in ways:
            break
        seen.add(key)
        target = ways[key]
    return target


def _target_key(target: str) -> str:
    """The key of a target that is an address of this site; empty for any other."""
    return key_of(target) if target.startswith("/") else ""


def _fill(redirect: Redirect, old: str, target: str, by: User | None) -> Redirect:
    redirect.old, redirect.key = old, key_of(old)
    redirect.target, redirect.target_key = target, _target_key(target)
    redirect.is_gone = target == GONE
    redirect.created_by = redirect.created_by or by
    return redirect


def _lead_on(redirect: Redirect) -> None:
    """Have those that led to its address lead to where it leads."""
    others = Redirect.objects.leading_to(redirect.old).exclude(pk=redirect.pk)
    others.update(target=redirect.target, target_key=redirect.target_key, is_gone=redirect.is_gone)


def _story_at(paths: list[str]) -> set[str]:
    """Those of these paths that belong to a story, for ever."""
    found: set[str] = set()
    for start in range(0, len(paths), BATCH):
        batch = {path if path.endswith("/") else f"{path}/": path for path in paths[start : start + BATCH]}
        known = Address.objects.filter(path__in=batch).values_list("path", flat=True)
        found.update(batch[path] for path in known)
    return found


def _allow(by: User, what: str) -> None:
    if not by.has_perm(f"articles.{what}_redirect"):
        raise PermissionDenied


def _said(target: str) -> str:
    return target or _("gone")


def _log_import(report: Report, one: Redirect, by: User) -> None:
    said = _("From a file: %(summary)s") % {"summary": report.summary}
    LogEntry.objects.log_actions(by.pk, [one], CHANGE, change_message=said, single_object=True)
