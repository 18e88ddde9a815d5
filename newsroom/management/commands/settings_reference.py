"""`manage.py settings_reference`: print docs/settings.md, made from the settings."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom import reference


class Command(BaseCommand):
    help = "Print what may be set by variables of the environment, as docs/settings.md has it."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(reference.markdown(), ending="")
