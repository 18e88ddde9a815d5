"""What a process loads when: readers need neither the desk nor Pillow, and the desk is there as soon as it is asked for."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests import make

# Of the desk, and of what is only for it.
OF_THE_DESK = (
    *("articles.admin", "articles.desk", "comments.admin", "comments.desk", "newsroom.admin", "newsroom.desk.site"),
    *("django.contrib.admin.forms", "django.contrib.auth.admin"),
)
OF_THE_SIGN_IN = (
    *(
        "allauth.account.forms",
        "allauth.account.views",
        "allauth.mfa.base",
        "allauth.mfa.totp",
        "allauth.mfa.webauthn",
    ),
    *("cryptography", "fido2", "newsroom.sign_in.adapters", "newsroom.sign_in.letters", "newsroom.sign_in.views"),
    *("qrcode", "newsroom.sign_in.sessions"),
)
SELDOM = (*OF_THE_DESK, "PIL", "snowballstemmer")


def told_by_a_fresh_process(*steps, session="none", **variables):
    """For each step what came of it, and the names of all modules that were loaded by then."""
    told = connection.settings_dict
    url = f"sqlite:///{told['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    process = subprocess.run(
        [sys.executable, "-m", "tests.newsroom.fresh_process", session, *steps],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "newsroom.settings"} | variables,
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    return json.loads(process.stdout)


def loaded(modules, names):
    return [one for one in modules if any(one == name or one.startswith(f"{name}.") for name in names)]


@pytest.mark.django_db(transaction=True)
def test_readers_do_not_load_the_desk_and_two_who_open_it_at_once_both_find_it_whole(client):
    edition = make.live("A headline")
    client.force_login(make.superuser())
    session = client.cookies["sessionid"].value
    readers = ("/", edition.address.path, "/no-such-page", "/administer/")
    at_once, after = "/admin/articles/article/ /admin/comments/comment/", "/admin/auth/user/ /admin/taggit/tag/"
    told = told_by_a_fresh_process(*readers, at_once, after, "/admin/no-such-page", session=session)
    for (answers, modules), status in zip(told, ("200", "200", "404", "404"), strict=False):
        assert (answers[0][0], loaded(modules, SELDOM)) == (status, [])
    assert "A headline" in told[1][0][0][1]
    assert [status for answers, _modules in told[4:6] for status, _text in answers] == ["200"] * 4
    [status, text] = told[6][0][0]
    assert status == "404" and "/admin/logout/" in text


def test_an_address_at_the_desk_can_be_written_before_anybody_was_there():
    assert told_by_a_fresh_process("mail")[0][0] == "/admin/comments/mail/"


def test_what_a_server_loads_may_be_shared_by_workers_that_part_from_it():
    [[(threads, connections, frozen), modules]] = told_by_a_fresh_process("load")
    assert (threads, connections) == (1, [])
    assert frozen > 0 and "articles.public.views" in modules
    assert loaded(modules, SELDOM) == []


@pytest.mark.parametrize(("asked", "there"), [("off", False), ("publishers", True)])
def test_of_the_sign_in_readers_load_what_stands_before_the_desk_at_most(asked, there):
    [[_answer, modules]] = told_by_a_fresh_process("load", NEWSROOM_SECOND_FACTOR=asked)
    assert bool(loaded(modules, ["allauth"])) == there
    assert loaded(modules, OF_THE_SIGN_IN) == []


def test_the_desk_is_checked_before_anybody_was_there():
    [[messages, modules]] = told_by_a_fresh_process("check")
    assert messages == []
    assert loaded(modules, OF_THE_DESK)
