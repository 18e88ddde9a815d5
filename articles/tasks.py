"""Work that follows a publication or an upload, outside the request where a task worker runs. Each may safely run twice.

What a task needs of the desk is imported when it runs: readers' processes ask for tasks too, and run none.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from articles.public import share_cards, similar

# Lists that are computed for one tag where there is no worker and somebody waits for the page. `manage.py
# rebuild_similar` does the rest; until then they name the old tag, and show only what is live, as ever.
WITHOUT_WORKER = 100


@task()
def refresh_similar(article_id: int) -> None:
    """Compute the similar posts of one article, and offer it to the lists of its neighbours."""
    similar.refresh(article_id)


@task()
def refresh_tag(tag_id: int) -> None:
    """Compute the similar posts of every article with this tag, after it was renamed, merged, or told not to count."""
    similar.refresh_tag(tag_id, most=None if refresh_tag.get_backend().supports_defer else WITHOUT_WORKER)


@task()
def add_avif(illustration_id: int) -> None:
    """Encode the picture's renditions as AVIF too, which pages offer first, and add what search engines ask for."""
    from articles.desk import avif

    avif.add(illustration_id)


@task()
def draw_card(article_id: int) -> None:
    """Draw the card by which the story is shared, if it is public by now; one that is not gets it when it is asked for."""
    share_cards.draw_for(article_id, timezone.now())


@task()
def check_links(article_id: int) -> None:
    """Ask the links of an article's sources whether they lead anywhere, as far as nobody has asked lately."""
    from articles.desk import link_checks

    if settings.NEWSROOM_LINK_CHECKS:
        link_checks.ask_for(article_id)


@task()
def send_webhooks() -> None:
    """Tell webhooks what has happened by now, and try again what is due."""
    from articles.desk import webhooks

    if again := webhooks.send_due().again:
        send_webhooks_soon(again)


def send_webhooks_soon(at: datetime | None = None) -> None:
    """Let a worker tell them, at that time if it lies ahead. Without one `manage.py send_webhooks` does."""
    if send_webhooks.get_backend().supports_defer:
        is_ahead = at is not None and at > timezone.now()
        later = send_webhooks.using(run_after=at) if is_ahead else send_webhooks
        transaction.on_commit(lambda: later.enqueue(), robust=True)


def draw_card_soon(article_id: int, live_from: datetime | None = None) -> None:
    """Let a worker draw it when the story is live. Without one nobody waits for it but who first asks for it."""
    if draw_card.get_backend().supports_defer:
        is_ahead = live_from is not None and live_from > timezone.now()
        later = draw_card.using(run_after=live_from) if is_ahead else draw_card
        transaction.on_commit(lambda: later.enqueue(article_id), robust=True)


def check_links_soon(article_id: int) -> None:
    """Let a worker ask them. Without one nobody is made to wait for answers: `manage.py check_links` asks."""
    if settings.NEWSROOM_LINK_CHECKS and check_links.get_backend().supports_defer:
        transaction.on_commit(lambda: check_links.enqueue(article_id), robust=True)
