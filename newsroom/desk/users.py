"""The people who work at the desk. Whoever has done anything there stays on record."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.desk.forms.inputs import Ticks
from articles.desk.screens import PlainSelects
from newsroom.sign_in import letters


class TickedLists(PlainSelects, ModelAdmin):
    """For an admin whose many-to-many fields are ticked."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        kwargs["widget"] = Ticks(db_field.verbose_name)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RoleAdmin(TickedLists, GroupAdmin):
    filter_horizontal = ()


class GivenPassword(AdminPasswordChangeForm):
    """A password that somebody gives to a colleague, who is told."""

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        if commit:
            letters.tell(user, "set")
        return user


class ColleagueAdmin(TickedLists, UserAdmin):
    filter_horizontal = ()
    change_password_form = GivenPassword
    # What the desk itself writes down.
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser", "last_login")
    list_per_page = 50

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The log goes with the person who wrote it, so those who stand in it are kept."""
        shown, counts, missing, protected = super().get_deleted_objects(objs, request)
        acted = set(LogEntry.objects.filter(user__in=objs).values_list("user", flat=True))
        # Nobody may delete from the log; that is not what the person lacks here.
        lacking = missing - {LogEntry._meta.verbose_name}
        return shown, counts, lacking, [*protected, *(_kept(user) for user in objs if user.pk in acted)]


def _kept(user: User) -> str:
    said = _("%(name)s: has done things that stand in the log. Untick “Active” instead.")
    return said % {"name": user.get_username()}
