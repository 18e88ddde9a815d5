"""`manage.py void_factors NAME`: the way out for somebody whose telephone is lost."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from newsroom.sign_in import letters

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Make all second factors of somebody void and sign them out everywhere. They sign in with their password and add "
        "new factors. Make sure that it is they who ask."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the name that they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.NEWSROOM_FACTORS:
            raise CommandError("This site asks for no second factor: see NEWSROOM_SECOND_FACTOR.")
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['username']}.")
        count = void(user)
        logger.warning("The second factors of %s were made void.", user.get_username())
        self.stdout.write(f"Void: {count}. {user.get_username()} is signed out, and signs in with the password alone.")


@transaction.atomic
def void(user: User) -> int:
    """How many there were. It stands in the log under their own name: an operator has none there."""
    from allauth.mfa.models import Authenticator

    from newsroom.sign_in import sessions

    count, _kinds = Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    said = "Second factors made void with manage.py void_factors."
    LogEntry.objects.log_actions(user.pk, User.objects.filter(pk=user.pk), CHANGE, said, single_object=True)
    letters.tell(user, "void")
    return count
