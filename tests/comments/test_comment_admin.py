import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from comments.models import Comment, Decision, Discussion
from tests import make

QUEUE = "/admin/comments/comment/"
LIST = f"{QUEUE}all/"
DISCUSSIONS = "/admin/comments/discussion/"


def page(response):
    return response.content.decode()


def act(desk, action, *comments, query="", **fields):
    """Tick these comments and press the button, having seen them as they are now."""
    seen = {f"seen-{comment.pk}": comment.status for comment in comments}
    form = {"action": action, "_selected_action": [comment.pk for comment in comments], **seen, **fields}
    return desk.post(f"{LIST}{query}", form, follow=True)


def names(response):
    return re.findall(r'class="field-name"><a[^>]*>([^<]+)<', page(response))


# --- The list ---


def test_the_queue_shows_what_is_pending_the_oldest_first(desk, say):
    say(name="Late", status="pending", ago=5), say(name="Early", status="pending", ago=50), say(name="Done", ago=99)
    assert names(desk.get(LIST)) == ["Early", "Late"]
    assert names(desk.get(f"{LIST}?status=approved")) == ["Done"]
    assert names(desk.get(f"{LIST}?status=all")) == ["Late", "Early", "Done"]


def test_a_row_says_what_a_moderator_needs(desk, say):
    say("Look at <b>this</b>", status="pending", reasons=["first", "links"])
    shown = page(desk.get(LIST))
    assert "First comment from this address, Many links" in shown and "The ferry that waits" in shown
    assert "Look at &lt;b&gt;this" in shown


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_takes_the_same_queries_for_any_number(desk, say, number, django_assert_num_queries):
    for _number in range(number):
        say(status="pending", under=make.live())
    with django_assert_num_queries(7):  # one of them for the count in the sidebar
        desk.get(LIST)


def test_only_moderators_see_comments(say):
    say(status="pending")
    assert make.browser(make.reporter()).get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_addresses_are_seen_and_searched_only_with_permission(desk, rita, say):
    comment = say(status="pending", email="secret@readers.example")
    change = f"{QUEUE}{comment.pk}/change/"
    assert "secret@" not in page(desk.get(change)) and not names(desk.get(f"{LIST}?q=secret"))
    rita.user_permissions.add(Permission.objects.get(codename="view_address", content_type__app_label="comments"))
    assert "secret@" in page(desk.get(change)) and names(desk.get(f"{LIST}?q=secret"))


@pytest.mark.parametrize("lookup", ["email", "email__startswith", "email_key__contains", "email__gt"])
def test_addresses_are_not_told_letter_by_letter(desk, rita, say, lookup):
    say(email="secret@readers.example")
    for guess in ("secret@readers.example", "nobody"):
        assert desk.get(f"{LIST}?status=all&{lookup}={guess}").status_code == 400
    rita.user_permissions.add(Permission.objects.get(codename="view_address", content_type__app_label="comments"))
    assert desk.get(f"{LIST}?status=all&{lookup}=secret@readers.example").status_code == 200


def test_networks_are_told_to_nobody(say):
    say(network="0123456789abcdef")
    for lookup in ("network", "network__startswith"):
        assert make.browser(make.chief()).get(f"{LIST}?status=all&{lookup}=0").status_code == 400


@pytest.mark.parametrize(
    "query", ["status=%00", "badge__exact=%00", "text__contains=%00", "q=%00", "p=%00", "o=%00", "reasons__contains=1"]
)
def test_a_list_is_asked_for_nonsense_without_an_error(desk, say, query):
    say(status="pending")
    assert desk.get(f"{LIST}?{query}").status_code in (200, 302, 400)


def test_nothing_is_added_edited_or_deleted_by_hand(desk, say):
    comment = say()
    for path in ("add/", f"{comment.pk}/delete/"):
        assert desk.post(f"{QUEUE}{path}", {"post": "yes"}).status_code == 403
    assert desk.post(f"{QUEUE}{comment.pk}/change/", {"text": "Rewritten"}).status_code == 403
    assert Comment.objects.get().text == comment.text


# --- Bulk ---


@pytest.mark.parametrize(
    ("action", "fields", "status"),
    [
        ("approve", {}, "approved"),
        ("spam", {}, "spam"),
        ("remove", {"reason": "attack"}, "removed"),
    ],
)
def test_an_action_moves_all_that_are_ticked(desk, rita, say, action, fields, status):
    ticked, other = [say(status="pending"), say(status="pending")], say(status="pending")
    response = act(desk, action, *ticked, **fields)
    assert ": 2 comments." in page(response)
    assert set(Comment.objects.filter(status=status)) == set(ticked)
    assert Decision.objects.filter(moderator=rita, reason=fields.get("reason", "")).count() == 2
    assert Comment.objects.get(pk=other.pk).status == "pending"


def test_a_decision_is_undone_by_putting_it_back(desk, say):
    comment = say(status="spam")
    act(desk, "reopen", comment, query="?status=spam")
    assert Comment.objects.get().status == "pending"


@pytest.mark.parametrize("reason", ["", "because", *Comment.BY_WRITERS])
def test_removing_without_a_reason_that_moderators_give_changes_nothing(desk, say, reason):
    comment = say(status="pending")
    assert "Choose a reason" in page(act(desk, "remove", comment, reason=reason))
    assert decide(desk, comment, "remove", reason=reason).status_code == 302
    assert "Nothing was changed." in page(desk.get(LIST)) and Comment.objects.pending().exists()


@pytest.mark.parametrize("query", ["", "?status=all"])
def test_what_others_decided_meanwhile_is_left_alone_and_named(desk, say, query):
    taken, free = say(name="Taken", status="pending"), say(status="pending")
    act(make.browser(make.moderator("max")), "spam", taken)
    response = act(desk, "approve", taken, free, query=query)
    assert "Approved: 1 comment." in page(response)
    assert "Left alone: 1 comment. Taken: Spam by max" in page(response)
    assert Comment.objects.get(pk=taken.pk).status == "spam" and Comment.objects.get(pk=free.pk).is_approved


def test_actions_are_for_moderators_only(say):
    viewer = make.user()
    viewer.user_permissions.add(Permission.objects.get(codename="view_comment"))
    act(make.browser(viewer), "approve", say(status="pending"))
    assert not Comment.objects.approved().exists()


# --- One comment ---


def decide(desk, comment, move, **fields):
    return desk.post(f"{QUEUE}{comment.pk}/decide/", {"move": move, f"seen-{comment.pk}": comment.status, **fields})


def test_the_page_of_a_comment_offers_the_moves_that_are_left(desk, say):
    shown = page(desk.get(f"{QUEUE}{say(status='pending').pk}/change/"))
    assert re.findall(r'name="move" value="(\w+)"', shown) == ["approve", "spam", "remove"]
    shown = page(desk.get(f"{QUEUE}{say().pk}/change/"))
    assert re.findall(r'name="move" value="(\w+)"', shown) == ["spam", "reopen", "remove"]
    assert "style=" not in shown.partition('id="content"')[2] and "onclick" not in shown


def test_a_button_moves_the_comment_and_offers_to_undo(desk, say):
    comment = say(status="pending")
    assert decide(desk, comment, "approve")["Location"] == QUEUE
    assert f'<a href="{QUEUE}{comment.pk}/change/">Undo</a>' in page(desk.get(LIST))
    assert Comment.objects.get().is_approved


def test_a_button_pressed_late_says_who_was_first(desk, say):
    comment = say(status="pending")
    decide(make.browser(make.moderator("max")), comment, "remove", reason="hate")
    decide(desk, comment, "approve")
    assert "Removed by max" in page(desk.get(LIST)) and Comment.objects.get().status == "removed"


def test_a_button_is_a_post_by_a_moderator(desk, say):
    comment = say(status="pending")
    assert desk.get(f"{QUEUE}{comment.pk}/decide/").status_code == 405
    assert decide(make.browser(make.reporter()), comment, "approve").status_code == 403
    assert decide(Client(), comment, "approve").status_code == 302
    for move in ("", "delete", "approve\0"):
        assert decide(desk, comment, move).status_code == 302
    assert Client(enforce_csrf_checks=True).post(f"{QUEUE}{comment.pk}/decide/").status_code == 403
    assert Comment.objects.get().status == "pending"


# --- Discussions ---


def begin(desk, story, mode="open"):
    return desk.post(f"{DISCUSSIONS}add/", {"article": story, "mode": mode, "closes_at": ""})


def test_a_discussion_is_closed_and_its_count_is_not_touched(desk, say):
    discussion = say().discussion
    path = f"/admin/comments/discussion/{discussion.pk}/change/"
    desk.post(path, {"mode": "closed", "closes_at": "", "count": 99})
    stored = Discussion.objects.get()
    assert (stored.mode, stored.count) == ("closed", 1)
    assert "Set to “Closed”." in page(desk.get(path.replace("change", "history")))


def rewrite(edition, headline, **hours):
    """Change the working headline, and plan its publication if hours are given."""
    article = edition.article
    article.headline = headline
    article.save()
    if hours:
        workflow.schedule(article, by=make.superuser(), live_from=timezone.now() + timedelta(**hours))


@pytest.mark.parametrize("hours", [{}, {"hours": 1}])
def test_moderators_read_the_headline_that_readers_have_read(desk, edition, say, hours):
    say(status="pending")
    workflow.publish(edition.article, by=make.superuser(), change="update", note="A new turn.")
    rewrite(edition, "A secret takeover", **hours)
    for path in (LIST, f"{QUEUE}{Comment.objects.get().pk}/change/", DISCUSSIONS):
        shown = page(desk.get(path))
        assert "The ferry that waits" in shown and "secret" not in shown
    assert "The ferry" not in page(desk.get(f"{DISCUSSIONS}?q=secret"))
    assert "The ferry" in page(desk.get(f"{DISCUSSIONS}?q=ferry"))


def test_the_fields_of_a_discussion_show_what_readers_have_read(desk, edition, say):
    discussion = say().discussion
    rewrite(edition, "A secret takeover")
    form = page(desk.get(f"{DISCUSSIONS}{discussion.pk}/change/"))
    assert "The ferry that waits" in form and "secret" not in form


@pytest.mark.parametrize("start", ["", "https://paper.example", "  "])
def test_a_discussion_is_begun_by_the_address_of_its_story(desk, edition, start):
    assert 'name="article"' in page(desk.get(f"{DISCUSSIONS}add/"))
    response = begin(desk, f"{start}{edition.get_absolute_url()}", mode="held")
    assert response.status_code == 302
    assert Discussion.objects.get().mode == "held" and Discussion.objects.get().pk == edition.article_id
    assert "already exists" in page(begin(desk, edition.get_absolute_url()))


@pytest.mark.parametrize("typed", ["", "x", "http://[", "/2026/01/01/none/", "a\0b", "1", "/"])
def test_no_discussion_is_begun_without_a_story(desk, typed, db):
    assert begin(desk, typed).status_code == 200
    assert not Discussion.objects.exists()


def test_no_discussion_stands_in_the_way_of_deleting_a_draft(desk, rita):
    reporter = make.reporter()
    draft, coming = make.article("Secret", by=reporter), make.article()
    planned = workflow.schedule(coming, by=make.superuser(), live_from=timezone.now() + timedelta(hours=1))
    for typed in (draft.pk, coming.pk, f"/2026/11/23/{draft.slug}/", planned.get_absolute_url()):
        assert "Secret" not in page(begin(desk, str(typed)))
    assert not Discussion.objects.exists()
    make.browser(reporter).post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    assert not Article.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_of_discussions_takes_the_same_queries(desk, number, django_assert_num_queries, db):
    for _number in range(number):
        Discussion.objects.create(article_id=make.live().article_id)
    with django_assert_num_queries(7):  # one of them for the count in the sidebar
        assert "Story number" in page(desk.get("/admin/comments/discussion/"))


def test_a_discussion_closes_at_a_time_in_the_newsrooms_zone(desk, say, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    path = f"{DISCUSSIONS}{say().discussion.pk}/change/"
    assert 'type="datetime-local"' in desk.get(path).text
    desk.post(path, {"mode": "open", "closes_at": "2030-01-01T10:00"})
    assert Discussion.objects.get().closes_at == datetime(2030, 1, 1, 9, 0, tzinfo=UTC)
