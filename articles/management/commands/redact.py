"""`manage.py redact`: take the words out of what was published, where an order says so."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from articles.desk import redacting, workflow
from articles.models import Edition


class Command(BaseCommand):
    help = (
        "Blank the headline, text, pictures and sources of an edition that readers see no more; the row, its times and "
        "its address stay. There is no way back but a backup, and old backups still hold the words. It is logged. The "
        "article at the desk is left as it is, and headlines stand in the log: change the one by hand, quote neither."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", type=int, metavar="ARTICLE", help="number of the article, as in its address")
        parser.add_argument("edition", type=int, metavar="EDITION", help="number of the edition, as the desk shows it")
        parser.add_argument("--by", required=True, metavar="LOGIN", help="the superuser who does it")
        parser.add_argument("--reason", required=True, help="by whose order, and why: stands in the log")
        parser.add_argument(
            "--with-revisions", action="store_true", help="also what the desk saved of the article until then"
        )
        parser.add_argument("--no-input", action="store_true", help="ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = Edition.objects.filter(article=options["article"], number=options["edition"]).first()
        by = User.objects.filter(username=options["by"], is_superuser=True, is_active=True).first()
        if edition is None:
            raise CommandError(f"Article {options['article']} has no edition {options['edition']}.")
        if by is None:
            raise CommandError(f"There is no active superuser {options['by']!r}.")
        if not options["no_input"] and input(f"Blank “{edition.headline}” for good? Type yes: ") != "yes":
            raise CommandError("Nothing was done.")
        try:
            revisions = redacting.redact(
                edition, by=by, reason=options["reason"], with_revisions=options["with_revisions"]
            )
        except workflow.NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(self.style.SUCCESS(f"Redacted. Revisions that lost the words too: {revisions}."))
