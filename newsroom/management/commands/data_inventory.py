"""`manage.py data_inventory`: print docs/data.md, made from the inventory of what is kept of people."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.personal_data import inventory


class Command(BaseCommand):
    help = "Print what is kept of people, which cookies there are and whom the site asks, as docs/data.md has it."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(inventory.markdown(), ending="")
