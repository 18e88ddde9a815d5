"""Pictures: the file that readers of a text get, as an attachment and as a figure."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models.illustration import Illustration
from articles.pictures import names
from articles.templatetags.pictures import File, full_file
from newsroom.leaving.wordpress import numbers, xml
from newsroom.leaving.wordpress.item import Item


def file_of(picture: Illustration) -> File | None:
    """The widest uncropped JPEG with its full address, or None. It is the same in texts, so an importer can trade them."""
    found = names.sources(picture.renditions, "free", "jpeg")
    return full_file(found[-1]) if found else None


def figure(picture: Illustration, alt: str, caption: SafeString | str) -> SafeString | str:
    """A picture in a text, with its caption and who made it. Nothing where no file was made."""
    file = file_of(picture)
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


def item(picture: Illustration) -> Item | None:
    """The attachment; None where there is no file."""
    file = file_of(picture)
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


def _credit(picture: Illustration) -> str:
    """Who made it, and whether with AI."""
    machine = _("Made with AI.") if picture.ai_made else ""
    return " · ".join(part for part in (picture.credit, machine) if part)
