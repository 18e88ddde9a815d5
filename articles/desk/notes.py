"""Notes between colleagues on a draft."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import workflow
from articles.desk.colleagues import article_for, respond, who
from articles.desk.forms.colleagues import ABOUT, NoteFields
from articles.desk.rules import Action
from articles.desk.status import moment
from articles.models import Article, Note
from articles.models.prepared import Prepared

_of_article = Prepared(
    lambda article: Note.objects.filter(article=article).select_related("created_by", "resolved_by"), article=int
)


@dataclass(frozen=True)
class Shown:
    """One note as the panel shows it."""

    note: Note

    @property
    def writer(self) -> str:
        return who(self.note.created_by)

    @property
    def when(self) -> str:
        return moment(self.note.created_at)

    @property
    def about(self) -> str:
        """The field that it is about; empty for the whole story."""
        return str(ABOUT.get(self.note.field, "")) if self.note.field else ""

    @property
    def anchor(self) -> str:
        return f"{self.note.field}-group" if self.note.field in ("sources", "bylines") else f"id_{self.note.field}"

    @property
    def resolution(self) -> str:
        values = {"name": who(self.note.resolved_by), "when": moment(self.note.resolved_at or self.note.created_at)}
        return _("Resolved by %(name)s, %(when)s") % values


@dataclass(frozen=True)
class Notes:
    """The notes on one article, oldest first: those that wait, and those that are dealt with."""

    article: Article
    open: tuple[Shown, ...]
    resolved: tuple[Shown, ...]


def of(article: Article) -> Notes:
    """One query."""
    rows = [Shown(note) for note in _of_article(article=article.pk)]
    return Notes(
        article=article,
        open=tuple(row for row in rows if row.note.resolved_at is None),
        resolved=tuple(row for row in rows if row.note.resolved_at is not None),
    )


def with_counts(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with the number of their open notes as `open_notes`, in the same query."""
    waiting = Note.objects.filter(article=OuterRef("pk"), resolved_at=None).order_by()
    count = waiting.values("article").annotate(count=Count("pk")).values("count")
    return articles.annotate(open_notes=Coalesce(Subquery(count), 0))


def rendered(article: Article) -> str:
    """The list of notes as it stands in the form; what is being typed stands beside it and is left alone."""
    return render_to_string("admin/articles/article/_notes_list.html", {"notes": of(article)})


# --- Views ---


def urls(desk: ModelAdmin) -> list[URLPattern]:
    """The addresses of these screens, below those of the articles."""

    def add(request: HttpRequest, pk: int) -> HttpResponse:
        article = article_for(request, pk, Action.READ)
        form = NoteFields(request.POST)
        form.fields["note_text"].required = True
        if not form.is_valid():
            return _refused(request, form)
        workflow.write_note(article, by=_by(request), **form.note_said())
        return respond(request, desk, article, {"notes": rendered(article)}, _("The note is there."))

    def settle(request: HttpRequest, pk: int, note: int) -> HttpResponse:
        """Resolve a note, or with `reopen` take that back."""
        article = article_for(request, pk, Action.READ)
        found = article.notes.filter(pk=note).first()
        if found is None:
            raise Http404
        again = "reopen" in request.POST
        act = workflow.reopen_note if again else workflow.resolve_note
        act(found, by=_by(request))
        said = _("The note is open again.") if again else _("The note is resolved.")
        return respond(request, desk, article, {"notes": rendered(article)}, said)

    view = desk.admin_site.admin_view
    return [
        path("<int:pk>/notes/", view(require_POST(add)), name="articles_article_notes"),
        path("<int:pk>/notes/<int:note>/resolve/", view(require_POST(settle)), name="articles_article_note_resolve"),
    ]


def _refused(request: HttpRequest, form: NoteFields) -> HttpResponse:
    said = " ".join(str(message) for messages in form.errors.values() for message in messages)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": said}, status=422)
    raise BadRequest(said)


def _by(request: HttpRequest) -> Any:
    return request.user
