"""What similar posts cost at a size, and how often the budget gives the exact answer, which stands beside it.

Runs in a process of its own for each size and database; see `tests.bench.million` for what is in the archive.
"""

import heapq
import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

SAMPLE = 40
FIRST = 5
REFRESHED = 10
TURNS = 3


def main(size: int) -> None:
    import django

    django.setup()
    from tests.bench import million

    million.build(size)
    json.dump(_measure(size), sys.stdout)


def _measure(size: int) -> list[dict[str, Any]]:
    from django.utils import timezone

    at = timezone.now()
    rows = []
    # Even numbers are drawn alone, odd ones are of running stories.
    for name, odd in (("tags drawn alone", 0), ("running stories", 1)):
        chance = random.Random(size + odd)
        articles = [2 * chance.randrange(1, size // 2) + odd for _ in range(SAMPLE)]
        rows += _kind(size, name, articles, at)
    return rows


def _kind(size: int, name: str, articles: list[int], at: Any) -> list[dict[str, Any]]:
    from articles.public import similar

    for article in articles[:3]:
        similar.compute(article, at)
    exact, answers = cost(lambda article: _exact(article, at), articles)
    computed, _none = cost(lambda article: similar.compute(article, at), articles, turns=TURNS)
    read, stored = cost(_stored, articles, turns=TURNS)
    found = [[entry[0] for entry in entries[:FIRST]] for entries in stored]
    recall = sum(len(set(ours) & set(best)) for ours, best in zip(found, answers, strict=True))
    recall /= sum(map(len, answers)) or 1
    refreshed, _none = cost(lambda article: similar.refresh(article, at), articles[:REFRESHED])
    lines = [
        ("exact answer", exact, ""),
        ("compute one list", computed, f"recall of the exact first five {recall:.3f}"),
        ("read one list", read, ""),
        ("refresh, neighbours too", refreshed, ""),
    ]
    return [{"size": size, "page": f"{name}: {what}", **cost, "note": note} for what, cost, note in lines]


def cost(work: Callable[[int], Any], articles: Iterable[int], turns: int = 1) -> tuple[dict[str, float], list[Any]]:
    """Of one call: milliseconds of CPU, the database's too, and of the clock; and what the calls gave.

    Medians over the articles, of the cheapest of the turns of each.
    """
    best: list[tuple[float, float]] = []
    answers = []
    for article in articles:
        costs = []
        for _turn in range(turns):
            cpu, wall = _cpu(), time.perf_counter()
            answer = work(article)
            costs.append((_cpu() - cpu, time.perf_counter() - wall))
        answers.append(answer)
        best.append((min(cpu for cpu, _wall in costs), min(wall for _cpu, wall in costs)))
    cpu, wall = (median(some) * 1000 for some in zip(*best, strict=True))
    worst = max(wall for _cpu, wall in best) * 1000
    return {"cpu": round(cpu, 3), "wall": round(wall, 3), "worst": round(worst, 2)}, answers


def _cpu() -> float:
    from django.db import connection

    from tests.bench.server import _clock

    server = time.clock_gettime(_clock(connection.connection.info.backend_pid)) if _is_apart() else 0
    return time.process_time() + server


def _is_apart() -> bool:
    from django.db import connection

    connection.ensure_connection()
    return connection.vendor == "postgresql"


def _stored(article: int) -> Any:
    from articles.models import SimilarPosts

    return SimilarPosts.objects.values_list("entries", flat=True).get(article_id=article)


def _exact(article: int, at: Any) -> list[int]:
    """The rule of `design.md`, section 5, over all that share a tag."""
    from articles.models import Edition
    from articles.public import similar

    total = Edition.objects.listed(at).count()
    weights: dict[Any, float] = {}
    for tag in similar._links(at).filter(article_id=article).values_list("tag_id", flat=True):
        carriers = list(similar._links(at).filter(tag=tag))
        weight = math.log((total + 1) / (len(carriers) + 1))
        for place in carriers:
            weights[place] = weights.get(place, 0) + weight
    scores = (
        (weight * similar._youth(similar._read(place[1])), place[1], place[0]) for place, weight in weights.items()
    )
    return [other for _score, _date, other in heapq.nlargest(FIRST + 1, scores) if other != article][:FIRST]


if __name__ == "__main__":
    main(int(sys.argv[1]))
