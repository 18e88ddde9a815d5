"""The yardstick: a Django with one view that returns stored bytes. No middleware, no template, no database."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

FOLDER = Path(os.environ["NEWSROOM_VAR_DIR"]) / "bare"

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="of the benchmark", MIDDLEWARE=[])


@cache
def stored(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def page(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(stored(name))


urlpatterns = [path("<slug:name>", page)]
application = WSGIHandler()
