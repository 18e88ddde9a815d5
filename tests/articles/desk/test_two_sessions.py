"""Two people write in one article: what does not conflict is merged, what does is asked about, nothing is discarded."""

import pytest
from django.test import Client

from articles.desk import revisions
from articles.models import Article, Revision
from tests import make
from tests.articles.desk.conftest import change_url
from tests.articles.desk.two import opened, questions, sent_by

pytestmark = pytest.mark.django_db

TEXT = "<p>One.</p><p>Two.</p><p>Three.</p>"
# Every part of a story: what the first person types there, what the second does, and how the merged part reads then.
PARTS = {
    "headline": ("Ada’s headline", "Ines’s headline"),
    "standfirst": ("Ada’s standfirst.", "Ines’s standfirst."),
    "dateline_place": ("Ada’s port", "Ines’s port"),
    "dateline_date": ("2026-01-02", "2026-02-03"),
    "body": (TEXT.replace("One", "Ada’s"), TEXT.replace("One", "Ines’s")),
    "illustration": ("{picture}", "{other_picture}"),
    "illustration_alt": ("Ada’s view", "Ines’s view"),
    "illustration_caption": ("Ada’s caption", "Ines’s caption"),
    "section": ("{section}", "{other_section}"),
    "label": ("analysis", "opinion"),
    "language": ("de", "fr"),
    "slug": ("adas-slug", "iness-slug"),
    "search_title": ("Ada’s title", "Ines’s title"),
    "search_description": ("Ada’s description", "Ines’s description"),
}


def test_every_field_of_a_story_is_in_the_list_above():
    assert set(PARTS) == {field.name for field in Article.story_fields()}


@pytest.fixture
def story():
    return make.article("Before", body=TEXT, tags=["ports"], sources=[("Wire", "https://w.example/", "based_on")])


@pytest.fixture
def ada():
    return _signed_in("ada", "Ada", "Flint")


@pytest.fixture
def ines():
    return _signed_in("ines", "Ines", "Holm")


def _signed_in(name: str, first: str, last: str) -> Client:
    user = make.editor(name)
    user.first_name, user.last_name = first, last
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def stored():
    pictures, sections = [make.illustration() for _n in range(2)], [make.section("Sea"), make.section("Land")]
    return {
        "picture": pictures[0].pk,
        "other_picture": pictures[1].pk,
        "section": sections[0].pk,
        "other_section": sections[1].pk,
    }


def values(story, name: str) -> str:
    story.refresh_from_db()
    return str(story.serializable_value(name))


@pytest.mark.parametrize("name", PARTS)
def test_two_who_change_different_parts_both_have_their_way(story, ada, ines, stored, name):
    other = "standfirst" if name == "headline" else "headline"
    first, second = opened(ada, story), opened(ines, story)
    mine, theirs = PARTS[name][0].format(**stored), PARTS[other][1]
    assert ada.post(change_url(story), first | {name: mine}).status_code == 302
    assert ines.post(change_url(story), second | {other: theirs}).status_code == 302
    assert (values(story, name), values(story, other)) == (mine, theirs)
    latest = revisions.latest(story)
    assert latest.snapshot == revisions.snapshot(Article.objects.get(pk=story.pk))
    assert latest.created_by.username == "ines"


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("name", PARTS)
def test_two_who_change_the_same_part_are_asked_and_the_choice_counts(story, ada, ines, stored, name, side):
    first, second = opened(ada, story), opened(ines, story)
    theirs, mine = (text.format(**stored) for text in PARTS[name])
    ada.post(change_url(story), first | {name: theirs})
    refused = ines.post(change_url(story), second | {name: mine})
    [question] = questions(refused)
    assert values(story, name) == theirs
    assert question.writer == "Ada Flint"
    assert refused.context["adminform"].form[name].value() == mine
    again = sent_by(refused)
    assert ines.post(change_url(story), again | {question.name: side}).status_code == 302
    assert values(story, name) == (mine if side == "mine" else theirs)


def test_form_that_is_sent_again_without_a_choice_is_asked_again(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"headline": "Theirs"})
    once = ines.post(change_url(story), second | {"headline": "Mine"})
    again = ines.post(change_url(story), sent_by(once))
    assert [question.name for question in questions(again)] == [question.name for question in questions(once)]
    assert values(story, "headline") == "Theirs"


def test_conflict_shows_both_texts_and_keeps_mine(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"headline": "Ferry is late", "standfirst": "Ada’s."})
    refused = ines.post(change_url(story), second | {"headline": "Ferry is early", "dateline_place": "Kiel"})
    text = " ".join(refused.text.split())
    assert "You and Ada Flint both changed: Headline." in text
    assert "Ferry is <mark>early</mark>" in text
    assert "Ferry is <mark>late</mark>" in text
    assert refused.context["adminform"].form["standfirst"].value() == "Ada’s."
    assert (values(story, "dateline_place"), values(story, "headline")) == ("Port Vessel", "Ferry is late")
    assert Revision.objects.autosaves().get().snapshot["fields"]["headline"] == "Ferry is early"


def test_what_was_merged_is_said_by_name(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"headline": "Ada’s", "tags": "ports, tides"})
    response = ines.post(change_url(story), second | {"standfirst": "Ines’s."}, follow=True)
    assert "Merged with what Ada Flint saved: Headline and Tags." in response.text


def test_two_paragraphs_of_one_text_are_merged(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"body": TEXT.replace("One.", "Ada’s.")})
    ines.post(change_url(story), second | {"body": TEXT.replace("Three.", "Three.</p><p>Ines’s.")})
    assert values(story, "body") == "<p>Ada’s.</p><p>Two.</p><p>Three.</p><p>Ines’s.</p>"


def test_one_paragraph_that_both_rewrote_can_stay_twice(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"body": TEXT.replace("Two", "Ada’s").replace("One", "First")})
    refused = ines.post(change_url(story), second | {"body": TEXT.replace("Two", "Ines’s")})
    [question] = questions(refused)
    ines.post(change_url(story), sent_by(refused) | {question.name: "both"})
    assert values(story, "body") == "<p>First.</p><p>Ines’s.</p><p>Ada’s.</p><p>Three.</p>"


def test_conflict_that_is_edited_by_hand_is_saved_as_it_is_edited(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"body": TEXT.replace("Two", "Ada’s")})
    refused = ines.post(change_url(story), second | {"body": TEXT.replace("Two", "Ines’s")})
    [question] = questions(refused)
    by_hand = TEXT.replace("Two", "Ada’s and Ines’s")
    ines.post(change_url(story), sent_by(refused) | {question.name: "mine", "body": by_hand})
    assert values(story, "body") == by_hand


def test_third_save_between_a_conflict_and_its_answer_is_asked_about(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"headline": "Theirs"})
    refused = ines.post(change_url(story), second | {"headline": "Mine"})
    [question] = questions(refused)
    ada.post(change_url(story), opened(ada, story) | {"headline": "Theirs again"})
    [later] = questions(ines.post(change_url(story), sent_by(refused) | {question.name: "mine"}))
    assert later.name != question.name
    assert values(story, "headline") == "Theirs again"


def test_form_whose_first_revision_is_forgotten_is_asked_about_every_difference(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"headline": "Theirs"})
    story.revisions.filter(number=1).delete()
    asked = questions(ines.post(change_url(story), second | {"standfirst": "Mine."}))
    assert [question.label for question in asked] == ["Headline", "Standfirst"]


@pytest.mark.parametrize("marks", [{"version": "x", "base": ""}, {"version": "", "base": "9" * 40}, {"base": "٣"}])
def test_form_that_does_not_know_what_it_was_made_from_overwrites_nothing(story, ada, ines, marks):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"headline": "Theirs"})
    assert questions(ines.post(change_url(story), second | marks | {"headline": "Mine"}))
    assert values(story, "headline") == "Theirs"


def test_conflict_over_a_tag_that_is_too_long_is_no_error(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"tags": "ports, tides"})
    response = ines.post(change_url(story), second | {"tags": "commas forgotten " * 9})
    assert response.status_code == 422 and "Keep a tag under 100 characters." in response.text


def test_what_is_typed_beside_a_conflict_is_kept_too(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"headline": "Theirs"})
    ines.post(change_url(story), second | {"headline": "Mine", "note_text": "Who says so?"})
    assert Revision.objects.autosaves().get().snapshot["besides"]["note_text"] == "Who says so?"


def test_row_order_and_foreign_choices_do_no_harm(story, ada, ines):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"headline": "Theirs"})
    odd = {"choice-headline-": "mine", "choice-": "theirs", "choice-headline-000000000000": "nobody"}
    assert questions(ines.post(change_url(story), second | odd | {"headline": "Mine"}))


def test_writers_merged_save_of_an_approved_story_goes_back_into_review(story, ada):
    reporter = make.reporter("rosa")
    Article.objects.filter(pk=story.pk).update(created_by=reporter, stage=Article.Stage.APPROVED)
    rosa = Client()
    rosa.force_login(reporter)
    first, second = opened(ada, story), opened(rosa, story)
    ada.post(change_url(story), first | {"headline": "Theirs"})
    assert values(story, "stage") == "approved"
    rosa.post(change_url(story), second | {"standfirst": "Rosa’s."})
    assert (values(story, "stage"), values(story, "headline")) == ("review", "Theirs")


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_submit", "_approve"])
def test_text_that_nobody_has_read_is_sent_nowhere(story, ada, ines, button):
    """What a colleague wrote meanwhile is merged and saved; whoever pressed the button reads it first."""
    Article.objects.filter(pk=story.pk).update(stage="review" if button == "_approve" else "draft")
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"body": TEXT.replace("Three.", "Three.</p><p>Libel.")})
    del second["_save"]
    sent = second | {"headline": "Mine", "live_from": "2030-01-01T10:00", button: "1"}
    response = ines.post(change_url(story), sent, follow=True)
    stage = values(story, "stage")
    assert "Read it, then press again." in response.text and "Merged with what Ada Flint saved: Text." in response.text
    assert (story.editions.count(), stage) == (0, "review" if button == "_approve" else "draft")
    assert "Libel." in values(story, "body") and values(story, "headline") == "Mine"
