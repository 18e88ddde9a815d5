"""Saving an article's form so that nothing typed is lost, whoever else has it open."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import catch_up, conflicts, presence, recovery, revisions, sittings, typed, unsent, workflow
from articles.desk.catch_up import NOTHING, CaughtUp
from articles.models import Article

# How often a save is begun anew because another one came between; each time the other one is taken in.
ATTEMPTS = 5
# Which row of which article a row of the form was.
_ROW_OF_ONE = re.compile(r"(?:sources|bylines)-[0-9]+-(?:id|article)")


class Overtaken(Exception):
    """Somebody else's save came between the reading and the writing of this one."""


class CarefulSaving:
    """For the admin of articles: autosaves are offered, stale forms merged, conflicts shown, presence kept."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            return self._save(request, sittings.go_on(request, object_id), form_url, extra_context)
        article = self._writable(request, object_id)
        if article is not None:
            presence.seen(article, request.user)
            _at(request).recovered = recovery.chosen(request, article)
            _at(request).unsent = unsent.take(request, article)
        return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def _save(self, request: HttpRequest, object_id: str | None, form_url: str, extra: Any) -> HttpResponse:
        if object_id is not None and self._is_gone(request, object_id):
            _at(request).troubles = (_("This story was deleted while you were writing. Save to make it anew."),)
            request.POST = _of_a_new_one(request.POST)
            object_id, form_url = None, reverse("admin:articles_article_add")
        for _attempt in range(ATTEMPTS):
            if (article := self._writable(request, object_id)) is not None:
                self._catch_up(request, article)
            try:
                return super().changeform_view(request, object_id, form_url, extra)  # type: ignore[misc]
            except Overtaken:
                continue
        raise Overtaken

    def _catch_up(self, request: HttpRequest, article: Article) -> None:
        at = _at(request)
        at.caught_up = at.caught_up.and_then(catch_up.catch_up(request, article))
        at.troubles = (conflicts.sentence(at.caught_up),) if at.caught_up.conflicts else ()

    def _writable(self, request: HttpRequest, object_id: str | None) -> Article | None:
        """The article, if there is one that this person may write in."""
        article = self.get_object(request, object_id) if object_id else None  # type: ignore[attr-defined]
        may_write = article is not None and self.has_change_permission(request, article)  # type: ignore[attr-defined]
        return article if may_write else None

    def _is_gone(self, request: HttpRequest, object_id: str) -> bool:
        """Whether no such article is there for anybody, and this person may begin one."""
        known = object_id.isascii() and object_id.isdecimal() and len(object_id) <= typed.LONGEST_NUMBER
        gone = known and not Article.objects.filter(pk=object_id).exists()
        return gone and self.has_add_permission(request)  # type: ignore[attr-defined]

    def has_merged(self, request: HttpRequest) -> bool:
        """Whether the form that was just stored has words in it that its sender has not seen."""
        return bool(_at(request).caught_up.taken)

    # --- The form ---

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        form.troubles, form.recovered = _at(request).troubles, _at(request).recovered
        form.unsent = _at(request).unsent
        form.by = request.user
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        recovered = _at(request).recovered
        return kwargs | {"data": typed.rows(recovered)} if recovered is not None else kwargs

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        article = kwargs.get("obj")
        if article is None or article.pk is None:
            context["keep"] = recovery.keep(request, None)
        elif self.has_change_permission(request, article):  # type: ignore[attr-defined]
            context["keep"] = recovery.keep(request, article)
            context["presence"] = presence.banner(article, request.user)
            context["unsaved"] = recovery.offered(
                article, request.user, besides=sittings.token_of(context["adminform"].form["sitting"].value())
            )
        context["conflicts"] = conflicts.shown(_at(request).caught_up, request.POST)
        return super().render_change_form(request, context, **kwargs)  # type: ignore[misc]

    # --- What is stored ---

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        if not change:
            obj.created_by, obj.version = request.user, 1  # type: ignore[assignment]
            obj.save()
            return
        # The version that the form goes on from, not the one just read: what was merged was merged with that.
        unchanged = Article.objects.filter(pk=obj.pk, version=form.cleaned_data["version"])
        if not unchanged.update(version=F("version") + 1):
            raise Overtaken
        obj.version = form.cleaned_data["version"] + 1
        names = {field.name for field in Article.story_fields()} & set(form.changed_data)
        obj.save(update_fields=[*names, "saved_at"])

    def leave_a_revision(self, request: HttpRequest, form: ModelForm) -> None:
        """Record what is stored now; an approval does not cover it, and the autosave of the form is not needed any more."""
        user: User = request.user  # type: ignore[assignment]
        article, token = form.instance, form.cleaned_data.get("sitting", "")
        before = sittings.marks_of(article)[1]
        number = revisions.record(article, by=user).number
        if number != before:
            workflow.reopen_if_approved(article, by=user)
        revisions.forget(article, by=user, sitting=token)
        sittings.remember(request, token, sittings.Sitting(article.pk, article.version, number))
        sittings.note_arrival(request)
        catch_up.tell(request, _at(request).caught_up.taken)


class _State:
    """What is known of one request while its form is made and stored."""

    caught_up: CaughtUp = NOTHING
    troubles: tuple[str, ...] = ()
    recovered: Any = None
    unsent: Mapping[str, str] = {}


def _at(request: HttpRequest) -> _State:
    if not hasattr(request, "saving"):
        request.saving = _State()  # type: ignore[attr-defined]
    return request.saving  # type: ignore[attr-defined]


def _of_a_new_one(data: Any) -> Any:
    changed = data.copy()
    changed["version"], changed["base"], changed["sitting"] = "0", "", sittings.new_token()
    for name in [name for name in changed if _ROW_OF_ONE.fullmatch(name)]:
        changed[name] = ""
    return changed
