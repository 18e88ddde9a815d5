"""Our stories as other sites show them when somebody pastes a link there: oEmbed 1.0 (oembed.com), as a provider."""

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.addresses import address
from articles.models.edition import Edition
from articles.pictures import card, names
from articles.public import share_cards, site, xml
from articles.public.views import find_article
from articles.templatetags.pictures import File, full_file

# Pixels. What a story takes where it is shown: a headline of up to three lines, the standfirst, and the line below.
WIDTH, HEIGHT = 600, 240
LONGEST = 500
# Seconds for which whoever asked may keep the answer.
KEPT = 3600


@require_safe
def view(request: HttpRequest) -> HttpResponse:
    """A story of ours by its address. 404 for any other address, 501 for a format that we do not speak."""
    asked = request.GET
    if asked.get("format", "json") not in {"json", "xml"}:
        return _open(HttpResponse(_("This site answers in JSON and XML."), status=501, content_type="text/plain"))
    try:
        room = _pixels(asked.get("maxwidth")), _pixels(asked.get("maxheight"))
    except ValueError:
        return _open(HttpResponseBadRequest(_("A size is a whole number of pixels."), content_type="text/plain"))
    edition = _find(asked.get("url", ""))
    if edition is None:
        raise Http404
    told = _told(edition, *room)
    return _open(_xml(told) if asked.get("format") == "xml" else JsonResponse(told))


def _find(url: str) -> Edition | None:
    """The story that is public at this address now, or that has moved from there."""
    try:
        parts = urlsplit(url[:LONGEST])
    except ValueError:
        return None
    if "\x00" in url or parts.netloc != urlsplit(settings.NEWSROOM_SITE_URL).netloc:
        return None
    at = timezone.now()
    article_id = find_article(parts.path, at)
    return Edition.objects.listed(at).for_page().filter(article_id=article_id).first() if article_id else None


def _told(edition: Edition, max_width: int | None, max_height: int | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": edition.headline,
        "provider_name": site.name(),
        "provider_url": site.full("/"),
        "cache_age": KEPT,
        "width": min(WIDTH, max_width or WIDTH),
        "height": min(HEIGHT, max_height or HEIGHT),
        "html": _quotation(edition),
    }
    if edition.byline:
        told["author_name"] = edition.byline[0]["name"]
        told["author_url"] = site.full(address("author", edition.byline[0]["slug"]))
    return told | _thumbnail(edition, max_width, max_height)


def _quotation(edition: Edition) -> str:
    """Words and one link, with neither script nor style, so that any site may put it into its pages as it is."""
    return format_html(
        '<blockquote cite="{0}"><p><a href="{0}"><strong>{1}</strong></a></p><p>{2}</p><p>{3}, {4}</p></blockquote>',
        site.full(edition.get_absolute_url()),
        edition.headline,
        edition.description_for_search,
        site.name(),
        formats.date_format(timezone.localtime(edition.published_at), "DATE_FORMAT"),
    )


def _thumbnail(edition: Edition, max_width: int | None, max_height: int | None) -> dict[str, Any]:
    """The largest picture that fits; the card of a story without one; nothing if neither fits."""
    wide = names.sources(edition.illustration.renditions, "wide", "jpeg") if edition.illustration else []
    offered = [full_file(source) for source in reversed(wide)]
    for file in offered or [File(site.full(share_cards.of_story(edition).path), *card.SIZE)]:
        if file.width <= (max_width or file.width) and file.height <= (max_height or file.height):
            return {"thumbnail_url": file.url, "thumbnail_width": file.width, "thumbnail_height": file.height}
    return {}


def _pixels(raw: str | None) -> int | None:
    """Raises ValueError for what is no whole number from 1 on."""
    if not raw:
        return None
    if not raw.isascii() or not raw.isdigit() or not int(raw[:6]):
        raise ValueError(raw[:20])
    return int(raw[:6])


def _xml(told: dict[str, Any]) -> HttpResponse:
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = xml.text(str(value))
    return xml.document(ElementTree.tostring(root, encoding="unicode"), "text/xml")


def _open(response: HttpResponse) -> HttpResponse:
    """Let scripts of any site read it: it says nothing that is not public."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
