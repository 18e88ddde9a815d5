"""The way in: a password and a factor after it."""

import pytest

from tests import make
from tests.newsroom.sign_in import codes

pytestmark = pytest.mark.django_db


def test_an_editor_comes_in_with_a_password_and_a_code(client):
    editor = codes.give_app(make.editor("olga"))
    first = client.post("/admin/login/?next=/admin/articles/article/", {"login": "olga", "password": codes.PASSWORD})
    assert first.headers["Location"] == "/admin/login/code/"
    assert client.get("/admin/").status_code == 302
    second = client.post("/admin/login/code/", {"code": codes.code()})
    assert second.headers["Location"] == "/admin/articles/article/"
    assert client.get("/admin/articles/article/").context["user"] == editor
