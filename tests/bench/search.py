"""What search costs at a size of the archive. Runs in a process of its own for each size and database.

Stories are those of `newsroom.demo.archive`, without similar posts, which search does not read. The two common words
are the most frequent of the site's in texts, and the most frequent in headlines; the rare one stands in one story.
"""

import json
import os
import sys
from collections import Counter
from typing import Any
from urllib.parse import quote

SAMPLE = 60
WRITTEN = 2_000
LOOKED_AT = 2000


def main(size: int) -> None:
    import django

    django.setup()
    from tests.bench import million
    from tests.bench.__main__ import WHOLE_STORIES

    (build if size <= WHOLE_STORIES else million.build)(size)
    json.dump(_measure(size), sys.stdout)


def build(size: int) -> None:
    """Make `WRITTEN` stories at most; a larger archive is filled up with copies of them, as their words would repeat."""
    from django.db import connection

    from articles.models import Article
    from newsroom.demo import archive
    from tests.bench import pages

    pages.build(0)
    if (missing := min(size, WRITTEN) - Article.objects.count()) > 0:
        maker = archive.Maker(min(size, WRITTEN), 1)
        for _batch in pages.progress("archive, batches of 500", list(range(0, missing, archive.BATCH))):
            maker.add(archive.BATCH)
    copies = range(Article.objects.count() // WRITTEN, size // WRITTEN)
    if copies:
        _copy(copies, Article.objects.order_by("-pk")[0].pk if copies[0] == 1 else None)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _copy(numbers: range, last: int | None) -> None:
    """Add whole copies of the first `WRITTEN` stories, by their numbers from 1 on."""
    from django.db import connection, transaction

    from articles.models import Address, Article, Edition, Revision, SearchDocument
    from articles.models.search import install
    from tests.bench.pages import progress

    last = last or Article.objects.order_by("pk")[WRITTEN - 1].pk
    most = {
        model: model.objects.filter(**{key: last}).latest("pk").pk
        for model, key in [
            (Article, "pk__lte"),
            (Revision, "article__lte"),
            (Address, "article__lte"),
            (Edition, "article__lte"),
        ]
    }
    apart = max(most.values()) + 1
    if connection.vendor == "postgresql":
        # Filled at once, the index takes a tenth of the time.
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX search_document_words, search_document_top, search_document_pairs")
    newest, oldest = (
        SearchDocument.objects.order_by(way).values_list("place", flat=True)[0] for way in ("place", "-place")
    )
    span, copies = oldest - newest + 1, numbers.stop
    for number in progress("copies", list(numbers)):
        # Each begins elsewhere in the same years: as in a paper, words that meet often meet in all of them.
        moved_by = number * (span // copies)
        placed = f"{newest} + (place - {newest} + {moved_by}) % {span}"
        step, moved = number * apart, ("id", "article_id", "revision_id", "address_id", "edition_id")
        with transaction.atomic(), connection.cursor() as cursor:
            for model in (Article, Revision, Address, Edition, SearchDocument):
                columns = [field.column for field in model._meta.concrete_fields]
                columns += (
                    ["words", "top", "pairs"] if model is SearchDocument and connection.vendor == "postgresql" else []
                )
                values = [f"{name} + {step}" if name in moved else name for name in columns]
                values = [placed if name == "place" else name for name in values]
                values = [f"path || '{number}/'" if name == "path" else name for name in values]
                kept = "edition_id" if model is SearchDocument else "id"
                end = most[Edition if model is SearchDocument else model]
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)}"
                    f" FROM {model._meta.db_table} WHERE {kept} <= {end}"
                )
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"INSERT INTO articles_searchindex (rowid, words) SELECT {placed}, entry.words"
                    " FROM articles_searchindex AS entry JOIN articles_searchdocument ON place = entry.rowid"
                    f" WHERE edition_id <= {most[Edition]}"
                )
    install()


def _measure(size: int) -> list[dict[str, Any]]:
    from tests.bench import pages
    from tests.bench.server import serving

    # Every question is answered anew, as if nobody had asked it before.
    rows, environment = [], os.environ | {"NEWSROOM_PAGE_CACHE_MB": "0"}
    questions = _questions()
    with (
        serving("newsroom.wsgi:application", environment) as site,
        serving("tests.bench.bare:application", environment) as bare,
    ):
        for name, question in questions.items():
            request = ("GET", f"/search/?q={quote(question)}", None)
            saved = pages._save_bare(f"search-{list(questions).index(name)}", request)
            asked, floor = [request] * SAMPLE, [("GET", f"/{saved}", None)] * SAMPLE
            site.ask(asked[:5]), bare.ask(floor[:5])
            costs = pages.compare(site, asked, bare, floor)
            rows.append({"size": size, "page": name, "queries": pages._queries(request), **costs})
    return rows


def _questions() -> dict[str, str]:
    from articles import html
    from articles.models import Edition
    from articles.public.search.words import SMALL, words

    bodies, headlines = Counter(), Counter()
    for headline, body in Edition.objects.listed().values_list("headline", "body")[:LOOKED_AT]:
        bodies.update(set(words(html.plain_text(body))) - SMALL)
        headlines.update(set(words(headline)) - SMALL)
    (one, _), (two, _) = bodies.most_common(2)
    (head, _), (other, _) = headlines.most_common(2)
    return {
        f"two common words of texts: {one} {two}": f"{one} {two}",
        f"two common words of headlines: {head} {other}": f"{head} {other}",
        f"one common word: {one}": one,
        f"a phrase: {one} {two}": f'"{one} {two}"',
        f"a common word without another: {one} -{head}": f"{one} -{head}",
        "a beginning: har*": "har*",
        "nothing found: xqzzy": "xqzzy",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
