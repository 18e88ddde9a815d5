"""Readers, commenters and editors: some tens of requests a second, each sent when the one before it is answered."""

import http.client
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.cluster.form import Form
from tests.cluster.paper import Paper
from tests.cluster.tally import MARK, Tally

# Seconds that a browser waits for an answer.
PATIENCE = 8
READERS, COMMENTERS = 3, 3
# Seconds between two requests of one of them; an editor reads the form and sends it.
READING, COMMENTING, EDITING = 0.1, 0.15, 0.4
SUCCESS = 25  # Django's level of a message that something was done


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(port: int, method: str, path: str, form: dict[str, str] | None = None, cookie: str = "") -> Answer:
    """Ask as somebody from a network of their own. Raises OSError or HTTPException where no whole answer comes."""
    source = ".".join(["127", *(str(random.randrange(1, 255)) for _ in range(3))])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(source, 0))
    headers = {"Cookie": cookie} if cookie else {}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


class Load:
    """Everybody at once. `ports` says whom they may ask at that moment; some readers ask only at those of `direct`."""

    def __init__(
        self, paper: Paper, tally: Tally, ports: Callable[[], list[int]], direct: Callable[[], list[int]] | None = None
    ) -> None:
        self.paper, self.tally, self.ports, self.direct = paper, tally, ports, direct
        self._numbers, self._over = iter(range(10**9)), threading.Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        self._over.clear()
        people = [(self._read, READING)] * READERS + [(self.comment, COMMENTING)] * COMMENTERS
        people += [(self.edits("saves", pk, "_save"), EDITING) for pk in self.paper.saved]
        if self.direct:
            people += [(self._read_directly, READING)]
        people += [(self.edits("publications", pk, "_publish"), EDITING) for pk in self.paper.published]
        threads = [threading.Thread(target=self._keep_doing, args=one, daemon=True) for one in people]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _keep_doing(self, act: Callable[[int], None], pace: float) -> None:
        self._over.wait(random.random() * pace)
        while not self._over.is_set():
            begun = time.monotonic()
            try:
                act(random.choice(self.ports()))
            except (OSError, http.client.HTTPException):
                self.tally.missed(act.__name__.strip("_"), "no answer")
            self._over.wait(max(0.01, pace - (time.monotonic() - begun)))

    def _mark(self) -> str:
        return f"{secrets.token_hex(4)} {next(self._numbers)}{MARK}"

    def _missed(self, kind: str, answer: Answer) -> None:
        unclear = answer.status == 500 or (answer.status == 503 and "Retry-After" not in answer.headers)
        # Whatever fails, readers are shown pages.
        unclear = unclear or kind.endswith("read")
        self.tally.missed(kind, str(answer.status), is_unclear=unclear)

    # --- What they do ---

    def _read(self, port: int, kind: str = "read") -> None:
        answer = ask(port, "GET", random.choice(self.paper.pages))
        if answer.status == 200:
            self.tally.read()
        else:
            self._missed(kind, answer)

    def _read_directly(self, _port: int) -> None:
        """Past the cache in front."""
        self._read(random.choice(self.direct()), "direct read")

    def comment(self, port: int) -> None:
        path, stamp = random.choice(list(self.paper.stories.items()))
        mark = self._mark()
        who = {"name": mark, "email": f"{secrets.token_hex(6)}@reader.example", "notify": "each", "website": ""}
        words = {"text": f"What {mark} has to say of it.", "topic": "", "parent": "", "stamp": stamp}
        answer = ask(port, "POST", f"{path}comment/", who | words)
        if answer.status in (302, 303):
            self.tally.took("comments", mark)
        else:
            self._missed("comment", answer)

    def edits(self, kind: str, pk: int, button: str) -> Callable[[int], None]:
        path = f"/admin/articles/article/{pk}/change/"

        def edit(port: int) -> None:
            page = ask(port, "GET", path, cookie=self.paper.cookie)
            if page.status != 200:
                self._missed("form", page)
                return
            headline = self._mark()
            form = Form(page.body.decode(), "article_form").values
            answer = ask(port, "POST", path, form | {"headline": headline, button: "1"}, self.paper.cookie)
            if answer.status != 302 or not (answer.headers["Location"] or "").startswith("/admin/articles/"):
                self._missed(kind, answer)
                return
            self.tally.took("saves", headline)
            if kind == "publications" and _says_done(answer):
                self.tally.took("publications", headline)
            elif kind == "publications":
                self.tally.missed("publications", "saved only")

        return edit


def _says_done(answer: Answer) -> bool:
    """Whether the editor is told that it is done, beside that it is saved."""
    from django.contrib.messages.storage import default_storage
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = {}
    for header in answer.headers.get_all("Set-Cookie", []):
        request.COOKIES |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    return any(message.level == SUCCESS for message in default_storage(request))
