"""The pages that stand when nothing else does. No test here may use the database, and neither may they."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.test import Client

from tests.validity import faults


@pytest.fixture
def reader():
    """A browser that is shown our page for a fault, as in production."""
    return Client(raise_request_exception=False)


def styles(response):
    """The style in the page, and the sources that the policy allows."""
    css = re.search(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)[1]
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return css, policy["style-src"]


@pytest.mark.parametrize("path", ["/", "/2026/11/28/story/", "/archive/", "/text/", "/nowhere/"])
def test_without_a_database_readers_get_our_page_and_no_trace(reader, path):
    response = reader.get(path)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (500, "60", "no-store")
    assert "Something broke on our side" in page
    assert "Traceback" not in page
    assert "RuntimeError" not in page
    assert faults(page) == []


def test_a_fault_is_shown_and_logged_under_one_number(reader, caplog):
    page = reader.get("/").content.decode()
    number = re.search(r"<code>([0-9a-f]{16})</code>", page)[1]
    assert f"Request {number} failed: GET /" in caplog.text


@pytest.mark.parametrize(
    ("given", "kept"), [("edge-4711-abcdef", True), ("<script>alert(1)", False), ("short", False)]
)
def test_a_number_given_by_the_proxy_is_kept_if_it_is_one(reader, given, kept):
    page = reader.get("/", headers={"X-Request-ID": given}).content.decode()
    assert (f"<code>{given}</code>" in page) is kept
    assert "<script" not in page


def test_the_style_in_the_page_is_small_and_the_only_one_the_policy_allows(reader, settings):
    fault = reader.get("/")
    settings.NEWSROOM_MAINTENANCE = True
    for response in (fault, reader.get("/")):
        css, allowed = styles(response)
        assert len(css) <= 2048
        assert f"'sha256-{b64encode(sha256(css.encode()).digest()).decode()}'" in allowed
        assert "unsafe" not in allowed


@pytest.mark.parametrize("path", ["/", "/admin/", "/2026/11/28/story/comment/"])
def test_while_the_site_is_worked_on_every_page_says_when_to_come_back(client, settings, path):
    settings.NEWSROOM_MAINTENANCE = True
    response = client.post(path) if path.endswith("comment/") else client.get(path)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "300", "no-store")
    assert "Back in a moment" in response.content.decode()
    assert faults(response.content.decode()) == []


def test_a_file_closes_the_site_without_a_restart_and_says_what_stands_in_it(client, settings, tmp_path):
    settings.NEWSROOM_MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.NEWSROOM_MAINTENANCE_FILE.write_bytes(b"Back at <18:00>. \xff" + b"x" * 10_000)
    page = client.get("/").content.decode()
    assert "Back at &lt;18:00&gt;." in page
    assert len(page) < 3000


def test_token_of_form_goes_back_unseen(rf):
    from newsroom import failures

    page = failures.away(rf.post("/", {"csrfmiddlewaretoken": "T" * 64, "body": "w" * 64})).content.decode()
    assert f'<input type="hidden" name="csrfmiddlewaretoken" value="{"T" * 64}">' in page
    assert page.count("<textarea") == 1
