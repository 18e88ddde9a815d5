"""No page reads or sorts a whole table that grows with the archive: the databases' own plans for all queries of all pages.

The archive is small, but the databases are told that it is large: to their statistics every table of `GROWING` has as
many times more rows as a newsroom of a million articles has more than the test. So they plan as they would for that.

A query may begin with rows that belong to one story or one discussion, or are named (`NARROW`), and do with them what it
likes. Otherwise it has to take its rows from an index in the order in which it wants them, and to stop when it has
enough.
"""

import json
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Edition, EditionTag, Section
from articles.public import similar
from newsroom.demo import archive
from tests import pages

pytestmark = pytest.mark.django_db

STORIES = 300
TIMES = 4000
# What has a row or more for every story. All other tables are the house's own, and small: sections, pages, rules, slots …
GROWING = {kind._meta.db_table for kind in archive.KINDS} | {
    "articles_correction",
    "articles_searchindex",
    "articles_searchword",
    "articles_source",
    "comments_report",
    "taggit_tag",
    "articles_tagprofile",
    "articles_tagalias",
}
# Columns of which one value has few rows, however large the archive is. `entry` is an index of words.
NARROW = {
    "id",
    "rowid",
    "pk",
    "place",
    "path",
    "slug",
    "name",
    "key",
    "plain",
    "article_id",
    "edition_id",
    "address_id",
    "content_object_id",
    "discussion_id",
    "parent_id",
    "root_id",
    "edition",
    "article",
}
# What the test has to find.
FAULTY = [
    "SELECT headline FROM articles_edition WHERE headline = 'Ferry' LIMIT 5",
    "SELECT COUNT(*) FROM articles_edition WHERE live_until > '2020-01-01'",
    "SELECT id FROM articles_edition WHERE section_id = 1 ORDER BY headline LIMIT 5",
    "SELECT tag_id, COUNT(*) FROM articles_editiontag GROUP BY tag_id",
]
# Queries that may read more, and why.
ALLOWED = {
    r"SELECT .*\"change\" = 'correction' AND .*\"live_from\" > ": "the corrections of one day",
    r"SELECT COUNT\(\*\) FROM \(SELECT 1 AS one FROM articles_searchdocument .* LIMIT \d+\)": "ends at so many found",
    r"SELECT (?:\d+ AS \"part\", )?COUNT\(.*published_at\" >= .*published_at\" < ": "counts of one span, by an index alone; kept once it is over",
    r"SELECT \"taggit_tag\".* LIMIT \d+$": "the site map's tags, so many at most, by their numbers",
}
FEW = 12  # rows of one value in an index: of those there are no more in a larger archive


def test_no_page_reads_or_sorts_a_table_that_grows(client):
    stories = _paper()
    _enlarge()
    asked: dict[str, str] = {}
    for path in stories:
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        for query in captured:
            sql = query["sql"]
            if sql.startswith(("SELECT", "WITH")) and not any(re.match(allowed, sql) for allowed in ALLOWED):
                asked.setdefault(re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]), f"{path}: {query['sql']}")
    assert len(asked) > 60
    assert all(map(list, map(_faults, FAULTY)))
    faults = [f"{said}\n  {fault}" for said in asked.values() for fault in _faults(said.partition(": ")[2])]
    assert not faults, "\n".join(faults)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP INDEX editiontag_newest")
    of_tags = [said.partition(": ")[2] for said in asked.values() if "articles_editiontag" in said]
    # A text that SQLite has planned already is not planned anew; with a space more it is another.
    assert any(list(_faults(f"{query} ")) for query in of_tags)


def test_a_list_of_similar_posts_reads_no_tag_whole():
    _paper()
    article = EditionTag.objects.values_list("article_id", flat=True).last()
    _enlarge()
    with CaptureQueriesContext(connection) as captured:
        similar.refresh(article)
    asked = [query["sql"].strip() for query in captured]
    read = [sql for sql in asked if sql.startswith("SELECT") and "articles_editiontag" in sql and " UPDATE" not in sql]
    assert any("ORDER BY published_at DESC" in sql for sql in read)
    faults = [f"{sql}\n  {fault}" for sql in read for fault in _faults(sql)]
    assert not faults, "\n".join(faults)


def _paper() -> list[str]:
    """A paper with a page of every kind and an archive. Returns every address of it."""
    known = pages.paper()
    archive.Maker(STORIES).add(STORIES)
    edition = Edition.objects.select_related("address").get(address__path=known["article"], live_until__year=9999)
    story = pages.Story.of(edition, word="ferry", tag="coast", comment=1)
    assert Section.objects.filter(slug="world").exists()
    return [*known.values(), *(path for route in pages.routes() for path in pages.addresses(route, story))]


# --- Statistics ---


def _enlarge() -> None:
    """Let the database believe that what grows has grown."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE pg_class SET reltuples = greatest(reltuples, 50) * %s WHERE reltuples > 0 AND oid IN ("
                " SELECT indexrelid FROM pg_index WHERE indrelid = ANY(%s::regclass[])"
                " UNION SELECT unnest(%s::regclass[]))",
                [TIMES, tables := sorted(GROWING & set(connection.introspection.table_names())), tables],
            )
            # What has few rows of one value has no more of them in a larger table: its share falls as the table grows.
            cursor.execute(
                "UPDATE pg_statistic SET"
                " stanumbers1 = ARRAY(SELECT one / %(times)s FROM unnest(stanumbers1) one),"
                " stadistinct = CASE WHEN stadistinct > 0 THEN -least(1, stadistinct * %(times)s / reltuples)"
                "  ELSE stadistinct END "
                "FROM pg_class, pg_attribute WHERE pg_class.oid = starelid AND reltuples > 0"
                " AND attrelid = starelid AND attnum = staattnum AND attname = ANY(%(narrow)s)"
                " AND starelid = ANY(%(tables)s::regclass[]) AND stakind1 = 1",
                {"times": TIMES, "narrow": sorted(NARROW), "tables": tables},
            )
            cursor.execute("SELECT article_id FROM articles_edition GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
            (most,) = cursor.fetchone()
            plan = Edition.objects.filter(article=most).order_by().explain(format="json")
            assert json.loads(plan)[0]["Plan"]["Plan Rows"] <= FEW
            return
        cursor.execute("SELECT rowid, tbl, stat FROM sqlite_stat1")
        for row, table, stat in cursor.fetchall():
            if table in GROWING:
                rows, *others = stat.split()
                more = [str(int(rows) * TIMES), *(_more(one) if one.isdigit() else one for one in others)]
                cursor.execute("UPDATE sqlite_stat1 SET stat = %s WHERE rowid = %s", [" ".join(more), row])
        cursor.execute("ANALYZE sqlite_schema")


def _more(rows: str) -> str:
    return rows if int(rows) <= FEW else str(int(rows) * TIMES)


# --- Plans ---


def _faults(query: str) -> Iterator[str]:
    return {"sqlite": _faults_sqlite, "postgresql": _faults_postgresql}[connection.vendor](query)


def _faults_sqlite(query: str) -> Iterator[str]:
    names = _names(query)
    steps: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        for _id, above, _unused, step in cursor.fetchall():
            steps.setdefault(above, []).append(step)
    for some in steps.values():
        reads = [step.split() for step in some if step.startswith(("SCAN ", "SEARCH "))]
        grown = [words for words in reads if names.get(words[1], words[1]) in GROWING and "VIRTUAL" not in words]
        # What follows the first is looked up for each of its rows, one by one.
        for words in grown[:1] + [words for words in grown[1:] if words[0] == "SCAN"]:
            step = " ".join(words)
            if set(re.findall(r"(\w+)=\?", step)) & NARROW:
                continue
            sorts = [one for one in some if one.startswith("USE TEMP B-TREE") and "RIGHT PART" not in one]
            if sorts or "INDEX" not in words or " LIMIT " not in query:
                yield f"{step}; {'; '.join(sorts)}"


def _names(query: str) -> dict[str, str]:
    """Tables by the names that they have in this query."""
    return {name: table for table, name in re.findall(r'(?:FROM|JOIN) "?(\w+)"? (?:AS )?"?(\w+)"?', query)}


def _faults_postgresql(query: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + query)
        (plan,) = cursor.fetchone()
    plan = plan if isinstance(plan, list) else json.loads(plan)
    yield from _walk(plan[0]["Plan"], stops=False)


# What has to see all rows before it gives the first.
_BLOCKS = {"Sort", "Aggregate", "Hash", "HashAggregate", "Materialize"}


def _walk(node: dict, stops: bool) -> Iterator[str]:
    """Faults of this part of a plan. `stops` is whether whoever asks it stops when there is enough."""
    kind = node["Node Type"]
    if node.get("Relation Name") in GROWING and not _is_narrow(node) and (kind == "Seq Scan" or not stops):
        yield f"{kind} of {node['Relation Name']}: {node.get('Index Name')} {node.get('Index Cond', '')}"
    stops = kind == "Limit" or (stops and kind not in _BLOCKS)
    for number, below in enumerate(node.get("Plans", [])):
        inner = kind == "Nested Loop" and number == 1
        if not inner or "Seq Scan" in below["Node Type"]:
            yield from _walk(below, stops)


def _is_narrow(node: dict) -> bool:
    conditions = " ".join(str(value) for value in (node.get("Index Cond"), node.get("Recheck Cond")) if value)
    return bool(set(re.findall(r"\(?(\w+)\)?(?:::\w+)? (?:=|@@) ", conditions)) & (NARROW | {"words", "top", "pairs"}))
