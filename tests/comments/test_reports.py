"""What readers report: a comment to the moderators, an error to the editors."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from comments import moderation, signed
from comments.models import ErrorReport, Report
from comments.moderation import reports
from comments.passages import code
from tests import make

LIST = "/admin/comments/errorreport/"


def page(response):
    return response.content.decode()


@pytest.fixture
def stamp(edition):
    return signed.stamp(edition.article_id, timezone.now())


@pytest.fixture
def error_path(edition):
    return f"{edition.get_absolute_url()}report-error/"


def path(comment):
    return f"/comment/{comment.pk}/report/"


# --- Comments ---


def test_a_report_is_noted_once_a_person(client, edition, say, stamp):
    comment = say()
    assert path(comment) in page(client.get(edition.get_absolute_url()))
    for how in ("new", "before"):
        response = client.post(path(comment), {"reason": "spam", "text": "Look.", "stamp": stamp})
        assert response["Location"] == f"{path(comment)}?done={how}"
        assert 'role="status"' in page(client.get(response["Location"]))
    other = client.post(path(comment), {"reason": "hate", "stamp": stamp}, REMOTE_ADDR="192.0.2.7")
    assert other["Location"].endswith("new") and Report.objects.count() == 2
    first = Report.objects.first()
    comment.refresh_from_db()
    assert comment.reported_at == first.at and (first.reason, first.text) == ("spam", "Look.")
    assert len(first.reporter) == 64


def test_the_form_is_everybodys_and_kept_out_of_search(client, say):
    response = client.get(path(say()))
    assert response.status_code == 200 and 'content="noindex"' in page(response)
    assert "public" in response["Cache-Control"] and not response.cookies


def test_a_member_is_known_by_the_token_of_their_page(say, stamp):
    comment, browser = say(), Client(enforce_csrf_checks=True)
    browser.force_login(make.reporter())
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page(browser.get(path(comment))))[1]
    browser.post(path(comment), {"reason": "spam", "stamp": stamp, "csrfmiddlewaretoken": token})
    browser.post(path(comment), {"reason": "spam", "stamp": stamp})
    assert Report.objects.values("reporter").distinct().count() == 2


@pytest.mark.parametrize(("status", "answer"), [("pending", 404), ("spam", 404), ("removed", 410)])
def test_what_readers_do_not_see_is_not_reported(client, say, stamp, status, answer):
    comment = say("Hidden words.", status=status)
    for response in (client.get(path(comment)), client.post(path(comment), {"reason": "spam", "stamp": stamp})):
        assert response.status_code == answer and "Hidden words." not in page(response)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"reason": ""}, {"reason": "\0"}, {"text": "x" * 501}, {"text": "a\0b"}, {"stamp": "x"}, {"stamp": "\0"}],
)
def test_a_report_that_is_none_is_sent_back(client, say, stamp, change):
    response = client.post(path(say()), {"reason": "spam", "text": "", "stamp": stamp} | change)
    assert response.status_code == 422 and "There is a problem" in page(response) and not Report.objects.exists()


def test_a_trapped_machine_is_thanked_and_not_heard(client, say, stamp):
    assert client.post(path(say()), {"reason": "spam", "stamp": stamp, "topic": "x"}).status_code == 302
    assert not Report.objects.exists()


def test_there_is_a_limit_to_reports(client, say, stamp, monkeypatch):
    monkeypatch.setattr(reports, "REPORTS_AN_HOUR", 1)
    client.post(path(say()), {"reason": "spam", "stamp": stamp})
    response = client.post(path(say()), {"reason": "spam", "stamp": stamp, "text": "Kept."})
    assert response.status_code == 429 and 1 <= int(response["Retry-After"]) <= 3600 and "Kept." in page(response)


def test_a_report_from_elsewhere_or_too_large_is_refused(client, say, stamp):
    form, where = {"reason": "spam", "stamp": stamp}, path(say())
    assert client.post(where, form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post(where, form | {"text": "x" * 1_000_000}).status_code == 413
    assert client.delete(where).status_code == 405


# --- Errors ---


def test_an_error_is_stored_with_the_paragraph(client, edition, error_path, stamp):
    assert f'href="{error_path}"' in page(client.get(edition.get_absolute_url()))
    form = client.get(error_path)
    assert "Paragraph 1: The ferry left on time." in page(form) and not form.cookies
    typed = {"passage": code("The ferry left on time."), "text": "It was late.", "name": "Rosa\r\nBcc: x"}
    for _time in range(2):
        response = client.post(error_path, typed | {"email": "rosa@readers.example", "stamp": stamp})
        assert response["Location"] == f"{error_path}?done=new"
    error = ErrorReport.objects.get()
    assert (error.quote, error.text, error.name) == ("The ferry left on time.", "It was late.", "Rosa Bcc: x")
    assert "Thank you." in page(client.get(response["Location"]))


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": "x" * 2001},
        {"text": "a\0b"},
        {"passage": "ffffffffffff"},
        {"email": "a@b.example\r\nBcc: c@d.example"},
        {"name": "a\0b"},
        {"name": "x" * 81},
        {"stamp": ""},
    ],
)
def test_an_error_that_is_none_is_sent_back(client, error_path, stamp, change):
    response = client.post(error_path, {"text": "Kept words.", "stamp": stamp} | change)
    assert response.status_code == 422 and not ErrorReport.objects.exists()
    assert "text" in change or "Kept words." in page(response)


def test_errors_have_a_trap_a_limit_and_a_size(client, error_path, stamp, monkeypatch):
    monkeypatch.setattr(reports, "ERRORS_AN_HOUR", 1)
    client.post(error_path, {"text": "Buy.", "stamp": stamp, "topic": "x"})
    assert not ErrorReport.objects.exists()
    client.post(error_path, {"text": "One.", "stamp": stamp})
    response = client.post(error_path, {"text": "Two.", "stamp": stamp})
    assert response.status_code == 429 and "Two." in page(response) and "Retry-After" in response
    assert client.post(error_path, {"text": "x" * 1_000_000, "stamp": stamp}).status_code == 413
    assert client.post("/2025/01/01/nowhere/report-error/", {"text": "x"}).status_code == 404


# --- At the desk ---


def found(edition, text="It was late."):
    return ErrorReport.objects.create(article_id=edition.article_id, text=text, quote="The ferry left on time.")


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_takes_the_same_queries_for_any_number(edition, number, django_assert_num_queries):
    for each in range(number):
        found(edition, f"Error {each}.")
    desk = make.browser(make.editor())
    desk.get(LIST)
    with django_assert_num_queries(9):  # three of them for the sidebar
        assert page(desk.get(LIST)).count('class="field-paragraph"') == number


def test_an_editor_settles_an_error_and_opens_it_again(edition):
    error, desk = found(edition), make.browser(make.editor())
    assert "Errors reported by readers" in page(desk.get("/admin/"))
    assert f"/admin/articles/article/{edition.article_id}/change/" in page(desk.get(f"{LIST}{error.pk}/change/"))
    settle = f"{LIST}{error.pk}/settle/"
    desk.post(settle, {"state": "corrected", "seen": "open", "note": "In edition 2."})
    error.refresh_from_db()
    assert (error.state, error.answer) == ("corrected", "In edition 2.") and error.handled_at
    assert "says" in page(desk.post(settle, {"state": "dismissed", "seen": "open"}, follow=True))
    desk.post(settle, {"state": "open", "seen": "corrected"})
    error.refresh_from_db()
    assert (error.state, error.handled_by) == ("open", None)
    assert desk.get(settle).status_code == 405


def test_only_editors_settle_errors(edition):
    error = found(edition)
    for role in (make.reporter(), make.moderator()):
        assert make.browser(role).get(LIST).status_code == 403
        make.browser(role).post(f"{LIST}{error.pk}/settle/", {"state": "dismissed", "seen": "open"})
        with pytest.raises(PermissionDenied):
            moderation.settle_error(error, "dismissed", role)
    error.refresh_from_db()
    assert error.state == "open"
