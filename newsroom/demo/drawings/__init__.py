"""The demo paper's illustrations: engraved line, one flat disc of colour, paper ground."""

from collections.abc import Callable

from PIL import Image

from . import coast, country, daily, devices, journeys, paper, portraits, town
from .engraver import HUES, Plate

__all__ = ["HUES", "SCENES", "SIZE", "draw", "portrait"]

SIZE = (1600, 900)

SCENES: dict[str, Callable[[Plate], None]] = {
    "chip": devices.chip,
    "port": coast.port,
    "racks": devices.racks,
    "curve": paper.curve,
    "moon": country.moon,
    "books": paper.books,
    "press": paper.press,
    "whale": coast.whale,
    "ballot": paper.ballot,
    "train": journeys.train,
    "turbine": country.turbine,
    "river": country.river,
    "telescope": country.telescope,
    "orchestra": daily.orchestra,
    "bakery": daily.bakery,
    "bridge": coast.bridge,
    "lighthouse": coast.lighthouse,
    "seedling": country.seedling,
    "satellite": devices.satellite,
    "theatre": town.theatre,
    "courthouse": town.courthouse,
    "market": town.market,
    "hospital": town.hospital,
    "school": town.school,
    "glacier": coast.glacier,
    "bicycle": journeys.bicycle,
    "kitchen": daily.kitchen,
    "keyboard": devices.keyboard,
    "radio": devices.radio,
    "map": paper.map_sheet,
}


def draw(scene: str, hue: str, seed: int, *, supersample: int = 3) -> Image.Image:
    """Draw a scene, 1600 by 900 pixels in RGB, the same for the same arguments.

    `seed` varies the composition. The drawing is made `supersample` times as large and reduced;
    1 is quick and coarse. Raises ValueError for a scene or a hue that does not exist.
    """
    if scene not in SCENES:
        raise ValueError(f"Unknown scene {scene!r}: choose one of {', '.join(SCENES)}.")
    plate = Plate(SIZE, hue, f"{scene} {seed}", supersample=supersample)
    SCENES[scene](plate)
    return plate.finish()


def portrait(seed: int, hue: str, *, supersample: int = 3) -> Image.Image:
    """Draw a bust, 800 by 800 pixels in RGB, the same for the same arguments. Raises ValueError for an unknown hue."""
    plate = Plate((portraits.SIDE, portraits.SIDE), hue, f"portrait {seed}", supersample=supersample)
    portraits.bust(plate)
    return plate.finish()
