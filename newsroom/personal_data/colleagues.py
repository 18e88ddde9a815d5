"""What the site keeps of one colleague: told to them, and taken out when they have left.

Everything that leads to an account is found by the models themselves, so a new one needs no line here. What somebody wrote
as a reader, under an address, is told and erased apart: comments.privacy, comments.moderation.erase.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from articles.models import Author, guards
from comments.models import Letter
from comments.privacy import scrubbing
from newsroom import ledger
from newsroom.long_work import Refused
from newsroom.personal_data.inventory import model_of, people

CHUNK = 500
# Too long to say anything of a person: what stories, settings and messages hold.
LONG = (models.TextField, models.JSONField)
# Rows that are of one person alone.
OWN = (
    *("auth.User_groups", "auth.User_user_permissions", "articles.Section_editors", "articles.Presence"),
    *("articles.CalendarLink", "comments.MailChoice", "mfa.Authenticator", "usersessions.UserSession"),
    "account.EmailAddress",
)

Row = dict[str, Any]


# --- To be told ---


def everything(user: User) -> Iterator[tuple[str, Iterator[Row]]]:
    """What there is of this colleague, by model and field, without secrets and without the texts of stories."""
    yield "account", _rows(User.objects.filter(pk=user.pk))
    for field in _leading_here():
        yield f"{field.model._meta.label}.{field.name}", _rows(field.model._base_manager.filter(**{field.name: user}))
    yield "log of the account", _rows(_lines_about(user))
    yield "sessions", ({"until": session.expire_date} for session in _sessions(user))
    if user.email:
        yield "letters", _rows(Letter.objects.filter(to__iexact=user.email))


def _leading_here() -> list[models.ForeignKey[Any, Any]]:
    """Every field, of whatever model, that names an account."""
    relations = (one for one in User._meta.get_fields(include_hidden=True) if isinstance(one, models.ForeignObjectRel))
    return [one.field for one in relations if isinstance(one.field, models.ForeignKey)]


def _rows(found: models.QuerySet[Any]) -> Iterator[Row]:
    held = people()[found.model._meta.label]
    names = [
        field.attname
        for field in found.model._meta.local_concrete_fields
        if field.name not in held.secret and (field.name in held.tells or not isinstance(field, LONG))
    ]
    yield from found.order_by("pk").values(*names).iterator(chunk_size=CHUNK)


def _lines_about(user: User) -> models.QuerySet[LogEntry]:
    kind = ContentType.objects.get_for_model(User)
    return LogEntry.objects.filter(content_type=kind, object_id=str(user.pk))


def _sessions(user: User) -> Iterator[Session]:
    """Whose a session is stands inside it, so all have to be opened."""
    for session in Session.objects.iterator(chunk_size=CHUNK):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            yield session


# --- To be erased ---


@dataclass(frozen=True)
class Erased:
    sessions: int
    comments: int
    """Those that lost the address and the network they came with."""


def refusal(user: User, by: User) -> str:
    """Why this account cannot be made void by that one; empty if it can."""
    if user.username == ledger.COMMAND_LINE:
        return "This account stands for what is done at the terminal."
    # So there is always one left.
    return "Nobody erases themselves: let another superuser do it." if user.pk == by.pk else ""


def erase(user: User, *, by: User) -> Erased:
    """Make the account void: no name, no address, no way in. What it did stays, with its number.

    Bylines and the names above comments were published, and stay. May be called again if it was stopped half-way. Raises
    PermissionDenied for anybody but a superuser, and Refused for an account that is needed.
    """
    _demand(by)
    if said := refusal(user, by):
        raise Refused(said)
    comments = scrubbing.forget_colleague(user)
    sessions = list(_sessions(user))
    with transaction.atomic():
        # Of two who erase each other, one comes first.
        list(User.objects.select_for_update().filter(pk__in=[user.pk, by.pk]).order_by("pk").values("pk"))
        _demand(User.objects.get(pk=by.pk))
        Session.objects.filter(pk__in=[session.pk for session in sessions]).delete()
        _delete_own(user)
        _forget_in_log(user)
        _void(user)
        said = _("Account made void: name, address and rights erased.")
        LogEntry.objects.log_actions(by.pk, [user], CHANGE, change_message=said, single_object=True)
    return Erased(len(sessions), comments)


def _demand(by: User) -> None:
    if not (by.is_superuser and by.is_active):
        raise PermissionDenied


def _delete_own(user: User) -> None:
    for model in filter(None, map(model_of, OWN)):
        model._base_manager.filter(user=user).delete()
    letters = Q(colleague=user)
    Letter.objects.filter(letters | Q(to__iexact=user.email) if user.email else letters).delete()
    # The name is the paper's record; where to write to them is not.
    Author.objects.filter(user=user).update(user=None, email="")


def _forget_in_log(user: User) -> None:
    """Their name in lines about the account, and where stories were given to them."""
    void = _name(user)
    given = _("Assigned to %(name)s.")
    with guards.lifted(guards.LOG):
        _lines_about(user).update(object_repr=void)
        LogEntry.objects.filter(change_message=given % {"name": user.username}).update(
            change_message=given % {"name": void}
        )
        if user.first_name and user.last_name:
            full = user.get_full_name()
            named = LogEntry.objects.filter(change_message__contains=full)
            named.update(change_message=Replace("change_message", models.Value(full), models.Value(void)))


def _void(user: User) -> None:
    user.username, user.first_name, user.last_name, user.email = _name(user), _("Former colleague"), "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def _name(user: User) -> str:
    """What is left to call the account by."""
    return f"former-{user.pk}"
