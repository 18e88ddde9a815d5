"""What a story's page tells machines, as JSON-LD by schema.org: the article, who wrote it, and its picture.

Made of the edition and the pictures that the page shows, without a query of its own.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles.addresses import address
from articles.models import identity
from articles.models.edition import Edition
from articles.models.illustration import Illustration
from articles.models.story import Story
from articles.pictures.origin import Origin
from articles.templatetags.pictures import File, share_picture, text_picture

TYPES: dict[str, str] = {
    Story.Label.ANALYSIS: "AnalysisNewsArticle",
    Story.Label.OPINION: "OpinionNewsArticle",
    Story.Label.EXPLAINER: "BackgroundNewsArticle",
    Story.Label.REVIEW: "ReviewNewsArticle",
    Story.Label.SPONSORED: "AdvertiserContentArticle",
}
# A credit link into these pages names the licence itself.
LICENCES = "https://creativecommons.org/"
# What could end the script element, or a line of script, is written as its number.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def block(edition: Edition, in_text: Iterable[Illustration] = ()) -> SafeString:
    """The data of the page as the content of `<script type="application/ld+json">`; `in_text` are its text's pictures."""
    text = json.dumps(article(edition, in_text), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 (nothing in it can end the element)


def article(edition: Edition, in_text: Iterable[Illustration] = ()) -> dict[str, Any]:
    """The story as schema.org's NewsArticle, or the kind of it that its label names.

    Of the pictures in its text those made with AI are told of, so that the mark that readers see is there for machines.
    """
    here = _full(edition.get_absolute_url())
    machine_made = (_in_text(picture) for picture in in_text if picture.ai_made)
    pictures = [picture for picture in (image(edition), *machine_made) if picture]
    return {
        "@context": "https://schema.org",
        "@type": TYPES.get(edition.label, "NewsArticle"),
        "headline": edition.headline,
        "description": edition.description_for_search,
        "url": here,
        "mainEntityOfPage": here,
        "datePublished": edition.published_at.isoformat(timespec="seconds"),
        "dateModified": edition.updated_at.isoformat(timespec="seconds"),
        "author": [_author(one) for one in edition.byline],
        "publisher": {"@type": "NewsMediaOrganization", "name": identity.current().site_name, "url": _full("/")},
        **({"image": pictures if len(pictures) > 1 else pictures[0]} if pictures else {}),
    }


def image(edition: Edition) -> dict[str, Any] | None:
    """The picture at the head: what is not known of it is left out."""
    illustration = edition.illustration
    file = share_picture(illustration)
    if illustration is None or file is None:
        return None
    return _object(illustration, file, edition.illustration_caption or illustration.caption)


def _in_text(illustration: Illustration) -> dict[str, Any] | None:
    file = text_picture(illustration)
    return _object(illustration, file, illustration.caption) if file else None


def _object(illustration: Illustration, file: File, caption: str) -> dict[str, Any]:
    known = {
        "caption": caption,
        "creditText": illustration.credit,
        "license": _licence(illustration),
        "digitalSourceType": Origin(ai_made=illustration.ai_made, ai_term=illustration.ai_term).source_type,
    }
    found = {
        "@type": "ImageObject",
        "url": file.url,
        "contentUrl": file.url,
        "width": file.width,
        "height": file.height,
    }
    return found | {name: value for name, value in known.items() if value}


def _author(one: dict[str, Any]) -> dict[str, str]:
    return {"@type": "Person", "name": one["name"], "url": _full(address("author", one["slug"]))}


def _licence(illustration: Illustration) -> str:
    return illustration.credit_url if illustration.credit_url.startswith(LICENCES) else ""


def _full(path: str) -> str:
    return urljoin(settings.NEWSROOM_SITE_URL, path)
