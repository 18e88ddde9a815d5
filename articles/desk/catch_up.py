"""A form that somebody else's save has overtaken: brought up to date, so that saving it discards nothing of either.

What was posted is rewritten as if it had been typed into the article as it is now. Where both changed the same, nothing
is saved: the form comes back with both texts, and goes on doing so until somebody has chosen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.desk import compare, reading, revisions, sittings, typed
from articles.desk.draft import Snapshot
from articles.desk.merge import Conflict, Side, settle, values_of
from articles.desk.people import name_of
from articles.desk.typed import comparable
from articles.models import Article, Revision

# Saves between the form and now that are looked through for who wrote what.
LOOKED_THROUGH = 50
CHOICE = "choice-"


@dataclass(frozen=True)
class CaughtUp:
    """What became of a form: the parts `taken` from others, by name, and what has to be chosen."""

    taken: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    writers: Mapping[str, str] | None = None

    def and_then(self, later: "CaughtUp") -> "CaughtUp":
        return replace(later, taken={**self.taken, **later.taken})


NOTHING = CaughtUp({})


def catch_up(request: HttpRequest, article: Article) -> CaughtUp:
    """Rewrite what was posted so that it goes on from what is stored, as far as nothing has to be chosen."""
    data = request.POST.copy()
    version, last = sittings.marks_of(article)
    if data.get("version") == str(version):
        return NOTHING
    request.POST = data  # type: ignore[assignment]  # a copy that may be changed
    read = reading.read(data, article)
    mine = comparable(read.snapshot)
    base = _base(article, data.get("base", ""))
    merged = settle(base.snapshot if base else None, mine, comparable(revisions.snapshot(article)))
    conflicts = tuple(merged.conflicts)
    choices = _choices(data)
    writers = _writers(article, base, [*merged.taken(mine), *(conflict.name for conflict in conflicts)])
    taken = {name: writers[name] for name in merged.taken(mine)}
    if all(conflict.key in choices for conflict in conflicts):
        _write(data, mine, merged.resolved(choices))
        data["version"], data["base"] = str(version), str(last or "")
        return CaughtUp(taken)
    _write(data, mine, merged.values)
    _keep(data, article, comparable(read.unsaved), base, request.user)
    return CaughtUp({}, conflicts, writers)


def tell(request: HttpRequest, taken: Mapping[str, str]) -> None:
    """Say what was taken from whom."""
    for person in dict.fromkeys(taken.values()):
        parts = get_text_list([compare.label(name) for name, by in taken.items() if by == person], _("and"))
        messages.info(request, _("Merged with what %(name)s saved: %(parts)s.") % {"name": person, "parts": parts})


def _base(article: Article, number: str) -> Revision | None:
    """What the form was made from; nothing if that is forgotten, and then all that differs has to be chosen."""
    known = number.isascii() and number.isdecimal() and len(number) <= sittings.LONGEST_VERSION
    found = article.revisions.filter(number=number).first() if known else None
    if found is not None:
        found.snapshot = comparable(found.snapshot)
    return found


def _choices(data: Mapping[str, str]) -> dict[str, Side]:
    return {
        name.removeprefix(CHOICE): Side(value)
        for name, value in data.items()
        if name.startswith(CHOICE) and value in list(Side)
    }


def _write(data: Any, mine: Snapshot, wanted: Mapping[str, Any]) -> None:
    before = values_of(mine)
    typed.put(data, {name: value for name, value in wanted.items() if value != before[name]})


def _keep(data: Any, article: Article, mine: Snapshot, base: Revision | None, user: Any) -> None:
    data["sitting"] = sittings.token_of(data.get("sitting")) or sittings.new_token()
    number = base.number if base else None
    revisions.keep(article, mine, by=user, sitting=data["sitting"], base=number)


def _writers(article: Article, base: Revision | None, names: list[str]) -> dict[str, str]:
    """Who last saved each of these parts since the form was made."""
    found = dict.fromkeys(names, _("somebody"))
    if not names:
        return found
    before = values_of(base.snapshot) if base else {}
    for save in _saves_since(article, base):
        now = values_of(comparable(save.snapshot))
        found |= {name: _name(save.created_by) for name in names if now.get(name) != before.get(name)}
        before = now
    return found


def _saves_since(article: Article, base: Revision | None) -> Iterator[Revision]:
    saves = article.revisions.saves().select_related("created_by").filter(number__gt=base.number if base else 0)
    yield from reversed(saves[:LOOKED_THROUGH])


def _name(user: User | None) -> str:
    return name_of(user) or _("somebody")
