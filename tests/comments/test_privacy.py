"""What is kept of a reader: shown to them, erased for them, and scrubbed in time."""

import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, views
from comments.models import Block, Comment, Commenter, Discussion, ErrorReport, Letter, Report, SpamToken, Wording
from tests import make
from tests.comments.test_letters import path

ROSA = "rosalinde@readers.example"


@pytest.fixture
def rosa(say):
    """Somebody who left traces everywhere."""
    made = say("It waits.", name="Rosalinde", email=ROSA, website="https://rosalinde.example", network="a" * 16)
    Commenter.objects.create(email=ROSA, confirmed_at=timezone.now(), note="Rosalinde again")
    Wording.objects.create(comment=made, text="Rosalinde says it waits.")
    Letter.objects.create(kind="reply", to=ROSA, mark="x", sent_at=timezone.now())
    Block.objects.create(kind="address", value=ROSA, effect="hold", note="Rosalinde")
    moderation.reopen(made, make.moderator("rita"))
    moderation.approve(made, make.moderator("max"))
    return made


def traces():
    """Every text of every row that names her."""
    for model in apps.get_models():
        texts = [
            f for f in model._meta.fields if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values(*[f.attname for f in texts]) if texts else ():
            yield from ((model.__name__, value) for value in row.values() if "rosalinde" in str(value).lower())


@pytest.fixture
def link(client, rosa, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/comments/privacy/", {"email": ROSA})
    return path(mail.outbox[-1], "/privacy/")


def test_known_and_unknown_addresses_get_the_same_answer(client, rosa, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post("/comments/privacy/", {"email": one}).content for one in (ROSA, "no@body.example")]
    assert answers[0] == answers[1] and [one.to for one in mail.outbox] == [[ROSA]]


def test_asking_again_tells_nothing_either(client, rosa, django_capture_on_commit_callbacks):
    work = []
    client.get("/comments/privacy/")  # what every page needs is known then
    for one in (ROSA, "no@body.example"):
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks() as later:
                assert "on its way" in client.post("/comments/privacy/", {"email": one}).content.decode()
            work.append((len(queries), len(later)))
    assert work[:2] == work[2:] and work[1][0] <= work[0][0]


def test_a_network_asks_for_so_many_and_then_waits(client, db, monkeypatch):
    monkeypatch.setattr(views.privacy, "ASKED_AN_HOUR", 2)
    for number in range(2):
        assert client.post("/comments/privacy/", {"email": f"a{number}@b.example"}).status_code == 200
    refused = client.post("/comments/privacy/", {"email": "kept@b.example"})
    assert refused.status_code == 429 and 1 <= int(refused["Retry-After"]) <= 3600
    assert 'value="kept@b.example"' in refused.content.decode()
    elsewhere = client.post("/comments/privacy/", {"email": "kept@b.example"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


@pytest.mark.parametrize("typed", ["", "rosa", "a\0@b.example", "x" * 300 + "@b.example"])
def test_what_is_no_address_is_said(client, db, typed):
    assert client.post("/comments/privacy/", {"email": typed}).status_code == 422
    assert not Letter.objects.exists()


def test_a_link_is_asked_for_once_an_hour(client, rosa, link):
    client.post("/comments/privacy/", {"email": ROSA})
    assert Letter.objects.filter(kind="privacy").count() == 1


def test_the_archive_holds_everything(client, link):
    answer = client.get(f"{link}download/")
    with ZipFile(io.BytesIO(answer.content)) as files:
        kept, report = json.loads(files.read("comments.json")), files.read("comments.html").decode()
    (comment,) = kept["comments"]
    assert (comment["text"], comment["email"], comment["status"]) == ("It waits.", ROSA, "Approved")
    assert len(comment["decisions"]) == 2 and comment["earlier"][0]["text"] in report


@pytest.mark.parametrize("wish", ["name", "words"])
def test_erasing_is_asked_once_more_and_leaves_no_trace(client, rosa, say, link, wish):
    say("So it does.", name="Ida", parent=rosa)
    assert "cannot be taken back" in client.post(link, {"erase": wish}).content.decode()
    assert Comment.objects.filter(email=ROSA).exists()
    assert "Nothing here leads to you" in client.post(link, {"erase": wish, "sure": "1"}).content.decode()
    assert list(traces()) == []
    rosa.refresh_from_db()
    expected = ("It waits.", "approved", "") if wish == "name" else ("", "removed", "erased")
    assert (rosa.text, rosa.status, rosa.removal_reason) == expected
    assert Discussion.objects.get().count == (2 if wish == "name" else 1)
    assert Block.objects.get().value.startswith("erased:")
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(("keep_words", "outcome"), [(False, "upheld"), (True, "")])
def test_reports_of_words_that_are_erased_are_answered_by_that(rosa, keep_words, outcome):
    moderation.report(rosa, "attack", "", "f" * 64, timezone.now())
    moderation.erase(ROSA, keep_words=keep_words)
    assert Report.objects.get().outcome == outcome


def test_a_forged_link_opens_nothing(client, link):
    assert client.get(link[:-3] + "xx/").status_code == 404


def test_staff_who_may_see_addresses_erase_and_the_log_names_nobody(client, rosa):
    ruth = make.moderator("ruth")
    client.force_login(ruth)
    address = "/admin/comments/commenter/privacy/"
    assert client.get(address).status_code == 403
    ruth.user_permissions.add(Permission.objects.get(content_type__app_label="comments", codename="view_address"))
    assert "1 comment stands" in client.post(address, {"email": ROSA}).content.decode()
    assert client.post(address, {"email": ROSA, "act": "download"}).headers["Content-Type"] == "application/zip"
    client.post(address, {"email": ROSA, "act": "words", "sure": "1"})
    assert list(traces()) == [] and LogEntry.objects.filter(user=ruth).count() == 1


def test_who_may_not_see_addresses_erases_none(say):
    kept = say(name="Rosa", email=ROSA)
    with pytest.raises(PermissionDenied):
        moderation.erase(ROSA, keep_words=True, by=make.reporter())
    kept.refresh_from_db()
    assert kept.email == ROSA


def test_old_traces_are_scrubbed_but_not_of_who_gets_mail(say):
    make.rules(keep_days=30)
    Commenter.objects.create(email="kim@readers.example", confirmed_at=timezone.now())
    old, kept = say(network="a" * 16), say(name="Kim", notify="each", network="b" * 16)
    new = say(name="New", network="c" * 16)
    Comment.objects.exclude(pk=new.pk).update(created_at=timezone.now() - timedelta(days=31))
    for _time in range(2):
        call_command("scrub_comments", verbosity=0)
    rows = Comment.objects.order_by("pk").values_list("email", "network")
    assert list(rows) == [("", ""), ("kim@readers.example", ""), ("new@readers.example", "c" * 16)]
    assert (old.pk, kept.pk) < (new.pk, new.pk)


def test_scrubbing_takes_the_host_of_an_address_out_of_the_filter(say):
    make.rules(keep_days=30)
    rita = make.moderator("rita")
    for number in (1, 2):
        moderation.mark_spam(say(f"Buy {number}.", name=f"Rosa{number}", email=f"r{number}@rosalinde.example"), rita)
    assert SpamToken.objects.get(token="mail:rosalinde.example").spam == 2
    Comment.objects.filter(name="Rosa1").update(created_at=timezone.now() - timedelta(days=31))
    call_command("scrub_comments", verbosity=0)
    assert SpamToken.objects.get(token="mail:rosalinde.example").spam == 1
    Comment.objects.update(created_at=timezone.now() - timedelta(days=31))
    call_command("scrub_comments", verbosity=0)
    assert list(traces()) == [] and SpamToken.objects.get(token="word:buy").spam == 2
    assert set(Comment.objects.values_list("learned_as", flat=True)) == {"spam"}


def test_old_reports_lose_who_sent_them_and_open_errors_do_not(say, edition):
    make.rules(keep_days=30)
    comment, then = say(), timezone.now() - timedelta(days=31)
    for number in (1, 2):
        moderation.report(comment, "spam", "", f"{number}" * 64, then)
    for state in ("open", "corrected"):
        given = {"article_id": edition.article_id, "text": state, "at": then, "state": state}
        ErrorReport.objects.create(email=ROSA, name="Rosalinde", reporter="a" * 64, **given)
    for _time in range(2):
        call_command("scrub_comments", verbosity=0)
    assert {one.partition(":")[0] for one in comment.reports.values_list("reporter", flat=True)} == {"scrubbed"}
    assert list(ErrorReport.objects.order_by("pk").values_list("email", "reporter")) == [(ROSA, "a" * 64), ("", "")]


def test_without_a_number_of_days_nothing_is_scrubbed(say):
    say(network="a" * 16)
    call_command("scrub_comments", verbosity=0)
    assert Comment.objects.get().network


def test_every_page_and_the_form_lead_to_the_rules_and_to_what_is_kept(client, edition):
    for address, times in (("/", 1), (edition.get_absolute_url(), 2)):
        page = client.get(address).content.decode()
        assert page.count('href="/comments/privacy/"') == page.count('href="/comments/rules/"') == times


def test_no_public_page_holds_an_address(client, rosa, edition):
    for address in (edition.get_absolute_url(), "/", "/comments/privacy/"):
        assert "@readers" not in client.get(address).content.decode()
