"""What axe finds wrong with a page, by WCAG 2.2 A and AA and by its best practices."""

import os
from functools import cache
from itertools import product

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {
    # Its preloading writes style elements into the page, which our policy rightly refuses.
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # To describe everything that is right takes longer than to look for what is wrong.
    "resultTypes": ["violations"],
}
# Width in CSS pixels and colour scheme of the pages that are examined. To judge a page takes seconds, and what a phone
# by day and a desk by night do not show is rare: `NEWSROOM_EVERY_LOOK=1 make test` looks for that too.
LOOKS = [(390, "light"), (1440, "dark")]
if os.environ.get("NEWSROOM_EVERY_LOOK"):
    LOOKS = list(product((320, 390, 834, 1440), ("light", "dark")))


@cache
def _script() -> str:
    return Axe().axe_script


def violations(page) -> list[tuple[str, list[str]]]:
    """The rules that are broken, each with where."""
    # Once a document: it is half a megabyte.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", OPTIONS)
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
