"""Blocks in the admin: what is in force, what was, and whom it would meet. Rows are lifted, never deleted."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from comments.desk.people.commenter_admin import TOP, lift
from comments.desk.people.entries import Entry, entries, entry
from comments.desk.people.forms import AddressForm, BlockForm
from comments.models import Block
from comments.moderation import blocks

PAGE = 50
ANY = [("", gettext_lazy("All"))]
STATES = {"": gettext_lazy("In force"), "was": gettext_lazy("Over or lifted"), "all": gettext_lazy("All")}


class FilterForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=list(STATES.items()), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[*ANY, *Block.Kind.choices], required=False)
    effect = forms.ChoiceField(label=gettext_lazy("Effect"), choices=[*ANY, *Block.Effect.choices], required=False)
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)


class BlockAdmin(admin.ModelAdmin):
    def has_view_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        both = require_http_methods(["GET", "HEAD", "POST"])
        screen = self.admin_site.admin_view(both(self.screen))
        one = self.admin_site.admin_view(require_safe(self.one))
        return [
            path("", screen, name="comments_block_changelist"),
            path("<int:pk>/change/", one, name="comments_block_change"),
        ]

    def one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where the log leads: to its line among all of them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if pk >= TOP or not Block.objects.filter(pk=pk).exists():
            raise Http404
        return HttpResponseRedirect(
            f"{reverse('admin:comments_block_changelist')}?state=all&before={pk + 1}#block-{pk}"
        )

    def screen(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request)
        acts = {"add": self._add, "lift": self._lift, "try": self._try}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise BadRequest("No such act.")
        return act(request)

    # --- Acts ---

    def _add(self, request: HttpRequest) -> HttpResponse:
        form = BlockForm(request.POST)
        made = form.block(request.user)  # type: ignore[arg-type]  # the admin lets nobody else in
        if made is None:
            return self._page(request, form=form, status=422)
        line = entry(made, request.user, timezone.now())
        messages.success(request, f"{line.said}: {line.whom}.")
        return HttpResponseRedirect(reverse("admin:comments_block_changelist"))

    def _lift(self, request: HttpRequest) -> HttpResponse:
        lift(request)
        return HttpResponseRedirect(request.get_full_path())

    def _try(self, request: HttpRequest) -> HttpResponse:
        """Say what an address would meet. Stores nothing; it is posted, so that it stands in no log."""
        form = AddressForm(request.POST, prefix="trial")
        if not form.is_valid():
            return self._page(request, trial=form, status=422)
        return self._page(request, trial=form, met=self._met(request, form.cleaned_data["email"]))

    def _met(self, request: HttpRequest, email: str) -> list[Entry]:
        """What is in force against it, that which decides first."""
        standing = Block.objects.in_force(timezone.now()).filter(blocks.meaning(email)).order_by("pk")
        found = entries(standing, request.user)
        return sorted(found, key=lambda one: one.block.effect != Block.Effect.REFUSE)

    # --- The page ---

    def _page(
        self,
        request: HttpRequest,
        *,
        form: BlockForm | None = None,
        trial: AddressForm | None = None,
        met: list[Entry] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        question = FilterForm(request.GET)
        if not question.is_valid():
            raise Http404
        rows = list(_rows(question.cleaned_data)[: PAGE + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Block rules"),
            "opts": self.opts,
            "question": question,
            "is_asked": any(question.cleaned_data.values()),
            "entries": [entry(block, request.user, timezone.now()) for block in rows[:PAGE]],
            "further": rows[PAGE - 1].pk if len(rows) > PAGE else None,
            "form": form or BlockForm(),
            "trial": trial or AddressForm(prefix="trial"),
            "met": met,
        }
        return TemplateResponse(request, "admin/comments/blocks/screen.html", context, status=status)


def _rows(asked: dict[str, Any]) -> Any:
    """What the form asks for, the newest first."""
    now = timezone.now()
    rows = Block.objects.in_force(now) if not asked["state"] else Block.objects.all()
    if asked["state"] == "was":
        rows = rows.filter(Q(lifted_at__isnull=False) | Q(until__lte=now))
    rows = rows.filter(**{name: asked[name] for name in ("kind", "effect") if asked[name]})
    if asked["before"]:
        rows = rows.filter(pk__lt=asked["before"])
    return rows.select_related("created_by", "lifted_by").order_by("-pk")
