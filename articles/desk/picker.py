"""The window in which a picture is chosen for a story, at its head or in its text."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.desk import library
from articles.models import Illustration

PAGE = 24
LONGEST_QUERY = 200


def pick_page(request: HttpRequest, site: dict[str, Any]) -> HttpResponse:
    """The library, newest first, each picture a button that hands it over."""
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY]
    found = Illustration.objects.exclude(renditions=[]).filter(_mentioned(query))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = site | {
        "title": _("Choose a picture"),
        "is_popup": True,
        "query": query,
        "callback": request.GET.get("CKEditorFuncNum", ""),
        "page": page,
        "choices": [_choice(illustration) for illustration in page],
    }
    return render(request, "articles/desk/illustration_pick.html", context)


def _mentioned(query: str) -> Q:
    return Q(
        *(
            Q(title__icontains=word) | Q(alt__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word)
            for word in query.split()
        )
    )


def _choice(illustration: Illustration) -> dict[str, Any]:
    """What the editor's figure asks of a picker, beside what the picker shows."""
    return {
        "illustration": illustration,
        "thumb": library.thumbnail(illustration),
        "url": library.in_text(illustration),
        "data": {"id": illustration.pk, "alternative_text": illustration.alt, "caption": illustration.caption},
    }
