"""The paper's pages about itself, as readers get them: what the newsroom has written, else the software's own text."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import html
from articles.models import identity
from articles.models.page import Page, PageText, address_of, written
from articles.public import text

# One sentence under the title of each kind, until the newsroom has written its own.
STANDFIRSTS = {
    Page.Kind.ABOUT: _("What this paper is, and what you may expect of it."),
    Page.Kind.CONTACT: _("Who makes this paper, and how to reach us."),
    Page.Kind.OWNERSHIP: _("Whose paper this is, and who pays for it."),
    Page.Kind.ETHICS: _("How a story comes about here, and what it must say of itself."),
    Page.Kind.CORRECTIONS: "",
    Page.Kind.COMMENT_RULES: _("Say what you think of the story, and speak to others as you would across a table."),
    Page.Kind.ACCESSIBILITY: _("These pages are for everybody, however they read."),
    Page.Kind.PRIVACY: _("What we learn of you when you read, and when you write to us."),
}


class Text(NamedTuple):
    """A page as readers see it. `changed_at` is None where the software's own text stands."""

    slug: str
    title: str
    standfirst: str
    body: SafeString
    changed_at: datetime | None = None

    @property
    def is_untold(self) -> bool:
        """Whether the page can say no more than that nobody has written it yet."""
        return self.changed_at is None and self.slug in Page.UNTOLD


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    if request.path != (address := address_of(slug)):
        return redirect(address, permanent=True)
    found = find(slug)
    if found is None:
        return _missing(request, slug)
    return render(request, "articles/page.html", {"page": found, "address": address})


# --- Public names: other apps and the desk may call these ---


def find(slug: str) -> Text | None:
    """The page as it stands now. One query and one for its pictures, or none where the newsroom has written nothing."""
    is_written = any(entry.slug == slug for entry in written())
    row = Page.objects.filter(pk=slug).first() if is_written else None
    if row is None:
        return first_text(Page.Kind(slug)) if slug in Page.Kind.values else None
    body = text.with_figures(row, text.pictures_in(row))
    return Text(row.slug, row.title, row.standfirst, body, row.changed_at)


def first_text(kind: Page.Kind) -> Text:
    """What comes with the software, in the words of the language that is active, with the site's name filled in."""
    who = identity.current()
    context: dict[str, Any] = {"site_name": who.site_name, "email": who.email, "postal_address": who.postal_address}
    context["letter_days"] = settings.NEWSROOM_KEEP_LETTERS
    lines = render_to_string(f"articles/pages/{kind.value}.html", context).splitlines()
    # As the editor would store it, so that a text that was only looked at is no text of the newsroom's own.
    body = html.sanitise("".join(line.strip() for line in lines))
    return Text(kind.value, str(kind.label), str(STANDFIRSTS[kind]), mark_safe(body))  # noqa: S308 (just sanitised)


def policies() -> dict[str, str]:
    """The path of each kind of page that says something, by its slug; for structured data. No query as a rule."""
    known = {entry.slug for entry in written()}
    return {kind.value: address_of(kind) for kind in Page.Kind if kind in known or kind not in Page.UNTOLD}


def _missing(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that stood here once is gone, which is another answer than that nothing ever did."""
    last = PageText.objects.filter(slug=slug).only("title").first()
    if last is None:
        raise Http404
    return render(request, "articles/page_gone.html", {"title": last.title}, status=410)
