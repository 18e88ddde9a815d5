"""The table of docs/roles.md, asked at every address of the desk: who sees it, and for whom it acts.

The desk's own list of addresses says what there is, so an address without a row fails, and so does a row without one.
Pages are not drawn: whether a view lets somebody in is known before that. The doors to a story are asked in every stage,
and in full, in tests/articles/desk/test_rules.py.
"""

import re
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLResolver, resolve, reverse
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article, Delivery, MissingPage, Note, Page, Redirect, Webhook
from comments.models import Block, Comment, Commenter, Discussion, ErrorReport, Mention, Policy, Watchlist
from newsroom.desk import urls
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
DOCS = settings.BASE_DIR / "docs" / "roles.md"
ROLES = ["nobody", "reader", "moderator", "reporter", "writer", "inside", "outside", "editor", "owner"]
# Those who are something to one story alone.
OF_A_STORY = {"writer": "reporter", "outside": "inside"}
# Wherever nothing else is, the desk says so; an app's own page leads to Today, an object's bare address to its form.
LEADS_ON = re.compile(r"\(\?P<|<path:object_id>/$")


def addresses(patterns=urls.urlpatterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif not LEADS_ON.search(route):
            yield route or "index"


def table():
    """What the page says: of each address, what each role gets."""
    rows = re.findall(r"^\| `(.+?)` \|(.+)\|$", DOCS.read_text(), re.MULTILINE)
    return {address: [cell.strip() for cell in cells.split("|")] for address, cells in rows}


# --- The stage ---


def people():
    world, sport = make.section("World"), make.section("Sport")
    return {
        "nobody": AnonymousUser(),
        "reader": User.objects.create_user("ruth"),
        "moderator": make.moderator("mo"),
        "reporter": make.reporter("rosa"),
        "writer": make.reporter("wim"),
        "outside": make.section_editor("otto", sport),
        "inside": make.section_editor("ines", world),
        "editor": make.editor("olga"),
        "owner": make.chief("root"),
    }


def things(cast):
    """The number of one thing of every kind, and of what hangs on the story."""
    story = make.article("Of World", by=cast["writer"])
    live = make.live("Live", by=cast["owner"])
    make.rewrite(story, "Again")
    Note.objects.create(article=story, text="Who says so?")
    workflow.share(story, by=cast["writer"], person="Counsel", days=7)
    Discussion.objects.get_or_create(pk=live.article_id)
    now, kinds = timezone.now(), ContentType.objects
    comment = Comment(discussion_id=live.article_id, name="Kim", text="Well.", created_at=now)
    comment.save()
    hook = Webhook.objects.create(url="https://hook.example/")
    made = {
        "article": story.pk,
        "illustration": make.illustration().pk,
        "section": make.section("World").pk,
        "author": make.author().pk,
        "tag": make_tag(),
        "page": Page.objects.create(slug="jobs", title="Jobs", changed_at=now).pk,
        "redirect": Redirect.objects.create(old="/x", key="/x", target="/y/", target_key="/y").pk,
        "missingpage": MissingPage.objects.create(key="/n", path="/n", first_at=now, last_at=now).pk,
        "identity": 1,
        "webhook": hook.pk,
        "delivery": Delivery.objects.create(webhook=hook, key="a", event="story.updated", payload={}).pk,
        "block": Block.objects.create(kind="address", value="a@b.example", effect="hold").pk,
        "comment": comment.pk,
        "commenter": Commenter.objects.create(email="kim@readers.example").pk,
        "discussion": live.article_id,
        "errorreport": ErrorReport.objects.create(article_id=story.pk, text="Wrong.").pk,
        "mention": Mention.objects.create(
            discussion_id=live.article_id, kind="pingback", title="x", status="pending", created_at=now
        ).pk,
        "policy": Policy.objects.get_or_create(pk=1)[0].pk,
        "watchlist": Watchlist.objects.create(name="Ports").pk,
        "group": Group.objects.create(name="Layout").pk,
        "user": make.reporter("idle").pk,
        "logentry": LogEntry.objects.create(user=cast["owner"], action_flag=CHANGE, object_repr="x").pk,
        "dbtaskresult": "00000000-0000-0000-0000-000000000000",
    }
    hanging = {"number": 1, "note": story.notes.get().pk, "link": story.share_links.get().pk, "name": "no-picture"}
    return made, hanging | {"content_type_id": kinds.get_for_model(Article).pk}


def make_tag():
    from taggit.models import Tag

    return Tag.objects.get_or_create(name="ports", slug="ports")[0].pk


def filled(route, made, hanging):
    """The address with numbers in it."""
    route = route.removeprefix("index")
    kind = next((part for part in route.split("/")[1:2] if part in made), "article")
    # Who wrote a comment is asked for by the comment's number.
    kind = "comment" if "/of/" in route else kind
    return "/admin/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(hanging.get(found[1], made[kind])), route)


def asked(address):
    """What an address is to be asked for, or else has nothing to show to anybody."""
    if address.endswith("/autocomplete/"):
        return "?app_label=articles&model_name=byline&field_name=author&term=a"
    return f"?tags={make_tag()}" if address.endswith("/tag/merge/") else ""


# --- The knocking ---


def lets_in(address, user, method):
    request = getattr(RequestFactory(), method)(address + asked(address))
    request.user, request.session, request.csp_nonce = user, SessionStore(), "n"
    request._messages, request._dont_enforce_csrf_checks = CookieStorage(request), True
    match = resolve(address)
    # Of a page that was only looked at, nothing is left that another would see.
    with make.rolled_back() if method == "post" else nullcontext():
        try:
            answer = match.func(request, *match.args, **match.kwargs)
        except (PermissionDenied, Http404):
            return False
        except BadRequest:
            return True
    led_off = answer.status_code == 302 and (
        "/admin/login/" in answer.url
        # The admin's way to say that there is no such thing, for this person.
        or (answer.url == reverse("admin:index") and len(request._messages._queued_messages) > 0)
    )
    return not led_off and answer.status_code not in (401, 403, 404, 405)


def got(address, user):
    said = [word for word, method in (("sees", "get"), ("acts", "post")) if lets_in(address, user, method)]
    return ", ".join(said) or "–"


def test_every_address_of_the_desk_lets_in_whom_the_table_names():
    cast = people()
    made, hanging = things(cast)
    found = {}
    for route in dict.fromkeys(addresses()):
        address, cells = filled(route, made, hanging), {}
        for role in ROLES:
            same = role in OF_A_STORY and "article" not in route and "errorreport" not in route
            cells[role] = cells[OF_A_STORY[role]] if same else got(address, cast[role])
        found[route] = list(cells.values())
    told = table()
    new = [f"| `{route}` | {' | '.join(cells)} |" for route, cells in found.items() if told.get(route) != cells]
    assert not new, "docs/roles.md should say:\n" + "\n".join(new)
    assert told.keys() == found.keys()


def test_whoever_is_not_of_the_desk_gets_no_more_than_the_way_in():
    ways_in = {"login/", "logout/", "jsi18n/"}
    for route, (nobody, reader, *_others) in table().items():
        assert (nobody, reader) == ("–", "–") or route in ways_in, route


def test_nobody_else_sees_or_does_more_than_the_owner_and_a_writer_no_more_than_an_editor():
    for route, cells in table().items():
        said = dict(zip(ROLES, (set(re.findall(r"\w+", cell)) for cell in cells), strict=True))
        for role in ROLES[2:]:
            assert said[role] <= said["owner"], (route, role)
        assert said["outside"] <= said["inside"] <= said["editor"], route
        assert said["reporter"] <= said["writer"] <= said["editor"], route
