"""Where machines ask how the application is."""

import pytest
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from newsroom import readiness


class GoneCache(BaseCache):
    """A server that refuses."""

    def __init__(self, *args):
        super().__init__({})

    def set(self, *args, **kwargs):
        raise ConnectionRefusedError("10.0.0.7:6379 refused")

    get = set


def lines(response):
    return dict(line.split(": ") for line in response.content.decode().splitlines())


@pytest.mark.django_db
def test_a_process_that_can_serve_says_so_part_by_part(client):
    response = client.get("/readyz")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert lines(response) == {"database": "ok", "migrations": "ok", "cache": "ok"}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_lacks_a_migration_is_not_ready(client):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("articles", "0001_initial")
    try:
        response = client.get("/readyz")
    finally:
        recorder.record_applied("articles", "0001_initial")
    assert response.status_code == 503
    assert lines(response)["migrations"] == "1 not applied"


@pytest.mark.django_db
def test_a_cache_that_is_gone_is_named_and_its_address_told_to_nobody(client, settings, caplog):
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.GoneCache"}}
    response = client.get("/readyz")
    assert response.status_code == 503
    assert lines(response) == {"database": "ok", "migrations": "ok", "cache": "failed"}
    assert "10.0.0.7:6379 refused" in caplog.text


def test_a_part_that_says_nothing_is_not_waited_for(client, monkeypatch):
    """The database is away here: no test of this kind may ask it."""
    from threading import Event

    answered = Event()
    monkeypatch.setattr(readiness, "PATIENCE", 0.05)
    monkeypatch.setattr(readiness, "ASKED", {"database": lambda: readiness.OK if answered.wait(20) else ""})
    for _time in range(2):
        response = client.get("/readyz")
        assert (response.status_code, lines(response)) == (503, {"database": "no answer"})
    answered.set()


def test_both_answer_while_the_site_is_worked_on(client, settings, monkeypatch):
    settings.NEWSROOM_MAINTENANCE = True
    monkeypatch.setattr(readiness, "ASKED", {"cache": lambda: readiness.OK})
    assert [client.get(path).status_code for path in ("/healthz", "/readyz", "/")] == [200, 200, 503]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_nothing_is_posted_there(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_there_are_no_metrics_until_a_word_is_set(client):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "Basic d29yZDp3b3Jk", "Bearer é"])
def test_metrics_are_told_to_who_knows_the_word(client, settings, given):
    settings.NEWSROOM_METRICS_TOKEN = "a-word-that-nobody-guesses"
    response = client.get("/metrics", headers={"Authorization": given} if given else {})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert b"newsroom_" not in response.content


@pytest.mark.django_db
def test_a_shared_cache_that_is_away_is_not_ready_though_the_process_keeps_for_itself(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "newsroom.shared_cache.SharedCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    response = client.get("/readyz")
    assert (response.status_code, lines(response)["cache"]) == (503, "failed")
