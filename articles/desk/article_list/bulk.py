"""What can be done to many articles at once: each by itself, through the same doors as one, and every refusal told."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import tags
from articles.desk import people, resaving, skipped, workflow
from articles.desk.deleting import delete_selected
from articles.desk.status import status_of
from articles.desk.workflow.record import locked
from articles.models import Article, Section

logger = logging.getLogger(__name__)

Move = Callable[[Article, User], Any]


class Person(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return people.name_of(obj)


class BulkForm(ActionForm):
    """The bar above the list. `data-for` names the action that a field belongs to."""

    section = forms.ModelChoiceField(
        Section.objects.all(),
        required=False,
        label=gettext_lazy("Section"),
        widget=forms.Select(attrs={"data-for": "set_section"}),
    )
    tag = forms.CharField(
        required=False,
        label=gettext_lazy("Tag"),
        max_length=tags.MAX_LENGTH,
        widget=forms.TextInput(
            attrs={
                "id": "id_bulk_tag",
                "data-for": "add_tag",
                "data-tags": reverse_lazy("admin:articles_article_tags"),
                "data-tags-one": True,
                "data-tags-label": gettext_lazy("Tags that are there already"),
                # The label holds what is offered, too; the field is called by its name alone.
                "aria-label": gettext_lazy("Tag"),
                "autocomplete": "off",
            }
        ),
    )
    assignee = Person(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Person"),
        empty_label=gettext_lazy("Nobody"),
        widget=forms.Select(attrs={"data-for": "assign"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people.writers().order_by("first_name", "username")  # type: ignore[attr-defined]


class SelectedRows(admin.ModelAdmin):
    """What was ticked, without what can be no row's id: the stock list hands that to the database."""

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> Any:  # type: ignore[override]  # as in Django 5.2
        ticked = request.POST.copy()
        ticked.setlist(ACTION_CHECKBOX_NAME, [pk for pk in ticked.getlist(ACTION_CHECKBOX_NAME) if _is_id(pk)])
        request.POST = ticked  # type: ignore[assignment]  # a copy that may be changed
        return super().response_action(request, queryset)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


@admin.action(description=gettext_lazy("Publish now"), permissions=["publish"])
def publish(desk: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    _all(desk, request, queryset, _publish_first, _published)


@admin.action(description=gettext_lazy("Unpublish"), permissions=["publish"])
def unpublish(desk: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    _all(desk, request, queryset, lambda article, by: workflow.unpublish(article, by=by), _taken_down)


@admin.action(description=gettext_lazy("Put into the section…"), permissions=["change"])
def set_section(desk: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    section = _chosen(request, "section")
    if section is None:
        return _ask(desk, request, _("Choose the section first. Nothing was changed."))
    _all(
        desk,
        request,
        queryset,
        lambda article, by: resaving.put_into(article, section, by=by),
        partial(_moved, section),
    )


@admin.action(description=gettext_lazy("Add the tag…"), permissions=["change"])
def add_tag(desk: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    try:
        name = tags.tidy(_chosen(request, "tag") or "")
    except ValidationError as reason:
        return _ask(desk, request, " ".join(reason.messages))
    _all(desk, request, queryset, lambda article, by: resaving.tag(article, name, by=by), partial(_tagged, name))


@admin.action(description=gettext_lazy("Assign to…"), permissions=["publish"])
def assign(desk: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    person = _chosen(request, "assignee")
    if person is None and request.POST.get("assignee"):
        return _ask(desk, request, _("Choose somebody who writes here. Nothing was changed."))
    _all(desk, request, queryset, lambda article, by: resaving.hand_to(article, person, by=by), _assigned)


ACTIONS = [publish, unpublish, set_section, add_tag, assign, delete_selected]


@transaction.atomic
def _publish_first(article: Article, by: User) -> None:
    """Publish what readers do not see yet; what changes under their eyes needs a note of its own."""
    live = status_of(locked(article)).live
    if live is not None and live.is_withdrawn:
        raise workflow.NotPossible(_("It is withdrawn. Put it back in its form, where you say why."))
    if live is not None:
        raise workflow.NotPossible(
            _("It is live already. Publish its update in its form, where you say what changed.")
        )
    workflow.publish(article, by=by)


def _published(n: int) -> str:
    return ngettext("%d article published.", "%d articles published.", n) % n


def _taken_down(n: int) -> str:
    return ngettext("%d article taken down.", "%d articles taken down.", n) % n


def _moved(section: Section, n: int) -> str:
    said = ngettext("%(n)d article moved to %(section)s.", "%(n)d articles moved to %(section)s.", n)
    return said % {"n": n, "section": section}


def _tagged(name: str, n: int) -> str:
    """By the tag's own name, which may be spelt otherwise."""
    tag = tags.known([name]).get(tags.key(name))
    said = ngettext("“%(tag)s” added to %(n)d article.", "“%(tag)s” added to %(n)d articles.", n)
    return said % {"n": n, "tag": tag or name}


def _assigned(n: int) -> str:
    return ngettext("%d article handed over.", "%d articles handed over.", n) % n


def _chosen(request: HttpRequest, name: str) -> Any:
    """What a field of the bar holds; None if it holds nothing that can be chosen."""
    form = BulkForm(request.POST)
    form.full_clean()
    return form.cleaned_data.get(name) or None


def _ask(desk: admin.ModelAdmin, request: HttpRequest, said: str) -> None:
    desk.message_user(request, said, messages.ERROR)


def _all(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    articles: Iterable[Article],
    move: Move,
    said: Callable[[int], str],
) -> None:
    """Make the move with each article by itself; say how many went, and why the others did not."""
    done, refused = 0, []
    for article in articles:
        try:
            move(article, request.user)  # type: ignore[arg-type]  # the admin lets nobody else in
            done += 1
        except (workflow.NotReady, workflow.NotPossible) as reason:
            refused.append((str(reason), str(article)))
        except ValidationError as reason:
            refused.append((" ".join(reason.messages), str(article)))
        except PermissionDenied:
            refused.append((_("You may not do this."), str(article)))
        except DatabaseError:
            # What went before is done, and the person is to know what was.
            logger.exception("A move of article %s failed in the database.", article.pk)
            refused.append((_("The database refused. Readers see what they saw before."), str(article)))
    desk.message_user(request, said(done), messages.WARNING if refused else messages.SUCCESS)
    skipped.tell(desk, request, refused)
