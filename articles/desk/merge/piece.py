"""What a merge is made of."""

from typing import Any, NamedTuple


class Piece(NamedTuple):
    """What each of two sides has in one place; where both are equal it is settled. `place` counts in the old version."""

    mine: Any
    theirs: Any
    place: int = 0
