#!/usr/bin/env bash
# All checks and all tests: on SQLite with the browser, and on PostgreSQL where one can be reached or started.
set -euo pipefail
cd "$(dirname "$0")/.."
# Some machines forbid to keep compiled modules; then every process would compile hundreds of them anew.
unset PYTHONDONTWRITEBYTECODE

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! find_browser >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 || true
fi
find_browser >/dev/null || echo "No Chromium found: the browser tests are left out."

postgres="${NEWSROOM_TEST_POSTGRES:-}" started="" beside="" told=$(mktemp)
if [ -z "$postgres" ] && postgres=$(bash tests/postgres.sh start 2>/dev/null); then started=1; fi

finish() {
    if [ -n "$beside" ]; then kill "$beside" 2>/dev/null || true; wait "$beside" 2>/dev/null || true; fi
    if [ -n "$started" ]; then bash tests/postgres.sh stop; fi
    rm -f "$told"
}
trap finish EXIT

# A fresh clone makes its secret key on first sight of the settings; not two at once.
.venv/bin/python -c "import newsroom.settings"

# The tests on PostgreSQL run beside the rest, so that a core has work while a check uses one or a browser waits.
if [ -n "$postgres" ]; then
    DATABASE_URL="$postgres" .venv/bin/python -m pytest -q -n 2 -m "not browser" >"$told" 2>&1 &
    beside=$!
else
    echo "No PostgreSQL found: its tests are left out."
fi

bash tests/lint.sh
printf '\n== tests on SQLite, and in the browser\n'
failed=0; env -u DATABASE_URL .venv/bin/python -m pytest -q -n 2 || failed=$?
if [ -n "$beside" ]; then
    printf '\n== tests on PostgreSQL\n'
    wait "$beside" || failed=$?
    beside=""
    cat "$told"
fi
exit "$failed"
