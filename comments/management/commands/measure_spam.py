"""`manage.py measure_spam`: how well the spam filter does on comments that it has not seen; and its shipped prior."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.models import Policy
from comments.spam import drawing, judging, measuring


class Command(BaseCommand):
    help = "Judge each comment of a labelled set by a model that has not seen it. Changes nothing without --write."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the labelled set, such as tests/comments/spam_set")
        parser.add_argument(
            "--curve", type=Path, metavar="FILE", help="only draw how it learns, as an SVG in this file"
        )
        parser.add_argument("--write", action="store_true", help="make the shipped prior anew from the whole set")

    def handle(self, *args: Any, folder: Path, write: bool, curve: Path | None, **options: Any) -> None:
        try:
            comments = measuring.read_set(folder)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if len({comment.is_spam for comment in comments}) < 2 or len(comments) < 100:
            raise CommandError("The set needs spam and other comments, at least 100 together.")
        try:
            if curve:
                self._draw(comments, curve)
            else:
                self._measure(comments)
        except KeyboardInterrupt:
            self.stdout.write("Stopped. Nothing was written.")
            return
        if write and not curve:
            self._write(comments)

    def _measure(self, comments: list[measuring.Labelled]) -> None:
        judged = measuring.cross_validate(comments, self._progress)
        kinds = measuring.leave_out_kinds(comments, self._progress)
        rules = Policy.current()
        self.stdout.write(f"{len(comments)} comments, {sum(each.is_spam for each in comments)} of them spam.")
        for word, threshold in (("Held", rules.spam_hold), ("Marked as spam", rules.spam_mark)):
            self.stdout.write(f"{word} at {threshold} %:")
            self.stdout.write(f"  of spam: {measuring.reaches(judged, threshold, spam=True)}")
            self.stdout.write(f"  of others: {measuring.reaches(judged, threshold, spam=False)}")
        self.stdout.write(f"Held at {rules.spam_hold} % of a kind of which nothing was seen:")
        for kind, found in kinds.items():
            share = measuring.reaches(found, rules.spam_hold, spam=True)
            self.stdout.write(f"  {kind}: {share.hits} of {share.of}")

    def _draw(self, comments: list[measuring.Labelled], file: Path) -> None:
        points = measuring.learning_curve(comments, Policy.current().spam_hold, self._progress)
        for point in points:
            self.stdout.write(f"{point.decisions} decisions learned:")
            self.stdout.write(f"  of spam: {point.recall}")
            self.stdout.write(f"  of others: {point.false_holds}")
        file.write_text(drawing.draw(points), encoding="utf-8")

    def _progress(self, line: str) -> None:
        self.stderr.write(line)

    def _write(self, comments: list[measuring.Labelled]) -> None:
        counts, curve = measuring.train(comments)
        stored = {"curve": [round(curve.slope, 4), round(curve.shift, 4)], "counts": counts}
        text = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
        judging.PRIOR.write_text(f"{text}\n", encoding="utf-8")
        self.stdout.write(self.style.SUCCESS(f"{len(counts)} marks written to {judging.PRIOR.name}."))
