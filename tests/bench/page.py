"""docs/performance.md: the figures that `make bench` has kept, as tables and plots."""

import json
import platform
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench import drawing

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# Pages of the growth curves.
CURVES = ("article, random", "front", "section", "tag", "search")
REPEAT = """
## To repeat it

`make bench` builds archives of 1,000 and 20,000 articles, measures in about a quarter of an hour and writes this page.
`.venv/bin/python -m tests.bench --sizes 1000000` adds a size, `--postgres URL` the same on PostgreSQL, `--seconds 60` makes
the load last a minute. Figures are kept in `var/bench/`, so later runs add to them. What each row means stands in
[tests/bench/README.md](../tests/bench/README.md).
"""


def write(figures: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """Write the page from {database: {table: rows}}."""
    parts = [_head()]
    for database, tables in figures.items():
        if pages := tables.get("pages"):
            parts += _pages(database, pages)
    for database, tables in figures.items():
        if load := tables.get("load"):
            parts += _load(database, load)
        if memory := tables.get("memory"):
            parts += _memory(database, memory)
    (DOCS / "performance.md").write_text("\n".join([*parts, REPEAT]))


def _head() -> str:
    processor = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    return f"""# Performance

Made by `make bench` on {date.today():%-d %B %Y}, with Python {platform.python_version()} on {processor}. Milliseconds are CPU
time of the server's processes by the kernel's accounting, and differ from machine to machine; ratios to a **bare view** (a
Django with one view that returns the same bytes, on the same server, asked in turns) do not, and are what to compare.
**Made** is a page that nobody has asked for since it changed; **kept** is one that the process still has.
"""


def _pages(database: str, rows: list[dict[str, Any]]) -> list[str]:
    name, sizes = DATABASES[database], sorted({row["size"] for row in rows})
    last = [row for row in rows if row["size"] == sizes[-1]]
    parts = [f"## Pages, {name}\n", _table(rows, sizes)]
    if len(sizes) > 1:
        series = [
            (page, [(row["size"], row["best"]) for row in rows if row["page"] == page])
            for page in CURVES
            if any(row["page"] == page for row in rows)
        ]
        title = f"CPU of a page that is made anew, by articles in the archive, {name}"
        parts.append(_plot(f"growth-{database}", title, drawing.lines(title, series, "articles", "CPU ms")))
    kept = [(row["page"], row["kept_ratio"]) for row in last if "kept_ratio" in row]
    title = f"CPU of a kept page in bare views, {sizes[-1]:,} articles, {name}"
    parts.append(_plot(f"floor-{database}", title, drawing.bars(title, kept, 1, " ×")))
    return parts


def _table(rows: list[dict[str, Any]], sizes: list[int]) -> str:
    heads = ["page", "queries", *(f"made, {size:,}" for size in sizes), "grows", "kept", "bare view", "kept : bare"]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    for page in dict.fromkeys(row["page"] for row in rows):
        by_size = {row["size"]: row for row in rows if row["page"] == page}
        costs = [by_size[size]["best"] if size in by_size else None for size in sizes]
        last = by_size[max(by_size)]
        grows = f"× {costs[-1] / costs[0]:.2f}" if costs[0] and costs[-1] and len(costs) > 1 else ""
        kept = [f"{last[key]:.3f}" if key in last else "" for key in ("kept", "floor")]
        ratio = f"{last['kept_ratio']:.2f}" if "kept_ratio" in last else ""
        made = [f"{cost:.2f}" if cost else "" for cost in costs]
        lines.append([page, str(last["queries"]), *made, grows, *kept, ratio])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _load(database: str, rows: list[dict[str, Any]]) -> list[str]:
    name = DATABASES[database]
    lines = [
        ["phase", "reads/s", "p50 ms", "p99 ms", "errors", "comments", "p50 ms", "p99 ms", "refused", "lost"],
        ["---", *["---:"] * 9],
    ]
    for row in rows:
        written = [str(row["posts"]), *(f"{row.get(key, 0):g}" for key in ("post_p50", "post_p99"))]
        written += [str(row["post_errors"]), str(row["lost"])]
        reads = [str(row["reads"]), f"{row['read_p50']:g}", f"{row['read_p99']:g}", str(row["read_errors"])]
        lines.append([row["phase"], *reads, *(written if row["posts"] else ["–"] * 5)])
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
    title = f"Latency of reads, milliseconds that 99 of 100 stay below, {name}"
    plot = drawing.bars(title, [(row["phase"], row["read_p99"]) for row in rows], rows[0]["read_p99"] * 2, " ms")
    text = (
        f"Up to 2,000 readers a second of one article and 50 comments a second on it, for {rows[0]['seconds']} seconds, on two"
        " workers of a machine that readers and writers run on too. The broken line is twice the quiet figure.\n"
    )
    return [f"## Under load, {name}\n", text, table, _plot(f"load-{database}", title, plot)]


def _memory(database: str, rows: list[dict[str, Any]]) -> list[str]:
    lines = [["articles", "loaded", "newsroom MB", "bare MB", "ratio", "first page s", "bare s"]]
    lines += [["---:", "---", *["---:"] * 5]]
    kinds = sorted({(row["size"], row.get("preloaded", False)) for row in rows})
    for kind in kinds:
        of_kind = [row for row in rows if (row["size"], row.get("preloaded", False)) == kind]
        own, bare = (next(row for row in of_kind if row["server"] == name) for name in ("newsroom", "bare"))
        ratio = f"{own['megabytes'] / bare['megabytes']:.2f}"
        starts = [f"{one['best_start']:.2f}" for one in (own, bare)]
        loaded = "before the workers part" if kind[1] else "by each worker"
        lines.append([f"{kind[0]:,}", loaded, str(own["megabytes"]), str(bare["megabytes"]), ratio, *starts])
    text = "Two workers after 1,500 pages, what they share counted once; and from the start of the process to its first page.\n"
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
    return [f"## Memory and start, {DATABASES[database]}\n", text, table]


def _plot(name: str, title: str, picture: str) -> str:
    (DOCS / f"performance-{name}.svg").write_text(picture)
    return f"![{title}](performance-{name}.svg)\n"


def figures(folder: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """All that is kept there, by database and table."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for database in DATABASES:
        for table in ("pages", "load", "memory"):
            if (path := folder / f"{database}-{table}.json").exists():
                found.setdefault(database, {})[table] = json.loads(path.read_text())
    return found
