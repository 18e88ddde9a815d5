"""What pages need again and again and what seldom changes: each process reads it once, and again after it was changed."""

from collections.abc import Callable, Hashable
from itertools import islice
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


class Shelf(Generic[Value]):
    """Room for the `most` values that are made of the frame and of what their key says."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.filled: tuple[int | None, dict[Hashable, Value]] = (None, {})

    def open(self) -> tuple[int | None, dict[Hashable, Value]]:
        """The stamp of the frame, and what is kept by it; to be asked anew for each page. Put in what you have made."""
        if not stamp.are_settled() or (mark := stamp.marks().frame) is None:
            return None, {}
        if self.filled[0] != mark:
            self.filled = (mark, {})
        values = self.filled[1]
        if len(values) > self.most:
            # The older half: what is still asked for is soon made again.
            for key in list(islice(values, self.most // 2)):
                values.pop(key, None)
        return self.filled
