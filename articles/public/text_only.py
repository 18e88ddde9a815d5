"""The paper as text alone, for slow lines, old devices and few moving parts: no stylesheet, no picture, no script.

Pictures are said in words, and what leads to a story leads to its text. Search engines are sent to the usual pages.
"""

import re
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models.edition import Edition
from articles.models.illustration import Illustration
from articles.models.taxonomy import Section
from articles.public import text, views
from articles.public.front import front_page
from articles.public.paging import page_in_order, page_number

PREFIX = "/text"
# Headlines on a page of a section.
PER_PAGE = 50
LINE_FIELDS = ("article", "headline", "language", "label", "published_at", "address__path")

_STORY = r"/[0-9]{4}/[0-9]{2}/[0-9]{2}/[-\w]{1,80}/"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The headlines of the front page, in its order."""
    page = front_page(timezone.now())
    return render(request, "text/front.html", {"top": page.top, "bands": page.rows})


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    at, found = timezone.now(), get_object_or_404(Section, slug=slug)
    lines = Edition.objects.listed(at).in_section(found).newest_first()
    lines = lines.select_related("address").only(*LINE_FIELDS)
    page = page_in_order(lines, page_number(request.GET.get("page")), PER_PAGE)
    return render(request, "text/section.html", {"section": found, "page": page})


@require_safe
def article(request: HttpRequest, date: str, slug: str) -> HttpResponse:
    at, path = timezone.now(), f"/{date}/{slug}/"
    edition = views.find_edition(path, at)
    if edition is None:
        return views.moved_or_gone(request, path, at, PREFIX + "{}")
    if edition.is_withdrawn:
        return views.gone(request, edition, at)
    return render(request, "text/article.html", _article(edition, at))


def _article(edition: Edition, at: datetime) -> dict[str, object]:
    illustration = edition.illustration
    if illustration is not None and not illustration.renditions:
        illustration = None
    return {
        "edition": edition,
        "body": _body(edition),
        "picture": _lead(edition, illustration) if illustration else "",
        "changes": views.changes_of(edition, at),
    }


def _body(edition: Edition) -> SafeString:
    pictures = text.pictures_in(edition)
    written = text.body(edition, pictures, _described)
    to_story = rf'(?<=href=")(?:{re.escape(settings.NEWSROOM_SITE_URL)})?({_STORY})(?=["#])'
    return mark_safe(re.sub(to_story, rf"{PREFIX}\1", written, flags=re.ASCII))  # noqa: S308 (only addresses differ)


def _lead(edition: Edition, illustration: Illustration) -> SafeString:
    """The picture at the head in words. A drawing that only adorns says nothing but who made it."""
    alt = edition.illustration_alt or illustration.alt
    return _described(illustration, alt, edition.illustration_caption or illustration.caption)


def _described(illustration: Illustration, alt: str, caption: SafeString | str) -> SafeString:
    said = [part for part in (alt, caption, illustration.credit) if part]
    if illustration.ai_made:
        said.append(_("Made with AI."))
    sentences = ((part, "" if part.endswith((".", "!", "?", "…")) else ".") for part in said)
    words = format_html_join(" ", "{}{}", sentences)
    return format_html("<p>[{} {}]</p>", _("Picture:"), words) if said else mark_safe("")
