"""Which model, field, cookie and host has to do with a person, as inventory.toml says; and docs/data.md, made of it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model

FILE = Path(__file__).parent / "inventory.toml"
# What is the same of every model in which nothing tells of a person but who did something.
DID = {
    "whose": "colleagues",
    "why": "who did it stands in the history",
    "until": "as long as the thing",
    "seen_by": "the desk",
    "erased": "`erase_person`: the number stays, its name is void",
}
BEGINNING = """# What is kept of people

Made by `manage.py data_inventory > docs/data.md` of `newsroom/personal_data/inventory.toml`, which tests hold against the code: no
model, field, cookie or connection is missing here. Days are settings ([settings.md](settings.md)) or rules of the conversation
(*Conversation*, *Rules*); `manage.py erase_old` keeps them. Readers see and erase theirs at `/comments/privacy/`; for colleagues it
is done by `manage.py export_person` and `manage.py erase_person`. Backups and archives hold what was there when they were made,
until they go themselves (`NEWSROOM_BACKUP_KEEP`). The log of the process holds no address of a network and no mail address; that of nginx,
as `deploy/` sets it up, holds addresses of networks for as long as logrotate keeps it.
"""


@dataclass(frozen=True)
class Held:
    """What one model holds of people: names of fields, and words for whoever has to answer for it."""

    label: str
    tells: frozenset[str]
    secret: frozenset[str]
    rest: frozenset[str]
    about: dict[str, str]

    @property
    def model(self) -> type[Model] | None:
        return model_of(self.label)

    @property
    def shown(self) -> list[str]:
        """The fields that tell of a person, in the order of the file."""
        return self.about["tells"].split()


def model_of(label: str) -> type[Model] | None:
    """None where its app is not installed: what a second factor needs is an extra."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


@cache
def written() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def people() -> dict[str, Held]:
    """What tells of people, by the model's label."""
    told = written()["people"] | {label: DID | about for label, about in written()["did"].items()}
    return {label: _held(label, about) for label, about in told.items()}


def _held(label: str, about: dict[str, str]) -> Held:
    tells, secret, rest = (frozenset(about.get(name, "").split()) for name in ("tells", "secret", "rest"))
    return Held(label, tells, secret, rest, about)


def fields() -> dict[str, frozenset[str]]:
    """All fields that are named, by the model's label."""
    nobody = {label: frozenset(names.split()) for label, names in written()["nobody"].items()}
    return nobody | {held.label: held.tells | held.rest for held in people().values()}


# --- The page ---


def markdown() -> str:
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield BEGINNING
    yield "## In the database\n"
    yield from _table(("what", "whose", "why", "for how long", "who sees it", "how it goes"), _rows())
    yield "\nOf these nothing tells of a person but who did something, and who is named in what was published:\n"
    for label in written()["did"]:
        yield f"- `{label}`: {_names(people()[label].shown)}"
    yield f"\nNothing of anybody is in {_names(written()['nobody'])}.\n"
    yield "## Cookies\n\nWho only reads gets none. In production their names begin with `__Host-` or `__Secure-`.\n"
    cookies = (
        [f"`{one['prefix']}{one['name']}`", one["who"], one["life"], one["why"]] for one in written()["cookies"]
    )
    yield from _table(("name", "who gets it", "how long", "what for"), cookies)
    yield "\nThe desk's scripts keep in the browser, and send nowhere:\n"
    for name, why in written()["browser"].items():
        yield f"- `{name}…`: {why}"
    yield "\nReaders' browsers ask no other host, unless somebody starts a film or a post of another site that stands in a story.\n"
    yield "## Whom the site asks\n"
    yield from _table(
        ("who", "when", "what they learn"), ([one[name] for name in OUTSIDE] for one in written()["outside"])
    )
    yield ""


OUTSIDE = ("who", "when", "told")


def _rows() -> Iterator[list[str]]:
    for label in written()["people"]:
        held = people()[label]
        said = [held.about[name] for name in ("whose", "why", "until", "seen_by", "erased")]
        yield [f"`{label}`: {_names(held.shown)}", *said]


def _names(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, ...], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
