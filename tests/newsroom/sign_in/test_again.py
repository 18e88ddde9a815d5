"""What is dangerous is done by whoever has shown lately who they are."""

from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import get_resolver

from articles.models import Section
from newsroom.sign_in import guard
from tests import make
from tests.newsroom.sign_in import codes

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
AGAIN = "/admin/account/again/code/"
RECORDS = "account_authentication_methods"


@pytest.fixture
def chief(client):
    """Whose sign-in was a while ago."""
    root = codes.give_app(make.chief("root"))
    codes.sign_in(client, root)
    session = client.session
    session[RECORDS] = [record | {"at": record["at"] - 3600} for record in session[RECORDS]]
    session.save()
    return root


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/auth/user/add/", "/admin/auth/user/{root}/change/", "/admin/auth/user/{root}/password/"),
        *("/admin/auth/group/add/", "/admin/articles/webhook/add/", "/admin/articles/section/{section}/delete/"),
        *("/admin/comments/commenter/privacy/", "/admin/admin/logentry/export/"),
        *("/admin/account/app/remove/", "/admin/account/passkeys/add/", "/admin/account/codes/new/"),
    ],
)
def test_who_is_at_the_desk_is_asked_again(client, chief, path):
    path = path.format(root=chief.pk, section=make.section().pk)
    assert client.get(path).headers["Location"].startswith(AGAIN)
    assert client.post(path).headers["Location"].startswith(AGAIN)


def test_what_takes_many_away_at_once_is_dangerous_in_every_list(client, chief):
    section = make.section()
    data = {"action": "delete_selected", "_selected_action": [section.pk], "post": "yes"}
    assert client.post("/admin/articles/section/", data).headers["Location"].startswith(AGAIN)
    assert Section.objects.filter(pk=section.pk).exists()


def test_every_page_that_deletes_is_dangerous():
    get_resolver("newsroom.urls")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
        assert guard.DANGEROUS.fullmatch(name), name


def test_after_a_code_one_goes_on_and_a_password_is_not_enough(client, chief):
    path = "/admin/auth/user/add/"
    assert client.get("/admin/account/again/").headers["Location"] == AGAIN
    assert client.post("/admin/account/again/", {"password": codes.PASSWORD}).headers["Location"] == AGAIN
    page = client.get(path, follow=True)
    assert "Is it you?" in page.text
    assert client.post(f"{AGAIN}?next={path}", {"code": "000000"}).status_code == 422
    assert client.post(f"{AGAIN}?next={path}", {"code": codes.code(later=1)}).headers["Location"] == path
    assert client.get(path).status_code == 200


def test_what_was_sent_meanwhile_is_done_after_the_code(client, chief):
    section = make.section()
    path = f"/admin/articles/section/{section.pk}/delete/"
    there = client.post(path, {"post": "yes"}).headers["Location"]
    client.post(there, {"code": codes.code(later=1)})
    assert not Section.objects.filter(pk=section.pk).exists()


def test_soon_after_a_sign_in_nobody_is_asked(client):
    codes.sign_in(client, codes.give_app(make.chief("root")))
    assert client.get("/admin/auth/user/add/").status_code == 200


def test_whoever_has_no_factor_shows_the_password(client, settings):
    settings.NEWSROOM_SECOND_FACTOR = "optional"
    client.force_login(make.chief("root"))
    assert client.get("/admin/auth/user/add/").headers["Location"].startswith("/admin/account/again/?next=")
    there = "/admin/account/again/?next=/admin/auth/user/add/"
    assert client.post(there, {"password": "not the right one"}).status_code == 422
    assert client.post(there, {"password": codes.PASSWORD}).headers["Location"] == "/admin/auth/user/add/"
    assert client.get("/admin/auth/user/add/").status_code == 200
    assert User.objects.count() == 1


def test_what_was_sent_to_an_address_with_a_question_is_done_too(client, chief):
    ann = make.reporter("ann")
    path = f"/admin/auth/user/{ann.pk}/change/?_changelist_filters=q%3Dann"
    there = client.post(path, {"username": "ann", "first_name": "Typed", "is_active": "on"}).headers["Location"]
    assert client.post(there, {"code": codes.code(later=1)}).headers["Location"] == "/admin/auth/user/?q=ann"
    ann.refresh_from_db()
    assert ann.first_name == "Typed"


def test_no_password_waits_in_the_session_for_the_code(client, chief):
    path = f"/admin/auth/user/{make.reporter('sam').pk}/password/"
    sent = {"password1": "a heron in the reeds", "password2": "a heron in the reeds"}
    assert client.post(path, sent).headers["Location"] == f"{AGAIN}?next={quote(path, safe='')}"
    assert "heron" not in str(dict(client.session))
    assert "type it once more" in client.get(AGAIN).text
