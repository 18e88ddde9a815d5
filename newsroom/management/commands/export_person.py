"""`manage.py export_person`: what the site keeps of one colleague, for them to have."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from newsroom import ledger
from newsroom.personal_data import colleagues


class Command(BaseCommand):
    help = (
        "Write as JSON all that leads to an account: who it is, its profile, what it wrote, decided and noted, its lines of "
        "the log, factors, sessions and letters. Without secrets, and without the texts of stories. It is logged. What "
        "somebody wrote as a reader is told at /comments/privacy/."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", metavar="LOGIN", help="the account, by the name it signs in with")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        user = User.objects.filter(username=login).first()
        if user is None:
            raise CommandError(f"There is no account {login!r}.")
        for part in _json(colleagues.everything(user)):
            self.stdout.write(part, ending="")
        ledger.note_operation("export_person", user.username)


def _json(told: Iterator[tuple[str, Iterator[colleagues.Row]]]) -> Iterator[str]:
    """An object of lists, row by row: a long life at the desk fits into no memory."""
    yield "{"
    for number, (name, rows) in enumerate(told):
        yield f"{',' if number else ''}\n{json.dumps(name)}: ["
        for place, row in enumerate(rows):
            yield f"{',' if place else ''}\n {json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)}"
        yield "]"
    yield "\n}\n"
