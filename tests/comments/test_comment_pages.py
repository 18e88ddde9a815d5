"""The conversation in the pages of the paper."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from comments import signed
from comments.forms import CommentForm, blank
from comments.models import Discussion
from tests import make


def page(browser, address):
    return browser.get(address).content.decode()


def section(shown):
    return shown[shown.index('<section class="conversation"') : shown.index("</main>")]


@pytest.mark.parametrize("number", [1, 20])
def test_the_conversation_costs_a_page_three_queries(client, edition, say, number):
    for _number in range(number):
        say(parent=say(parent=say()))
    with CaptureQueriesContext(connection) as captured:
        client.get(edition.get_absolute_url())
    assert len([query for query in captured if "comments_" in query["sql"]]) == 3


@pytest.mark.parametrize("mark", ["path", "stamp", "parent"])
def test_no_address_is_taken_for_a_mark_of_the_empty_form(client, mark, db):
    story = make.live(slug=f"a--{mark}--b")
    shown = page(client, story.get_absolute_url())
    assert f'action="{story.get_absolute_url()}comment/"' in shown
    stamp = re.search(r'name="stamp" value="([^"]+)"', shown)[1]
    assert signed.stamped_at(stamp, story.article_id)


def test_the_form_has_the_agreed_words(client, edition):
    shown = section(page(client, edition.get_absolute_url()))
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
    for text in (
        "No comments yet",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Comment *",
        "Name *",
        "Email *",
        "Website",
        "Up to 3,000 characters.",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Post Comment",
    ):
        assert text in words
    assert "novalidate" in shown and not re.search(
        r'style=|<script(?! type="module" src="[^"]+"></script>)|checked', shown
    )
    tokens = dict(re.findall(r'name="(\w+)"[^>]*autocomplete="(\w+)"', shown))
    assert tokens == {"name": "name", "email": "email", "website": "url", "topic": "off"}


def test_the_shared_form_is_the_form_that_crispy_sets(edition, say):
    for answered in (None, say()):
        form = CommentForm(edition=edition, reply_to=answered)
        set_by_crispy = re.sub(r"\n\s*\n", "\n", render_crispy_form(form))
        assert blank(edition, answered).replace(' value=""', "") == set_by_crispy.replace(' value=""', "")


def test_every_id_is_there_once_and_every_label_leads_somewhere(client, edition, say):
    say(parent=say())
    shown = page(client, edition.get_absolute_url())
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label for="([^"]+)"', shown)) <= set(ids)
    assert {
        one for many in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', shown) for one in many.split()
    } <= set(ids)


def test_the_reply_form_stands_under_what_it_answers(client, edition, say):
    first, second = say(name="Ada"), say(name="Ben")
    shown = section(page(client, f"{edition.get_absolute_url()}?reply={first.pk}"))
    assert re.search(r"<h2[^>]*>Leave a Reply to Ada</h2>", shown) and shown.count('id="respond"') == 1
    places = [shown.index(part) for part in (f'id="comment-{first.pk}"', 'id="respond"', f'id="comment-{second.pk}"')]
    assert places == sorted(places)
    assert f'name="parent" value="{first.pk}"' in shown
    assert f'href="{edition.get_absolute_url()}#comment-{first.pk}">Cancel reply</a>' in shown


@pytest.mark.parametrize("reply", ["0", "x", "-1", "9" * 40, "\0", "²"])
def test_an_answer_to_nobody_is_a_comment_on_the_story(client, edition, say, reply):
    say()
    response = client.get(edition.get_absolute_url(), {"reply": reply})
    assert response.status_code == 200 and "Leave a Reply</h2>" in response.content.decode()


def test_a_hidden_comment_offers_no_form(client, edition, say):
    hidden = say(name="Secret", status="pending")
    assert "Secret" not in page(client, f"{edition.get_absolute_url()}?reply={hidden.pk}")


def test_reply_links_keep_the_page_and_lead_to_it(client, edition, say, settings):
    settings.NEWSROOM_COMMENT_ROOTS = 1
    say()
    later = say(name="Later")
    path = edition.get_absolute_url()
    shown = page(client, f"{path}?page=2")
    assert f'href="{path}?page=2&amp;reply={later.pk}#respond"' in shown
    assert "Page 2 of 2" in shown and f'rel="prev" href="{path}#comments"' in shown
    without_page = page(client, f"{path}?reply={later.pk}")
    assert "Leave a Reply to Later" in without_page and f'id="comment-{later.pk}"' in without_page


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "", "1" * 30, "²", "\0"])
def test_a_page_that_is_not_there_is_not_found(client, edition, say, number):
    say()
    assert client.get(edition.get_absolute_url(), {"page": number}).status_code == 404


def test_a_removed_parent_leaves_a_line(client, edition, say):
    parent = say("Rude words", name="Gus", status="removed", removal_reason="attack")
    say("Calm down.", parent=parent)
    shown = page(client, edition.get_absolute_url())
    assert "This comment was removed by a moderator. Reason: personal attack." in shown
    assert 'href="/comments/rules/">Comment rules</a>' in shown
    assert "Rude words" not in shown and "Gus" not in shown and "1 comment</h2>" in shown


def test_six_answers_are_folded_under_their_number(client, edition, say):
    root = say()
    for _number in range(5):
        say(parent=root)
    assert "<details open><summary>5 replies</summary>" in page(client, edition.get_absolute_url())
    say(parent=root)
    assert "<details><summary>6 replies</summary>" in page(client, edition.get_absolute_url())


def test_hostile_names_and_texts_are_shown_as_text(client, edition, say):
    say("<script>alert(1)</script>", name='"><img src=x>')
    shown = page(client, edition.get_absolute_url())
    assert "<script>alert" not in shown and "<img src=x" not in shown


# --- Counting ---


@pytest.mark.parametrize("number", [1, 20])
def test_counts_of_many_stories_take_one_query(say, number, edition, django_assert_num_queries):
    editions = [make.live() for _number in range(number)]
    say(under=editions[0])
    source = "{% load conversation %}{% count_comments editions as counts %}{% for e in editions %}{{ e.comment_count }} {% endfor %}"
    with django_assert_num_queries(1):
        shown = Template(source).render(Context({"editions": editions}))
    assert shown.split() == ["1"] + ["0"] * (number - 1)


def test_the_count_of_one_story_spares_the_conversation_a_query(rf, edition, say, django_assert_num_queries):
    say()
    source = (
        "{% load conversation %}{% count_comments edition as counts %}{{ edition.comment_count }}{% conversation %}"
    )
    context = Context({"edition": edition, "request": rf.get("/")})
    with django_assert_num_queries(2):
        assert Template(source).render(context).startswith("1")


def test_no_stories_take_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        Template("{% load conversation %}{% count_comments editions as counts %}").render(Context({"editions": []}))


def test_recount_mends_a_wrong_count(edition, say):
    say(), say(status="spam")
    Discussion.objects.update(count=7)
    Discussion.objects.recount()
    assert Discussion.objects.get().count == 1
