"""Who comes to the desk with a password alone, where more is asked: led to where they can add a factor, and nowhere else.

A session carries the proof: allauth writes down in it by what somebody has signed in. One from before there was a factor,
or that was made in any other way, is as good as none.
"""

import re
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from newsroom.desk_site import ROUTE

DESK = f"/{ROUTE}"
# What anybody may ask for, and what those may who are to add a factor.
OPEN = tuple(DESK + way for way in ("login/", "logout/", "password_reset/", "jsi18n/"))
ACCOUNT = f"{DESK}account/"
# Who may publish; and who could give themselves that right.
PUBLISHING = (
    *("articles.publish_article", "articles.edit_section", "auth.change_user", "auth.add_user"),
    *("auth.change_group", "auth.add_group"),
)
# Names of the pages that ask once more who somebody is, if that was long ago: people and roles, what cannot be taken
# back, what hands out much at once, and secrets that others trust.
DANGEROUS = re.compile(
    r"admin:(auth_(user|group)_(add|change|password_change)|articles_webhook_(add|change)|\w+_delete"
    r"|comments_commenter_privacy|admin_logentry_export)"
)
DANGEROUS_ACTIONS = {"delete_selected", "give_new_secret"}
# When this session was last written down as seen, and after how many seconds that is done again.
SEEN, SEEN_WITHIN = "sign_in_seen", 5 * 60


def must_have_factor(user: User) -> bool:
    """Whether this person may work at the desk only with a second factor."""
    rule = settings.NEWSROOM_SECOND_FACTOR
    return rule == "everybody" or (rule == "publishers" and any(user.has_perm(right) for right in PUBLISHING))


def has_factor(user: User) -> bool:
    """Whether this person has one; recovery codes alone are none."""
    from allauth.mfa.models import Authenticator

    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def is_proved(request: HttpRequest, user: Any) -> bool:
    """Whether this person, who is signed in here, has shown more than a password."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def lacks_factor(request: HttpRequest, user: Any) -> bool:
    """Whether this person, who is signed in here, has to show more than that, and has not."""
    return user.is_authenticated and not is_proved(request, user) and must_have_factor(user)


def known(request: HttpRequest, user: Any) -> Any:
    """Who this is to readers' pages, once they ask: a guest, as long as too little was shown."""
    return AnonymousUser() if lacks_factor(request, user) else user


class Guard:
    """Stands before every address of the desk, those that lead nowhere too: their page shows the desk around it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DESK):
            request.user = SimpleLazyObject(partial(known, request, request.user))  # type: ignore[assignment]
        elif not request.path_info.startswith(OPEN) and (way := self.way(request)):
            return way
        return self.get_response(request)

    def way(self, request: HttpRequest) -> HttpResponse | None:
        """Where else whoever asks has to go first, if anywhere."""
        user = request.user
        if not user.is_authenticated:
            return None
        if not is_proved(request, user):
            if has_factor(user):
                logout(request)
                return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
            if must_have_factor(user) and not request.path_info.startswith(ACCOUNT):
                return HttpResponseRedirect(reverse("mfa_index"))
        see(request)
        return None

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith(DESK) or not is_dangerous(request):
            return None
        if not request.user.is_authenticated or not reauthentication.is_reauthentication_required(
            request, app=__name__
        ):
            return None
        [first, *_others] = reauthentication.get_adapter().get_reauthentication_methods(request.user)
        if any("password" in name for name in request.POST):
            # What is taken up again lies in the session until then, where no password may be read.
            messages.info(request, _("No password is kept meanwhile: please type it once more."))
            return HttpResponseRedirect(f"{first['url']}?{urlencode({'next': request.get_full_path()})}")
        way = reauthentication.suspend_request(request, first["url"])
        # What was sent is taken up again only by its path alone; what the address says behind that is kept with it.
        return HttpResponseRedirect(f"{first['url']}?{urlencode({'next': request.path})}") if request.POST else way


def is_dangerous(request: HttpRequest) -> bool:
    """Whether what is asked for should not be done by whoever finds a browser open."""
    match = request.resolver_match
    named = bool(match and DANGEROUS.fullmatch(match.view_name))
    return named or (request.method == "POST" and request.POST.get("action") in DANGEROUS_ACTIONS)


def see(request: HttpRequest) -> None:
    """Write down that this session was used, now and then."""
    from allauth.usersessions.models import UserSession

    now = time.time()
    if now - request.session.get(SEEN, 0) < SEEN_WITHIN:
        return
    request.session[SEEN] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
