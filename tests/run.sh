#!/usr/bin/env bash
# All checks and all tests: on SQLite with the browser, then on PostgreSQL where one can be reached or started.
set -euo pipefail
cd "$(dirname "$0")/.."

bash tests/lint.sh

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! find_browser >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 || true
fi
find_browser >/dev/null || echo "No Chromium found: the browser tests are left out."

postgres="${NEWSROOM_TEST_POSTGRES:-}"
if [ -z "$postgres" ] && postgres=$(bash tests/postgres.sh start 2>/dev/null); then
    trap 'bash tests/postgres.sh stop' EXIT
fi

if [ -n "$postgres" ]; then
    printf '\n== tests on PostgreSQL\n'
    DATABASE_URL="$postgres" .venv/bin/python -m pytest -q -n 2 -m "not browser"
else
    echo "No PostgreSQL found: its tests are left out."
fi
printf '\n== tests on SQLite, and in the browser\n'
env -u DATABASE_URL .venv/bin/python -m pytest -q -n 2
