"""Text that somebody typed and did not save: offered when the form is opened again, with script or without."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import reading, revisions, sittings, typed
from articles.desk.colleagues import article_for
from articles.desk.draft import Snapshot
from articles.desk.people import name_of
from articles.desk.rules import Action
from articles.models import Article, Revision
from articles.models.revision import RevisionQuerySet

# Of many forms that were left, so many are offered.
OFFERED = 3


@dataclass(frozen=True)
class Unsaved:
    """An autosave beside the form. `name` is empty for one's own."""

    revision: Revision
    name: str


@dataclass(frozen=True)
class Keep:
    """What the script of the form has to know: where to send it, and whose it is."""

    pulse: str
    key: str
    writer: int
    arrived: str


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""

    def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
        article = article_for(request, pk, Action.WRITE)
        mine = _own(request, article)
        number = request.POST.get("autosave", "")
        known = number.isascii() and number.isdecimal() and len(number) <= typed.LONGEST_NUMBER
        if known and mine.filter(pk=number).delete()[0]:
            messages.success(request, _("The unsaved text is thrown away."))
        return back(request, article)

    view = desk.admin_site.admin_view(require_POST(throw_away))
    return [path("<int:pk>/throw-away/", view, name="articles_article_throw_away")]


def keep(request: HttpRequest, article: Article | None) -> Keep:
    there = article is not None and article.pk is not None
    name, args = ("pulse", [article.pk]) if there else ("add_pulse", [])  # type: ignore[union-attr]
    key = f"desk-kept:{request.user.pk}:{args[0] if args else 'new'}"
    writer = request.user.pk or 0
    return Keep(reverse(f"admin:articles_article_{name}", args=args), key, writer, sittings.arrivals(request))


def offered(article: Article, user: Any, *, besides: str = "") -> list[Unsaved]:
    """Autosaves that say something else than the article: one's own, and those of others since it was last saved.

    `besides` is the sitting of the form that is shown, which has its own autosave in it.
    """
    stored, last = typed.comparable(revisions.snapshot(article)), revisions.latest(article)
    wanted = Q(created_by=user) | Q(created_at__gt=last.created_at) if last else Q()
    autosaves = article.revisions.autosaves().filter(wanted).exclude(sitting=besides, created_by=user)
    newest = autosaves.select_related("created_by").order_by("-created_at")[: OFFERED * 2]
    found = [one for one in newest if _read_by(user, one) != stored]
    found.sort(key=lambda one: one.created_by_id != user.pk)
    return [Unsaved(one, "" if one.created_by_id == user.pk else name_of(one.created_by)) for one in found[:OFFERED]]


def _read_by(user: Any, autosave: Revision) -> Snapshot:
    """What an autosave says, as far as it concerns this person: notes that others have not sent yet do not."""
    said = typed.comparable(autosave.snapshot)
    return said if autosave.created_by_id == user.pk else {k: v for k, v in said.items() if k != typed.BESIDES}


def chosen(request: HttpRequest, article: Article) -> Revision | None:
    """The autosave of one's own that the address asks to go on from."""
    number = request.GET.get("autosave", "")
    known = number.isascii() and number.isdecimal() and len(number) <= typed.LONGEST_NUMBER
    return _own(request, article).filter(pk=number).first() if known else None


def keep_typed(request: HttpRequest, article: Article, said: Snapshot) -> Revision | None:
    """The autosave of what the posted form says; nothing where that is what is stored. Writes at most once."""
    user: User = request.user  # type: ignore[assignment]  # signed in, or not here
    said, sitting = typed.comparable(said), sittings.token_of(request.POST.get("sitting"))
    if _is_stored(said, article):
        revisions.forget(article, by=user, sitting=sitting)
        return None
    base = typed.number(request.POST.get("base", ""))
    return revisions.keep(article, said, by=user, sitting=sitting, base=base)


def _is_stored(said: Snapshot, article: Article) -> bool:
    """Mostly no, and that the article's own row tells."""
    fields = typed.comparable({"fields": revisions.fields_of(article)})["fields"]
    return said["fields"] == fields and said == typed.comparable(revisions.snapshot(article))


def _own(request: HttpRequest, article: Article) -> RevisionQuerySet:
    return article.revisions.autosaves().filter(created_by=request.user.pk)


def back(request: HttpRequest, article: Article) -> HttpResponse:
    """To the form, which goes on with what was typed in it."""
    form = reverse("admin:articles_article_change", args=[article.pk])
    sent = "version" in request.POST
    sittings.note_arrival(request)
    kept = keep_typed(request, article, reading.read(request.POST, article).unsaved) if sent else None
    return HttpResponseRedirect(f"{form}?autosave={kept.pk}" if kept else form)
