"""Pages in parts: what stands as long as the story does, and what is made anew when readers say something.

A page that many read while many write below it would be made anew with each comment. Whoever shows something of the
conversation says so by `late`. Of a page that is asked for in parts those parts are kept as functions, beside the text
around them: the next page is that text, with the parts made anew.

What such a part shows must not stand elsewhere on the page. `note` tells that it does; then the page is kept as a whole.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.safestring import SafeString

# Where whoever keeps pages asks for parts, in the environment of the request.
ENVIRON = "newsroom.parts"
# Stands around a part, until the page is cut. Nobody can write it into a story, and capitals are the same in it.
_MARK = f"\ue000{secrets.randbelow(10**40):040}\ue000"


class Parts:
    """One page, cut where its late parts stand."""

    def __init__(self) -> None:
        self.is_apart = True
        self.is_whole = True
        """Whether no piece of a mark was left on the page."""
        self.texts: list[str] = []
        """What stands before, between and after the late parts."""
        self.late: list[Callable[[], str]] = []
        """They are made in this order, which is that of the page."""
        self.ahead: list[Callable[[], object]] = []
        """What is to be done before, each time."""
        self._told: list[Callable[[], str]] = []

    def add(self, make: Callable[[], str]) -> SafeString:
        self._told.append(make)
        with together():
            return SafeString(f"{_MARK}{len(self._told) - 1}:{make()}{_MARK}")

    def cut(self, page: str) -> str:
        """The page without the marks, which are remembered."""
        pieces = page.split(_MARK)
        self.texts, late = pieces[::2], [piece.partition(":") for piece in pieces[1::2]]
        # A part that was made and is not there, or twice, or elsewhere, could not be put in its place again.
        in_place = [number for number, _colon, _text in late] == [str(n) for n in range(len(self._told))]
        self.is_apart = self.is_apart and in_place
        self.late = self._told if self.is_apart else []
        for place, (_number, _colon, text) in enumerate(late):
            pieces[place * 2 + 1] = text
        found = "".join(pieces)
        self.is_whole = _MARK[0] not in found
        return found

    def make(self) -> list[str]:
        """The late parts anew."""
        for act in self.ahead:
            act()
        return [make() for make in self.late]


_open: ContextVar[Parts | None] = ContextVar("parts", default=None)


def late(make: Callable[[], str]) -> SafeString:
    """What `make` makes, as a part of the page that may be made again when the rest of it stands."""
    parts = _open.get()
    return SafeString(make()) if parts is None else parts.add(make)


def ahead(act: Callable[[], object]) -> None:
    """Do this now, and again before the late parts are made again."""
    if parts := _open.get():
        parts.ahead.append(act)
    act()


def note() -> None:
    """Something is shown outside of a late part that changes as only those may."""
    if parts := _open.get():
        parts.is_apart = False


def cut(environ: dict[str, Any], make: Callable[[], str]) -> str:
    """The page that `make` makes, in parts if they are asked for."""
    parts: Parts | None = environ.get(ENVIRON)
    if parts is None:
        return make()
    with _asked_for(parts):
        page = parts.cut(make())
    if parts.is_whole:
        return page
    # A template has changed or cut the text that the marks stood in.
    with together():
        return make()


def together() -> AbstractContextManager[None]:
    """For what is made once for many pages: no part of it is late."""
    return _asked_for(None)


@contextmanager
def _asked_for(parts: Parts | None) -> Iterator[None]:
    token = _open.set(parts)
    try:
        yield
    finally:
        _open.reset(token)


class Noted:
    """An attribute that is shown by late parts. Whoever reads it elsewhere, where it was set, is noted."""

    def __init__(self, unset: Any = None) -> None:
        self.unset = unset

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None or self.name not in vars(instance):
            return self.unset
        note()
        return vars(instance)[self.name]

    def __set__(self, instance: Any, value: Any) -> None:
        vars(instance)[self.name] = value
