"""What was acknowledged, what of it is found afterwards, and whether it is whole and there once."""

import threading
import time
from collections import Counter

KINDS = ("comments", "saves", "publications")


class Tally:
    """Everything that an answer of success was given for since the beginning, and what was answered otherwise."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self.answers = Counter[str]()
        self.errors = Counter[str]()
        self.unclear: list[str] = []
        self._checked = 0
        self._lock = threading.Lock()

    def took(self, kind: str, mark: str) -> None:
        with self._lock:
            self.acknowledged[kind].add(mark)
            self.answers[kind] += 1

    def read(self) -> None:
        with self._lock:
            self.answers["reads"] += 1

    def missed(self, kind: str, why: str, *, is_unclear: bool = False) -> None:
        """What was asked was not done. Whoever asked was told so or saw no answer; if not clearly, that is wrong."""
        with self._lock:
            self.errors[f"{kind}: {why}"] += 1
            if is_unclear:
                self.unclear.append(f"no clear answer: {kind}, {why}")

    def total(self) -> int:
        return sum(len(marks) for marks in self.acknowledged.values())

    def check(self) -> tuple[int, list[str]]:
        """Compare with the database. Returns how much was found of all that was ever acknowledged, and what is wrong."""
        _reconnect()
        with self._lock:
            expected = {kind: set(marks) for kind, marks in self.acknowledged.items()}
        stored = _stored()
        unclear, self.unclear = self.unclear, []
        found = sum(len(marks & stored[kind].keys()) for kind, marks in expected.items())
        wrong = [f"lost: {mark}" for kind, marks in expected.items() for mark in sorted(marks - stored[kind].keys())]
        twice = (mark for kind in ("comments", "publications") for mark, times in stored[kind].items() if times > 1)
        wrong += [f"stored twice: {mark}" for mark in twice if mark.endswith(MARK)]
        return found, wrong + unclear + self._half_published()

    def _half_published(self) -> list[str]:
        """Editions since the last time which lack what belongs to them, and live ones that cannot be found."""
        from articles.models import Edition

        new = Edition.objects.filter(pk__gt=self._checked).order_by("pk").select_related("revision")
        wrong = []
        for edition in new.prefetch_related("tagged", "credited"):
            wrong += [f"half published: {edition.headline}, {lack}" for lack in _lacks(edition)]
            self._checked = edition.pk
        wrong += [
            f"half published: {headline}, not in the search"
            for headline in Edition.objects.live().filter(search_document=None).values_list("headline", flat=True)
        ]
        several = Counter(Edition.objects.live().values_list("article_id", flat=True))
        return wrong + [f"article {article} is live {times} times" for article, times in several.items() if times > 1]


# At the end of everything that the load writes, so that it is told from what was there before.
MARK = " by the load"


def _reconnect() -> None:
    """Connections to a server that went are found to be dead when they are used; then there are others."""
    from django.db import DatabaseError, connection, connections

    for _attempt in range(10):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return
        except DatabaseError:
            connections.close_all()
            time.sleep(0.5)


def _stored() -> dict[str, Counter[str]]:
    from articles.models import Edition, Revision
    from comments.models import Comment

    return {
        "comments": Counter(Comment.objects.values_list("name", flat=True)),
        "saves": Counter(Revision.objects.values_list("snapshot__fields__headline", flat=True)),
        "publications": Counter(Edition.objects.values_list("headline", flat=True)),
    }


def _lacks(edition) -> list[str]:
    said = edition.revision.snapshot["fields"]["headline"]
    kept = {
        "its tags": {tag["id"] for tag in edition.tag_list} == {link.tag_id for link in edition.tagged.all()},
        "its authors": {one["id"] for one in edition.byline} == {link.author_id for link in edition.credited.all()},
        "its revision": said == edition.headline,
    }
    return [part for part, is_there in kept.items() if not is_there]
