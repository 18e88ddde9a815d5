"""Mail when a story passes from one to the other."""

from datetime import UTC, datetime
from smtplib import SMTPException

import pytest
from django.core import mail

from articles.desk import workflow
from articles.models import Article
from tests import make
from tests.articles.desk.conftest import change_url, typed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """Who is in the house, each with an address: two editors and two reporters."""
    people = {"olga": make.editor, "egon": make.editor, "rosa": make.reporter, "bo": make.reporter}
    made = {name: maker(name) for name, maker in people.items()}
    for name, user in made.items():
        user.email = f"{name}@paper.example"
        user.save()
    return made


def told() -> dict[str, str]:
    """Who got a mail, and its subject; to each person one of their own."""
    assert all(len(one.to) == 1 for one in mail.outbox)
    assert len({one.to[0] for one in mail.outbox}) == len(mail.outbox)
    return {one.to[0].partition("@")[0]: one.subject for one in mail.outbox}


def in_stage(stage, **fields):
    return make.article("The harbour", stage=stage, **fields)


def test_every_editor_learns_of_a_story_that_is_handed_in(cast, settings):
    settings.NEWSROOM_SITE_URL = "https://paper.example"
    article = in_stage("draft", by=cast["rosa"])
    workflow.submit(article, by=cast["rosa"], note="Second paragraph is new.")
    assert told() == {"olga": "For review: The harbour", "egon": "For review: The harbour"}
    text = mail.outbox[0].body
    assert "rosa has handed in “The harbour” for review." in text
    assert "Second paragraph is new." in text
    assert f"https://paper.example/admin/articles/article/{article.pk}/change/" in text


def test_an_assigned_editor_is_the_only_one_told(cast):
    workflow.submit(in_stage("draft", by=cast["rosa"], assignee=cast["egon"]), by=cast["rosa"])
    assert set(told()) == {"egon"}


def test_an_assigned_reporter_does_not_keep_it_from_the_editors(cast):
    workflow.submit(in_stage("draft", by=cast["rosa"], assignee=cast["bo"]), by=cast["bo"])
    assert set(told()) == {"olga", "egon"}


@pytest.mark.parametrize(
    ("move", "stage", "subject"),
    [
        (workflow.approve, "review", "Approved: The harbour"),
        (workflow.send_back, "review", "Sent back: The harbour"),
        (workflow.send_back, "approved", "Sent back: The harbour"),
    ],
)
def test_whoever_began_it_and_whoever_has_it_are_told(cast, move, stage, subject):
    move(in_stage(stage, by=cast["rosa"], assignee=cast["bo"]), by=cast["olga"], note="Who says so?")
    assert told() == {"rosa": subject, "bo": subject}
    assert "Who says so?" in mail.outbox[0].body


def test_one_person_in_two_parts_gets_one_mail(cast):
    workflow.send_back(in_stage("review", by=cast["rosa"], assignee=cast["rosa"]), by=cast["olga"])
    assert set(told()) == {"rosa"}


def test_whoever_does_it_is_not_told(cast):
    workflow.approve(in_stage("review", by=cast["olga"], assignee=cast["rosa"]), by=cast["olga"])
    assert set(told()) == {"rosa"}


def test_the_new_assignee_learns_when_it_is_wanted(cast):
    article = in_stage("draft", by=cast["rosa"], due_at=datetime(2027, 3, 4, 17, 30, tzinfo=UTC))
    workflow.assign(article, by=cast["olga"], to=cast["bo"])
    assert told() == {"bo": "For you: The harbour"}
    assert "Due: 4 Mar 2027, 17:30" in mail.outbox[0].body


def test_taking_a_story_oneself_sends_nothing(cast):
    workflow.assign(in_stage("draft"), by=cast["olga"], to=cast["olga"])
    assert told() == {}


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_is_gone_or_has_no_address_is_passed_over(cast, change):
    type(cast["rosa"]).objects.filter(pk=cast["rosa"].pk).update(**change)
    workflow.send_back(in_stage("review", by=cast["rosa"], assignee=cast["bo"]), by=cast["olga"])
    assert set(told()) == {"bo"}


def test_a_house_without_editors_tells_its_owners():
    root, rosa = make.chief("root"), make.reporter("rosa")
    type(root).objects.filter(pk=root.pk).update(email="root@paper.example")
    workflow.submit(in_stage("draft", by=rosa), by=rosa)
    assert set(told()) == {"root"}


def test_the_note_beside_the_buttons_goes_with_the_mail_and_into_the_notes(cast, client):
    article = in_stage("review", by=cast["rosa"])
    client.force_login(cast["olga"])
    client.post(change_url(article), typed(article, _sendback="1", hand_over_note="Who says so?"))
    assert told() == {"rosa": "Sent back: The harbour"}
    assert "olga writes:\n\nWho says so?" in mail.outbox[0].body
    assert (article.notes.get().text, Article.objects.get().stage) == ("Who says so?", "draft")


def test_text_is_not_escaped_and_a_broken_headline_breaks_no_mail(cast):
    article = make.article("Ships & <b>boats</b>\nand more", by=cast["rosa"], stage="draft")
    workflow.submit(article, by=cast["rosa"], note="5 < 6")
    assert mail.outbox[0].subject == "For review: Ships & <b>boats</b> and more"
    assert "5 < 6" in mail.outbox[0].body


def test_a_refused_move_tells_nobody(cast):
    with pytest.raises(workflow.NotPossible):
        workflow.approve(in_stage("draft"), by=cast["olga"])
    assert told() == {}


class Down:
    """A mail server that does not answer."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise SMTPException("down")


def test_a_mail_server_that_is_down_breaks_no_move(cast, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    article = in_stage("review", by=cast["rosa"])
    workflow.approve(article, by=cast["olga"])
    assert Article.objects.get().stage == "approved"
