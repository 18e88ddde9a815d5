"""What Prometheus is told, by a process as a server runs it."""

import gzip
import json
import os
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from prometheus_client.parser import text_string_to_metric_families

from newsroom import __version__, environment, observed
from newsroom.wsgi import answer, django, handler, site


def database_url():
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def samples(text):
    """The value of each line, by its name and labels."""
    families = text_string_to_metric_families(text)
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


UNPACK = {"gzip": gzip.decompress, None: bytes}


@pytest.fixture
def reports():
    """Who takes reports of faults: its DSN, and what came, as it is sent."""
    came = []

    class Taken(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append(UNPACK[self.headers["Content-Encoding"]](body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taken)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", came
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_requests_of_all_processes_are_told_lines_of_the_log_are_json_and_faults_are_reported(tmp_path, reports):
    address, came = reports
    process = subprocess.run(
        [sys.executable, "-m", "tests.newsroom.observed_process"],
        env=os.environ
        | {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_METRICS_TOKEN": "a-word-that-nobody-guesses",
            "NEWSROOM_METRICS_DIR": str(tmp_path / "metrics"),
            "NEWSROOM_LOG_FORMAT": "json",
            "NEWSROOM_ACCESS_LOG": "1",
            "NEWSROOM_BACKUP_TO": str(tmp_path / "backups"),
            "SENTRY_DSN": address,
        },
        capture_output=True,
        timeout=60,
        check=True,
    )
    first, second = json.loads(process.stdout)
    told, again = samples(first), samples(second)
    seconds = "newsroom_request_seconds_count"
    assert told[seconds, "2xx", "articles:front"] == 1
    assert told[seconds, "4xx", "none"] == 1
    assert [told["newsroom_pages_total", source] for source in ("kept", "made", "parts", "stale")] == [2, 2, 0, 0]
    # The process that counted them is gone, and its file too.
    assert again["newsroom_pages_total", "kept"] == 2
    assert again[seconds, "2xx", "newsroom.health.metrics"] == 1
    files = sorted(path.name for path in (tmp_path / "metrics").glob("*/histogram_*"))
    assert (files[0], len(files)) == ("histogram_0.db", 2)
    assert {told["newsroom_ready", part] for part in ("database", "migrations", "cache")} == {1}
    assert (told["newsroom_tasks_waiting",], told["newsroom_comments_day", "pending"]) == (0, 0)
    assert told["newsroom_backup_timestamp_seconds",] == 0
    assert told["newsroom_database_bytes",] > 100_000
    lines = [json.loads(line) for line in process.stderr.decode().splitlines()]
    kept = [line for line in lines if line.get("page") == "kept"]
    assert [(line["path"], line["status"]) for line in kept] == [("/", 200)] * 2
    assert len({line["request"] for line in lines if line["logger"] == "newsroom.access"}) == 6
    [report] = [report for report in came if b"Mail to" in report]
    assert b"olga" not in b"".join(came) and f"newsroom@{__version__}".encode() in report


def test_nothing_stands_in_front_where_nothing_is_told():
    assert answer is site and django is handler
    assert observed.counted(handler) is observed.logged(handler) is handler


def test_an_extra_that_a_setting_needs_and_is_not_there_is_named():
    with pytest.raises(ImproperlyConfigured, match=r"NEWSROOM_X needs .*newsroom\[observability\]"):
        environment.needs("NEWSROOM_X", "no_such_module", "observability")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (environment.token, "short"),
        (environment.token, "with a space in all of it"),
        (environment.report_address, "errors.example/42"),
        (environment.report_address, "https://sentry.example/42"),
        (environment.report_address, "https://s3cret@sentry.example"),
        (environment.report_address, "https://[s3cret@sentry.example/1"),
    ],
)
def test_a_secret_that_is_none_is_refused_and_not_repeated(read, value, monkeypatch):
    monkeypatch.setenv("NEWSROOM_X", value)
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_X is no") as refused:
        read("NEWSROOM_X")
    assert value not in str(refused.value)


def test_the_version_stands_in_one_way_in_code_and_package():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__
