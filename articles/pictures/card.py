"""The card that stands for a page where it is shared and has no picture of its own, or too small a one.

Every page names its card and few processes draw one, so what is on it stands here, apart from `card_drawing` and Pillow.
"""

import hashlib
from dataclasses import dataclass

SIZE = (1200, 630)
# Part of every name: raise it when the drawing changes.
RECIPE = 1


@dataclass(frozen=True)
class Words:
    """What stands on a card. `picture` is the name of a stored one, or nothing; the site's own card names no `site`."""

    title: str
    kicker: str = ""
    site: str = ""
    hue: str = "red"
    picture: str = ""

    @property
    def format(self) -> str:
        """Flat colours are smaller and sharper as PNG, photographs as JPEG."""
        return "jpg" if self.picture else "png"

    @property
    def name(self) -> str:
        """A file name that changes with everything that is on the card."""
        said = "\0".join((str(RECIPE), self.title, self.kicker, self.site, self.hue, self.picture))
        return f"{hashlib.blake2b(said.encode(), digest_size=8).hexdigest()}.{self.format}"
