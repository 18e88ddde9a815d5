"""Settings: a fresh clone runs with none, and one that does not fit stops the process and is named."""

import ast
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import environment

PRODUCTION = {
    "NEWSROOM_ENV": "production",
    "NEWSROOM_SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "NEWSROOM_ALLOWED_HOSTS": "news.example",
    "NEWSROOM_SITE_URL": "https://news.example",
}


def manage(arguments, variables, tmp_path):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=kept | {"NEWSROOM_VAR_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "variables",
    [
        {"NEWSROOM_ENV": "staging"},
        {"NEWSROOM_DEBUG": "maybe"},
        {"NEWSROOM_PAGE_SIZE": "0"},
        {"NEWSROOM_PAGE_SIZE": "many"},
        {"NEWSROOM_SIMILAR_HALF_LIFE": "-3"},
        {"NEWSROOM_COMMENT_LENGTH": "99999999"},
        {"NEWSROOM_SITE_URL": "news.example"},
        {"NEWSROOM_SITE_URL": "https://news.example/path"},
        {"NEWSROOM_FEED_AUTHORITY": "https://news.example/"},
        {"NEWSROOM_TIME_ZONE": "Mars/Olympus"},
        {"NEWSROOM_LANGUAGE": "klingon"},
        {"DATABASE_URL": "mysql://localhost/x"},
        {"NEWSROOM_EMAIL_URL": "mail.example"},
        {"NEWSROOM_EMAIL_URL": "smtp+tls://"},
        {"NEWSROOM_EMAIL_URL": "smtp://mail.example:many"},
        {"NEWSROOM_EMAIL_FROM": "nobody"},
        {"NEWSROOM_CACHE_SECONDS": "61"},
        {"NEWSROOM_SECOND_FACTOR": "maybe"},
        {"NEWSROOM_PURGE_URL": "127.0.0.1:6081"},
        {"NEWSROOM_PURGE_URL": "http://127.0.0.1:6081/purge"},
        {"DATABASE_REPLICA_URLS": "postgres://127.0.0.1/copy"},
        {"MEDIA_SECRET_KEY": "alone"},
        {"NEWSROOM_LOG_FORMAT": "xml"},
        {"NEWSROOM_SLOW_QUERY_MS": "-1"},
        {"NEWSROOM_KEEP_LOG": "for ever"},
    ],
    ids=lambda variables: "=".join(*variables.items()),
)
def test_a_value_out_of_range_is_refused_and_named(variables, tmp_path):
    done = manage(["check"], variables, tmp_path)
    assert done.returncode != 0
    assert next(iter(variables)) in done.stderr


@pytest.mark.parametrize("missing", ["NEWSROOM_SECRET_KEY", "NEWSROOM_ALLOWED_HOSTS"])
def test_production_refuses_to_start_without_what_it_needs(missing, tmp_path):
    done = manage(["check"], {k: v for k, v in PRODUCTION.items() if k != missing}, tmp_path)
    assert done.returncode != 0
    assert missing in done.stderr


def test_production_with_several_workers_wants_a_shared_cache(tmp_path):
    done = manage(["check"], PRODUCTION | {"WEB_CONCURRENCY": "3"}, tmp_path)
    assert done.returncode != 0
    assert "CACHE_URL" in done.stderr


def test_production_passes_the_deployment_check(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    done = manage(["check", "--deploy", "--fail-level", "WARNING"], PRODUCTION, tmp_path)
    assert done.returncode == 0, done.stderr


COOKIES = """
from comments import own, visitors
from django.conf import settings as s
from newsroom.cookies import MessageCookie
names = [s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, MessageCookie.cookie_name, visitors.COOKIE, own.COOKIE]
print((names, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_PROXY_SSL_HEADER))
"""


@pytest.mark.parametrize("proxies", [0, 1])
def test_in_production_cookies_are_of_this_host_and_only_a_proxy_of_ours_is_believed(proxies, tmp_path):
    variables = PRODUCTION | {"NEWSROOM_PROXIES": str(proxies)}
    names, *secure, believed = ast.literal_eval(
        manage(["shell", "-v", "0", "-c", COOKIES], variables, tmp_path).stdout
    )
    ours = ["sessionid", "csrftoken", "messages", "newsroom_commenter"]
    # A comment's is of one story's page, which such a name does not allow.
    assert names == [*(f"__Host-{name}" for name in ours), "__Secure-newsroom_own"]
    assert secure == [True, True]
    assert believed == (("HTTP_X_FORWARDED_PROTO", "https") if proxies else None)


def test_the_demo_is_not_loaded_in_production(tmp_path):
    done = manage(["demo"], PRODUCTION, tmp_path)
    assert done.returncode != 0
    assert "known passwords" in done.stderr


def test_a_fresh_clone_needs_no_variable(tmp_path):
    done = manage(["check"], {}, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_bad_mail_server_is_named_without_its_password(tmp_path):
    done = manage(["check"], {"NEWSROOM_EMAIL_URL": "imap://olga:secret-word@mail.example"}, tmp_path)
    assert "NEWSROOM_EMAIL_URL" in done.stderr
    assert "secret-word" not in done.stderr


MAIL = [
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_USE_TLS",
    "DEFAULT_FROM_EMAIL",
]


def mail_settings(variables, tmp_path) -> list[str]:
    code = f"from django.conf import settings; print([str(getattr(settings, n)) for n in {MAIL}])"
    return ast.literal_eval(manage(["shell", "-v", "0", "-c", code], variables, tmp_path).stdout)


def test_mail_goes_to_the_server_that_is_named(tmp_path):
    url = "smtp+tls://olga:p%40ss@mail.example:587"
    said = mail_settings({"NEWSROOM_EMAIL_URL": url, "NEWSROOM_EMAIL_FROM": "The Desk <desk@e.example>"}, tmp_path)
    backend = "django.core.mail.backends.smtp.EmailBackend"
    assert said == [backend, "mail.example", "587", "olga", "p@ss", "True", "The Desk <desk@e.example>"]


@pytest.mark.parametrize(("variables", "kind"), [({}, "console"), (PRODUCTION, "dummy")])
def test_without_a_server_mail_is_shown_or_not_sent(variables, kind, tmp_path):
    said = mail_settings(variables, tmp_path)
    assert said[0] == f"django.core.mail.backends.{kind}.EmailBackend"
    assert said[-1] == ("desk@news.example" if variables else "desk@localhost")


READERS = [
    ({"DATABASE_URL": "nonsense"}, environment.database, ["sqlite:///x"]),
    ({"DATABASE_URL": "mysql://localhost/x"}, environment.database, ["sqlite:///x"]),
    ({"DATABASE_REPLICA_URLS": "sqlite:///copy.sqlite3"}, environment.replicas, []),
    ({"DATABASE_REPLICA_URLS": "postgres://a/b,nonsense://"}, environment.replicas, []),
    ({"CACHE_URL": "redis://"}, environment.cache, [""]),
    ({"CACHE_URL": "redis://cache:many/0"}, environment.cache, [""]),
    ({"CACHE_URL": "nonsense"}, environment.cache, [""]),
    ({"MEDIA_URL": "ftp://pictures.example"}, environment.public_folder, ["/media/"]),
    ({"MEDIA_URL": "https://pictures.example/?a=1"}, environment.public_folder, ["/media/"]),
]


@pytest.mark.parametrize(("variable", "read", "default"), READERS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_store_that_is_none_is_refused_and_named_without_its_password(variable, read, default, monkeypatch):
    ((name, value),) = variable.items()
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        read(name, *default)


def test_several_databases_are_read_each_for_itself(monkeypatch):
    url = "postgres://desk:p%40ss@one:5432,two:5433/news?target_session_attrs=read-write"
    monkeypatch.setenv("DATABASE_URL", url)
    first = environment.database("DATABASE_URL", "")
    assert (first["HOST"], str(first["PORT"]), first["PASSWORD"]) == ("one,two", "5432,5433", "p@ss")
    assert first["OPTIONS"] == {"target_session_attrs": "read-write"}
    monkeypatch.setenv("DATABASE_REPLICA_URLS", "postgres://one:1/news,postgres://two:2,three:3/news")
    assert [one["HOST"] for one in environment.replicas("DATABASE_REPLICA_URLS")] == ["one", "two,three"]


def test_valkey_is_spoken_to_as_redis(monkeypatch):
    monkeypatch.setenv("CACHE_URL", "valkeys://:secret@cache:6380/1")
    assert environment.cache("CACHE_URL", "")["LOCATION"] == "rediss://:secret@cache:6380/1"


def test_what_is_asked_for_and_not_installed_is_named():
    with pytest.raises(ImproperlyConfigured, match=r"MEDIA_BUCKET needs .*: pip install 'newsroom\[s3\]'"):
        environment.needs("MEDIA_BUCKET", "no_such_package", "s3")
