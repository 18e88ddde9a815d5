"""The page on which editors arrange the front page."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import languages
from articles.desk.front_slots import acts
from articles.desk.screens import thumb
from articles.desk.status import moment
from articles.desk.workflow import NotPossible
from articles.models import Article, Edition, Slot
from articles.models.remit import is_limited, sections_of
from articles.public.front import PLACES, SECONDARY, front_page

OFFERED = 12
ACTS = ("place", "move", "until", "size", "remove")


class ArrangeForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    article = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    place = forms.IntegerField(min_value=1, max_value=PLACES, required=False)
    until = forms.DateTimeField(required=False)
    size = forms.ChoiceField(choices=Slot.Size.choices, required=False)
    seen = forms.CharField(max_length=40)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("act") == "move" and data.get("place") is None:
            raise forms.ValidationError("place", code="required")
        return data


@dataclass(frozen=True)
class Placed:
    """A slot as the page shows it: what readers see, or will see, of its story.

    `position` counts all slots from 1. `number` is the place that readers find it at, None for a story that waits.
    """

    slot: Slot
    position: int
    number: int | None
    edition: Edition | None
    is_live: bool

    @property
    def headline(self) -> str:
        return str(self.edition or self.slot.article)

    @property
    def place(self) -> str:
        return place_name(self.number) if self.number else _("Waits")

    @property
    def state(self) -> str:
        if self.edition is None:
            return _("Not live: the next story has its place")
        if self.is_live:
            return _("Live")
        return _("Goes live on %(when)s; until then the next story has its place") % {
            "when": moment(self.edition.live_from)
        }

    @property
    def shape(self) -> str:
        return "○" if self.edition is None else "●" if self.is_live else "◷"

    @property
    def other_size(self) -> str:
        """What a button makes of it."""
        return Slot.Size.USUAL if self.slot.size == Slot.Size.BIG else Slot.Size.BIG

    @property
    def picture(self) -> str:
        return thumb(self.edition.illustration if self.edition else None, 48)


def place_name(number: int) -> str:
    """What a place, counted from 1, is on the page."""
    if number == 1:
        return _("Lead")
    return _("Beside the lead") if number <= 1 + SECONDARY else _("Latest")


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    screen, view = Screen(desk), desk.admin_site.admin_view
    return [
        path("front/", view(require_safe(screen.page)), name="articles_article_front"),
        path("front/arrange/", view(require_POST(screen.arrange)), name="articles_article_front_arrange"),
    ]


class Screen:
    def __init__(self, desk: ModelAdmin) -> None:
        self.desk = desk

    def page(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("articles.arrange_front"):
            raise PermissionDenied
        return self._render(request)

    def arrange(self, request: HttpRequest) -> HttpResponse:
        """Do one act. Script gets JSON, 409 with the reason if it was not done; a form is led back to the page."""
        if not request.user.has_perm("articles.arrange_front"):
            raise PermissionDenied
        form = ArrangeForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(_("That is no act of the front page."), content_type="text/plain")
        article = Article.objects.filter(pk=form.cleaned_data["article"]).first()
        if article is None:
            raise Http404
        try:
            _do(article, form.cleaned_data, request.user)
        except NotPossible as reason:
            return self._refused(request, str(reason))
        said = _told(article, timezone.now())
        if not request.accepts("text/html"):
            return JsonResponse({"said": said})
        messages.success(request, said)
        return HttpResponseRedirect(f"{reverse('admin:articles_article_front')}#slot-{article.pk}")

    def _refused(self, request: HttpRequest, reason: str) -> HttpResponse:
        if not request.accepts("text/html"):
            return JsonResponse({"said": reason}, status=409)
        messages.warning(request, reason)
        return self._render(request, status=409)

    def _render(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        now, query = timezone.now(), request.GET.get("q", "").replace("\0", "")[:200].strip()
        slots = list(Slot.objects.current(now).select_related("article"))
        context = {
            **self.desk.admin_site.each_context(request),
            "title": _("Front page"),
            "opts": self.desk.opts,
            "placed": _placed(slots, now),
            "seen": acts.token(slots),
            "is_full": len(slots) >= PLACES,
            "query": query,
            "here": reverse("admin:articles_article_front"),
            "found": _found(query, [slot.article_id for slot in slots], now, request.user),
            "preview": _preview(now, {slot.article_id for slot in slots}),
            "zone": timezone.get_current_timezone_name(),
        }
        return render(request, "admin/articles/article/front.html", context, status=status)


def _do(article: Article, asked: dict[str, Any], user: Any) -> None:
    who = {"by": user, "seen": asked["seen"]}
    place = asked["place"] - 1 if asked["place"] else None
    match asked["act"]:
        case "place":
            acts.place(article, at=place, **who)
        case "move":
            acts.move(article, place or 0, **who)
        case "until":
            acts.keep_until(article, asked["until"], **who)
        case "size":
            acts.resize(article, asked["size"] or Slot.Size.USUAL, **who)
        case "remove":
            acts.remove(article, **who)


def _placed(slots: list[Slot], now: datetime) -> list[Placed]:
    """Each slot with the edition that is live, or else the next one to come. One query."""
    editions = Edition.objects.ever_live().not_over(now).exclude(change=Edition.Change.WITHDRAWAL)
    by_article: dict[int, Edition] = {}
    wanted = [slot.article_id for slot in slots]
    for edition in editions.filter(article__in=wanted).order_by("-live_from").for_cards().only(*_FIELDS):
        by_article[edition.article_id] = edition
    placed, numbers = [], count(1)
    for position, slot in enumerate(slots, start=1):
        shown = by_article.get(slot.article_id)
        # Readers see the next live story in the place of one that waits.
        is_live = shown is not None and shown.live_from <= now
        placed.append(Placed(slot, position, next(numbers) if is_live else None, shown, is_live))
    return placed


def _told(article: Article, now: datetime) -> str:
    """Where a story stands after an act, in the words of the page."""
    placed = _placed(list(Slot.objects.current(now).select_related("article")), now)
    one = next((one for one in placed if one.slot.article_id == article.pk), None)
    if one is None:
        return _("“%(story)s” has no place of its own now: it stands where its date puts it.") % {"story": article}
    if one.number is None:
        return _("“%(story)s” has a place, and waits for it until it is live.") % {"story": article}
    until = one.slot.expires_at
    said = _("“%(story)s” is at place %(number)s, %(place)s, until %(until)s.")
    return said % {
        "story": one.headline,
        "number": one.number,
        "place": languages.within(one.place),
        "until": moment(until) if until else _("it is removed"),
    }


def _found(query: str, placed: list[int], now: datetime, user: Any) -> list[dict[str, Any]]:
    """Stories without a place that are live, or come: the latest, or those with these words in the headline. A section
    editor finds those of their sections."""
    editions = Edition.objects.ever_live().not_over(now).exclude(change=Edition.Change.WITHDRAWAL)
    if is_limited(user):
        editions = editions.filter(article__section__in=sections_of(user))
    if query:
        editions = editions.filter(headline__icontains=query)
    # Two of one story can be due at most: the live one and those to come.
    newest = editions.exclude(article__in=placed).order_by("-live_from", "-pk").for_cards().only(*_FIELDS)
    by_article = {edition.article_id: edition for edition in newest[: 2 * OFFERED]}
    return [
        {"edition": edition, "is_live": edition.live_from <= now, "when": moment(edition.live_from)}
        for edition in list(by_article.values())[:OFFERED]
    ]


def _preview(now: datetime, placed: set[int]) -> list[dict[str, Any]]:
    """The top of the front page as readers see it now, and which of it nobody has placed."""
    front = front_page(now)
    return [
        {
            "number": number,
            "place": place_name(number),
            "edition": edition,
            "by_date": edition.article_id not in placed,
        }
        for number, edition in enumerate(front.top, start=1)
    ]


_FIELDS = (
    *("article", "headline", "live_from", "live_until", "section__name", "section__hue"),
    *("illustration__renditions", "address__path"),
)
