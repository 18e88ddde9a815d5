"""Two people over what is stored beside the story: who has it, when it is wanted, how much it matters, the embargo."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from articles.desk.forms.beside import BESIDE, stored
from articles.models import Article
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed
from tests.articles.desk.two import opened, sent_by

pytestmark = pytest.mark.django_db

WAS = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)
NOTHING = {"assignee": "", "due_at": "", "planned_for": "", "priority": "3", "embargo_until": ""}
# What the first person sets, what the second does, and how the form says what the first one set.
SET = {
    "assignee": ("ada", "rosa", "ada"),
    "due_at": ("2030-02-02T10:00", "2030-03-03T11:00", "2 Feb 2030, 10:00"),
    "planned_for": ("2030-02-02T10:00", "2030-03-03T11:00", "2 Feb 2030, 10:00"),
    "priority": ("1", "4", "Urgent"),
    "embargo_until": ("2030-02-02T10:00", "2030-03-03T11:00", "2 Feb 2030, 10:00"),
}


@pytest.fixture
def story():
    make.reporter("rosa")
    return make.article("Before", due_at=WAS, planned_for=WAS, embargo_until=WAS)


@pytest.fixture
def ada():
    return signed_in("ada")


@pytest.fixture
def ines():
    return signed_in("ines")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.editor(name))
    return client


def says(story, name: str) -> str:
    value = stored(Article.objects.get(pk=story.pk))[name]
    return f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else str(value or "")


def test_every_field_beside_the_story_is_in_the_list_above():
    assert set(SET) == set(BESIDE) == set(NOTHING)


@pytest.mark.parametrize("name", BESIDE)
def test_form_that_did_not_touch_it_leaves_what_a_colleague_set(story, ada, ines, name):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {name: SET[name][0]})
    assert ines.post(change_url(story), second | {"headline": "Mine"}).status_code == 302
    assert says(story, name) == SET[name][0]


@pytest.mark.parametrize("name", BESIDE)
def test_form_that_did_not_touch_it_leaves_what_a_colleague_took_back(story, ada, ines, name):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {name: NOTHING[name]})
    ines.post(change_url(story), second | {"headline": "Mine"})
    assert says(story, name) == NOTHING[name]


@pytest.mark.parametrize("name", BESIDE)
def test_two_who_set_the_same_are_asked_with_everything_kept(story, ada, ines, name):
    theirs, mine, read = SET[name]
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {name: theirs})
    refused = ines.post(change_url(story), second | {name: mine, "headline": "Mine"})
    assert refused.status_code == 422
    assert f'href="#id_{name}"' in refused.text and f"A colleague set this to “{read}”" in refused.text
    assert (says(story, name), Article.objects.get().headline) == (theirs, "Before")
    again = sent_by(refused)
    assert (again[name], again["headline"], again["body"]) == (mine, "Mine", second["body"])
    assert "[&#x27;" not in refused.text
    assert ines.post(change_url(story), again).status_code == 302
    assert (says(story, name), Article.objects.get().headline) == (mine, "Mine")


@pytest.mark.parametrize("name", BESIDE)
def test_two_who_set_it_alike_are_not_asked(story, ada, ines, name):
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {name: SET[name][0]})
    assert ines.post(change_url(story), second | {name: SET[name][0]}).status_code == 302
    assert says(story, name) == SET[name][0]


@pytest.mark.parametrize("name", BESIDE)
def test_form_that_previewed_goes_on_from_what_it_stored_itself(story, ines, name):
    """Preview saves into another tab and leaves the form as it was made."""
    form = opened(ines, story)
    del form["_save"]
    ines.post(change_url(story), form | {name: SET[name][0], "_preview": "1"})
    assert ines.post(change_url(story), form | {name: SET[name][1], "_save": "1"}).status_code == 302
    assert says(story, name) == SET[name][1]


def test_new_form_that_is_sent_twice_goes_on_from_what_it_stored(ines):
    data = typed(headline="New", sitting="t", priority="2")
    ines.post(ADD, data)
    assert ines.post(ADD, data | {"priority": "1"}).status_code == 302
    assert Article.objects.get().priority == 1


def test_embargo_that_a_colleague_set_holds_a_stale_form_back(story, ada, ines):
    Article.objects.update(embargo_until=None)
    first, second = opened(ada, story), opened(ines, story)
    ada.post(change_url(story), first | {"embargo_until": "2030-02-02T10:00"})
    del second["_save"]
    answer = ines.post(change_url(story), second | {"_publish": "1"}, follow=True)
    assert "under embargo until 2 Feb 2030, 10:00" in answer.text
    assert not story.editions.exists()


@pytest.mark.parametrize("odd", ["soon", "9" * 40, "a\0b"])
@pytest.mark.parametrize("name", BESIDE)
def test_forged_hidden_values_are_no_error(story, ines, name, odd):
    form = opened(ines, story)
    assert ines.post(change_url(story), form | {f"initial-{name}": odd}).status_code in (302, 422)
