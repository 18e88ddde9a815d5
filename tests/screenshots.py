"""`make screenshots`: draw the pictures in docs/ from the demo newsroom, in a real browser.

`python -m tests.screenshots --all FOLDER` draws each of them on a telephone and on a desk, light and dark, to be looked at; a
name or more after it draws these alone.
Everything happens in a copy of the demo, which is left as it was.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count, product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench.server import START_SECONDS, free_port, wait_for
from tests.browser.conftest import ARGUMENTS, CHROMIUM

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PASSWORD = "plumb-line-demo"
LIST = "/admin/articles/article/"
TEXT = ".ProseMirror"
DESK, PHONE = (1280, 900), (390, 844)
SIZES, SCHEMES = ((1440, 900), PHONE), ("light", "dark")


# --- Ways to a picture ---


def at(path: str) -> Callable[[Page], None]:
    # The face is there from the second page on; before, a reader may see the fallback.
    return lambda page: (page.goto("/"), page.goto(path, wait_until="load"))  # type: ignore[return-value]


def lead(page: Page) -> None:
    page.goto("/")
    page.goto(page.locator("main h2 a").first.get_attribute("href") or "/")


def lead_in_the_desk(page: Page) -> None:
    page.goto("/")
    open_form(page, page.locator("main h2 a").first.inner_text())


def open_form(page: Page, headline: str) -> None:
    page.goto(f"{LIST}?q={headline}")
    page.get_by_role("link", name=headline, exact=True).first.click()
    page.wait_for_selector(TEXT)


def rewrite(page: Page, words: str) -> None:
    """Type over the first paragraph of the open form."""
    page.locator(f"{TEXT} p").first.click(click_count=3)
    page.keyboard.type(words)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("button[name=_save]").first.click()


# Each turn of the scene says something new, so that there is something to save.
_turns = count(1)
FIRST = "The engine under the Cape Senna light ran once this winter, for nine minutes. It has not been needed since."
SECOND = "The diesel under the Cape Senna light was started once this winter, to see if it still could. It could."
STORY = "Retired car batteries keep a lighthouse lit through the winter"


def conflict(page: Page) -> None:
    """Two colleagues rewrite the same paragraph; the second to save is asked."""
    open_form(page, STORY)
    other = signed_in(page.context.browser, base_of(page), "chief")  # type: ignore[arg-type]
    colleague = other.new_page()
    open_form(colleague, STORY)
    rewrite(colleague, f"{FIRST} That is {next(_turns) + 40} words in the log.")
    save(colleague)
    other.close()
    rewrite(page, SECOND)
    save(page)
    page.locator(".conflicts").scroll_into_view_if_needed()


def comparison(page: Page) -> None:
    """Today's text against the one that readers see."""
    open_form(page, STORY)
    rewrite(page, SECOND)
    page.fill("#id_standfirst", "Forty packs too tired for the road came through 76 dark days with charge to spare.")
    save(page)
    page.get_by_role("link", name="Compare with the draft").first.click()
    page.wait_for_load_state()


QUEUE = "/admin/comments/comment/"


def removal(page: Page) -> None:
    """A comment about to be removed, and the reasons to choose from."""
    page.goto(QUEUE)
    page.locator("[data-card] summary", has_text="Remove").first.click()


def reported(page: Page) -> None:
    """A comment that a reader has just reported, with what stands beside it."""
    page.goto(f"{QUEUE}?tab=approved")
    comment = page.locator("[data-card]", has_text="replying to").first.get_attribute("data-card")
    page.goto(f"/comment/{comment}/report/")
    page.get_by_label("Attacks somebody").check()
    page.get_by_role("textbox").first.fill("This is about a person, not about the story.")
    page.get_by_role("button", name="Report").click()
    page.goto(f"{QUEUE}?tab=reported")
    page.fill("#note", "Read together with the thread above it.")
    page.keyboard.press("Enter")
    page.locator(".ctx__history", has_text="Read together").wait_for()
    page.locator("[data-card]").first.focus()
    page.evaluate("scrollTo(0, 0)")


def base_of(page: Page) -> str:
    return page.url.split("/admin/")[0]


# name: (login, way, docs size, docs scheme)
SHOTS: dict[str, tuple[str, Callable[[Page], None], tuple[int, int], str]] = {
    "front": ("", at("/"), DESK, "light"),
    "article": ("", lead, DESK, "light"),
    "article-phone-dark": ("", lead, PHONE, "dark"),
    "desk-today": ("editor", at("/admin/"), DESK, "light"),
    "desk-articles": ("editor", at(LIST), DESK, "light"),
    "desk-article": ("editor", lead_in_the_desk, DESK, "light"),
    "desk-conflict": ("editor", conflict, DESK, "light"),
    "desk-compare": ("editor", comparison, DESK, "light"),
    "desk-pictures": ("editor", at("/admin/articles/illustration/"), DESK, "light"),
    "desk-calendar": ("editor", at(f"{LIST}calendar/"), DESK, "light"),
    "desk-front": ("editor", at(f"{LIST}front/"), DESK, "light"),
    "desk-comments": ("moderator", at(QUEUE), DESK, "light"),
    "moderation": ("moderator", at(QUEUE), (1440, 900), "light"),
    "moderation-phone-dark": ("moderator", at(QUEUE), PHONE, "dark"),
    "moderation-removal": ("moderator", removal, DESK, "light"),
    "moderation-context": ("moderator", reported, (1280, 1120), "light"),
}


# --- The site and the browser ---


@contextmanager
def site() -> Iterator[str]:
    """A server on loopback over a copy of the demo. Yields its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "var"
        shutil.copytree(ROOT / "var", copy, ignore=shutil.ignore_patterns("bench", "*.png"))
        process = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONUNBUFFERED": "1", "NEWSROOM_VAR_DIR": str(copy)},
        )
        try:
            wait_for(port, process, START_SECONDS)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=10)


def signed_in(browser: Browser, base: str, login: str, size=DESK, scheme="light") -> BrowserContext:  # type: ignore[no-untyped-def]
    width, height = size
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    if login:
        page = context.new_page()
        page.goto("/admin/login/")
        page.fill("#id_username", login)
        page.fill("#id_password", PASSWORD)
        with page.expect_navigation():
            page.click("[type=submit]")
        page.close()
    return context


def shoot(browser: Browser, base: str, name: str, size: tuple[int, int], scheme: str, path: Path) -> None:
    login, way, _size, _scheme = SHOTS[name]
    context = signed_in(browser, base, login, size, scheme)
    page = context.new_page()
    way(page)
    page.wait_for_timeout(700)
    store(page.screenshot(), path)
    context.close()


def store(data: bytes, path: Path) -> None:
    """Few colours make small files; these are drawings and text."""
    picture = Image.open(BytesIO(data)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")  # noqa: T201 (the output of a command)


def wanted(folder: Path | None, names: list[str]) -> Iterator[tuple[str, tuple[int, int], str, Path]]:
    seen = set()
    for name in names or SHOTS:
        _login, way, size, scheme = SHOTS[name]
        if folder is None:
            yield name, size, scheme, DOCS / f"{name}.png"
            continue
        if way not in seen:
            seen.add(way)
            for each, tone in product(SIZES, SCHEMES):
                yield name, each, tone, folder / f"{name}-{each[0]}-{tone}.png"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every picture at both widths, light and dark")
    parser.add_argument("names", nargs="*", metavar="NAME", help="these pictures alone")
    asked = parser.parse_args()
    folder, names = asked.all, asked.names
    if unknown := set(names) - SHOTS.keys():
        parser.error(f"No such picture: {', '.join(sorted(unknown))}.")
    if not CHROMIUM or not shutil.which(CHROMIUM):
        sys.exit("No Chromium found.")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    with site() as base, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, size, scheme, path in wanted(folder, names):
            shoot(browser, base, name, size, scheme, path)
        browser.close()


if __name__ == "__main__":
    main()
