"""`manage.py erase_old`: let go of what has been kept for as long as the site says."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from newsroom import ledger
from newsroom.long_work import LongCommand, Refused, alone
from newsroom.personal_data import retention

OLDER = {0: "by now", 1: "older than a day"}


class Command(LongCommand):
    help = (
        "Erase what has been kept for as long as the rules of the conversation and the settings NEWSROOM_KEEP_… say: "
        "traces of readers, letters, links to drafts, revisions, lines of the log, finished tasks, sessions. For every "
        "night; may be stopped at any time and started again. What went stands in the desk's log."
    )

    gone: dict[str, int]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only; erase nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now, self.gone = timezone.now(), {}
        try:
            with alone("erase_old", "Another erase_old is at work on this machine."):
                for rule in retention.rules():
                    self._keep(rule, now, dry_run)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            self.stdout.write("Stopped. What is done is done; start it again to go on.")
        else:
            self.stdout.write(self.style.SUCCESS("Nothing was changed." if dry_run else "Done."))

    def _keep(self, rule: retention.Rule, now: Any, dry_run: bool) -> None:
        if rule.days is None:
            self.stdout.write(f"{rule.name}: kept for ever")
            return
        before, older = now - timedelta(days=rule.days), OLDER.get(rule.days, f"older than {rule.days} days")
        if dry_run:
            self.stdout.write(f"{rule.name}: {rule.count(before):,} {older} would go")
            return
        self.gone[rule.name] = 0
        for number in rule.erase(before):
            self.gone[rule.name] += number
            self.tell(rule.name, self.gone[rule.name], 0)
        self.stdout.write(f"{rule.name}: {self.gone[rule.name]:,} {older} gone")

    def _note(self, options: dict[str, Any]) -> None:
        """What went, where anything did."""
        said = "; ".join(f"{name}: {number}" for name, number in self.gone.items() if number)
        if said and ledger.is_kept():
            ledger.note_operation("erase_old", said)
