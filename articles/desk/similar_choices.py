"""What an editor pins to, or keeps out of, the similar posts of an article.

Every choice is stored, logged and in the article's list in one transaction, so the next reader sees it. It can be made
by a button of the article form, which saves the form first as every button there does, or without saving, by a script.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles import tags
from articles.desk import similar_panel
from articles.desk.draft import Draft
from articles.desk.forms.tags import parse
from articles.desk.rules import Action, demand, may
from articles.desk.status import moment
from articles.desk.workflow.record import allow, locked, log
from articles.desk.workflow.refusals import NotPossible
from articles.models import Article, Edition, SimilarChoice
from articles.public import similar

PIN, EXCLUDE = SimilarChoice.Kind.PIN, SimilarChoice.Kind.EXCLUDE
OFFERED = 8
WORDS = 8
LONGEST = 200


def make(article: Article, act: str, *, by: User, named: str = "") -> str:
    """Do what the button says and return what to tell the person.

    `act` is a key of ACTS with the id of the other article behind a colon; without an id, `named` tells which. Raises
    PermissionDenied, or NotPossible.
    """
    verb, _colon, number = act.partition(":")
    if verb not in ACTS:
        raise NotPossible(_("Choose what is to be done with the story."))
    with transaction.atomic():
        article = locked(article)
        allow(by, Action.PUBLISH, article)
        other = _other(article, number, named, by)
        said = ACTS[verb](article, other, by)
        similar.compute(article.pk, timezone.now())
        log(by, article, _("Similar posts: %(said)s") % {"said": said})
    return said


def find(article: Article, typed: str, by: User) -> list[Edition]:
    """Stories that can be chosen, newest first, with every typed word in the headline: what readers see, and what is
    scheduled, as far as this person may read it at the desk."""
    words = typed.replace("\x00", " ").split()[:WORDS]
    if not words:
        return []
    now = timezone.now()
    due = Edition.objects.ever_live().not_over(now).exclude(change=Edition.Change.WITHDRAWAL)
    due = due.filter(Q(live_from__lte=now) | Q(article__in=Article.objects.editable_by(by)))
    for word in words:
        due = due.filter(headline__icontains=word)
    newest = due.exclude(article=article.pk).select_related("article").defer("body").newest_first()[: 5 * OFFERED]
    return list({one.article_id: one for one in newest}.values())[:OFFERED]


# --- What can be done ---


def _pin(article: Article, other: Article, by: User) -> str:
    pins = _pins(article)
    if other.pk not in pins and len(pins) >= settings.NEWSROOM_SIMILAR_STORED:
        raise NotPossible(_("So many stories are pinned that none more would ever be shown."))
    _store(article, other, PIN, by)
    _arrange(article, [*(pk for pk in pins if pk != other.pk), other.pk])
    return _("“%(headline)s” is pinned.") % {"headline": other}


def _exclude(article: Article, other: Article, by: User) -> str:
    _store(article, other, EXCLUDE, by)
    return _("“%(headline)s” is kept out.") % {"headline": other}


def _take_back(article: Article, other: Article, by: User) -> str:
    article.similar_choices.filter(other=other).delete()
    return _("“%(headline)s” stands where its tags put it.") % {"headline": other}


def _up(article: Article, other: Article, by: User) -> str:
    return _move(article, other, -1)


def _down(article: Article, other: Article, by: User) -> str:
    return _move(article, other, 1)


ACTS: dict[str, Callable[[Article, Article, User], str]] = {
    "pin": _pin,
    "exclude": _exclude,
    "back": _take_back,
    "up": _up,
    "down": _down,
}


def _store(article: Article, other: Article, kind: str, by: User) -> None:
    article.similar_choices.update_or_create(other=other, defaults={"kind": kind, "chosen_by": by})


def _move(article: Article, other: Article, step: int) -> str:
    pins = _pins(article)
    if other.pk not in pins:
        raise NotPossible(_("This story is not pinned."))
    place = pins.index(other.pk)
    to = min(max(place + step, 0), len(pins) - 1)
    pins.insert(to, pins.pop(place))
    _arrange(article, pins)
    return _("“%(headline)s” is pinned at place %(place)d.") % {"headline": other, "place": to + 1}


def _pins(article: Article) -> list[int]:
    return list(article.similar_choices.filter(kind=PIN).values_list("other", flat=True))


def _arrange(article: Article, pins: list[int]) -> None:
    choices = list(article.similar_choices.filter(kind=PIN))
    for choice in choices:
        choice.position = pins.index(choice.other_id)
    SimilarChoice.objects.bulk_update(choices, ["position"])


def may_name(other: Article, by: User) -> bool:
    """Whether this person may learn what the story says: everybody may of one that readers see."""
    return may(by, Action.READ, other) or other.editions.live().exists()


def _other(article: Article, number: str, named: str, by: User) -> Article:
    if number:
        known = number.isascii() and number.isdigit() and len(number) < 19
        other = Article.objects.filter(pk=number).first() if known else None
        if other is not None and not may_name(other, by):
            other = None
    else:
        other = _named(article, named[:LONGEST].strip(), by)
    if other is None:
        raise NotPossible(_("There is no such story."))
    if other.pk == article.pk:
        raise NotPossible(_("A story cannot stand among its own similar posts."))
    return other


def _named(article: Article, named: str, by: User) -> Article:
    if not named:
        raise NotPossible(_("Write some words of the headline."))
    found = find(article, named, by)
    exact = [one for one in found if one.headline.casefold() == named.casefold()]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0].article
    if not found:
        raise NotPossible(_("No published story has these words in its headline: “%(words)s”.") % {"words": named})
    headlines = " · ".join(one.headline for one in found)
    raise NotPossible(_("Several stories match. Write more of the headline: %(headlines)s") % {"headlines": headlines})


# --- Addresses ---


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""
    view = desk.admin_site.admin_view
    return [
        path("<int:pk>/similar/", view(require_POST(choose)), name="articles_article_similar"),
        path("<int:pk>/similar/find/", view(require_safe(search)), name="articles_article_similar_find"),
    ]


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one choice without saving the form; answer with the panel as it is for what is typed there."""
    article, by = _asked(request, pk)
    wants_panel = "application/json" in request.headers.get("Accept", "")
    status = 200
    try:
        said = make(article, request.POST.get("_similar", ""), by=by, named=request.POST.get("similar_other", ""))
    except NotPossible as refusal:
        said, status = str(refusal), 422
    if not wants_panel:
        (messages.success if status == 200 else messages.warning)(request, said)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    draft = Draft.of(article)
    if "tags" in request.POST:
        draft = Draft(draft.story, _typed(request.POST["tags"], draft), draft.authors, draft.sources)
    panels = {"similar": similar_panel.rendered(draft, by)}
    return JsonResponse({"said": said, "panels": panels}, status=status)


def search(request: HttpRequest, pk: int) -> JsonResponse:
    article, by = _asked(request, pk)
    found = find(article, request.GET.get("q", "")[:LONGEST], by)
    options = [{"value": one.article_id, "text": one.headline, "note": moment(one.published_at)} for one in found]
    said = ngettext("%(n)d suggestion.", "%(n)d suggestions.", len(found)) % {"n": len(found)}
    return JsonResponse({"options": options, "said": said})


def _asked(request: HttpRequest, pk: int) -> tuple[Article, User]:
    """The article and the person. Raises PermissionDenied, here and not in the middle of things."""
    article = get_object_or_404(Article, pk=pk)
    by: User = request.user  # type: ignore[assignment]  # signed in, or not here
    if not by.has_perm("articles.change_article"):
        raise PermissionDenied
    demand(by, Action.PUBLISH, article)
    return article, by


def _typed(line: str, draft: Draft) -> list[tags.Tag]:
    try:
        return tags.drafted(parse(line))
    except ValidationError:
        return draft.tags
