"""Keep an eye on the links of sources: which are to be asked, in what order, and what their answers mean.

Nothing here runs while somebody waits for a page. `manage.py check_links` asks everything that is due, and where a task
worker runs, the links of a story are asked soon after they were typed.
"""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.desk.link_fetch import Answer, Bounds, ask
from articles.models import LinkCheck, Source

# When a link is asked again: one that was well, and one that was not.
AGAIN, SOONER = timedelta(days=14), timedelta(days=1)
# Links whose answers are stored together; as much as is lost when the run is stopped.
BATCH = 24
# When so many hosts are asked and none can be reached, it is not they who are away.
HOSTS_TO_DOUBT = 3


class NoNetwork(Exception):
    """Nobody at all can be reached, so nothing was learnt of any link."""


def take_up() -> None:
    """Begin to watch links that are new, and forget those that no source has any more."""
    web = Source.objects.filter(Q(url__istartswith="http://") | Q(url__istartswith="https://"))
    LinkCheck.objects.exclude(url__in=web.values("url")).delete()
    new = web.filter(~Exists(LinkCheck.objects.filter(url=OuterRef("url")))).values_list("url", flat=True).distinct()
    _watch(new.iterator())


def due(now: datetime | None = None) -> QuerySet[LinkCheck]:
    """Those to be asked, the never and the longest not asked first."""
    now = now or timezone.now()
    well, failing = Q(failures=0, checked_at__lt=now - AGAIN), Q(failures__gt=0, checked_at__lt=now - SOONER)
    found = LinkCheck.objects.filter(Q(checked_at=None) | well | failing)
    return found.order_by(F("checked_at").asc(nulls_first=True), "pk")


def ask_all(checks: list[LinkCheck], bounds: Bounds | None = None) -> Iterator[int]:
    """Ask these links and store what comes of it; yields after each batch how many are done.

    Raises NoNetwork, with nothing stored of the batch, where none of its hosts can be reached.
    """
    bounds = bounds or Bounds()
    for start in range(0, len(checks), BATCH):
        batch = checks[start : start + BATCH]
        _store(batch, _ask_together([check.url for check in batch], bounds))
        yield start + len(batch)


def ask_for(article_id: int, bounds: Bounds | None = None) -> None:
    """Ask the links of one article, as far as they are due."""
    urls = Source.objects.filter(article=article_id, url__istartswith="http").values_list("url", flat=True)
    _watch(urls)
    for _done in ask_all(list(due().filter(url__in=list(urls))), bounds):
        pass


def _watch(urls: Iterable[str]) -> None:
    LinkCheck.objects.bulk_create((LinkCheck(url=url) for url in urls), ignore_conflicts=True, batch_size=500)


def _ask_together(urls: list[str], bounds: Bounds) -> dict[str, Answer]:
    """Some hosts at a time, each host's links one after another."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    with ThreadPoolExecutor(bounds.at_once) as threads:
        told = threads.map(lambda of_host: _ask_slowly(of_host, bounds), by_host.values())
        answers = {url: answer for of_host in told for url, answer in of_host.items()}
    if len(by_host) >= HOSTS_TO_DOUBT and not any(answer.reached for answer in answers.values()):
        raise NoNetwork
    return answers


def _ask_slowly(urls: list[str], bounds: Bounds) -> dict[str, Answer]:
    answers = {}
    for url in urls:
        answers[url] = ask(url, bounds)
        # After the last one too: the next batch may begin with the same host.
        time.sleep(bounds.pause)
    return answers


def _store(checks: list[LinkCheck], answers: dict[str, Answer]) -> None:
    now = timezone.now()
    for check in checks:
        answer = answers[check.url]
        check.status, check.problem, check.checked_at = answer.status, answer.problem[:200], now
        check.failures = min(check.failures + 1, 1000) if answer.problem else 0
    LinkCheck.objects.bulk_update(checks, ["status", "problem", "failures", "checked_at"])
