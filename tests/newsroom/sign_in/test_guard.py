"""There is no way into the desk with a password alone, where more is asked."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern
from django.urls.converters import IntConverter

from articles.models import Article
from newsroom.desk import urls as desk
from newsroom.sign_in import addresses, checks
from tests import make
from tests.newsroom.sign_in import codes

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
OPEN = ("/admin/login/", "/admin/logout/", "/admin/jsi18n/", "/admin/password_reset/")


def paths(patterns, before="/admin/"):
    """Every address below, with something for what they leave open."""
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            yield from paths(pattern.url_patterns, before + str(pattern.pattern))
        elif hasattr(pattern.pattern, "_route"):
            path = pattern.pattern._route
            for name, converter in pattern.pattern.converters.items():
                kind = "int:" if isinstance(converter, IntConverter) else "path:"
                path = path.replace(f"<{kind}{name}>", "1").replace(f"<{name}>", "1")
            yield before + path


EVERY = sorted({*paths(desk.urlpatterns), *paths(addresses.urlpatterns), "/admin/nothing/here/", "/admin/1"})


def test_every_address_of_the_desk_is_known():
    assert len(EVERY) > 150
    assert {"/admin/", "/admin/articles/article/", "/admin/auth/user/"} <= set(EVERY)


def test_with_a_password_alone_every_address_leads_to_where_a_factor_is_added(client):
    make.editor("olga")
    client.post("/admin/login/", {"login": "olga", "password": codes.PASSWORD})
    closed = [path for path in EVERY if not path.startswith((*OPEN, "/admin/account/"))]
    sent = [path for path in closed if path.endswith(("pulse/", "preview/", "add/", "act/"))]
    asked = [client.get(path) for path in closed]
    asked += [client.post(path, {}, "application/json", headers={"Accept": "application/json"}) for path in sent]
    assert {(response.status_code, response.headers.get("Location")) for response in asked} == {
        (302, "/admin/account/")
    }
    page = client.get("/admin/account/").text
    assert "a password alone is not enough" in page and "/admin/articles/" not in page


def test_without_the_guard_no_page_opens_either(client, settings):
    settings.MIDDLEWARE = settings.MIDDLEWARE[:-1]
    client.force_login(make.editor("olga"))
    for path in ("/admin/", "/admin/articles/article/", "/admin/comments/mail/", "/admin/password_change/done/"):
        assert client.get(path).headers["Location"] == f"/admin/login/?next={path}"
    assert client.get("/admin/login/").headers["Location"] == "/admin/account/"
    for path in ("/admin/login/nothing/", "/admin/account/nothing/"):
        assert b'id="places"' not in client.get(path).content


def test_readers_pages_take_them_for_a_guest_too(client):
    address, editor = make.live("A story").address.path, make.editor("olga")
    client.force_login(editor)
    assert "Logged in as" not in client.get(address).text
    proved = codes.Browser()
    codes.sign_in(proved, codes.give_app(editor))
    assert "Logged in as olga." in proved.get(address).text
    assert "Cookie" not in codes.Browser().get(address).headers.get("Vary", "")


def test_between_password_and_code_nobody_is_signed_in(client):
    codes.give_app(make.editor("olga"))
    article = make.article("A draft")
    client.post("/admin/login/", {"login": "olga", "password": codes.PASSWORD})
    for path in EVERY:
        if not path.startswith(OPEN) and not path.endswith("login/code/"):
            for ask in (client.get, client.post):
                response = ask(path)
                assert response.status_code in (302, 401, 404, 405), path
                assert response.status_code != 302 or response.headers["Location"].startswith("/admin/login/"), path
    assert b"A draft" not in client.get(f"/admin/articles/article/{article.pk}/preview/", follow=True).content
    assert Article.objects.get().headline == "A draft"


def test_a_session_from_before_the_factor_ends_and_so_does_one_made_in_another_way(client):
    olga = codes.give_app(make.editor("olga"))
    client.force_login(olga)
    assert client.get("/admin/articles/article/").headers["Location"] == "/admin/login/?next=/admin/articles/article/"
    assert "_auth_user_id" not in client.session
    client.force_login(olga)
    assert client.get("/admin/account/app/remove/").headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("path", ["signup/", "email/", "account/email/", "login/code/confirm/", "inactive/"])
def test_what_else_allauth_can_do_has_no_address(client, path):
    codes.sign_in(client, codes.give_app(make.chief("root")))
    assert client.get(f"/admin/{path}").status_code == 404
    assert client.get(f"/accounts/{path}").status_code == 404


def test_secrets_have_no_screen_in_the_desk(client):
    codes.sign_in(client, codes.give_app(make.chief("root")))
    assert not [model for model in admin.site._registry if model.__module__.startswith("allauth.")]
    for path in ("mfa/authenticator/", "usersessions/usersession/", "account/emailaddress/"):
        assert client.get(f"/admin/{path}").status_code == 404


def test_the_page_of_django_lets_nobody_in(rf):
    with pytest.raises(PermissionDenied):
        admin.site.login(rf.post("/anywhere/", {"username": "olga", "password": codes.PASSWORD}))


@pytest.mark.parametrize(
    ("rule", "person", "status"),
    [
        *(("publishers", make.reporter, 200), ("publishers", make.editor, 302), ("publishers", make.chief, 302)),
        *(("publishers", make.section_editor, 302), ("everybody", make.reporter, 302), ("optional", make.chief, 200)),
    ],
)
def test_the_setting_says_who_must_have_a_factor(client, settings, rule, person, status):
    settings.NEWSROOM_SECOND_FACTOR = rule
    client.force_login(person("olga"))
    assert client.get("/admin/").status_code == status


def test_whoever_may_give_rights_must_have_one_too(client):
    keeper = make.reporter("keeper")
    keeper.user_permissions.add(Permission.objects.get(codename="change_user"))
    client.force_login(keeper)
    assert client.get("/admin/").headers["Location"] == "/admin/account/"


def test_whoever_becomes_an_editor_is_asked_at_once(client):
    rosa = make.reporter("rosa")
    client.force_login(rosa)
    assert client.get("/admin/").status_code == 200
    rosa.groups.add(Group.objects.get(name="Editors"))
    assert client.get("/admin/").headers["Location"] == "/admin/account/"


def test_whoever_works_here_no_more_is_shown_the_way_in(client):
    rosa = make.reporter("rosa")
    client.force_login(rosa)
    make.User.objects.update(is_staff=False)
    assert client.get("/admin/", follow=True).status_code == 200


def test_a_proved_session_is_not_looked_up(client, django_assert_max_num_queries):
    codes.sign_in(client, codes.give_app(make.chief("root")))
    client.get("/admin/account/")
    with django_assert_max_num_queries(20) as asked:
        client.get("/admin/articles/section/")
    assert not any("mfa_" in query["sql"] or "usersession" in query["sql"] for query in asked.captured_queries)


def test_that_a_session_is_used_is_written_down_now_and_then(client):
    codes.sign_in(client, codes.give_app(make.chief("root")))
    UserSession.objects.update(last_seen_at=make.LONG_AGO)
    client.get("/admin/account/")
    seen = UserSession.objects.get().last_seen_at
    assert seen > make.LONG_AGO
    client.get("/admin/account/")
    assert UserSession.objects.get().last_seen_at == seen


# --- What is said when the site is deployed ----------------------------------------------------------------------------


def test_what_is_asked_for_must_be_installed(settings):
    settings.NEWSROOM_FACTORS = False
    assert [one.id for one in checks.second_factor(None)] == ["newsroom.E020"]
    settings.NEWSROOM_SECOND_FACTOR = "off"
    assert checks.second_factor(None) == []


def test_the_guard_must_stand_there(settings):
    assert checks.second_factor(None) == []
    settings.MIDDLEWARE = settings.MIDDLEWARE[:-1]
    assert [one.id for one in checks.second_factor(None)] == ["newsroom.E021"]


@pytest.mark.parametrize(("rule", "found"), [("off", 1), ("optional", 1), ("publishers", 0), ("everybody", 0)])
def test_in_production_it_is_said_that_a_password_is_enough(settings, rule, found):
    settings.PRODUCTION, settings.NEWSROOM_SECOND_FACTOR = True, rule
    assert len(checks.said_to_be_enough(None)) == found
