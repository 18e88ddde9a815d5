"""What it costs to store something at a size: to publish, to publish again, to autosave, and to leave a comment.

Runs in a process of its own for each size and database, in the archive of `tests.bench.million`. Publishing is asked of
the workflow, the rest of the addresses that a browser posts to; all of it in this process, without a server's share.
"""

import json
import secrets
import sys
from collections.abc import Callable
from random import randrange
from typing import Any
from urllib.parse import urlencode

from tests.bench.similar import cost

SAMPLE = 40
PARAGRAPHS = 8


def main(size: int) -> None:
    import django

    django.setup()
    from tests.bench import million

    million.build(size)
    rows = [{"size": size, "page": name, **_measured(work)} for name, work in _works(size).items()]
    json.dump(rows, sys.stdout)


def _measured(work: Callable[[int], Any]) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(3):
        work(number)
    with CaptureQueriesContext(connection) as captured:
        work(3)
        queries = len(captured)
    costs, _answers = cost(work, range(4, 4 + SAMPLE))
    return {"queries": queries, **costs, "note": ""}


def _works(size: int) -> dict[str, Callable[[int], Any]]:
    from django.utils import timezone

    from articles.desk import workflow
    from articles.models import Article, Edition
    from tests import make
    from tests.articles.desk.conftest import typed
    from tests.bench import desk

    client, run, by = desk._signed_in(), secrets.token_hex(3), make.superuser()
    drafts = [_draft(f"Measured {run} {number}", size) for number in range(4 + SAMPLE)]
    open_form = typed(drafts[-1], sitting=f"bench{run}") | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    newest = Edition.objects.listed(timezone.now()).order_by("-pk")
    paths = list(newest.values_list("address__path", flat=True)[10 : 14 + SAMPLE])

    def publish(number: int) -> Any:
        return workflow.publish(drafts[number], by=by)

    def update(number: int) -> Any:
        article = Article.objects.get(pk=drafts[number].pk)
        article.headline = f"{article.headline}, again"
        article.save()
        return workflow.publish(article, by=by)

    def autosave(number: int) -> Any:
        words = {"body": f"{open_form['body']}<p>And {number} words more.</p>"}
        sent = urlencode(open_form | words)  # as the form's script sends it
        address = f"/admin/articles/article/{drafts[-1].pk}/pulse/"
        answer = client.post(address, sent, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200, answer.content
        return answer

    def comment(number: int, mark: str) -> Any:
        words = f"A measured comment, {mark}, on harbours and ferries and what they cost us all, {run}."
        reader = {"text": words, "name": f"Reader {mark}", "email": f"{mark}@example.org"}
        network = f"10.{randrange(256)}.{randrange(256)}.{randrange(256)}"
        answer = guest.post(f"{paths[number]}comment/", reader, HTTP_X_FORWARDED_FOR=network)
        assert answer.status_code == 302, answer.content
        return answer

    from django.test import Client

    guest = Client()
    return {
        "publish a new story": publish,
        "publish it again": update,
        "autosave": autosave,
        "comment on a story without any": lambda number: comment(number, f"{run}-{number}"),
        "comment on a story with one": lambda number: comment(number, f"{run}-{number}-more"),
    }


def _draft(headline: str, size: int) -> Any:
    """A story of the usual length, with tags that many and few stories of the archive carry."""
    from articles.models import Section
    from tests import make
    from tests.bench import million

    names = [f"drawn {randrange(40)}", f"drawn {randrange(400)}", f"common {randrange(9)}", "beat 0 a", "running 0 a"]
    body = "".join(f"<p>{one}</p>" for one in million.paragraphs()[:PARAGRAPHS])
    slug = headline.lower().replace(" ", "-")
    return make.article(headline, slug=slug, tags=names, body=body, section=Section.objects.first())


if __name__ == "__main__":
    main(int(sys.argv[1]))
