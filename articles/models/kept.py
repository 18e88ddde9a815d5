"""A value that every page needs and that seldom changes: each process reads it once, and again after it was changed."""

from collections.abc import Callable
from typing import Generic, TypeVar

from articles.models import stamp

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """A value that is made of the frame alone; see articles.models.stamp."""

    def __init__(self, read: Callable[[], Value]) -> None:
        self.read = read
        self.known: tuple[int | None, Value] | None = None

    def get(self) -> Value:
        """The value. Nobody may change it, for others hold it too."""
        if not stamp.are_settled():
            return self.read()
        # Looked at before the reading: a change that is made meanwhile moves the stamp, and this reading is not kept.
        mark, known = stamp.marks().frame, self.known
        if known is None or known[0] != mark or mark is None:
            self.known = known = (mark, self.read())
        return known[1]

    def forget(self) -> None:
        """Have it read anew in this request, which has changed it. Others learn of it from the stamp."""
        self.known = None
        stamp.forget()
