"""What is not kept for ever goes when its time is over, and nothing else does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command, get_commands
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Presence, Revision, ShareLink
from articles.models.webhook import Delivery, Webhook
from articles.tasks import refresh_similar
from comments.models import Block, Comment, Commenter, Letter, Policy
from comments.moderation.erasing import ERASED
from newsroom import ledger
from newsroom.long_work import alone
from newsroom.personal_data import retention
from tests import make, pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def ago(days):
    return timezone.now() - timedelta(days=days)


def run(capsys, *options):
    call_command("erase_old", *options)
    return capsys.readouterr().out


def log(by, days, act=CHANGE):
    return LogEntry.objects.create(user=by, object_repr="A story", action_flag=act, action_time=ago(days))


def letter(mark, **fields):
    return Letter.objects.create(kind="reply", to="rosa@readers.example", mark=mark, **fields)


def link(article, days, **fields):
    made = {"key": f"key {days} {fields}", "person": "Dr Low", "email": "low@lawyers.example", "expires_at": ago(days)}
    return ShareLink.objects.create(article=article, **made | fields)


def test_sign_ins_go_and_acts_stay_for_ever(capsys):
    by = make.chief("root")
    old, act, young = log(by, 400, ledger.SIGN_IN), log(by, 4000), log(by, 300, ledger.SIGN_IN)

    said = run(capsys)

    assert "sign-ins in the log: 1 older than 365 days gone" in said and "acts in the log: kept for ever" in said
    left = set(LogEntry.objects.exclude(action_flag=ledger.OPERATION).values_list("pk", flat=True))
    assert left == {act.pk, young.pk} and old.pk not in left


def test_acts_go_where_the_site_says_so_and_the_log_says_what_went(capsys, settings):
    settings.NEWSROOM_KEEP_LOG = 1000
    log(make.chief("root"), 4000)

    run(capsys)

    [line] = LogEntry.objects.all()
    assert (line.object_repr, line.change_message) == ("erase_old", "acts in the log: 1")
    assert line.user.username == ledger.COMMAND_LINE


def test_nothing_else_takes_a_line_from_the_log(capsys):
    log(make.chief("root"), 400, ledger.SIGN_IN)
    run(capsys)
    with pytest.raises(IntegrityError, match="log_kept"), transaction.atomic():
        LogEntry.objects.all().delete()


def test_a_run_that_finds_nothing_is_not_in_the_log(capsys):
    make.chief("root")
    run(capsys)
    assert not LogEntry.objects.exists()


def test_letters_go_when_they_were_sent_or_given_up_long_ago(capsys):
    letter("sent", sent_at=ago(400))
    letter("given up", created_at=ago(400), tries=6)
    letter("lately", sent_at=ago(300))
    letter("on its way", created_at=ago(400), tries=5)

    run(capsys)

    assert set(Letter.objects.values_list("mark", flat=True)) == {"lately", "on its way"}


def test_links_that_nobody_answered_go_and_a_sign_off_keeps_its_name_without_address(capsys):
    article = make.article()
    link(article, 400)
    link(article, 400, answer="pending")
    young = link(article, 300)
    signed = link(article, 400, answer="approved", answered_by="Dr Low")

    run(capsys)

    assert set(ShareLink.objects.values_list("pk", flat=True)) == {young.pk, signed.pk}
    signed.refresh_from_db()
    assert (signed.email, signed.answered_by, signed.answer) == ("", "Dr Low", "approved")


def test_what_is_of_the_moment_goes_when_it_is_over(capsys, settings):
    article, user = make.article(), make.editor("olga")
    hook = Webhook.objects.create(url="https://hooks.example/", secret="s")
    for name, days in (("old", 40), ("young", 20)):
        Delivery.objects.create(webhook=hook, key=name, event="test", payload={}, created_at=ago(days))
    Delivery.objects.filter(key="old").update(created_at=ago(40))
    Presence.objects.create(article=article, user=user, seen_at=ago(2))
    Session.objects.create(session_key="over", session_data="", expire_date=ago(1))
    Session.objects.create(session_key="on", session_data="", expire_date=ago(-1))
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for days in (20, 10):
        task = refresh_similar.enqueue(article.pk)
        DBTaskResult.objects.filter(pk=task.id).update(status="SUCCESSFUL", finished_at=ago(days))
    waiting = refresh_similar.enqueue(article.pk)

    run(capsys)

    assert [row.key for row in Delivery.objects.all()] == ["young"]
    assert [row.session_key for row in Session.objects.all()] == ["on"]
    assert not Presence.objects.exists()
    assert DBTaskResult.objects.count() == 2 and DBTaskResult.objects.filter(pk=waiting.id).exists()


def test_autosaves_go_as_prune_revisions_lets_them(capsys):
    article = make.article()
    old = Revision.objects.create(article=article, number=2, kind=Revision.Kind.AUTOSAVED, snapshot={})
    Revision.objects.filter(pk=old.pk).update(created_at=ago(100))

    assert "old revisions: 1 older than 90 days would go" in run(capsys, "--dry-run")
    run(capsys)

    assert [revision.number for revision in article.revisions.all()] == [1]


def test_traces_of_readers_go_after_the_days_that_the_rules_name(capsys):
    made = pages.say("It waits.", make.live().article_id, network="a" * 16)
    Comment.objects.filter(pk=made.pk).update(created_at=ago(100))
    assert "traces of readers: kept for ever" in run(capsys)

    Policy(keep_days=30).save()
    assert "traces of readers: 1 older than 30 days would go" in run(capsys, "--dry-run")
    assert "traces of readers: 1 older than 30 days gone" in run(capsys)
    assert "traces of readers: 0 older than 30 days would go" in run(capsys, "--dry-run")


def test_a_block_that_is_long_over_no_longer_says_of_whom_it_was(capsys):
    Policy(keep_days=30).save()
    value = {"kind": "address", "value": "rosa@readers.example", "effect": "hold", "note": "Rosa"}
    over = Block.objects.create(**value, lifted_at=ago(40))
    stands = Block.objects.create(**value)
    lately = Block.objects.create(**value, until=ago(20))

    run(capsys)

    for block in (over, stands, lately):
        block.refresh_from_db()
    assert over.value.startswith(ERASED) and not over.note
    assert stands.value == lately.value == "rosa@readers.example"


def test_a_dry_run_counts_and_changes_nothing(capsys):
    log(make.chief("root"), 400, ledger.SIGN_IN)
    letter("sent", sent_at=ago(400))
    Commenter.objects.create(email="rosa@readers.example")

    said = run(capsys, "--dry-run")

    assert "sign-ins in the log: 1 older than 365 days would go" in said
    assert Letter.objects.count() == LogEntry.objects.count() == 1


def test_what_is_stopped_between_two_batches_has_done_the_first_and_goes_on(monkeypatch, settings):
    monkeypatch.setattr(retention, "BATCH", 2)
    by = make.chief("root")
    for _one in range(5):
        log(by, 400, ledger.SIGN_IN)
    [rule] = [rule for rule in retention.rules() if rule.name == "sign-ins in the log"]

    assert next(rule.erase(ago(365))) == 2
    assert LogEntry.objects.count() == 3
    assert list(rule.erase(ago(365))) == [2, 1]


def test_two_cannot_run_at_once_on_one_machine(capsys):
    with alone("erase_old", ""), pytest.raises(CommandError, match="Another erase_old"):
        run(capsys)


def test_what_is_for_every_night_is_run_by_the_timer():
    unit = Path(site.BASE_DIR) / "deploy" / "systemd" / "newsroom-nightly.service"
    run = re.findall(r"^ExecStart=.* manage\.py (\w+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    assert run[0] == "erase_old" and set(run) <= get_commands().keys()
