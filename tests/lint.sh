#!/usr/bin/env bash
# Style, types, walls, migrations and deployment settings. Stops at the first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

say() { printf '\n== %s\n' "$*"; }

say "ruff";       $bin/ruff format --check -q .; $bin/ruff check -q .
say "djade";      git ls-files 'templates/*.html' | xargs $bin/djade --check
say "mypy";       $bin/mypy
say "walls";      $bin/lint-imports
say "requirements"; $bin/deptry -q . 2>/dev/null || $bin/deptry .
say "migrations"; $bin/python manage.py makemigrations --check --dry-run
say "deployment"
var=$(mktemp -d)
mkdir "$var/static" && echo '{}' >"$var/static/staticfiles.json"
env NEWSROOM_VAR_DIR="$var" NEWSROOM_ENV=production NEWSROOM_SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    NEWSROOM_ALLOWED_HOSTS=news.example NEWSROOM_SITE_URL=https://news.example NEWSROOM_PROXIES=1 \
    NEWSROOM_EMAIL_URL=smtp://localhost:25 NEWSROOM_BACKUP_TO=s3://news.example/backups \
    $bin/python manage.py check --deploy --fail-level INFO
rm -r "$var"
