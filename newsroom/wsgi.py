"""The newsroom as a WSGI application."""

import gc
import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

from comments import charsets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
handler = get_wsgi_application()

from django.conf import settings  # noqa: E402 (what follows needs the models)
from django.urls import reverse  # noqa: E402

from newsroom import observed, translated  # noqa: E402
from newsroom.environment import SQLITE  # noqa: E402
from newsroom.headers import OF_A_REFUSAL  # noqa: E402
from newsroom.page_cache import PageCache  # noqa: E402

if settings.DATABASES["default"]["ENGINE"] != SQLITE:
    from newsroom import patience

    patience.limit(settings.DATABASE_ANSWER_WAIT)
translated.remember(settings.LANGUAGE_CODE)
django = observed.counted(handler)
is_between = settings.NEWSROOM_PAGE_CACHE_MB or settings.REPLICAS
site = PageCache(django, settings.NEWSROOM_PAGE_CACHE_MB) if is_between else django
if settings.NEWSROOM_METRICS_TOKEN and isinstance(site, PageCache):
    from newsroom import metrics

    metrics.watch(site.answered)
answer = observed.logged(site)

# So that the first reader does not wait for the views either.
reverse("articles:front")
# What is loaded by now stays: nobody need look again and again if it has become garbage, and workers that part from this
# process share it.
gc.collect()
gc.freeze()

REFUSAL = b"Bad request: this site reads UTF-8 only.\n"


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with Django's page; with 400 if the request is in a charset that Django must not try to read."""
    if charsets.is_read(environ.get("CONTENT_TYPE", "")):
        return answer(environ, start_response)
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(REFUSAL)))]
    start_response("400 Bad Request", [*headers, *OF_A_REFUSAL])
    return [REFUSAL]
