"""Pictures in pages: which files of an illustration a browser is offered, and how large.

The markup is made here and not in a template, because a page has dozens of pictures and this is ten times as fast.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from django import template
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString

from articles.models.illustration import Illustration
from articles.pictures import names
from articles.public.site import full

register = template.Library()

Files = dict[str, list[names.Source]]
Address = Callable[[str], str]

# Where a row of teasers puts a small square beside the words, as in the stylesheet.
NARROW = "(max-width: 38rem)"
# What the stylesheet gives it, and the pixels with which it is sharp on a dense screen.
BESIDE, SHARP = "6.5rem", 240
# In the order in which they are offered; the JPEG of the <img> comes after them.
MODERN = ("avif", "webp")
# Search engines take no smaller picture (Google Search Central, "Article structured data").
FEWEST_PIXELS = 50_000
FIRST, SOON, LATER = ' fetchpriority="high"', "", ' loading="lazy"'


@dataclass(frozen=True)
class File:
    """One encoded file as a page names it; width and height in pixels."""

    url: str
    width: int
    height: int


@register.simple_tag(name="picture")
def picture_html(
    illustration: Illustration | None,
    shape: str,
    alt: str,
    sizes: str,
    *,
    lead: bool = False,
    soon: bool = False,
    narrow: bool = False,
    css: str = "",
) -> SafeString | str:
    """Show an illustration in one of `articles.pictures.geometry.Shape`; nothing where it has no renditions.

    `lead` loads it at once and first, `soon` at once; all others wait until they are near the screen. `narrow` offers a small square
    crop to narrow screens. `css` is the class of the element.
    """
    manifest = illustration.renditions if illustration else []
    files = names.by_format(manifest, shape)
    if "jpeg" not in files:
        return ""
    fallback = files["jpeg"][0]
    address = _addresses(fallback)
    square = _narrow(names.by_format(manifest, "square"), address) if narrow else ""
    named = f' class="{escape(css)}"' if css else ""
    speed = FIRST if lead else SOON if soon else LATER
    return SafeString(
        f'<picture{named}>{square}{_sources(files, sizes, address)}<img src="{escape(address(fallback.name))}"'
        f' width="{fallback.width}" height="{fallback.height}" alt="{escape(alt)}"{speed}></picture>'
    )


@register.simple_tag
def share_picture(illustration: Illustration | None) -> File | None:
    """Return the JPEG for social networks with its full address, or None."""
    if illustration is None:
        return None
    try:
        return full_file(names.social(illustration.renditions))
    except LookupError:
        return None


def square_picture(illustration: Illustration | None) -> File | None:
    """Return the widest square JPEG with its full address, or None."""
    found = names.sources(illustration.renditions, "square", "jpeg") if illustration else []
    return full_file(found[-1]) if found else None


def machine_pictures(illustration: Illustration) -> list[File]:
    """Return the widest JPEG of each proportion that search engines ask for, 16:9 first, with full addresses."""
    widest = [
        file for shape in names.FOR_MACHINES for file in names.sources(illustration.renditions, shape, "jpeg")[-1:]
    ]
    large = [file for file in widest if file.width * file.height >= FEWEST_PIXELS]
    address = _addresses(large[0]) if large else default_storage.url
    return [File(full(address(file.name)), file.width, file.height) for file in large]


def text_picture(illustration: Illustration) -> File | None:
    """Return the JPEG that a text shows, uncropped, with its full address, or None."""
    try:
        return full_file(names.fallback(illustration.renditions, "free"))
    except LookupError:
        return None


def full_file(source: names.Source) -> File:
    """One file as machines elsewhere name it, with its full address."""
    return File(full(default_storage.url(source.name)), source.width, source.height)


def _addresses(one: names.Source) -> Address:
    """What gives the addresses of the files that lie beside this one: a storage takes its time, so it is asked once."""
    url = default_storage.url(one.name)
    return url.removesuffix(one.name).__add__ if url.endswith(one.name) else default_storage.url


def _sources(files: Files, sizes: str, address: Address) -> str:
    """What a browser may choose of one shape: it takes the first format that it knows, so the smallest stands first."""
    return "".join([_source(format, files[format], sizes, address) for format in _offered(files)])


def _narrow(files: Files, address: Address) -> str:
    """The square that is sharp beside the words on a dense screen: one file, for pages have many."""
    return "".join([_square(format, files[format], address) for format in _offered(files)])


def _offered(files: Files) -> list[str]:
    """The formats of one shape, the smallest first; JPEG alone where the others are still to be made."""
    return [format for format in MODERN if format in files] or [format for format in files if format == "jpeg"]


def _square(format: str, files: list[names.Source], address: Address) -> str:
    file = next((file for file in files if file.width >= SHARP), files[-1])
    url, size = escape(address(file.name)), f'width="{file.width}" height="{file.height}"'
    return f'<source type="image/{format}" media="{NARROW}" srcset="{url} {file.width}w" sizes="{BESIDE}" {size}>'


def _source(format: str, files: list[names.Source], sizes: str, address: Address) -> str:
    """It says no size of its own: the proportions are those of the <img>."""
    srcset = ", ".join([f"{address(file.name)} {file.width}w" for file in files])
    return f'<source type="image/{format}" srcset="{escape(srcset)}" sizes="{sizes}">'
