"""`manage.py draw_icons`: draw favicon, touch icon and app icons anew from the one drawing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.icons import NotReadable, draw_all


class Command(BaseCommand):
    help = "Draw all icons of the site from static/newsroom/icon.svg, beside it. Commit what it writes."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.STATICFILES_DIRS[0]) / "newsroom"
        try:
            files = draw_all((folder / "icon.svg").read_text())
        except NotReadable as error:
            raise CommandError(str(error)) from error
        for name, data in files.items():
            (folder / name).write_bytes(data)
            self.stdout.write(f"{name}: {len(data)} bytes")
