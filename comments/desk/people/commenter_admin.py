"""People in the admin: a list that finds an address as a whole only, and the record of each.

Nothing of the stock screens is left: they name people by their addresses.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.desk.people import name_of
from comments import moderation, text
from comments.desk import masked
from comments.desk.people import lists, record
from comments.desk.people.entries import entries, entry
from comments.desk.people.forms import AddressForm, NoteForm, PersonBlockForm
from comments.desk.shown import moment, read_headline
from comments.models import Block, Comment, Commenter
from comments.models.comment import CommentQuerySet
from comments.moderation import blocks

TOP = 2**63
# Blocks of one person that are shown, the newest.
HISTORY = 50


@dataclass(frozen=True)
class Person:
    """An address: by its own row, or by a comment that was written under it, or without."""

    row: Commenter | None
    comment: Comment | None

    @property
    def email(self) -> str:
        return self.row.email if self.row else self.comment.email if self.comment else ""

    @property
    def url(self) -> str:
        return lists.url_of(self.row, self.comment)

    @property
    def comments(self) -> CommentQuerySet:
        """Theirs; of a comment without an address, that one alone."""
        if self.email:
            return Comment.objects.filter(email_key=text.key(self.email))
        return Comment.objects.filter(pk__in=[self.comment.pk] if self.comment else [])


class CommenterAdmin(admin.ModelAdmin):
    # --- Who may do what ---

    def has_view_permission(self, request: HttpRequest, obj: Commenter | None = None) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Commenter | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Commenter | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        def screen(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        both = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("", screen(require_safe(self.people)), name="comments_commenter_changelist"),
            path("find/", screen(require_POST(self.find)), name="comments_commenter_find"),
            path("<int:pk>/change/", screen(both(self.person)), name="comments_commenter_change"),
            path("of/<int:pk>/", screen(both(self.writer)), name="comments_commenter_of"),
        ]

    # --- The list ---

    def people(self, request: HttpRequest) -> HttpResponse:
        self._demand(request)
        return self._list(request, AddressForm())

    def find(self, request: HttpRequest) -> HttpResponse:
        """Lead to the record of an address. It is posted, so that it stands in no log of addresses asked for."""
        self._demand(request)
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self._list(request, form, status=422)
        key = text.key(form.cleaned_data["email"])
        row = Commenter.objects.filter(email_key=key).first()
        comment = None if row else Comment.objects.filter(email_key=key).order_by("-created_at").first()
        url = lists.url_of(row, comment)
        return HttpResponseRedirect(url) if url else self._list(request, form, nobody=True)

    def _list(
        self, request: HttpRequest, form: AddressForm, *, nobody: bool = False, status: int = 200
    ) -> HttpResponse:
        kind, before = _asked(request)
        keys, further = kind.keys(before)
        context = {
            "title": _("People"),
            "kinds": lists.KINDS.values(),
            "kind": kind,
            "rows": lists.rows(keys, request.user) if keys else [],
            "further": further,
            "is_further": before is not None,
            "form": form,
            "nobody": nobody,
        }
        return self._show(request, "people/list.html", context, status)

    # --- One person ---

    def person(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._demand(request)
        return self._answer(request, Person(get_object_or_404(Commenter, pk=_number(pk)), None))

    def writer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever wrote a comment. Who has a row by now has a page at its address."""
        self._demand(request)
        comment = get_object_or_404(Comment, pk=_number(pk))
        row = Commenter.objects.filter(email_key=comment.email_key).first() if comment.email_key else None
        if row and request.method != "POST":
            return HttpResponseRedirect(lists.url_of(row, None))
        return self._answer(request, Person(row, comment))

    def _answer(self, request: HttpRequest, person: Person) -> HttpResponse:
        if request.method != "POST":
            return self._page(request, person)
        acts = {"note": self._note, "block": self._block, "lift": self._lift}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise BadRequest("No such act.")
        return act(request, person)

    def _note(self, request: HttpRequest, person: Person) -> HttpResponse:
        form = NoteForm(request.POST)
        if not person.email:
            raise BadRequest("Nobody is known here.")
        if not form.is_valid():
            return self._page(request, person, note_form=form, status=422)
        said, seen = form.cleaned_data["note"], form.cleaned_data["seen"]
        try:
            row = moderation.note_on_person(person.email, said, _colleague(request), seen=seen or text.fingerprint(""))
        except moderation.NoteChanged as other:
            form = NoteForm({"note": said, "seen": text.fingerprint(other.now)})
            form.add_error("note", str(other))
            return self._page(request, person, note_form=form, other_note=other.now, status=409)
        messages.success(request, _("Noted."))
        return HttpResponseRedirect(lists.url_of(row, None))

    def _block(self, request: HttpRequest, person: Person) -> HttpResponse:
        form = self._block_form(request, person, request.POST)
        made = form.block(_colleague(request))
        if made is None:
            return self._page(request, person, block_form=form, status=422)
        line = entry(made, request.user, timezone.now())
        messages.success(request, f"{line.said}: {line.whom}.")
        return HttpResponseRedirect(f"{person.url}#blocks")

    def _lift(self, request: HttpRequest, person: Person) -> HttpResponse:
        lift(request)
        return HttpResponseRedirect(f"{person.url}#blocks")

    def _block_form(self, request: HttpRequest, person: Person, data: Any = None) -> PersonBlockForm:
        networks = record.networks(person.comments)
        return PersonBlockForm(data, email=person.email, networks=networks, viewer=request.user)

    def _page(
        self,
        request: HttpRequest,
        person: Person,
        *,
        note_form: NoteForm | None = None,
        block_form: PersonBlockForm | None = None,
        other_note: str = "",
        status: int = 200,
    ) -> HttpResponse:
        theirs, key = person.comments, text.key(person.email)
        block_form = block_form or self._block_form(request, person)
        meaning = blocks.meaning(person.email, block_form.marks.values())
        note = person.row.note if person.row else ""
        names = record.names(theirs)
        context = {
            "title": (names or [_("Person")])[0],
            "person": person,
            "address": masked.address(person.email, request.user),
            "names": names,
            "record": record.records([key])[key] if key else record.Record(),
            "ends": record.ends(theirs),
            "comments": self._comments(theirs),
            "entries": entries(Block.objects.filter(meaning).order_by("-pk")[:HISTORY], request.user),
            "note_form": note_form or NoteForm.of(note),
            "noted_by": _noted_by(person.row),
            "other_note": other_note,
            "block_form": block_form,
            "sees_addresses": request.user.has_perm(masked.PERMISSION),
        }
        return self._show(request, "people/person.html", context, status)

    def _comments(self, theirs: CommentQuerySet) -> Any:
        newest = theirs.annotate(headline=read_headline("discussion")).order_by("-created_at", "-pk")
        found = newest.defer("email", "network", "details")[: record.COMMENTS]
        return [(comment, text.tidy_line(comment.text)) for comment in found]

    # --- Parts ---

    def _demand(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _show(self, request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        values = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/comments/{template}", values, status=status)


def lift(request: HttpRequest) -> None:
    """End the block that a button names. Raises Http404 where there is none."""
    pk = request.POST.get("block", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Http404
    block = get_object_or_404(Block, pk=pk)
    moderation.lift(block, by=_colleague(request))
    messages.success(request, _("Lifted: %(whom)s.") % {"whom": masked.blocked(block.kind, block.value, request.user)})


def _colleague(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # the admin lets nobody else in


def _asked(request: HttpRequest) -> tuple[lists.Kind, int | None]:
    """Which list, and from where. Raises Http404 for what there is none of."""
    name, before = request.GET.get("show", "lately"), request.GET.get("before", "")
    if name not in lists.KINDS or (before and not (before.isascii() and before.isdigit() and len(before) < 19)):
        raise Http404
    return lists.KINDS[name], int(before) if before else None


def _number(pk: int) -> int:
    if pk >= TOP:
        raise Http404
    return pk


def _noted_by(row: Commenter | None) -> str:
    """Who changed the note last, and when."""
    if row is None:
        return ""
    lines = LogEntry.objects.filter(content_type=get_content_type_for_model(row), object_id=str(row.pk))
    last = lines.select_related("user").order_by("-pk").first()
    return (
        _("Last changed by %(name)s, %(at)s.") % {"name": name_of(last.user), "at": moment(last.action_time)}
        if last
        else ""
    )
