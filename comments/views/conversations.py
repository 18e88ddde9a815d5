"""What readers talk about now: the newest comments of the whole paper, by story."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.public.paging import Page, page_number
from comments.talks import newest, talks

# Comments that a page is made of.
PER_PAGE = 50


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    at, number = timezone.now(), page_number(request.GET.get("page"))
    found = newest(at, (number - 1) * PER_PAGE, number * PER_PAGE + 1)
    if not found and number > 1:
        raise Http404
    shown = Page(found[:PER_PAGE], number, has_next=len(found) > PER_PAGE)
    under = talks(shown.rows, at)
    context = {"page": shown, "talks": under, "editions": [talk.edition for talk in under], "today": at}
    return render(request, "comments/conversations.html", context)
