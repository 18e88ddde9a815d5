"""The site, asked in this process as a reader would ask it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils import timezone

from articles.public.views import newest
from newsroom.kept import KEYS
from newsroom.leaving.files import places

_IS_TEXT = ("text/", "application/json", "application/xml", "application/javascript")


@dataclass
class Answer:
    status: int
    kind: str
    """Media type."""
    location: str
    words: list[str]
    """Of the stamps: what it shows."""
    is_for_ever: bool
    chunks: Iterable[bytes]

    @property
    def is_text(self) -> bool:
        return self.kind.startswith(_IS_TEXT) or self.kind.endswith(("+json", "+xml"))


def own_answers() -> Callable[[str, str], Answer]:
    """Ask for a place. Two pages are the copy's own: where it says what it has not, and what a server says of no file."""
    site = urlsplit(settings.NEWSROOM_SITE_URL)
    named = {"SERVER_NAME": site.hostname or "localhost", "HTTP_HOST": site.netloc}
    client = Client(raise_request_exception=False, **named)  # type: ignore[arg-type]  # headers of every request
    own = {places.NOTICE: "copy/notice.html", places.MISSING: "404.html"}

    def ask(place: str, address: str) -> Answer:
        if place in own:
            request = RequestFactory().get(place, secure=site.scheme == "https", headers={"host": site.netloc})
            context = {"guesses": [], "latest": newest(timezone.now())}
            return _answer(render(request, own[place], context))
        return _answer(client.get(address, secure=site.scheme == "https"))  # type: ignore[arg-type]  # with what a client adds

    return ask


def _answer(response: HttpResponse) -> Answer:
    told = response.headers
    return Answer(
        status=response.status_code,
        kind=told.get("Content-Type", "").partition(";")[0].strip(),
        location=told.get("Location", ""),
        words=told.get(KEYS, "any").replace("-", ":").split(),
        is_for_ever="immutable" in told.get("Cache-Control", ""),
        chunks=response if response.streaming else [response.content],
    )
