"""The pages of the public site. Each reads editions that are live now, and nothing else."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles.addresses import address
from articles.models import identity, parts, stamp
from articles.models.edition import Edition, EditionAuthor, EditionQuerySet, EditionTag
from articles.models.prepared import Prepared
from articles.public import (
    answers,
    embeds,
    guesses,
    neighbours,
    redirects,
    related,
    similar,
    structured,
    subjects,
    text,
)
from articles.public.front import front_page
from articles.public.paging import EVERYTHING, Listing, Page, page_in_order, page_number

ELSEWHERE = 3
# Seconds for which a cache may say that nothing is there: long enough for a flood, too short to hide a new story.
MISSING_FOR = 10

_of_section = Listing(lambda at, section: Edition.objects.listed(at).filter(section=section), at=datetime, section=int)
_of_tag = Listing(
    lambda at, tag: EditionTag.objects.live(at).filter(tag=tag), "content_object_id", at=datetime, tag=int
)
_of_author = Listing(
    lambda at, author: EditionAuthor.objects.live(at).filter(author=author), "edition_id", at=datetime, author=int
)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    # Other software has its stories at the root: /?p=17.
    if request.GET and (answer := redirects.answer(request)):
        return answer
    shown = identity.current()
    page = front_page(at, shows_opinion=shown.shows_opinion, shows_corrections=shown.shows_corrections)
    return render(request, "articles/front.html", {"front": page, "editions": page.editions, "today": at})


@require_safe
def article(request: HttpRequest, **parts: Any) -> HttpResponse:
    """The story at this address; its present address if it has moved; a notice if it is gone."""
    at = timezone.now()
    edition = find_edition(request.path, at)
    if edition is None:
        return moved_or_gone(request, request.path, at)
    if edition.is_withdrawn:
        return gone(request, edition, at)
    return edition_page(request, edition)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    at, found = timezone.now(), subjects.section_at(slug)
    page = _of_section.page(_number(request), at=at, section=found.pk)
    return _list(request, "articles/section.html", page, at, section=found, related=related.to_section(found, at))


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories with a tag. An address that the tag had, or that a tag had which was merged into it, leads there."""
    at, found = timezone.now(), subjects.tag_at(slug)
    page = _of_tag.page(_number(request), at=at, tag=found.pk)
    if not page.editions and not EditionTag.is_public(found, at):
        raise Http404
    if found.slug != slug:
        number = f"?page={page.number}" if page.number > 1 else ""
        return redirect(address("tag", found.slug) + number, permanent=True)
    return _list(request, "articles/tag.html", page, at, tag=found, related=related.to_tag(found, at))


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    at, found = timezone.now(), subjects.author_at(slug)
    page = _of_author.page(_number(request), at=at, author=found.pk)
    return render(request, "articles/author.html", {"page": page, "author": found})


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction that readers have been told of, newest first. What has become of the story changes nothing."""
    told = Edition.objects.ever_live().filter(change=Edition.Change.CORRECTION, live_from__lte=timezone.now())
    listed = told.select_related("address", "correction").order_by("-live_from", "-pk")
    fields = ("number", "headline", "live_from", "address__path", "correction__kind", "correction__text")
    page = page_in_order(listed.only("article", "change", *fields), _number(request))
    return render(request, "articles/corrections.html", {"page": page})


# --- Public names: other apps and the desk may call these ---


def find_edition(path: str, at: datetime) -> Edition | None:
    """The edition that is live at this address at that time, with its neighbours and stored similar posts."""
    return _at_address.first(at=at, path=path)


def find_article(path: str, at: datetime) -> int | None:
    """The id of the article that readers have found at this address by that time, even if it has left since."""
    editions = Edition.objects.ever_live().filter(address__path=path, live_from__lte=at)
    return editions.values_list("article_id", flat=True).first()


def edition_page(
    request: HttpRequest,
    edition: Edition,
    status: int = 200,
    extra: dict[str, Any] | None = None,
    template: str = "articles/edition_detail.html",
) -> HttpResponse:
    """The page of a story. `extra` goes into the template's context: a bound form, a preview's mark."""
    at, pictures, cards = timezone.now(), text.pictures_in(edition), embeds.cards_in(edition.body)
    changes = changes_of(edition, at)
    context = {
        "edition": edition,
        "body": embeds.with_cards(text.body(edition, pictures)),
        "cards": cards,
        "similar": similar.shown(edition, getattr(edition, "similar_entries", None), at),
        "changes": changes,
        "neighbours": neighbours.of(edition),
        "structured": partial(structured.block, edition, pictures.values(), changes),
        "preview": False,
        "title_prefix": "",
    }
    page = parts.cut(request.META, lambda: render_to_string(template, context | (extra or {}), request))
    response = HttpResponse(page, status=status)
    embeds.allow(response, cards)
    answers.shows(response, stamp.FRAME, stamp.STORIES, stamp.of_article(edition.article_id))
    return response


def moved_or_gone(request: HttpRequest, path: str, at: datetime, place: str = "{}") -> HttpResponse:
    """Answer for an address where nothing is live: 301 to where the story is now, 410 if it was taken down, or 404.

    `place` makes the address of a page about the story from the story's own.
    """
    article_id = find_article(path, at)
    if article_id is None:
        raise Http404
    editions = Edition.objects.filter(article_id=article_id)
    if live := editions.live(at).select_related("address").first():
        return redirect(place.format(live.get_absolute_url()), permanent=True)
    return gone(request, editions.ever_live().filter(live_from__lte=at).latest("live_from"), at)


def gone(request: HttpRequest, last: Edition, at: datetime) -> HttpResponse:
    """Say that the story is no longer there, and why if it was withdrawn. Other notes tell what an update changed."""
    notice = last.note if last.is_withdrawn else ""
    context = {"headline": last.headline, "notice": notice, "withdrawn": last.is_withdrawn, "latest": newest(at)}
    response = render(request, "articles/gone.html", context, status=410)
    patch_cache_control(response, public=True, max_age=MISSING_FOR)
    return response


def changes_of(edition: Edition, at: datetime) -> list[Edition]:
    """Editions that readers are told of, newest first; a story that was never changed costs no query."""
    if not edition.was_updated:
        return []
    return _noted(at=at, article_id=edition.article_id)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Where an old address leads now; our page for one that leads nowhere, with the newest stories."""
    if answer := redirects.answer(request):
        return answer
    redirects.note_missing(request)
    at = timezone.now()
    context = {"guesses": guesses.near(request.path, at), "latest": newest(at)}
    response = render(request, "404.html", context, status=404)
    patch_cache_control(response, public=True, max_age=MISSING_FOR)
    return response


def newest(at: datetime) -> list[Edition]:
    """What to read instead, where there is nothing to read."""
    return EVERYTHING.newest(ELSEWHERE, at=at)


# --- Parts ---


def _find_edition(at: datetime, path: str) -> EditionQuerySet:
    found = neighbours.with_neighbours(Edition.objects.live(at).for_page().filter(address__path=path), at)
    return found.annotate(similar_entries=F("article__similar_posts__entries"))


def _changes(at: datetime, article_id: int) -> EditionQuerySet:
    past = Edition.objects.ever_live().filter(article_id=article_id, live_from__lte=at)
    noted = past.filter(change__in=Edition.MATERIAL).exclude(note="")
    shown = noted.select_related("correction").only("number", "change", "note", "live_from", "correction__kind")
    return shown.order_by("-live_from")


_at_address = Prepared(_find_edition, at=datetime, path=str)
_noted = Prepared(_changes, at=datetime, article_id=int)


def _number(request: HttpRequest) -> int:
    return page_number(request.GET.get("page"))


def _list(request: HttpRequest, template: str, page: Page[Edition], at: datetime, **subject: Any) -> HttpResponse:
    elsewhere = [] if page.editions else newest(at)
    return render(request, template, {"page": page, "elsewhere": elsewhere, **subject})
