"""What somebody outside sees who holds a link to a draft: the draft, and if they are asked, the form for their answer.

The secret in the address is all the authority there is: no account, no cookie. So the pages are kept by nobody, found by
no search engine, and tell no other site where the reader came from.
"""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.desk import revisions, secret_links, workflow
from articles.desk.draft import Draft
from articles.desk.forms.sign_off import SignOffForm
from articles.desk.people import name_of
from articles.desk.preview import draft_edition
from articles.desk.status import moment
from articles.models import ShareLink
from articles.public import views

Answer = ShareLink.Answer
HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """The draft that this secret opens; 410 once the link is over, 404 if there never was one."""
    link = secret_links.find(secret)
    if link is None or not link.is_open():
        response = _over(request, link)
    elif request.method == "POST":
        response = _take(request, link, secret)
    else:
        response = _draft(request, link, SignOffForm(initial={"name": link.person}))
        if _is_read(request):
            workflow.opened(link)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


# --- Answers ---


def _draft(request: HttpRequest, link: ShareLink, form: SignOffForm, status: int = 200) -> HttpResponse:
    """The saved story; where a sign-off is asked, the revision that it is about."""
    article = link.article
    draft = Draft.from_snapshot(article, link.revision.snapshot) if link.revision else Draft.of(article)
    extra = {
        "preview": True,
        "similar": None,
        "link": link,
        "form": form if link.answer == Answer.PENDING else None,
        "is_colleague": _is_colleague(request),
        "is_overtaken": link.revision is not None and link.revision != revisions.latest(article),
        "by": name_of(link.created_by),
        "until": moment(link.expires_at),
        "embargo": _embargo(link),
        "is_published": article.editions.live().exists(),
        "answered": moment(link.answered_at) if link.answered_at else "",
        "title_prefix": _("Error: ") if form.errors else _("Draft: "),
    }
    return views.edition_page(request, draft_edition(draft), status, extra, "articles/shared/draft.html")


def _over(request: HttpRequest, link: ShareLink | None) -> HttpResponse:
    """Say that the link leads nowhere, and whom to ask; of the story it tells nothing."""
    context = {
        "is_revoked": link is not None and link.revoked_at is not None,
        "is_known": link is not None,
        "when": moment(link.revoked_at or link.expires_at) if link else "",
        "by": name_of(link.created_by) if link else "",
    }
    return render(request, "articles/shared/over.html", context, status=410 if link else 404)


def _take(request: HttpRequest, link: ShareLink, secret: str) -> HttpResponse:
    if request.content_params and request.content_params.get("charset", "utf-8").lower() != "utf-8":
        raise BadRequest("This site reads UTF-8 only.")
    if _is_from_elsewhere(request) or _is_colleague(request):
        return render(request, "403.html", status=403)
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return _draft(request, link, form, 422)
    said = form.cleaned_data
    try:
        workflow.answer(link, signs_off=said["decision"] == Answer.APPROVED, name=said["name"], remark=said["remark"])
    except workflow.NotPossible:
        # It was answered or revoked before this one came in: show how it stands.
        link.refresh_from_db()
        return _draft(request, link, form, 409) if link.is_open() else _over(request, link)
    response = HttpResponseRedirect(reverse("articles:shared", args=[secret]) + "#answer")
    response.status_code = 303
    return response


# --- Who asks ---


def _is_read(request: HttpRequest) -> bool:
    """Whether a person has opened the page. Programs that look behind links in mails and chats do not say that they
    navigate, as every browser does on a secure site; nor does it count when a colleague tries the link.
    """
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate" and "Sec-Purpose" not in request.headers
    return request.method == "GET" and navigates and not _is_colleague(request)


def _is_colleague(request: HttpRequest) -> bool:
    """Whether somebody is signed in to the desk. Who has no cookie is not asked for one."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the request says that a page of another site sent it.

    Our page asks browsers to keep its address to themselves, for which they call its origin “null”.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in ("same-origin", "none")
    ours = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", ours) not in ("null", ours, settings.NEWSROOM_SITE_URL)


def _embargo(link: ShareLink) -> str:
    until = link.article.embargo_until
    return moment(until) if until is not None and until > timezone.now() else ""
