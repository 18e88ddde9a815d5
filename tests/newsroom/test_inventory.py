"""What the inventory says of people, cookies and hosts is what the code does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Page
from articles.public.pages import first_text
from comments import signed
from newsroom.personal_data import inventory
from tests import make, pages

ROOT = Path(settings.BASE_DIR)
PAGE = ROOT / "docs" / "data.md"
OURS = ("articles", "comments", "newsroom")
# What a second factor needs may be installed or not.
EXTRA = {"account", "mfa", "usersessions"}
OPENS = re.compile(
    r"^\s*(?:from|import) (?:http\.client|urllib\.request|socket|smtplib|boto3|botocore|sentry_sdk|redis|storages)\b"
    r"|^\s*from django\.core\.mail import ",
    re.MULTILINE,
)
# It asks its own machine for its name; the command only tells of what newsroom.purging does.
ASK_NOBODY = {"newsroom.metrics"}


def models():
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def test_every_field_of_every_model_is_said_to_tell_of_a_person_or_of_nobody():
    named = inventory.fields()
    wrong = {
        label: sorted({field.name for field in model._meta.local_fields} ^ named.get(label, frozenset()))
        for label, model in models().items()
    }
    assert {label: fields for label, fields in wrong.items() if fields} == {}


def test_no_model_is_named_that_there_is_not():
    assert {label for label in inventory.fields().keys() - models() if label.split(".")[0] not in EXTRA} == set()


def test_no_field_is_said_to_tell_of_a_person_and_of_nobody():
    held = inventory.people().values()
    assert [one.label for one in held if one.tells & one.rest or one.secret - one.tells] == []


def test_whoever_did_something_is_somebody():
    people = inventory.people()
    leads = {
        f"{label}.{field.name}"
        for label, model in models().items()
        for field in model._meta.local_fields
        if field.related_model is User and not (label in people and field.name in people[label].tells)
    }
    assert leads == set()


def test_the_page_is_what_the_command_prints():
    assert PAGE.read_text(encoding="utf-8") == inventory.markdown(), "manage.py data_inventory > docs/data.md"


def test_every_module_that_opens_connections_is_named():
    named = {name for one in inventory.written()["outside"] for name in one["modules"].split()}
    files = [file for app in OURS for file in (ROOT / app).rglob("*.py")]
    opens = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in files
        if OPENS.search(file.read_text(encoding="utf-8"))
    }
    assert opens - ASK_NOBODY == named


def test_what_scripts_keep_in_the_browser_is_named():
    kept = inventory.written()["browser"]
    scripts = [file.read_text(encoding="utf-8") for app in OURS for file in (ROOT / app / "static").rglob("*.js")]
    store = [text for text in scripts if "Storage" in text]
    names = {name for text in store for name in re.findall(r"[\"'`]((?:desk|queue)-[\w-]+)", text)}
    assert len(store) > 3 and {name for name in names if not name.startswith(tuple(kept))} == set()


def test_what_readers_are_told_of_privacy_agrees(settings):
    said = str(first_text(Page.Kind.PRIVACY).body)
    [remembered] = [one for one in inventory.written()["cookies"] if one["name"] == "newsroom_commenter"]
    assert f"for {remembered['life']}" in said and f"after {settings.NEWSROOM_KEEP_LETTERS} days" in said

    settings.NEWSROOM_KEEP_LETTERS = 0
    assert "That we have written to you" not in str(first_text(Page.Kind.PRIVACY).body)


@pytest.mark.django_db
def test_no_page_sets_a_cookie_that_is_not_named_or_stays_longer():
    reader, writer, colleague = Client(), Client(), Client()
    for path in pages.paper().values():
        reader.get(path)
    comment_on(make.live("The ferry that waits"), writer)
    make.chief("root")
    colleague.get("/admin/login/")
    colleague.post("/admin/login/", {"username": "root", "password": "a long enough one"})
    colleague.get("/admin/")

    given = writer.cookies | colleague.cookies
    named = {one["name"]: one["life"] for one in inventory.written()["cookies"]}
    assert not reader.cookies
    assert {"newsroom_commenter", "newsroom_own", "sessionid", "csrftoken"} <= given.keys() <= named.keys()
    lives = {name: f"{int(one['max-age'] or 0) // 86_400} days" for name, one in given.items()}
    assert {name: named[name] for name in given if "days" in named[name]} == {
        name: life for name, life in lives.items() if life != "0 days"
    }


def comment_on(story, client):
    stamp = signed.stamp(story.article_id, timezone.now() - timedelta(hours=1))
    typed = {"text": "It never waits for me.", "name": "Ines", "email": "ines@readers.example", "website": ""}
    typed |= {"parent": "", "stamp": stamp, "topic": "", "remember": "on"}
    answer = client.post(f"{story.get_absolute_url()}comment/", typed, REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 302
