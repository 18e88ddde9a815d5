"""One's own account: factors, sessions, and the password."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.management import CommandError, call_command

from tests import make
from tests.newsroom.sign_in import codes

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]


@pytest.fixture
def olga():
    return make.user("olga", "Editors", email="olga@news.example")


@pytest.fixture
def signed_in(client, olga):
    codes.sign_in(client, codes.give_app(olga))
    mail.outbox.clear()
    return client


def told():
    return [one.body.split("\n\n")[1] for one in mail.outbox]


def test_an_app_is_added_and_the_desk_opens_at_once(client, olga):
    other = codes.Browser()
    for browser in (client, other):
        browser.post("/admin/login/", {"login": "olga", "password": codes.PASSWORD})
    page = client.get("/admin/account/app/").text
    assert 'src="data:image/svg+xml;base64,' in page and "style=" not in page
    secret = re.search(r'sign-in__key">(\w+)<', page)[1]
    mail.outbox.clear()
    assert client.post("/admin/account/app/", {"code": "000000"}).status_code == 422
    done = client.post("/admin/account/app/", {"code": codes.code(secret)})
    assert done.headers["Location"] == "/admin/account/codes/"
    assert len(re.findall(r"<li><code>\d{8}</code>", client.get("/admin/account/codes/").text)) == 10
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert told() == ["An authenticator app was added to your account."]


def test_the_last_factor_stays_with_whoever_must_have_one(signed_in, settings):
    assert signed_in.post("/admin/account/app/remove/").status_code == 422
    assert Authenticator.objects.exists()
    settings.NEWSROOM_SECOND_FACTOR = "optional"
    assert signed_in.post("/admin/account/app/remove/").headers["Location"] == "/admin/account/"
    assert not Authenticator.objects.exists()
    assert told() == ["The authenticator app was removed from your account."]
    entry = LogEntry.objects.latest("pk")
    assert (entry.user.username, entry.get_change_message()) == ("olga", "Changed authenticator app, removed.")


def test_new_recovery_codes_make_the_old_ones_void(signed_in, olga):
    old = codes.give_paper(olga)
    assert "10 codes that are left" in signed_in.get("/admin/account/codes/new/").text
    signed_in.post("/admin/account/codes/new/")
    assert not set(old) & set(re.findall(r"<code>(\d{8})</code>", signed_in.get("/admin/account/codes/").text))
    assert told() == ["New recovery codes were made. The old ones are void."]


def test_passkeys_of_others_are_not_there(signed_in):
    other = Authenticator.objects.create(user=make.chief("root"), type="webauthn", data={"name": "Laptop"})
    for act in ("name", "remove"):
        assert signed_in.get(f"/admin/account/passkeys/{other.pk}/{act}/").status_code == 404


def browsers(olga, number):
    """As many more that she is signed in with, each with a code of its own."""
    for code in codes.give_paper(olga)[:number]:
        one = codes.Browser(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
        one.post("/admin/login/", {"login": "olga", "password": codes.PASSWORD})
        one.post("/admin/login/code/", {"code": code})
        yield one


def test_one_sees_where_one_is_signed_in_and_signs_out_there(signed_in, olga):
    phone, tablet, lost = browsers(olga, 3)
    assert signed_in.get("/admin/account/").text.count("Safari, iPhone") == 6  # each named twice
    row = UserSession.objects.get(session_key=phone.session.session_key)
    signed_in.post("/admin/account/sessions/", {"session": row.pk})
    assert [one.get("/admin/").status_code for one in (phone, tablet, lost, signed_in)] == [302, 200, 200, 200]
    signed_in.post("/admin/account/sessions/")
    assert [one.get("/admin/").status_code for one in (tablet, lost, signed_in)] == [302, 302, 200]


def test_sessions_of_others_stay(signed_in):
    other = codes.Browser()
    codes.sign_in(other, codes.give_app(make.chief("root")))
    row = UserSession.objects.get(session_key=other.session.session_key)
    signed_in.post("/admin/account/sessions/", {"session": row.pk})
    signed_in.post("/admin/account/sessions/")
    assert other.get("/admin/").status_code == 200
    assert signed_in.get("/admin/account/sessions/").status_code == 405


def test_the_page_costs_the_same_for_one_session_and_for_many(signed_in, olga, django_assert_num_queries):
    codes.give_paper(olga)
    signed_in.get("/admin/account/")
    with django_assert_num_queries(11):
        signed_in.get("/admin/account/")
    list(browsers(olga, 6))
    with django_assert_num_queries(11):
        signed_in.get("/admin/account/")


def test_a_new_password_signs_out_the_others_and_is_told(signed_in, olga):
    [phone] = browsers(olga, 1)
    mail.outbox.clear()
    new = "four words nobody says"
    data = {"oldpassword": codes.PASSWORD, "password1": "too short", "password2": "too short"}
    assert signed_in.post("/admin/password_change/", data).status_code == 422
    done = signed_in.post("/admin/password_change/", data | {"password1": new, "password2": new})
    assert done.headers["Location"] == "/admin/account/"
    assert [one.get("/admin/").status_code for one in (signed_in, phone)] == [200, 302]
    assert told() == ["Your password was changed."]


def test_whoever_is_given_a_password_is_told(client, olga):
    codes.sign_in(client, codes.give_app(make.chief("root")))
    new = {"password1": "four words nobody says", "password2": "four words nobody says", "usable_password": "true"}
    client.post(f"/admin/auth/user/{olga.pk}/password/", new)
    assert told() == ["A new password was given to you by somebody who looks after accounts."]


# --- A lost telephone --------------------------------------------------------------------------------------------------


def test_an_operator_makes_factors_void_which_is_logged_and_told(
    signed_in, olga, capsys, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("void_factors", "olga")
    assert "signs in with the password alone" in capsys.readouterr().out
    assert signed_in.get("/admin/").headers["Location"].startswith("/admin/login/")
    done = signed_in.post("/admin/login/", {"login": "olga", "password": codes.PASSWORD}, follow=True)
    assert done.request["PATH_INFO"] == "/admin/account/"
    assert any("void_factors" in one.get_change_message() for one in LogEntry.objects.filter(object_id=olga.pk))
    assert told()[0].startswith("Your second factors were made void")


def test_nobody_and_no_site_without_factors_is_refused(settings):
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        call_command("void_factors", "nobody")
    settings.NEWSROOM_FACTORS = False
    with pytest.raises(CommandError, match="NEWSROOM_SECOND_FACTOR"):
        call_command("void_factors", "nobody")


@pytest.mark.parametrize("said", ["²", "9" * 5000])
def test_what_is_no_number_ends_no_session_that_is_named(signed_in, said):
    assert signed_in.post("/admin/account/sessions/", {"session": said}).status_code == 302
