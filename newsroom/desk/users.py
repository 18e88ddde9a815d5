"""The people who work at the desk. Whoever has done anything there stays on record."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.forms.inputs import Ticks
from articles.desk.screens import PlainSelects
from articles.models import Section
from newsroom.sign_in import letters

# What makes somebody more than they were. Who may change colleagues may not make themselves the owner of the house.
POWERS = ("is_superuser", "user_permissions", "groups")


class TickedLists(PlainSelects, ModelAdmin):
    """For an admin whose many-to-many fields are ticked. What was ticked and unticked stands in the log, by name."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        kwargs["widget"] = Ticks(db_field.verbose_name)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        said = super().construct_change_message(request, form, formsets, add)
        return " ".join(told) if not add and (told := list(_turned(form))) else said


class RoleAdmin(TickedLists, GroupAdmin):
    filter_horizontal = ()


class GivenPassword(AdminPasswordChangeForm):
    """A password that somebody gives to a colleague, who is told."""

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        if commit:
            letters.tell(user, "set")
        return user


class ColleagueForm(UserChangeForm):
    sections = forms.ModelMultipleChoiceField(
        Section.objects.all(),
        label=gettext_lazy("Sections"),
        required=False,
        widget=Ticks(gettext_lazy("Sections")),
        help_text=gettext_lazy("With the role “Section editors”: where they do what editors do."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sections"] = list(Section.objects.filter(editors=self.instance))


class ColleagueAdmin(TickedLists, UserAdmin):
    form = ColleagueForm
    filter_horizontal = ()
    change_password_form = GivenPassword
    # What the desk itself writes down.
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser", "last_login")
    list_per_page = 50

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return found
        return [(name, options | {"fields": _with_sections(options["fields"])}) for name, options in found]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        found = super().get_readonly_fields(request, obj)
        return found if request.user.is_superuser else (*found, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "sections" in form.changed_data:
            form.instance.sections.set(form.cleaned_data["sections"])

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The log goes with the person who wrote it, so those who stand in it are kept."""
        shown, counts, missing, protected = super().get_deleted_objects(objs, request)
        acted = set(LogEntry.objects.filter(user__in=objs).values_list("user", flat=True))
        # Nobody may delete from the log; that is not what the person lacks here.
        lacking = missing - {LogEntry._meta.verbose_name}
        return shown, counts, lacking, [*protected, *(_kept(user) for user in objs if user.pk in acted)]


def _with_sections(fields: Iterable[Any]) -> list[Any]:
    """With the sections after the roles that give them a meaning."""
    return [one for name in fields for one in ((name, "sections") if name == "groups" else (name,))]


def _turned(form: Any) -> Iterator[str]:
    """A sentence for each field that was changed; of a list and a tick, what was put in and taken out."""
    # The form for a password calls its two fields one.
    for name in (name for name in form.changed_data if name in form.fields):
        label, value, before = form.fields[name].label or name, form.cleaned_data.get(name), form.initial.get(name)
        if isinstance(form.fields[name], forms.ModelMultipleChoiceField):
            was, now = {str(one) for one in before or ()}, {str(one) for one in value or ()}
            marked = [f"+{one}" for one in sorted(now - was)] + [f"−{one}" for one in sorted(was - now)]
            yield _("%(field)s: %(what)s.") % {"field": label, "what": ", ".join(marked)}
        elif isinstance(value, bool):
            yield _("%(field)s: %(what)s.") % {"field": label, "what": _("yes") if value else _("no")}
        else:
            yield _("%(field)s changed.") % {"field": label}


def _kept(user: User) -> str:
    said = _("%(name)s: has done things that stand in the log. Untick “Active” instead.")
    return said % {"name": user.get_username()}
