"""The parts of a conversation as pages: orders, picks, a thread alone, and who sees what on them."""

import gzip
import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, own, signed
from comments.avatars import HUES, avatar, initials
from comments.models import Comment
from tests import make
from tests.validity import faults

WORKING = re.compile(r'"articles_article"\."(\w+)"')
REMARK = "The ferry was late again, and nobody on the quay could say why it was, number {}."


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def names(shown):
    return re.findall(r'class="comment__name"><bdi>(?:<a [^>]+>)?([^<]+)<', shown)


@pytest.fixture
def talk(say):
    """Four threads, with everything that one can have."""
    first = say("*One*\n\n> `two`\n\n```\nthree\n```\nhttps://a.example/", name="Ada", website="https://ada.example/")
    deep = say(name="Ben", parent=say(name="Cleo", parent=say(name="Dov", parent=first)))
    say(name="Eve", parent=deep, edited_at=timezone.now())
    say(name="Finn", is_pick=True, badge="staff")
    gone = say(name="Gus", status="removed", removal_reason="attack")
    say(name="Hana", parent=gone)
    say(name="\u041cara", network="b" * 16)
    for _number in range(6):
        say(name="Ivo", parent=first)
    return first


# --- Orders and parts ---


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "Ada Finn Hana"),
        ("?order=newest", "\u041cara Hana Finn Ada"),
        ("?order=replies", "Ada Hana Finn"),
        ("?picks=1", "Finn"),
    ],
)
def test_each_order_has_an_address_and_says_that_it_is_chosen(client, edition, talk, query, shown):
    path = edition.get_absolute_url()
    found = page(client, path + query)
    wanted = shown.split()
    assert [name for name in names(found) if name in wanted] == wanted
    [chosen] = re.findall(r'<a href="([^"]+)" aria-current="true">[^<]+</a>', found[found.index('id="comments"') :])
    assert chosen == f"{path}{query}#comments"


def test_one_thread_stands_alone_and_leads_back(client, edition, talk):
    path = edition.get_absolute_url()
    found = page(client, f"{path}?thread={talk.pk}")
    assert set(names(found)) == {"Ada", "Ben", "Cleo", "Dov", "Eve", "Ivo"} and "One thread</a>" in found
    assert f'href="{path}#comments">Oldest</a>' in found and "data-live" not in found


@pytest.mark.parametrize(
    "query",
    ["order=x", "order=-pk", "order=newest\0", "order=newest&page=2", "picks=2", "picks=1&page=2", "picks=true"]
    + [f"thread={typed}" for typed in ("0", "x", "-1", "²", "\0", "9" * 18, "9" * 40, "")],
)
def test_a_part_that_is_not_there_is_not_found(client, edition, talk, query):
    page(client, f"{edition.get_absolute_url()}?{urlencode(dict(pair.split('=') for pair in query.split('&')))}", 404)


def test_no_thread_of_another_story_or_below_its_root_stands_alone(client, edition, say, talk):
    for pk in (say(under=make.live()).pk, Comment.objects.get(name="Ben").pk, say(status="spam").pk):
        page(client, f"{edition.get_absolute_url()}?thread={pk}", 404)
    page(client, f"{edition.get_absolute_url()}?thread={talk.pk}&page=2", 404)


@pytest.mark.parametrize("query", ["?order=newest", "?order=replies", "?picks=1", "?thread={}", "?page=2"])
def test_every_part_costs_at_most_three_queries_however_much_was_said(client, edition, say, settings, query):
    settings.NEWSROOM_COMMENT_ROOTS = 5
    root = say(is_pick=True)
    for _number in range(5):
        say(parent=say())
    counts = []
    for more in (0, 20):
        for _number in range(more):
            say(parent=say(parent=say(is_pick=True))), say(parent=root)
        with CaptureQueriesContext(connection) as captured:
            page(client, edition.get_absolute_url() + query.format(root.pk))
        counts.append(len([one for one in captured if "comments_" in one["sql"]]))
    assert max(counts) <= 3


def test_a_page_of_twenty_five_threads_stays_within_its_budget(client, edition, say):
    empty = page(client, edition.get_absolute_url())
    for number in range(25):
        say(REMARK.format(number), name=f"Reader {chr(65 + number)}", parent=None)
    full = page(client, edition.get_absolute_url())
    assert len(names(full)) == 25
    assert len(gzip.compress(full.encode())) - len(gzip.compress(empty.encode())) <= 8_000


# --- Who sees what ---


def test_only_who_may_moderate_is_led_to_the_desk(client, edition, talk):
    path = edition.get_absolute_url()
    desk = f"/admin/comments/comment/{talk.pk}/change/"
    assert "/admin/comments/" not in page(client, path)
    client.force_login(make.reporter())
    assert "/admin/comments/" not in page(client, path)
    client.force_login(make.moderator())
    shown = client.get(path)
    assert (
        f'<a href="{desk}" rel="nofollow">Moderate<span class="visually-hidden"> comment by Ada</span>' in shown.text
    )
    assert "Cookie" in shown["Vary"] and "public" not in shown.get("Cache-Control", "")
    assert client.get(desk).status_code == 200


def test_who_may_write_is_said_and_leads_back_to_the_story(client, edition, talk):
    make.rules(must_sign_in=True)
    path = f"{edition.get_absolute_url()}?order=newest"
    shown = page(client, path)
    assert "Only people who are signed in can comment here." in shown and "readers cannot sign up" in shown
    assert "Leave a Reply</h2>" not in shown and ">Reply<" not in shown and faults(shown) == []
    login = re.search(
        r'class="button" href="(/admin/login/\?next=[^"]+)" rel="nofollow">Log in to leave a reply<', shown
    )[1]
    make.reporter("mara")
    response = client.post(login, {"username": "mara", "password": "a long enough one"})
    assert response["Location"] == f"{path}#respond"
    assert "Leave a Reply</h2>" in page(client, path)


def test_a_name_that_mixes_alphabets_is_marked_and_a_name_of_two_words_is_not(client, edition, say):
    say(name="R\u043esa"), say(name="Rosa \u0420\u043e\u0437\u0430")
    assert page(client, edition.get_absolute_url()).count("mixed alphabets") == 1


# --- Avatars ---


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Ada Flint", "AF"),
        ("ada", "A"),
        ("Jan van der Berg", "JB"),
        ("“Zoë” (she)", "ZS"),
        ("山田 太郎", "山太"),
        ("♥ ♥", ""),
        ("ßen", "S"),
        ("", ""),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_word(name, drawn):
    assert initials(name) == drawn


def test_a_name_has_one_colour_and_names_have_many():
    assert avatar("Ada Flint") == avatar("ada flint") and 'aria-hidden="true"' in avatar("Ada")
    hues = {re.search(r'data-hue="(\w+)"', avatar(f"Reader {number}"))[1] for number in range(200)}
    assert hues == set(HUES) and len(hues) == 8
    assert "<" not in avatar("<b> <i>").removeprefix("<span").removesuffix("</span>")


# --- Every public page ---


def public_pages(edition, say, talk):
    """Address of each page of the conversation, those included that are their visitor's own."""
    path, feeds = edition.get_absolute_url(), ("feed/", "feed/atom/")
    mine = say(name="Jo", status="pending", network="c" * 16, ago=1)
    late = say(name="Kim", ago=0)
    parts = ("", "?order=newest", "?order=replies", "?picks=1", f"?thread={talk.pk}", f"?reply={talk.pk}")
    return [
        *(path + part for part in parts),
        f"{path}?mine={signed.mine(mine)}",
        *(f"{path}{feed}" for feed in feeds),
        *(f"/comments/{feed}" for feed in feeds),
        f"{path}comments/count/?since=1",
        f"{path}report-error/",
        f"{path}report-error/?done=new",
        "/comments/rules/",
        "/comments/privacy/",
        f"/comment/{talk.pk}/report/",
        f"/comment/{talk.pk}/report/?done=new",
        own.edit_path(late),
        own.edit_path(mine),
    ]


def test_every_page_is_valid_sets_no_cookie_and_names_no_address(edition, say, talk):
    for address in public_pages(edition, say, talk):
        with CaptureQueriesContext(connection) as captured:
            response = Client().get(address)
        assert response.status_code == 200 and not response.cookies, address
        # Of the working article a reader's page knows its number alone.
        assert {name for one in captured for name in WORKING.findall(one["sql"])} <= {"id"}, address
        shown = response.content.decode()
        assert not re.search(r"readers\.example|[bc]{16}", shown), address
        if response["Content-Type"].startswith("text/html"):
            assert faults(shown) == [], address


def test_a_removed_comment_cannot_be_reported_and_the_page_says_so(client, talk):
    moderation.remove(talk, make.moderator(), reason=Comment.Removal.OTHER)
    shown = page(client, f"/comment/{talk.pk}/report/", 410)
    assert "removed already" in shown and faults(shown) == []


def test_the_rules_name_every_reason_to_remove_and_how_to_write(client, db):
    response = client.get("/comments/rules/")
    shown = response.content.decode()
    for reason in Comment.Removal:
        assert (f"<li>{reason.label}</li>" in shown) is (reason not in ("writer", "erased"))
    assert (
        "**two stars** are strong" in shown
        and "word of two alphabets" in shown
        and client.post("/comments/rules/").status_code == 405
    )
