"""Clean-up that must follow a delete."""

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from articles.models.illustration import Illustration


@receiver(post_delete, sender=Illustration, dispatch_uid="articles.illustration_files")
def remove_files(sender: type[Illustration], instance: Illustration, **kwargs: Any) -> None:
    """Remove a deleted picture's files, once it is certain that the row is gone."""
    names = [instance.file.name, *(entry[-1] for entry in instance.renditions)]

    def remove() -> None:
        for name in names:
            if name:
                default_storage.delete(name)

    transaction.on_commit(remove, robust=True)
