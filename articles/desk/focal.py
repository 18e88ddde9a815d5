"""A picture with its focal point, and how each crop of the site shows it."""

from typing import Any, NamedTuple

from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Illustration
from articles.pictures import names
from articles.pictures.geometry import Shape

# Where readers meet each crop, and the width in pixels that the desk shows of it.
CROPS: tuple[tuple[Shape, str | Promise, int], ...] = (
    (Shape.WIDE, _("16:9, at the head of a story and on shared links"), 480),
    (Shape.CARD, _("3:2, in lists"), 320),
    (Shape.SQUARE, _("1:1, in lists on telephones"), 240),
)


class Shown(NamedTuple):
    shape: str
    label: str | Promise
    url: str
    width: int
    height: int


def focal_context(illustration: Illustration) -> dict[str, Any]:
    """The whole picture, and its crops as they are stored; the script moves them with the point."""
    whole = _shown(illustration, Shape.FREE, "", 800)
    crops = [crop for shape, label, width in CROPS if (crop := _shown(illustration, shape, label, width))]
    return {"picture": illustration, "whole": whole, "crops": crops}


def _shown(illustration: Illustration, shape: Shape, label: str | Promise, width: int) -> Shown | None:
    """The narrowest file that is wide enough, or the widest there is."""
    files = names.in_webp(illustration.renditions, shape)
    if not files:
        return None
    file = next((file for file in files if file.width >= width), files[-1])
    return Shown(shape, label, default_storage.url(file.name), file.width, file.height)
