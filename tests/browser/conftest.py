"""A real browser on the running site. Where no Chromium is installed these tests are left out."""

import os
import shutil

import pytest
from playwright.sync_api import expect

# How long a page may take until it is as expected; a busy machine is no fault of the page.
expect.set_options(timeout=30_000)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# The sandbox of a browser that runs as root, and all that would call home, are off.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright runs an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server):
    """Open a page as a new visitor; options are Playwright's for a context. The browser may report nothing."""
    contexts, reports = [], []

    def report(message):
        # A page that is gone on purpose is named by its test.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            reports.append(message.text)

    def open_page(path="/", **options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", report)
        page.on("pageerror", lambda error: reports.append(str(error)))
        page.on("request", lambda request: outside(request.url))
        page.goto(path)
        return page

    def outside(url):
        if not url.startswith((live_server.url, "data:", "blob:")):
            reports.append(f"outside request: {url}")

    yield open_page
    for context in contexts:
        context.close()
    assert reports == []


@pytest.fixture
def axe():
    """Assert that axe finds nothing on a page."""
    from tests.browser.axe import violations

    def check(page):
        assert violations(page) == []

    return check
