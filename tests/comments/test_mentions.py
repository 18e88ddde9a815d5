"""Pages elsewhere that link to a story: told of below the conversation, and no part of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from comments import moderation
from comments.conversation import MENTIONS
from comments.models import Comment, Discussion, Mention
from tests import make


@pytest.fixture
def mention(edition):
    """Store a mention of the story."""

    def store(title="The log of the sea", status="approved", **fields):
        discussion = Discussion.objects.of(edition.article_id)
        discussion.save()
        fields = {"kind": "pingback", "address": "https://www.sea.example/log?a=1&b=2"} | fields
        made = Mention.objects.create(
            discussion=discussion, title=title, status=status, created_at=timezone.now(), **fields
        )
        Discussion.objects.recount_mentions()
        return made

    return store


def page(client, edition):
    return client.get(edition.get_absolute_url()).text


def test_readers_are_told_of_it_below_the_conversation(client, edition, say, mention):
    say("It never waits.")
    mention("Sea <log>", text="[…] a ferry […]")
    shown = page(client, edition)
    link = (
        '<a href="https://www.sea.example/log?a=1&amp;b=2" rel="nofollow ugc noopener"><bdi>Sea &lt;log&gt;</bdi></a>'
    )
    assert link in shown and '<span class="meta">sea.example</span>' in shown
    assert shown.index("It never waits.") < shown.index("Mentioned by")


@pytest.mark.parametrize("status", ["pending", "spam", "removed"])
def test_one_that_is_not_approved_is_shown_nowhere(client, edition, mention, status):
    mention("The log of the sea", status)
    assert "sea.example" not in page(client, edition) and "Mentioned by" not in page(client, edition)


def test_it_is_no_comment(client, edition, say, mention, desk):
    say("It never waits.")
    mention()
    mention("Another", "pending")
    assert "1 comment<" in page(client, edition)
    assert Discussion.objects.get().count == 1
    feed = client.get(f"{edition.get_absolute_url()}feed/").text + client.get("/comments/feed/").text
    assert "It never waits." in feed and "sea.example" not in feed
    assert "sea.example" not in desk.get("/admin/comments/comment/").text
    assert '"commentCount": 1' in page(client, edition) or '"commentCount":1' in page(client, edition)


def test_of_many_the_newest_are_told_and_only_beside_all_threads(client, edition, say, mention):
    say("It never waits.")
    for number in range(MENTIONS + 1):
        mention(f"Page number {number}.")
    shown = page(client, edition)
    assert "Page number 1." in shown and "Page number 0." not in shown
    picks = client.get(f"{edition.get_absolute_url()}?picks=1").text
    assert "Page number" not in picks


def test_a_moderator_hides_it_and_shows_it_again(client, edition, mention, desk, rita):
    one = mention()
    assert "sea.example" in page(client, edition)
    listed = desk.get("/admin/comments/mention/").text
    assert "The log of the sea" in listed and edition.headline in listed
    sent = {"action": "hide", "_selected_action": [one.pk]}
    assert "1 mention changed." in desk.post("/admin/comments/mention/", sent, follow=True).text
    assert "sea.example" not in page(client, edition)
    assert "so already" in desk.post("/admin/comments/mention/", sent, follow=True).text
    assert moderation.show_mentions([one], by=rita) == 1
    assert "sea.example" in page(client, edition)
    assert not Comment.objects.exists()


def test_who_moderates_nothing_hides_nothing(edition, mention):
    one, reporter = mention(), make.reporter()
    with pytest.raises(PermissionDenied):
        moderation.hide_mentions([one], by=reporter)
    assert make.browser(reporter).get("/admin/comments/mention/").status_code == 403
    assert Mention.objects.get().status == "approved"
