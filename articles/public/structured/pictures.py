"""Pictures of a story as schema.org's ImageObject. What is not known of one is left out."""

from collections.abc import Iterable

from articles.models.edition import Edition
from articles.models.illustration import Illustration
from articles.pictures.origin import Origin
from articles.public.structured.script import Thing, known
from articles.templatetags.pictures import File, machine_pictures, text_picture

# A credit link into these pages names the licence itself.
LICENCES = "https://creativecommons.org/"


def of_story(edition: Edition, in_text: Iterable[Illustration]) -> list[Thing]:
    """The picture at the head in each of its proportions, the widest first, and what a machine made in the text.

    Of the pictures in the text those made with AI are told of, so that the mark that readers see is there for machines.
    """
    head = edition.illustration
    caption = edition.illustration_caption or (head.caption if head else "")
    shown = [_object(head, file, caption) for file in machine_pictures(head)] if head else []
    return shown + [found for picture in in_text if picture.ai_made and (found := _in_text(picture))]


def _in_text(illustration: Illustration) -> Thing | None:
    file = text_picture(illustration)
    return _object(illustration, file, illustration.caption) if file else None


def _object(illustration: Illustration, file: File, caption: str) -> Thing:
    origin = Origin(ai_made=illustration.ai_made, ai_term=illustration.ai_term)
    return known(
        {
            "@type": "ImageObject",
            "url": file.url,
            "width": file.width,
            "height": file.height,
            "caption": caption,
            "creditText": illustration.credit,
            "license": illustration.credit_url if illustration.credit_url.startswith(LICENCES) else "",
            "digitalSourceType": origin.source_type,
        }
    )
