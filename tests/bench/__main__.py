"""`make bench`: what a page costs, in CPU time and queries, beside a bare Django view that returns the same bytes."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "var" / "bench"
COLUMNS = ["size", "page", "queries", "cpu", "bare", "ratio", "wall", "statuses"]
HEADS = ["articles", "page", "queries", "CPU ms", "bare view", "ratio", "wall ms", "answers"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 20000], metavar="N")
    parser.add_argument("--postgres", metavar="URL", help="measure there instead of on SQLite; databases are created")
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        sys.stderr.write(f"{size} articles\n")
        rows += _run(size, options.postgres)
    database = "postgresql" if options.postgres else "sqlite"
    (OUT / f"{database}.json").write_text(json.dumps(rows, indent=1))
    _print(rows)


def _run(size: int, postgres: str | None) -> list[dict]:
    var = OUT / f"{'postgres' if postgres else 'sqlite'}-{size}"
    var.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "NEWSROOM_VAR_DIR": str(var),
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)
    if postgres:
        environment["DATABASE_URL"] = _database(postgres, f"newsroom_bench_{size}")
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.pages", str(size)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def _database(url: str, name: str) -> str:
    """Create the database if it is missing. Returns its address."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    return url.rpartition("/")[0] + "/" + name


def _print(rows: list[dict]) -> None:
    cells = [HEADS, *([str(row[column]) for column in COLUMNS] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(HEADS))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


if __name__ == "__main__":
    main()
