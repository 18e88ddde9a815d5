"""What Prometheus is given: rules that hold, figures that exist, and a word on each alert. None asks the database."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROMETHEUS, GRAFANA = ROOT / "deploy" / "prometheus", ROOT / "deploy" / "grafana"
RULES = (PROMETHEUS / "newsroom.rules.yml").read_text()
ALERTS = re.findall(r"- alert: (\w+)", RULES)
promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed (Debian: prometheus)")


def told():
    """Names of all figures, as /metrics has them."""
    source = (ROOT / "newsroom" / "metrics.py").read_text()
    listed = {f"newsroom_{name}" for name in re.findall(r'\n    \(\s*"(\w+)",', source)}
    counted = {"newsroom_request_seconds_count", "newsroom_request_seconds_bucket", "newsroom_pages_total"}
    return listed | counted | {"newsroom_ready", "newsroom_info", "newsroom_request_seconds_sum"}


@promtool
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "config", "--syntax-only", "prometheus.yml"),
        ("check", "rules", "newsroom.rules.yml"),
        ("test", "rules", "newsroom.rules.test.yml"),
    ],
    ids=" ".join,
)
def test_prometheus_takes_the_rules_and_they_speak_when_they_should(arguments):
    done = subprocess.run(["promtool", *arguments], cwd=PROMETHEUS, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_alert_is_tested_silent_and_speaking():
    tests = (PROMETHEUS / "newsroom.rules.test.yml").read_text()
    speaking = set(re.findall(r"alertname: (\w+)\n\s+exp_alerts:", tests))
    silent = set(re.findall(r"alertname: (\w+)}", tests))
    assert ALERTS and speaking == silent == set(ALERTS)


def test_each_alert_has_its_entry_in_the_runbook():
    entries = re.split(r"^## ", (ROOT / "docs" / "runbook.md").read_text(), flags=re.MULTILINE)[1:]
    found = {entry.splitlines()[0]: entry for entry in entries}
    assert list(found) == ALERTS
    for entry in found.values():
        assert re.findall(r"^- \*\*(\w+)\*\*: \S", entry, flags=re.MULTILINE) == ["Means", "Readers", "Do"]


def test_rules_ask_for_figures_that_there_are():
    assert set(re.findall(r"newsroom_\w+", RULES)) - told() == set()


def test_the_dashboard_asks_for_figures_that_there_are_and_shows_each():
    board = json.loads((GRAFANA / "newsroom.json").read_text())
    asked = " ".join(target["expr"] for panel in board["panels"] for target in panel.get("targets", ()))
    named = set(re.findall(r"newsroom_\w+", asked))
    assert named - told() == set()
    assert told() - named - {"newsroom_request_seconds_sum"} == set()
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_the_page_in_the_desk_and_the_rules_have_the_same_bounds():
    from newsroom.desk.operations import troubles

    assert f"newsroom_tasks_oldest_seconds) > {troubles.TASK_WAITS}" in RULES
    assert f"newsroom_letters_oldest_seconds) > {troubles.MESSAGE_WAITS}" in RULES
    assert f"newsroom_comments_held_oldest_seconds) > {troubles.COMMENT_WAITS}" in RULES
    assert f"newsroom_replica_lag_seconds) > {troubles.REPLICA_LAGS}" in RULES
    assert f"> {troubles.BACKUP_AGE.total_seconds() / 3600:.0f} * 3600" in RULES
    assert f"newsroom_disk_bytes) < {troubles.DISK_LEFT}" in RULES
