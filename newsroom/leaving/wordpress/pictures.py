"""Pictures: the file that an importer is led to, as an attachment and as a figure."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models.illustration import Illustration
from articles.pictures import names
from articles.templatetags.pictures import File, full_file
from newsroom.leaving.wordpress import numbers, xml
from newsroom.leaving.wordpress.item import Item

BLOCK = 1 << 20


class NotLaid(Exception):
    """An original that could not be laid into the folder; the message says why."""


@dataclass
class Pictures:
    """Where the files are: those that readers get, or with a folder the originals, laid there for an address to serve."""

    folder: Path | None = None
    url: str = ""
    """Of the folder, with a slash at its end."""
    without: list[str] = field(default_factory=list)
    """Names of originals that are not to be had; the files that readers get stand for them."""
    _laid: dict[int, bool] = field(default_factory=dict)
    """Whether the original of a picture lies in the folder, by its id."""

    def file_of(self, picture: Illustration) -> File | None:
        """With its full address, or None. It is the same in texts and attachments, so an importer can trade them."""
        if self.folder and picture.pk not in self._laid:
            self._laid[picture.pk] = self._lay(picture, self.folder)
        if self._laid.get(picture.pk):
            return File(self.url + _place(picture), picture.width, picture.height)
        return _published(picture)

    def figure(self, picture: Illustration, alt: str, caption: SafeString | str) -> SafeString | str:
        """A picture in a text, with its caption and who made it. Nothing where no file was made."""
        file = self.file_of(picture)
        if file is None:
            return ""
        image = format_html(
            '<img class="aligncenter size-full wp-image-{}" src="{}" alt="{}" width="{}" height="{}">',
            *(numbers.of_picture(picture.pk), file.url, alt, file.width, file.height),
        )
        credit = format_html('<span class="image-credit">{}</span>', _credit(picture)) if _credit(picture) else ""
        said = format_html("{}{}{}", caption, " " if caption and credit else "", credit)
        return format_html(
            "<figure>{}{}</figure>", image, format_html("<figcaption>{}</figcaption>", said) if said else ""
        )

    def item(self, picture: Illustration) -> Item | None:
        """The attachment; None where there is no file."""
        file = self.file_of(picture)
        if file is None:
            return None
        return Item(
            number=numbers.of_picture(picture.pk),
            kind="attachment",
            status="inherit",
            title=picture.title,
            slug=f"picture-{picture.pk}",
            link=file.url,
            at=picture.created_at,
            excerpt=picture.caption,
            attachment=file.url,
            meta={
                "_wp_attachment_image_alt": xml.words(picture.alt),
                "_media_credit": xml.words(_credit(picture)),
                "_media_credit_url": picture.credit_url,
            },
        )

    def _lay(self, picture: Illustration, folder: Path) -> bool:
        """Put the original under its year and month. What a former run has laid there stays as it is."""
        target = folder / _place(picture)
        if target.is_file():
            return True
        try:
            original = picture.file.open("rb")
        except FileNotFoundError:
            self.without.append(str(picture.file.name))
            return False
        except OSError as error:
            raise NotLaid(f"The original {picture.file.name} cannot be read: {error}") from error
        with original:
            try:
                _copy(original, target)
            except OSError as error:
                raise NotLaid(f"{target} cannot be written: {error}") from error
        return True


def _place(picture: Illustration) -> str:
    return str(picture.file.name).removeprefix("originals/")


def _published(picture: Illustration) -> File | None:
    """The widest uncropped JPEG that readers get."""
    found = names.sources(picture.renditions, "free", "jpeg")
    return full_file(found[-1]) if found else None


def _copy(original: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(unfinished, "wb") as out:
            shutil.copyfileobj(original, out, BLOCK)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _credit(picture: Illustration) -> str:
    """Who made it, and whether with AI."""
    machine = _("Made with AI.") if picture.ai_made else ""
    return " · ".join(part for part in (picture.credit, machine) if part)
