"""Who has an article open: told to the others, never in their way."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import presence
from articles.models import Presence
from tests import make
from tests.articles.desk.conftest import change_url
from tests.articles.desk.two import opened

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def article():
    return make.article("Story")


@pytest.fixture
def ada():
    return make.editor("ada")


@pytest.fixture
def ines():
    return make.editor("ines")


def test_first_to_come_holds_it_and_the_next_is_told(article, ada, ines):
    presence.seen(article, ada, NOW)
    presence.seen(article, ines, NOW + MINUTE)
    told = presence.banner(article, ines, NOW + MINUTE)
    assert (told.holder, told.since, told.took_over) == ("ada", NOW, False)
    assert presence.banner(article, ada, NOW + MINUTE).holder == ""
    assert presence.banner(article, ada, NOW + MINUTE).others == ("ines",)


def test_who_is_not_heard_of_for_two_minutes_is_gone(article, ada, ines):
    presence.seen(article, ada, NOW)
    presence.seen(article, ines, NOW + MINUTE)
    presence.seen(article, ines, NOW + 2 * MINUTE)
    assert presence.banner(article, ines, NOW + 2 * MINUTE) == presence.Banner(article)
    assert [one.user for one in Presence.objects.all()] == [ines]


def test_next_one_holds_it_after_the_first_is_gone(article, ada, ines):
    presence.seen(article, ada, NOW)
    presence.seen(article, ines, NOW + MINUTE)
    presence.seen(article, ines, NOW + 3 * MINUTE)
    presence.seen(article, ada, NOW + 4 * MINUTE)
    told = presence.banner(article, ada, NOW + 4 * MINUTE)
    assert (told.holder, told.took_over) == ("ines", False)


def test_taking_over_tells_the_one_who_held_it(article, ada, ines):
    presence.seen(article, ada, NOW)
    presence.seen(article, ines, NOW + MINUTE / 2)
    presence.take_over(article, ines, NOW + MINUTE)
    presence.seen(article, ada, NOW + MINUTE)
    told = presence.banner(article, ada, NOW + MINUTE)
    assert (told.holder, told.since, told.took_over) == ("ines", NOW + MINUTE, True)
    assert presence.banner(article, ines, NOW + MINUTE).holder == ""


def test_taking_over_back_and_forth_leaves_one_holder(article, ada, ines):
    for number, one in enumerate([ada, ines, ada, ada], start=1):
        presence.take_over(article, one, NOW + number * MINUTE / 8)
    assert Presence.objects.filter(holds_since=None).get().user == ines


def test_form_that_is_heard_of_often_is_written_down_now_and_then(article, ada, django_assert_num_queries):
    presence.seen(article, ada, NOW)
    with django_assert_num_queries(1):
        presence.seen(article, ada, NOW + timedelta(seconds=10))
    presence.seen(article, ada, NOW + timedelta(seconds=40))
    assert Presence.objects.get().seen_at == NOW + timedelta(seconds=40)


def test_banner_asks_once_however_many_are_there(article, ada, django_assert_num_queries):
    for number in range(1, 21):
        presence.seen(article, make.reporter(f"r{number}"), NOW)
        if number in (1, 20):
            with django_assert_num_queries(1):
                presence.banner(article, ada, NOW)


def test_opening_the_form_says_so_to_the_next(article, ada, ines):
    first, second = Client(), Client()
    first.force_login(ada)
    second.force_login(ines)
    assert "has this open since" not in first.get(change_url(article)).text
    text = second.get(change_url(article)).text
    assert "ada has this open since" in text
    assert "Take over" in text


def test_taking_over_keeps_what_is_typed_and_the_other_is_told_by_the_next_pulse(article, ada, ines):
    first, second = Client(), Client()
    first.force_login(ada)
    second.force_login(ines)
    form = opened(first, article)
    response = second.post(change_url(article, "take_over"), opened(second, article) | {"headline": "Typed"})
    kept = article.revisions.autosaves().get()
    assert response.url == f"{change_url(article)}?autosave={kept.pk}"
    answer = first.post(change_url(article, "pulse"), form).json()
    assert "ines took over at" in answer["panels"]["presence"]
    assert answer["others"] == ["ines"]


def test_script_takes_over_without_leaving_the_form(article, ada):
    client = Client()
    client.force_login(ada)
    data = opened(client, article)
    presence.take_over(article, make.editor("ines"))
    answer = client.post(change_url(article, "take_over"), data, headers={"accept": "application/json"})
    assert answer.json()["others"] == ["ines"]
    assert Presence.objects.get(user=ada).holds_since


def test_who_may_only_read_is_not_there(article):
    reader = make.user("reader")
    client = Client()
    client.force_login(reader)
    client.get(change_url(article))
    assert not Presence.objects.exists()
