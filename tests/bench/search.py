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
LOOKED_AT = 2000


def main(size: int) -> None:
    import django

    django.setup()
    build(size)
    json.dump(_measure(size), sys.stdout)


def build(size: int) -> None:
    from django.db import connection

    from articles.models import Article
    from newsroom.demo import archive
    from tests.bench import pages

    pages.build(0)
    if (missing := size - Article.objects.count()) > 0:
        maker = archive._Maker(size, 1)
        for _batch in pages.progress("archive, batches of 500", list(range(0, missing, archive.BATCH))):
            maker.add(archive.BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _measure(size: int) -> list[dict[str, Any]]:
    from tests.bench import pages
    from tests.bench.server import serving

    rows, environment = [], dict(os.environ)
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
