"""Running tasks, beside any number of other workers."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from newsroom.working import Worker


class Command(db_worker.Command):
    help = "Run tasks as they come, beside any number of other workers."

    def handle(self, **options: Any) -> None:
        # The command makes the worker itself, by this name.
        db_worker.Worker = Worker  # type: ignore[misc]
        super().handle(**options)
