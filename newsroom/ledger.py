"""The log of the desk beyond what its forms write: who came and went, and what was done at the terminal.

Lines are only ever added: the database refuses the rest (articles.models.guards). Each is of a person; what nobody
signed in did is the command line's, an account by which nobody can sign in.
"""

import json
from collections.abc import Iterable, Iterator

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# Beside the three acts that the admin knows.
SIGN_IN, OPERATION = 4, 5
ACTS: dict[int, str | Promise] = {
    ADDITION: gettext_lazy("Addition"),
    CHANGE: gettext_lazy("Change"),
    DELETION: gettext_lazy("Deletion"),
    SIGN_IN: gettext_lazy("Sign-in"),
    OPERATION: gettext_lazy("Operation"),
}
COMMAND_LINE = "command-line"
COLUMNS = ("time", "person", "act", "kind", "id", "thing", "what")


def note_sign_in(user: User, message: str) -> None:
    _add(user, SIGN_IN, message, user)


def note_operation(name: str, message: str = "", by: User | None = None) -> LogEntry:
    """Say that something was done to the whole house: a backup, an export, an import."""
    return _add(by or command_line(), OPERATION, message, None, name)


def is_kept() -> bool:
    """Whether anybody works here yet. Before that there is no log, so that an archive finds an empty site."""
    return User.objects.exists()


def command_line() -> User:
    """Who acts where nobody is signed in."""
    known = {"is_active": False, "is_staff": False, "password": "!"}
    return User.objects.get_or_create(username=COMMAND_LINE, defaults=known)[0]


def _add(by: User, act: int, message: str, thing: User | None, name: str = "") -> LogEntry:
    return LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(User) if thing else None,
        object_id=str(thing.pk) if thing else None,
        object_repr=(name or str(thing))[:200],
        action_flag=act,
        change_message=message,
    )


def act_of(entry: LogEntry) -> str:
    return str(ACTS.get(entry.action_flag, entry.action_flag))


def rows(entries: Iterable[LogEntry]) -> Iterator[list[str]]:
    """What a table or a file tells of each, in the order of COLUMNS."""
    for entry in entries:
        kind = entry.content_type.model if entry.content_type else ""
        yield [
            timezone.localtime(entry.action_time).isoformat(timespec="seconds"),
            entry.user.get_username(),
            act_of(entry),
            kind,
            entry.object_id or "",
            entry.object_repr,
            entry.get_change_message(),
        ]


def json_lines(entries: Iterable[LogEntry]) -> Iterator[str]:
    """An object for each, a line for each, with the number by which it can be found again."""
    for entry in entries:
        [row] = rows([entry])
        yield json.dumps({"number": entry.pk} | dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n"
