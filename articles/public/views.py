"""The pages of the public site. Each reads editions that are live now, and nothing else."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from taggit.models import Tag

from articles.addresses import address
from articles.models.edition import Edition, EditionAuthor, EditionTag
from articles.models.taxonomy import Author, Section
from articles.public import embeds, similar, structured, text
from articles.public.front import front_page
from articles.public.paging import Page, page_in_order, page_number, page_of, page_of_links

ELSEWHERE = 3


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    page = front_page(at)
    return render(request, "articles/front.html", {"front": page, "editions": page.editions, "today": at})


@require_safe
def article(request: HttpRequest, **parts: Any) -> HttpResponse:
    """The story at this address; its present address if it has moved; a notice if it is gone."""
    at = timezone.now()
    edition = find_edition(request.path, at)
    if edition is None:
        return _moved_or_gone(request, at)
    if edition.is_withdrawn:
        return _gone(request, edition)
    return edition_page(request, edition)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    at, found = timezone.now(), get_object_or_404(Section, slug=slug)
    editions = Edition.objects.listed(at).in_section(found)
    return _list(request, "articles/section.html", page_of(editions, _number(request)), at, section=found)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories with a tag. An address that the tag had, or that a tag had which was merged into it, leads there."""
    at, found = timezone.now(), _tag_at(slug)
    links = EditionTag.objects.filter(tag=found)
    page = page_of_links(links.live(at), "content_object_id", _number(request))
    # The name of a tag is no public word before a story with it has been live.
    if not page.editions and not links.ever_live().filter(live_from__lte=at).exists():
        raise Http404
    if found.slug != slug:
        number = f"?page={page.number}" if page.number > 1 else ""
        return redirect(address("tag", found.slug) + number, permanent=True)
    return _list(request, "articles/tag.html", page, at, tag=found)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    at, found = timezone.now(), get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    links = EditionAuthor.objects.live(at).filter(author=found)
    return _list(
        request, "articles/author.html", page_of_links(links, "edition_id", _number(request)), at, author=found
    )


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction that readers have been told of, newest first. What has become of the story changes nothing."""
    told = Edition.objects.ever_live().filter(change=Edition.Change.CORRECTION, live_from__lte=timezone.now())
    listed = told.select_related("address", "correction").order_by("-live_from", "-pk")
    fields = ("headline", "live_from", "address__path", "correction__kind", "correction__text")
    page = page_in_order(listed.only("article", "change", *fields), _number(request))
    return render(request, "articles/corrections.html", {"page": page})


# --- Public names: other apps and the desk may call these ---


def find_edition(path: str, at: datetime) -> Edition | None:
    """The edition that is live at this address at that time, with its article's stored similar posts."""
    found = Edition.objects.live(at).for_page().filter(address__path=path)
    return next(iter(found.annotate(similar_entries=F("article__similar_posts__entries"))), None)


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
    context = {
        "edition": edition,
        "body": embeds.with_cards(text.body(edition, pictures)),
        "cards": cards,
        "similar": similar.shown(edition, getattr(edition, "similar_entries", None), at),
        "changes": _changes(edition, at),
        "structured": partial(structured.block, edition, pictures.values()),
        "preview": False,
        "title_prefix": "",
    }
    response = render(request, template, context | (extra or {}), status=status)
    embeds.allow(response, cards)
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Our page for an address that leads nowhere, with the newest stories."""
    latest = Edition.objects.listed().newest_first().for_cards()[:ELSEWHERE]
    return render(request, "404.html", {"latest": list(latest)}, status=404)


# --- Parts ---


def _tag_at(slug: str) -> Tag:
    tags = Tag.objects.select_related("profile")
    return tags.filter(slug=slug).first() or get_object_or_404(tags, aliases__slug=slug)


def _moved_or_gone(request: HttpRequest, at: datetime) -> HttpResponse:
    """Answer for an address where nothing is live: 301 to where the story is now, 410 if it was taken down, or 404."""
    article_id = find_article(request.path, at)
    if article_id is None:
        raise Http404
    editions = Edition.objects.filter(article_id=article_id)
    if live := editions.live(at).select_related("address").first():
        return redirect(live, permanent=True)
    return _gone(request, editions.ever_live().filter(live_from__lte=at).latest("live_from"))


def _gone(request: HttpRequest, last: Edition) -> HttpResponse:
    """Say that the story is no longer there, and why if it was withdrawn. Other notes tell what an update changed."""
    notice = last.note if last.is_withdrawn else ""
    context = {"headline": last.headline, "notice": notice, "withdrawn": last.is_withdrawn}
    return render(request, "articles/gone.html", context, status=410)


def _changes(edition: Edition, at: datetime) -> list[Edition]:
    """Editions that readers are told of, newest first; a story that was never changed costs no query."""
    if not edition.was_updated:
        return []
    past = Edition.objects.ever_live().filter(article_id=edition.article_id, live_from__lte=at)
    noted = past.filter(change__in=Edition.MATERIAL).exclude(note="")
    shown = noted.select_related("correction").only("change", "note", "live_from", "correction__kind")
    return list(shown.order_by("-live_from"))


def _number(request: HttpRequest) -> int:
    return page_number(request.GET.get("page"))


def _list(request: HttpRequest, template: str, page: Page, at: datetime, **subject: Any) -> HttpResponse:
    elsewhere = [] if page.editions else list(Edition.objects.listed(at).newest_first().for_cards()[:ELSEWHERE])
    return render(request, template, {"page": page, "elsewhere": elsewhere, **subject})
