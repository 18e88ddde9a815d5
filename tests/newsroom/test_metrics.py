"""What Prometheus is told, by a process as a server runs it."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from prometheus_client.parser import text_string_to_metric_families

from newsroom import environment, observed
from newsroom.wsgi import answer, site


def database_url():
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def samples(text):
    """The value of each line, by its name and labels."""
    families = text_string_to_metric_families(text)
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


@pytest.mark.django_db(transaction=True)
def test_requests_of_all_processes_are_told_and_lines_of_the_log_are_json(tmp_path):
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
            # Nobody listens there, and nothing fails.
            "SENTRY_DSN": "http://key@127.0.0.1:9/1",
        },
        capture_output=True,
        timeout=60,
        check=True,
    )
    first, second, modules = json.loads(process.stdout)
    told, again = samples(first), samples(second)
    seconds = "newsroom_request_seconds_count"
    assert told[seconds, "2xx", "articles:front"] == 1
    assert told[seconds, "2xx", "kept"] == 2
    assert told[seconds, "4xx", "none"] == 1
    assert told["newsroom_pages_made_total", "made"] == 2
    # The process that counted them is gone, and its file too.
    assert again[seconds, "2xx", "kept"] == 2
    assert again[seconds, "2xx", "newsroom.health.metrics"] == 1
    assert sorted(path.name.split("_")[1] for path in (tmp_path / "metrics").glob("histogram_*"))[0] == "0.db"
    assert len(list((tmp_path / "metrics").glob("histogram_*"))) == 2
    assert {told["newsroom_ready", part] for part in ("database", "migrations", "cache")} == {1}
    assert (told["newsroom_tasks_waiting",], told["newsroom_comments_day", "pending"]) == (0, 0)
    assert told["newsroom_backup_timestamp_seconds",] == 0
    assert told["newsroom_database_bytes",] > 100_000
    lines = [json.loads(line) for line in process.stderr.decode().splitlines()]
    kept = [line for line in lines if line.get("page") == "kept"]
    assert [(line["path"], line["status"]) for line in kept] == [("/", 200)] * 2
    assert len({line["request"] for line in lines if line["logger"] == "newsroom.access"}) == 6
    assert "sentry_sdk" in modules


def test_nothing_stands_in_front_where_nothing_is_told():
    assert answer is site
    assert observed.around(site) is site


def test_an_extra_that_a_setting_needs_and_is_not_there_is_named():
    with pytest.raises(ImproperlyConfigured, match=r"NEWSROOM_X needs .*newsroom\[observability\]"):
        environment.needs("NEWSROOM_X", "no_such_module", "observability")
