"""`manage.py erase_person`: make the account of a colleague void who has left."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from newsroom.long_work import Refused
from newsroom.personal_data import colleagues


class Command(BaseCommand):
    help = (
        "Take name, address, password, factors, sessions, rights and mail from an account. What it did stays, with its "
        "number; bylines stay, for they were published. There is no way back but a backup. It is logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", metavar="LOGIN", help="the account, by the name it signs in with")
        parser.add_argument("--by", required=True, metavar="LOGIN", help="the superuser who does it")
        parser.add_argument("--no-input", action="store_true", help="ask nothing")

    def handle(self, *args: Any, login: str, no_input: bool, **options: Any) -> None:
        user, by = self._known(login), self._known(options["by"])
        if not (by.is_superuser and by.is_active):
            raise CommandError(f"There is no active superuser {by.username!r}.")
        if said := colleagues.refusal(user, by):
            raise CommandError(said)
        if not no_input:
            self._ask(user)
        try:
            done = colleagues.erase(user, by=by)
        except (PermissionDenied, Refused) as refusal:
            raise CommandError(str(refusal)) from refusal
        said = f"Void. Sessions ended: {done.sessions}; comments that lost address and network: {done.comments}."
        self.stdout.write(self.style.SUCCESS(said))

    def _known(self, login: str) -> User:
        user = User.objects.filter(username=login).first()
        if user is None:
            raise CommandError(f"There is no account {login!r}.")
        return user

    def _ask(self, user: User) -> None:
        """Twice: whom it is about, and whether it is meant."""
        name = user.get_full_name() or user.get_username()
        if input(f"This erases {name}. Type the account's login: ") != user.username:
            raise CommandError("That is another login. Nothing was done.")
        if input("For good? Type yes: ") != "yes":
            raise CommandError("Nothing was done.")
