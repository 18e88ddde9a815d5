"""What a check says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from articles.desk.draft import Draft

ROWS = ("sources", "bylines")


@dataclass(frozen=True)
class Problem:
    """Something an editor should know. `field` is a field of the article form; a blocking problem stops publication."""

    field: str
    message: str
    code: str
    blocking: bool = True
    is_step: bool = False
    """A step of the newsroom's own, such as an approval: no fault of the text."""

    @property
    def anchor(self) -> str:
        """Id of the element in the form that the problem leads to."""
        if self.field == "stage":
            return "panel-status"
        return f"{self.field}-group" if self.field in ROWS else f"id_{self.field}"


def advice(field: str, message: str, code: str) -> Problem:
    """A problem that an editor may overrule."""
    return Problem(field, message, code, blocking=False)


Check = Callable[[Draft], Iterator[Problem]]
