"""The table of who may do what in which stage, asked at every door of the desk and in the workflow itself."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from articles.desk import workflow
from articles.desk.moves import MOVES
from articles.desk.rules import TABLE, Action, Role, Stage, may, may_ever, role_of
from articles.models import Article
from tests import make
from tests.articles.desk.door_table import DOORS
from tests.articles.desk.doors import HOUR, nothing

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]

# Everybody who may come to a door, and what they are to the story.
CAST = {
    "anonymous": Role.OUTSIDER,
    "moderator": Role.OUTSIDER,
    "colleague": Role.OUTSIDER,
    "reader": Role.READER,
    "starter": Role.WRITER,
    "assignee": Role.WRITER,
    "editor": Role.EDITOR,
    "section_editor": Role.EDITOR,
    "of_another_section": Role.OUTSIDER,
}
KNOCKS = [(action, door) for action, doors in DOORS.items() for door in doors]


def _reader(name: str):
    made = make.user(name)
    wanted = Permission.objects.filter(codename__in=["view_article", "change_others_article"])
    made.user_permissions.set(wanted)
    return made


@pytest.fixture
def cast():
    makers = {"moderator": make.moderator, "reader": _reader, "editor": make.editor}
    makers |= {
        "section_editor": lambda name: make.section_editor(name, make.section(), make.section("Law")),
        "of_another_section": lambda name: make.section_editor(name, make.section("Sport")),
    }
    return {who: makers.get(who, make.reporter)(who) for who in CAST if who != "anonymous"}


@pytest.fixture
def story(cast):
    """A story of the starter's, in the assignee's hands, in the stage that is asked for; `before` is a door's."""
    make.reporter("ada")

    def tell(stage, before):
        article = make.article("Asked for", by=cast["starter"], assignee=cast["assignee"])
        before(article)
        Article.objects.filter(pk=article.pk).update(stage=stage)
        article.refresh_from_db()
        return article

    return tell


def in_table(who: str, action: Action, stage: Stage) -> bool:
    return stage in TABLE[action].get(CAST[who], frozenset())


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize(("action", "door"), KNOCKS, ids=lambda part: str(part))
def test_a_door_opens_where_the_table_says_so(cast, story, action, door, stage):
    asked_for = story(stage, door.before).pk
    opened = {who: _knock(door, asked_for, cast.get(who)) for who in CAST}
    able = {who for who in cast if not door.also or cast[who].has_perm(door.also)}
    assert opened == {who: who in able and in_table(who, action, stage) for who in CAST}


def _knock(door, pk, user) -> bool:
    """Whether the door opens for this person; whatever comes of it is undone."""
    client, article = Client(), Article.objects.get(pk=pk)
    with make.rolled_back():
        if user is not None:
            client.force_login(user)
        response = door.send(client, article)
        assert response.status_code < 500
        return door.opened(response, article)


# --- Behind the doors ---

# Doors behind which nothing is done: pages, and what only concerns an open form.
NO_ACT = {"list", "autosave", "take-over", "autosave thrown away"}
ACTS = [(action, door) for action, door in KNOCKS if not door.is_page and door.name not in NO_ACT]


@pytest.mark.parametrize(("action", "door"), ACTS, ids=lambda part: str(part))
def test_every_act_is_in_the_log_with_the_one_who_acted(client, cast, story, action, door):
    stage = max(TABLE[action][Role.EDITOR])
    article = story(stage, door.before)
    client.force_login(cast["editor"])
    before = set(LogEntry.objects.values_list("pk", flat=True))
    assert door.opened(door.send(client, article), article)
    new = LogEntry.objects.exclude(pk__in=before).filter(user=cast["editor"])
    if action in (Action.WRITE, Action.DELETE):
        assert new.filter(object_id=str(article.pk)).exists()
    else:
        # The admin writes a line of its own, in JSON, for every form that is saved; that one does not count.
        assert new.exclude(change_message="").exclude(change_message__startswith="[").exists()


# --- Beneath the doors ---

FUTURE = HOUR * 2
MOVE_OF = {
    Action.READ: lambda article, by: workflow.write_note(article, by=by, text="x"),
    Action.SHARE: lambda article, by: workflow.share(article, by=by, person="Ann", days=1),
    Action.PLAN: lambda article, by: workflow.plan(
        article, by=by, planned_for=None, due_at=timezone.now(), priority=1
    ),
    Action.SUBMIT: lambda article, by: workflow.submit(article, by=by),
    Action.APPROVE: lambda article, by: workflow.approve(article, by=by),
    Action.SEND_BACK: lambda article, by: workflow.send_back(article, by=by),
    Action.ASSIGN: lambda article, by: workflow.assign(article, by=by, to=None),
    Action.PUBLISH: lambda article, by: workflow.schedule(article, by=by, live_from=timezone.now() + FUTURE),
}
# Deleting and writing are the form's, which asks the table itself.
NO_MOVE = {Action.WRITE, Action.DELETE}


@pytest.mark.parametrize("action", MOVE_OF)
def test_the_workflow_refuses_what_the_table_does_not_grant(cast, story, action):
    for stage in Stage:
        asked_for = story(stage, nothing).pk
        for who, user in cast.items():
            with make.rolled_back():
                refused = _refusal(MOVE_OF[action], Article.objects.get(pk=asked_for), user)
            if in_table(who, action, stage):
                assert refused is None, (who, stage)
            else:
                ever = bool(TABLE[action].get(CAST[who]))
                assert refused is (workflow.NotPossible if ever else PermissionDenied), (who, stage)


def _refusal(move, article, user):
    try:
        move(article, user)
    except (PermissionDenied, workflow.NotPossible) as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize("stage", Stage)
def test_the_rules_answer_as_the_table_says(cast, story, stage):
    article = story(stage, nothing)
    for who, user in cast.items():
        assert role_of(user, article) == CAST[who]
        for action in Action:
            assert may(user, action, article) is in_table(who, action, stage)
            assert may_ever(user, action, article) is bool(TABLE[action].get(CAST[who]))


# --- Nothing is left out ---


def test_every_action_has_a_row_a_door_and_a_move():
    assert set(TABLE) == set(DOORS) == set(MOVE_OF) | NO_MOVE == set(Action)
    assert all(set(row) == set(Role) - {Role.OUTSIDER} for row in TABLE.values())


def test_every_button_of_the_form_is_knocked_with():
    assert set(MOVES) <= {door.name for _action, door in KNOCKS}


def test_every_address_of_an_article_is_a_door():
    desk = admin.site._registry[Article]
    named = {
        pattern.name
        for pattern in desk.get_urls()
        if pattern.name and any(part in str(pattern.pattern) for part in ("<int:pk>", "<path:object_id>"))
    }
    assert named == {door.url_name for _action, door in KNOCKS if door.url_name}
