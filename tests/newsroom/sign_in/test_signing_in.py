"""The way in: a password and a factor after it, and what those find out who have neither."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail

from tests import make
from tests.newsroom.sign_in import codes

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
WRONG = {"password": "not the right one"}


def log_in(client, name, password=codes.PASSWORD, path="/admin/login/", **options):
    return client.post(path, {"login": name, "password": password}, **options)


def told():
    return [(one.to[0], one.body.split("\n\n")[1]) for one in mail.outbox]


def test_an_editor_comes_in_with_a_password_and_a_code(client):
    editor = codes.give_app(make.editor("olga"))
    first = log_in(client, "olga", path="/admin/login/?next=/admin/articles/article/")
    assert first.headers["Location"] == "/admin/login/code/"
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    second = client.post("/admin/login/code/", {"code": codes.code()})
    assert second.headers["Location"] == "/admin/articles/article/"
    assert client.get("/admin/articles/article/").context["user"] == editor


def test_a_code_opens_once(client):
    codes.give_app(make.editor("olga"))
    codes.sign_in(client, make.User.objects.get(username="olga"))
    thief = codes.Browser()
    log_in(thief, "olga")
    assert thief.post("/admin/login/code/", {"code": codes.code()}).status_code == 422
    assert thief.get("/admin/").status_code == 302


def test_a_recovery_code_opens_once_and_its_owner_is_told(client):
    editor = codes.give_app(make.editor("olga"))
    editor.email = "olga@news.example"
    editor.save()
    [first, *_others] = codes.give_paper(editor)
    log_in(client, "olga")
    assert client.post("/admin/login/code/", {"code": first}).headers["Location"] == "/admin/"
    assert ("olga@news.example", "One of your recovery codes was used.") in told()
    again = codes.Browser()
    log_in(again, "olga")
    assert again.post("/admin/login/code/", {"code": first}).status_code == 422


def test_a_new_browser_is_told_of_and_a_known_one_is_not(client):
    rosa = make.user("rosa", "Reporters", email="rosa@news.example")
    log_in(client, "rosa", headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})
    [letter] = mail.outbox
    assert letter.to == [rosa.email] and "Firefox, Linux" in letter.body and "127.0.0.1" in letter.body
    cookie = client.cookies["newsroom_known"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    client.post("/admin/logout/")
    log_in(client, "rosa")
    assert len(mail.outbox) == 1
    log_in(codes.Browser(), "rosa")
    assert len(mail.outbox) == 2


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    done = 0

    def encode(self, password, salt):
        Counting.done += 1
        return super().encode(password, salt)


@pytest.fixture
def strangers():
    """People who may not come in, by why."""
    make.reporter("rosa")
    make.user("gone", is_active=False)
    reader = make.user("reader")
    reader.is_staff = False
    reader.save()


TRIES = {"nobody": codes.PASSWORD, "rosa": WRONG["password"], "gone": codes.PASSWORD, "reader": codes.PASSWORD}


def test_whatever_is_wrong_the_answer_is_the_same_and_takes_the_same_work(client, settings, strangers):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    answers, work = set(), set()
    for name, password in TRIES.items():
        Counting.done = 0
        response = log_in(client, name, password)
        shown = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text).replace(name, "NAME")
        answers.add((response.status_code, shown))
        work.add(Counting.done)
    assert (len(answers), work) == (1, {1})
    assert answers.pop()[0] == 422


def test_after_five_wrong_tries_an_account_waits_and_its_owner_is_told_once(client):
    make.user("rosa", "Reporters", email="rosa@news.example")
    statuses = [log_in(client, "rosa", **WRONG).status_code for _try in range(5)]
    late = log_in(client, "rosa")
    assert (statuses, late.status_code, late.headers["Retry-After"]) == ([422] * 5, 429, "300")
    log_in(client, "rosa")
    assert told() == [
        ("rosa@news.example", "Somebody tried to sign in as you too often with a wrong password or code.")
    ]
    assert [log_in(client, "nobody", **WRONG).status_code for _try in range(6)][-1] == 429
    assert len(mail.outbox) == 1


def test_wrong_codes_are_counted_too(client):
    codes.give_app(make.editor("olga"))
    log_in(client, "olga")
    statuses = [client.post("/admin/login/code/", {"code": "000000"}).status_code for _try in range(6)]
    assert statuses == [422] * 5 + [429]


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 422)])
def test_an_address_counts_by_what_our_own_proxies_say(client, settings, proxies, last):
    settings.NEWSROOM_PROXIES = proxies
    for number in range(11):
        header = {"X-Forwarded-For": f"203.0.113.{number}"}
        status = log_in(client, f"name{number}", **WRONG, headers=header).status_code
    assert status == last


def test_a_proxy_that_names_nobody_is_no_fault_of_the_page(client, settings):
    settings.NEWSROOM_PROXIES = 2
    assert log_in(client, "nobody", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 422


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(client, path):
    make.reporter("rosa")
    assert log_in(client, "rosa", path=f"/admin/login/?next={path}").headers["Location"] == "/admin/"


# --- A forgotten password ----------------------------------------------------------------------------------------------


def ask_for(client, address, **options):
    return client.post("/admin/password_reset/", {"email": address}, follow=True, **options)


def test_a_link_goes_to_whoever_has_the_address_and_nobody_else_can_tell(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make.user("rosa", "Reporters", email="rosa@news.example")
    known = ask_for(client, "Rosa@News.example", headers={"Host": "evil.example"})
    unknown = ask_for(client, "nobody@news.example", headers={"Host": "evil.example"})
    assert known.text == unknown.text
    [letter] = mail.outbox
    assert letter.to == ["rosa@news.example"]
    assert f"{settings.NEWSROOM_SITE_URL}/admin/password_reset/" in letter.body and "evil" not in letter.body


def test_links_are_sent_three_times_and_then_not_for_a_while(client):
    last = [ask_for(client, "rosa@news.example") for _try in range(4)][-1]
    assert (last.status_code, last.headers["Retry-After"]) == (429, "300")
    assert "Too many tries" in last.text


def test_a_new_password_by_mail_signs_out_everywhere_and_is_no_second_factor(client):
    olga = codes.give_app(make.user("olga", "Editors", email="olga@news.example"))
    other = codes.Browser()
    codes.sign_in(other, olga)
    mail.outbox.clear()
    ask_for(client, olga.email)
    link = re.search(r"http://[^/]+(/admin/password_reset/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = "four words nobody says"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.headers["Location"] == "/admin/password_reset/done/"
    assert told()[1:] == [(olga.email, "A new password was chosen by way of a link in a mail.")]
    assert other.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 302
    assert log_in(client, "olga", new).headers["Location"] == "/admin/login/code/"
    assert "void" in codes.Browser().get(link, follow=True).text
