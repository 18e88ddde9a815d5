"""What is kept of a colleague: told to them whole and without secrets, and taken out when they have left."""

import json

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from articles.desk import workflow
from articles.models import Article, CalendarLink, Note, Presence
from comments.models import Comment, Letter, MailChoice
from newsroom import ledger
from newsroom.long_work import Refused
from newsroom.personal_data import colleagues
from tests import make, pages

pytestmark = pytest.mark.django_db
MAIL = "wilhelmina@paper.example"


@pytest.fixture
def root():
    return make.chief("root")


@pytest.fixture
def mina(root):
    """A reporter who left traces everywhere."""
    user = make.user("wilhelmina", "Reporters", first_name="Wilhelmina", last_name="Quill", email=MAIL)
    make.author("Wilhelmina Quill", user=user, email=MAIL)
    make.browser(user)
    story = make.article("The ferry", by=user)
    workflow.assign(story, by=root, to=user)
    Note.objects.create(article=story, text="Ask the captain.", created_by=user)
    Presence.objects.create(article=story, user=user)
    CalendarLink.objects.create(user=user, key="secret of the calendar")
    MailChoice.objects.create(user=user, on_held=True, on_posted=True)
    apps.get_model("mfa.Authenticator").objects.create(user=user, type="totp", data={"secret": "of the app"})
    Letter.objects.create(kind="held", to=MAIL, mark="x", colleague=user)
    live = make.live("The harbour")
    pages.say("I was there.", live.article_id, name="Wilhelmina Quill", email=MAIL, user=user, network="a" * 16)
    LogEntry.objects.log_actions(root.pk, [user], CHANGE, change_message="Name changed.", single_object=True)
    LogEntry.objects.create(
        user=root, object_repr="The ferry", action_flag=CHANGE, change_message="To Wilhelmina Quill."
    )
    return user


def told(capsys, login="wilhelmina"):
    call_command("export_person", login)
    return json.loads(capsys.readouterr().out)


def traces():
    """Every text of every row that names her, but for what was published."""
    for model in apps.get_models():
        texts = [
            f for f in model._meta.fields if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values(*[f.attname for f in texts]) if texts else ():
            yield from ((model.__name__, name) for name, value in row.items() if "wilhelmina" in str(value).lower())


def test_all_that_leads_to_an_account_is_told(capsys, mina):
    kept = told(capsys)

    [account] = kept["account"]
    assert (account["username"], account["email"]) == ("wilhelmina", MAIL)
    assert [row["name"] for row in kept["articles.Author.user"]] == ["Wilhelmina Quill"]
    assert [row["headline"] for row in kept["articles.Article.assignee"]] == ["The ferry"]
    assert [row["text"] for row in kept["articles.Note.created_by"]] == ["Ask the captain."]
    assert [row["text"] for row in kept["comments.Comment.user"]] == ["I was there."]
    assert [row["change_message"] for row in kept["log of the account"]] == ["Name changed."]
    assert len(kept["sessions"]) == len(kept["letters"]) == len(kept["articles.Revision.created_by"]) == 1


def test_no_secret_and_no_text_of_a_story_is_told(capsys, mina):
    kept = told(capsys)
    fields = {name for rows in kept.values() for row in rows for name in row}
    assert not fields & {"password", "key", "session_data", "snapshot", "body"}
    assert "secret of the calendar" not in str(kept) and "of the app" not in str(kept)
    assert [row["type"] for row in kept["mfa.Authenticator.user"]] == ["totp"]


def test_an_export_stands_in_the_log(capsys, mina):
    told(capsys)
    line = LogEntry.objects.order_by("pk").last()
    assert (line.object_repr, line.change_message, line.user.username) == (
        "export_person",
        "wilhelmina",
        ledger.COMMAND_LINE,
    )


def test_an_export_of_much_takes_as_many_queries_as_one_of_little(mina):
    few = asked(mina)
    for number in range(20):
        Note.objects.create(article=Article.objects.first(), text=f"Note {number}", created_by=mina)
    assert asked(mina) == few


def asked(user):
    with CaptureQueriesContext(connection) as queries:
        for _name, rows in colleagues.everything(user):
            list(rows)
    return len(queries)


def test_erasing_leaves_a_void_account_and_no_trace_but_what_was_published(root, mina):
    call_command("erase_person", "wilhelmina", by="root", no_input=True)

    mina.refresh_from_db()
    assert (mina.username, mina.get_full_name(), mina.email) == (f"former-{mina.pk}", "Former colleague", "")
    assert not (mina.is_active or mina.is_staff or mina.has_usable_password() or mina.groups.exists())
    assert set(traces()) == {("Author", "name"), ("Author", "slug"), ("Comment", "name"), ("Comment", "name_key")}


def test_what_was_done_stays_with_the_number_of_the_account(root, mina):
    colleagues.erase(mina, by=root)

    assert Article.objects.get(headline="The ferry").created_by_id == mina.pk
    assert Note.objects.get().created_by_id == mina.pk and Comment.objects.get().user_id == mina.pk
    assert LogEntry.objects.filter(change_message=f"Assigned to former-{mina.pk}.").exists()
    line = LogEntry.objects.order_by("pk").last()
    assert (line.user, line.object_id, line.object_repr) == (root, str(mina.pk), f"former-{mina.pk}")


def test_nobody_comes_in_any_more(root, mina):
    client = make.browser(mina)
    assert client.get("/admin/").status_code == 200

    colleagues.erase(mina, by=root)

    assert (
        client.get("/admin/").status_code == 302
        and authenticate(username="wilhelmina", password="a long enough one") is None
    )
    assert not Session.objects.exists() and not CalendarLink.objects.exists() and not MailChoice.objects.exists()
    assert not apps.get_model("mfa.Authenticator").objects.exists()


def test_names_of_others_in_the_log_stay(root, mina):
    other = make.user("olga", first_name="Olga", last_name="Reed")
    LogEntry.objects.log_actions(root.pk, [other], CHANGE, change_message="To Olga Reed.", single_object=True)

    colleagues.erase(mina, by=root)

    assert LogEntry.objects.filter(object_repr="olga", change_message="To Olga Reed.").exists()


def test_only_an_active_superuser_erases_and_never_themselves(root, mina):
    gone = make.chief("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    for by in (make.editor("olga"), gone):
        with pytest.raises(PermissionDenied):
            colleagues.erase(mina, by=by)
    with pytest.raises(Refused, match="another superuser"):
        colleagues.erase(root, by=root)
    with pytest.raises(CommandError, match="no active superuser"):
        call_command("erase_person", "wilhelmina", by="gone", no_input=True)
    assert User.objects.filter(username="wilhelmina", is_active=True).exists()


def test_the_account_of_the_terminal_is_never_erased(root):
    with pytest.raises(Refused, match="terminal"):
        colleagues.erase(ledger.command_line(), by=root)


@pytest.mark.parametrize("answers", [["mina"], ["wilhelmina", "y"]], ids=["another login", "no clear word"])
def test_it_is_asked_twice(root, mina, monkeypatch, answers):
    monkeypatch.setattr("builtins.input", lambda prompt: answers.pop(0))
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("erase_person", "wilhelmina", by="root")
    assert not answers and User.objects.filter(username="wilhelmina").exists()


def test_both_answers_given_it_is_done(root, mina, monkeypatch):
    answers = ["wilhelmina", "yes"]
    monkeypatch.setattr("builtins.input", lambda prompt: answers.pop(0))
    call_command("erase_person", "wilhelmina", by="root")
    assert not User.objects.filter(username="wilhelmina").exists()
