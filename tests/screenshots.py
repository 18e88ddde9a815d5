"""`make screenshots`: draw the pictures in docs/ from the demo newsroom, in a real browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.server import START_SECONDS, free_port, wait_for
from tests.browser.conftest import ARGUMENTS, CHROMIUM

DOCS = Path(__file__).resolve().parent.parent / "docs"
PASSWORD = "plumb-line-demo"
# (name, path, login, width, height, scheme)
SHOTS = [
    ("front", "/", "", 1280, 900, "light"),
    ("article", "lead", "", 1280, 900, "light"),
    ("article-phone-dark", "lead", "", 390, 844, "dark"),
    ("desk-article", "lead in the desk", "editor", 1280, 900, "light"),
    ("desk-articles", "/admin/articles/article/", "editor", 1280, 900, "light"),
    ("desk-comments", "/admin/comments/comment/", "moderator", 1280, 900, "light"),
]


@contextmanager
def site() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        wait_for(port, process, START_SECONDS)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def shoot(browser: Browser, base: str, shot: tuple) -> None:
    name, path, login, width, height, scheme = shot
    page = browser.new_page(base_url=base, viewport={"width": width, "height": height}, color_scheme=scheme)
    if login:
        page.goto("/admin/login/")
        page.fill("#id_username", login)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_load_state()
    page.goto("/")
    if path.startswith("lead"):
        path = page.locator("main h2 a").first.get_attribute("href") or "/"
    # The face is there from the second page on; before, a reader may see the fallback.
    page.goto(path, wait_until="networkidle")
    if shot[1] == "lead in the desk":
        open_in_desk(page)
    page.wait_for_timeout(500)
    save(page.screenshot(), DOCS / f"{name}.png")
    page.close()


def open_in_desk(page: Page) -> None:
    headline = page.locator("h1").inner_text()
    page.goto("/admin/articles/article/")
    page.get_by_role("link", name=headline).first.click()
    page.wait_for_selector(".ProseMirror")


def save(data: bytes, path: Path) -> None:
    """Few colours make small files; these are drawings and text."""
    picture = Image.open(BytesIO(data)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")  # noqa: T201 (the output of a command)


def main() -> None:
    if not CHROMIUM or not shutil.which(CHROMIUM):
        sys.exit("No Chromium found.")
    with site() as base, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for shot in SHOTS:
            shoot(browser, base, shot)
        browser.close()


if __name__ == "__main__":
    main()
