"""What renditions are called, and the manifest that tells a template which of them exist."""

import hashlib
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from articles.pictures.geometry import Focal, Format, Shape, Spec

SUFFIXES: dict[Format, str] = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}

# Part of every digest: raise it when widths, shapes or qualities change, or caches keep the old files for ever.
RECIPE = 1

# The proportions in which search engines want a story's picture: 16:9, 4:3 and 1:1.
FOR_MACHINES = (Shape.WIDE, Shape.CLASSIC, Shape.SQUARE)

# (shape, format, width, height, name), pixels. JSON brings it back as a list of the same five.
Entry = tuple[str, str, int, int, str]
Manifest = Sequence[Entry]


class Source(NamedTuple):
    """One file to offer a browser; width and height in pixels."""

    name: str
    width: int
    height: int


def rendition_name(stem: str, spec: Spec) -> str:
    """Return a file name such as `stem-wide-800.webp`."""
    return f"{stem}-{spec.shape}-{spec.width}.{SUFFIXES[spec.format]}"


def digest(original: bytes, focal: Focal) -> str:
    """Return 12 hex characters that change with the upload, the focal point (to 4 decimals) or the recipe.

    A name that carries it can be cached for ever.
    """
    recipe = f"{RECIPE} {focal[0]:.4f} {focal[1]:.4f} "
    return hashlib.blake2b(recipe.encode() + original, digest_size=6).hexdigest()


def entry(stem: str, spec: Spec) -> Entry:
    """Return the manifest's line for one rendition."""
    return spec.shape.value, spec.format, spec.width, spec.height, rendition_name(stem, spec)


def sources(manifest: Manifest, shape: str, format: str) -> list[Source]:
    """Return the files of one shape and format, narrowest first; empty where there are none."""
    found = [
        Source(name, width, height)
        for its_shape, its_format, width, height, name in manifest
        if its_shape == shape and its_format == format
    ]
    if len(found) > 1:
        found.sort(key=_width)
    return found


def in_webp(manifest: Manifest, shape: str) -> list[Source]:
    """Return the WebP files of one shape, narrowest first; the JPEGs where they are still to be made."""
    return sources(manifest, shape, "webp") or sources(manifest, shape, "jpeg")


def by_format(manifest: Manifest, shape: str) -> dict[str, list[Source]]:
    """Return the files of one shape as `sources` has them, by format, in one reading of the manifest."""
    found: dict[str, list[Source]] = {}
    for its_shape, its_format, width, height, name in manifest:
        if its_shape == shape:
            found.setdefault(its_format, []).append(Source(name, width, height))
    for files in found.values():
        files.sort(key=_width)
    return found


_width = attrgetter("width")


def fallback(manifest: Manifest, shape: str) -> Source:
    """Return the narrowest JPEG of a shape, for `<img src>`. Raises LookupError where the shape was not made."""
    return sources(manifest, shape, "jpeg")[0]


def social(manifest: Manifest) -> Source:
    """Return the widest wide JPEG, for social cards and mail. Raises LookupError where there is none."""
    return sources(manifest, Shape.WIDE, "jpeg")[-1]
