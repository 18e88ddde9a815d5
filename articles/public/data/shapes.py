"""What a story looks like in JSON. Names are those of `design.md`, section 3; all addresses are whole ones."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage

from articles import languages
from articles.addresses import address
from articles.models.edition import CARD_FIELDS, Edition
from articles.models.illustration import Illustration
from articles.models.prepared import Prepared
from articles.models.taxonomy import Section
from articles.public import text
from articles.public.feeds.entry import whole
from articles.public.feeds.stories import Corrected, corrections_of, entry_id, full_text
from articles.templatetags.pictures import share_picture

LIST_FIELDS = (
    *CARD_FIELDS,
    *("updated_at", "word_count", "illustration_caption", "illustration__caption", "illustration__credit"),
)
Counts = dict[int, int] | None
_for_lists = Prepared(
    lambda ids: Edition.objects.filter(pk__in=ids).order_by().for_cards().only(*LIST_FIELDS), ids=list[int]
)


def stories(ids: Sequence[int], counts: Counts) -> list[dict[str, Any]]:
    """The editions of these ids, in this order, as lists show them: without their text. One query."""
    if not ids:
        return []
    by_id = {edition.pk: edition for edition in _for_lists(ids=ids)}
    return [story(by_id[pk], counts) for pk in ids]


def story(edition: Edition, counts: Counts) -> dict[str, Any]:
    page = whole(edition.get_absolute_url())
    return {
        "id": entry_id(edition),
        "url": page,
        "json": f"{page}index.json",
        "headline": edition.headline,
        "standfirst": edition.standfirst,
        "label": edition.label,
        "language": languages.spoken(edition.language),
        "published": moment(edition.published_at),
        "updated": moment(edition.updated_at),
        "words": edition.word_count,
        "section": section(edition.section) if edition.section else None,
        "byline": [
            {"name": one["name"], "role": one["role"], "url": whole(address("author", one["slug"]))}
            for one in edition.byline
        ],
        "tags": [{"name": tag["name"], "url": whole(address("tag", tag["slug"]))} for tag in edition.tag_list],
        "picture": _picture(edition),
        "comments": _comments(page, counts, edition.article_id),
    }


def whole_story(edition: Edition, counts: Counts, at: datetime) -> dict[str, Any]:
    """A story with its text, as its page and the feeds have it. At most three queries."""
    pictures = text.pictures_in(edition)
    corrections = corrections_of([edition], at)[edition.article_id]
    return {
        **story(edition, counts),
        "dateline": edition.dateline,
        "html": full_text(edition, pictures, corrections),
        "minutes": edition.reading_minutes,
        "sources": [{name: source[name] for name in ("name", "url", "relation")} for source in edition.sources],
        "corrections": [correction(one) for one in corrections],
        "changes": _changes(edition, at),
        "picture": _picture(edition, with_files=True),
        "text_pictures": [_in_text(picture) for picture in pictures.values()],
    }


def section(one: Section) -> dict[str, str]:
    return {"name": one.name, "url": whole(one.get_absolute_url())}


def correction(one: Corrected) -> dict[str, str]:
    return {"kind": one.kind, "text": one.text, "date": moment(one.at)}


def moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


# --- Parts ---


def _comments(page: str, counts: Counts, article_id: int) -> dict[str, Any] | None:
    if counts is None:
        return None
    return {"count": counts.get(article_id, 0), "url": f"{page}#comments", "feed": f"{page}feed.json"}


def _picture(edition: Edition, *, with_files: bool = False) -> dict[str, Any] | None:
    """The picture at the head, in the size that others show it in; with the other sizes and crops if asked for."""
    illustration, file = edition.illustration, share_picture(edition.illustration)
    if illustration is None or file is None:
        return None
    return {
        "url": file.url,
        "width": file.width,
        "height": file.height,
        "alt": edition.illustration_text,
        "caption": edition.illustration_caption or illustration.caption,
        "credit": illustration.credit,
        "made_with_ai": illustration.ai_made,
        **({"files": _files(illustration)} if with_files else {}),
    }


def _in_text(illustration: Illustration) -> dict[str, Any]:
    return {
        "alt": "" if illustration.decorative else illustration.alt,
        "caption": illustration.caption,
        "credit": illustration.credit,
        "made_with_ai": illustration.ai_made,
        "files": _files(illustration),
    }


def _files(illustration: Illustration) -> list[dict[str, Any]]:
    """Every size there is; `shape` is one of `articles.pictures.geometry.Shape`."""
    return [
        {
            "shape": shape,
            "type": f"image/{format}",
            "width": width,
            "height": height,
            "url": whole(default_storage.url(name)),
        }
        for shape, format, width, height, name in illustration.renditions
    ]


def _changes(edition: Edition, at: datetime) -> list[dict[str, str]]:
    """What readers are told of the changes, newest first."""
    if not edition.was_updated:
        return []
    past = Edition.objects.ever_live().filter(article_id=edition.article_id, live_from__lte=at)
    told: Iterable[tuple[str, str, datetime]] = (
        past.filter(change__in=Edition.MATERIAL).order_by("-live_from").values_list("change", "note", "live_from")
    )
    return [{"change": change, "note": note, "date": moment(since)} for change, note, since in told]
