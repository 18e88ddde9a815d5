#!/usr/bin/env bash
# A throw-away PostgreSQL for the tests, on a free loopback port.
#   tests/postgres.sh start   prints its DATABASE_URL, or nothing and exit status 1 where PostgreSQL is not installed
#   tests/postgres.sh stop
set -euo pipefail
home="${TMPDIR:-/tmp}/newsroom-postgres-$(id -u)"
bin=$( (pg_config --bindir 2>/dev/null; ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) |
    while read -r dir; do [ -x "$dir/initdb" ] && echo "$dir" && break; done || true)
[ -n "$bin" ] || exit 1

# PostgreSQL refuses to run as root.
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

case "${1:-}" in
start)
    if as_owner "$bin/pg_ctl" -D "$home/data" status >/dev/null 2>&1; then cat "$home/url"; exit 0; fi
    rm -rf "$home"; mkdir -p "$home"; [ "$(id -u)" = 0 ] && chown postgres "$home"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    as_owner "$bin/initdb" -D "$home/data" -U newsroom -A trust -E UTF8 --locale=C.UTF-8 >"$home/initdb.log"
    # The data is thrown away, so it need not survive a power cut.
    as_owner "$bin/pg_ctl" -w -D "$home/data" -l "$home/data/log" start >/dev/null \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home -c max_connections=200 \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"
    echo "postgres://newsroom@127.0.0.1:$port/postgres" | tee "$home/url"
    ;;
stop) as_owner "$bin/pg_ctl" -D "$home/data" -m fast stop >/dev/null 2>&1 || true ;;
*) echo "usage: tests/postgres.sh start|stop" >&2; exit 2 ;;
esac
