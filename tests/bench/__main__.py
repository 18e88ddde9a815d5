"""`make bench`: what a page costs, in CPU time and queries, beside a bare Django view that returns the same bytes."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "var" / "bench"
TABLES = {
    "pages": "what readers ask for, by articles",
    "desk": "what editors ask for, by articles",
    "conversation": "what readers say, by comments",
    "search": "what readers search for, by articles",
    "proxy": "kept pages of a cache in front, beside nginx with the same bytes in a file (ratio: requests a second)",
    "similar": "similar posts, by articles",
    "writes": "what is stored, by articles",
}
# Articles of the tables that are measured at one size.
DESK_SIZE = 20_000
# What is kept costs the same at any.
PROXY_SIZE = 1000
# Archives that would change the figures of other tables, so they have a folder of their own.
APART = {"conversation": "conversation", "search": "search", "similar": "million", "writes": "million"}
# Beyond this search has short stories, those of `tests.bench.million`: whole ones would fill a disk.
WHOLE_STORIES = 200_000
HEADS = {
    "size": "size",
    "page": "page",
    "queries": "queries",
    "cpu": "CPU ms",
    "bare": "bare view",
    "ratio": "ratio",
    "wall": "wall ms",
    "worst": "worst",
    "statuses": "answers",
    "note": "",
}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 20000], metavar="N")
    parser.add_argument("--postgres", metavar="URL", help="measure there instead of on SQLite; databases are created")
    parser.add_argument("--only", choices=TABLES, help="one table; by default all")
    parser.add_argument("--comments", nargs="+", default=[], metavar="N", help="sizes of the conversation")
    options = parser.parse_args(arguments)
    sizes = {"pages": options.sizes, "desk": [DESK_SIZE], "conversation": [DESK_SIZE]}
    sizes["proxy"] = [PROXY_SIZE]
    sizes |= {table: options.sizes if options.only else [DESK_SIZE] for table in ("search", "similar", "writes")}
    more = {"conversation": ["--comments", *options.comments] if options.comments else []}
    for table in [options.only] if options.only else TABLES:
        rows = [row for size in sizes[table] for row in _run(table, size, options.postgres, more.get(table, []))]
        database = "postgresql" if options.postgres else "sqlite"
        (OUT / f"{database}-{table}.json").write_text(json.dumps(rows, indent=1))
        print(f"\n{TABLES[table].capitalize()}\n")
        _print(rows)


def _run(table: str, size: int, postgres: str | None, more: list[str]) -> list[dict]:
    sys.stderr.write(f"{size} articles\n")
    apart = "million" if table == "search" and size > WHOLE_STORIES else APART.get(table, "")
    apart = f"-{apart}" if apart else ""
    var = OUT / f"{'postgres' if postgres else 'sqlite'}-{size}{apart}"
    var.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "NEWSROOM_VAR_DIR": str(var),
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)
    if postgres:
        environment["DATABASE_URL"] = _database(postgres, f"newsroom_bench_{size}{apart.replace('-', '_')}")
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{table}", str(size), *more],
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
    columns = [column for column in HEADS if any(column in row for row in rows)]
    cells = [[HEADS[one] for one in columns], *([str(row.get(one, "")) for one in columns] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


if __name__ == "__main__":
    main()
