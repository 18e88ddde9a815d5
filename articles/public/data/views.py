"""The pages of the public site once more, as JSON. Each reads editions that are live now, and nothing else."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import identity
from articles.models.edition import Edition
from articles.public import subjects
from articles.public.answers import as_data, data, error, unless_known
from articles.public.comment_counts import counts
from articles.public.data import asking, shapes
from articles.public.feeds import corrected
from articles.public.feeds.entry import whole
from articles.public.front import Band, Front, front_page
from articles.public.paging import page_number
from articles.public.search.page import Page as SearchPage
from articles.public.selection import Rows, Selection
from articles.public.views import find_article, find_edition

NAME = "index.json"


@as_data
def front(request: HttpRequest) -> HttpResponse:
    """The front page as it stands: what is where, each story once."""
    asking.must_know(request.GET, frozenset())
    page = front_page(timezone.now(), shows_opinion=identity.current().shows_opinion, shows_corrections=False)
    counted = counts({edition.article_id for edition in page.editions})
    places = [
        page.lead,
        *page.secondary,
        None,
        *page.wire,
        *(one for band in page.bands for one in (None, *band.editions)),
    ]
    told = tuple(edition.pk if edition else None for edition in places)
    return unless_known(request, (request.path, told, _told(counted)), None, lambda: data(_front(page, counted)))


@as_data
def stories(request: HttpRequest) -> HttpResponse:
    """All stories, or those that meet every condition in the address."""
    asking.must_know(request.GET, asking.FILTERS)
    at = timezone.now()
    found = asking.filters(request.GET, at).newest(at, asking.size(request.GET))
    return _list(request, found, {"title": identity.current().site_name, "url": whole("/")})


@as_data
def listing(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The stories of a section, tag or author; at a former address of a tag, a way there."""
    asking.must_know(request.GET, asking.LIST)
    at = timezone.now()
    subject = subjects.find(kind, slug, at)
    if subject.slug != slug:
        return redirect(subject.path + NAME, permanent=True)
    place, size = asking.behind(request.GET), asking.size(request.GET)
    selection: Selection = subject.selection.after(place) if place else subject.selection
    about = {"title": subject.name, "description": subject.description, "url": whole(subject.path)}
    return _list(request, selection.newest(at, size), about)


@as_data
def article(request: HttpRequest, date: str, slug: str) -> HttpResponse:
    """The story at this address; its present address if it has moved; a notice if it is gone."""
    at, path = timezone.now(), f"/{date}/{slug}/"
    asking.must_know(request.GET, frozenset())
    here = Edition.objects.live(at).filter(address__path=path).order_by().values_list("pk", "article_id", "change")
    found = here.first()
    if found is None or found[2] == Edition.Change.WITHDRAWAL:
        return _moved_or_gone(path, at)
    counted = counts([found[1]])

    def make() -> HttpResponse:
        edition = find_edition(path, at)
        if edition is None:
            raise Http404
        return data(shapes.whole_story(edition, counted, at))

    return unless_known(request, (path, found, _told(counted)), None, make)


@as_data
def corrections(request: HttpRequest) -> HttpResponse:
    asking.must_know(request.GET, frozenset(["page"]))
    number, size = page_number(request.GET.get("page")), settings.NEWSROOM_PAGE_SIZE
    found = corrected.newest(timezone.now(), size + 1, skip=(number - 1) * size)
    ids = found.ids[:size]

    def make() -> HttpResponse:
        is_more = len(found.ids) > size
        return data(
            {
                "title": _("Corrections"),
                "url": whole("/corrections/"),
                "corrections": [
                    {**shapes.correction(told), "headline": headline, "url": address}
                    for told, headline, address in corrected.told(ids)
                ],
                "next": f"{whole(request.path)}?page={number + 1}" if is_more else None,
            }
        )

    return unless_known(request, (request.path, number, tuple(found.ids)), found.modified, make)


@as_data
def search(request: HttpRequest) -> HttpResponse:
    """What search finds, as its page does; each story with the passage that says the words."""
    asking.must_know(request.GET, asking.SEARCH)
    at = timezone.now()
    # The page lets a filter go that makes no sense; a program is told of it.
    asking.filters(request.GET, at)
    page = SearchPage(request.GET, at)
    editions = [result.edition for result in page.results]
    ids, counted = tuple(edition.pk for edition in editions), counts([edition.article_id for edition in editions])

    def make() -> HttpResponse:
        stories = shapes.stories(ids, counted)
        for story, result in zip(stories, page.results, strict=True):
            story["extract"] = result.extract
        told = {"title": _("Search"), "question": page.question.text, "url": whole("/search/")}
        more = {"count": page.count, "is_counted": page.is_counted, "stories": stories}
        return data({**told, **more, "next": whole(page.next.replace("?", f"{NAME}?", 1)) if page.next else None})

    # The address of the next page names the moment, which alone is nothing new.
    facts = (request.get_full_path(), ids, bool(page.next), _told(counted))
    return unless_known(request, facts, None, make)


# --- Parts ---


def _front(page: Front, counted: shapes.Counts) -> dict[str, Any]:
    shown = {one.article_id: one for one in page.editions}
    made = dict(zip(shown, shapes.stories([one.pk for one in shown.values()], counted), strict=True))

    def of(editions: list[Edition]) -> list[dict[str, Any]]:
        return [made[edition.article_id] for edition in editions]

    return {
        "title": identity.current().site_name,
        "url": whole("/"),
        "lead": made[page.lead.article_id] if page.lead else None,
        "secondary": of([*page.leads[1:], *page.secondary]),
        "latest": of(page.wire),
        "bands": [_band(band, of(band.editions)) for band in page.bands],
        "opinion": _band(page.opinion, of(page.opinion.editions)) if page.opinion else None,
    }


def _band(band: Band, stories: list[dict[str, Any]]) -> dict[str, Any]:
    return {"section": shapes.section(band.section) if band.section else None, "stories": stories}


def _list(request: HttpRequest, found: Rows, about: dict[str, Any]) -> HttpResponse:
    counted = counts([row.article_id for row in found.rows])
    behind = asking.next_address(request, found.next)

    def make() -> HttpResponse:
        return data({**about, "stories": shapes.stories(found.ids, counted), "next": behind})

    # A comment changes the answer and no time that is told here, so there is an entity tag and no time.
    return unless_known(request, (request.path, tuple(found.ids), behind, _told(counted)), None, make)


def _told(counted: dict[int, int] | None) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((counted or {}).items()))


def _moved_or_gone(path: str, at: Any) -> HttpResponse:
    article_id = find_article(path, at)
    if article_id is None:
        raise Http404
    editions = Edition.objects.filter(article_id=article_id)
    live = editions.live(at).select_related("address").first()
    if live and not live.is_withdrawn:
        return redirect(live.get_absolute_url() + NAME, permanent=True)
    last = live or editions.ever_live().filter(live_from__lte=at).latest("live_from")
    if not last.is_withdrawn:
        return error(410, _("This story stood here once and has been taken down."), headline=last.headline)
    told = {"headline": last.headline, "notice": last.note, "date": shapes.moment(last.live_from)}
    return error(410, _("The newsroom has withdrawn this story."), withdrawn=told)
