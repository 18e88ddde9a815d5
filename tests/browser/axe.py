"""What axe finds wrong with a page, by WCAG 2.2 A and AA and by its best practices."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {
    # Its preloading writes style elements into the page, which our policy rightly refuses.
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # To describe everything that is right takes longer than to look for what is wrong.
    "resultTypes": ["violations"],
}


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
