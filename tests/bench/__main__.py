"""`make bench`: what a page costs, in CPU time and queries, beside a bare Django view that returns the same bytes.

Pages, load and memory are measured and written to docs/performance.md; the other tables by `--only`, or `--all`.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench import page

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "var" / "bench"
TABLES = {
    "pages": "what readers ask for, by articles",
    "load": "one article under load",
    "memory": "memory and start of two workers, by articles",
    "desk": "what editors ask for, by articles",
    "conversation": "what readers say, by comments",
    "search": "what readers search for, by articles",
    "proxy": "kept pages of a cache in front, beside nginx with the same bytes in a file (ratio: requests a second)",
    "similar": "similar posts, by articles",
    "writes": "what is stored, by articles",
}
# Tables of the page in the docs.
OF_THE_PAGE = ("pages", "load", "memory")
# Articles of the archive in which one article is read and commented, so that its writers are known.
LOAD_SIZE = 2_000
# Articles of the tables that are measured at one size.
DESK_SIZE = 20_000
# What is kept costs the same at any.
PROXY_SIZE = 1000
# Archives that would change the figures of other tables, so they have a folder of their own.
APART = {
    "conversation": "conversation",
    "search": "search",
    "load": "load",
    "similar": "million",
    "writes": "million",
}
# Beyond this search has short stories, those of `tests.bench.million`: whole ones would fill a disk.
WHOLE_STORIES = 200_000
HEADS = {
    "size": "size",
    "page": "page",
    "queries": "queries",
    "cpu": "CPU ms",
    "bare": "bare view",
    "ratio": "ratio",
    "kept": "kept",
    "kept_ratio": "ratio",
    "wall": "wall ms",
    "worst": "worst",
    "statuses": "answers",
    "note": "",
}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 20000], metavar="N")
    parser.add_argument("--postgres", metavar="URL", help="measure there instead of on SQLite; databases are created")
    parser.add_argument("--only", choices=TABLES, help="one table; by default those of docs/performance.md")
    parser.add_argument("--all", action="store_true", help="all tables, which takes hours")
    parser.add_argument("--comments", nargs="+", default=[], metavar="N", help="sizes of the conversation")
    parser.add_argument("--seconds", type=int, default=20, metavar="N", help="how long the load lasts")
    options = parser.parse_args(arguments)
    sizes = {"pages": options.sizes, "memory": options.sizes, "desk": [DESK_SIZE], "conversation": [DESK_SIZE]}
    sizes["proxy"] = [PROXY_SIZE]
    sizes |= {table: options.sizes if options.only else [DESK_SIZE] for table in ("search", "similar", "writes")}
    # As many writers must be known as comments are shown at once.
    sizes["load"] = [max(LOAD_SIZE, 75 * options.seconds)]
    more = {"conversation": ["--comments", *options.comments] if options.comments else []}
    more["load"] = ["--seconds", str(options.seconds)]
    for table in [options.only] if options.only else TABLES if options.all else OF_THE_PAGE:
        rows = [row for size in sizes[table] for row in _run(table, size, options.postgres, more.get(table, []))]
        rows = _keep(OUT / f"{'postgresql' if options.postgres else 'sqlite'}-{table}.json", table, rows)
        print(f"\n{TABLES[table].capitalize()}\n")
        _print(rows)
    page.write(page.figures(OUT))


def _keep(path: Path, table: str, rows: list[dict]) -> list[dict]:
    """Store the rows beside those of other sizes that were measured before. Returns all, by size."""
    sizes = {row["size"] for row in rows}
    if table in ("pages", "memory") and path.exists():
        rows = rows + [row for row in json.loads(path.read_text()) if row["size"] not in sizes]
    rows.sort(key=lambda row: row["size"])
    path.write_text(json.dumps(rows, indent=1))
    return rows


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
    heads = {column: head for column, head in HEADS.items() if any(column in row for row in rows)}
    heads = heads if "page" in heads else {column: column.replace("_", " ") for row in rows for column in row}
    cells = [list(heads.values()), *([str(row.get(column, "–")) for column in heads] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


if __name__ == "__main__":
    main()
