"""What each setting of WordPress's discussion screen does, done by ours. Pingbacks and trackbacks have no counterpart.

Avatars from an outside service and their ratings have none either: ours are drawn from the name.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Author
from comments import moderation, signed, visitors
from comments.models import Comment, Discussion, Letter
from comments.moderation import Closed, Draft, Duplicate, Flood, SignInNeeded, assess
from tests import make

# The setting there; ours; a comment; what becomes of it.
TABLE = [
    ("default_comment_status", {"mode": "closed"}, {}, Closed),
    ("comment_registration", {"must_sign_in": True}, {}, SignInNeeded),
    ("close_comments_for_old_posts", {"close_after_days": 1}, {}, Closed),
    ("close_comments_for_old_posts, not yet", {"close_after_days": 2}, {}, []),
    ("comment_moderation", {"mode": "held"}, {}, ["held"]),
    ("comment_previously_approved", {"hold_first": 1}, {"name": "Karl"}, ["first"]),
    ("comment_previously_approved, met", {"hold_first": 1}, {}, []),
    ("comment_previously_approved, other address", {"hold_first": 1}, {"email": "r@other.example"}, ["first"]),
    ("comment_previously_approved, off", {"hold_first": 0}, {"name": "Karl"}, []),
    ("comment_max_links", {"hold_links": 2}, {"text": "www.a.example https://b.example"}, ["links"]),
    ("comment_max_links, fewer", {"hold_links": 2, "spam_hold": 100}, {"text": "See https://b.example"}, []),
    ("comment_max_links, off", {"hold_links": 0}, {"text": "www.a.example https://b.example"}, []),
    ("moderation_keys", {"hold_words": "waits"}, {}, ["word"]),
    ("moderation_keys, in the name", {"hold_words": "rosa"}, {}, ["word"]),
    (
        "moderation_keys, in the site",
        {"hold_words": "casino", "spam_hold": 100},
        {"website": "https://casino.example"},
        ["word"],
    ),
    ("moderation_keys, no substrings", {"hold_words": "ait\nros\nread"}, {}, []),
    ("moderation_keys, email by word", {"hold_words": "other\nreaders.example"}, {}, ["word"]),
    ("disallowed_keys", {"refuse_words": "waits"}, {}, ["refused"]),
    ("disallowed_keys, no substrings", {"refuse_words": "wait"}, {}, []),
    ("duplicate", {}, {"text": "Said before."}, Duplicate),
]


@pytest.fixture
def draft(edition, say):
    say("Said before.", name="Rosa", ago=3000)

    def made(**changes):
        stamp = signed.stamp(edition.article_id, timezone.now() - timedelta(hours=2))
        fields = {"text": "It never waits for me.", "name": "Rosa", "email": "rosa@readers.example", "stamp": stamp}
        fields["discussion"] = Discussion(article_id=edition.article_id)
        return Draft(edition=edition, **fields | changes)

    return made


@pytest.mark.parametrize(("setting", "rules", "changes", "becomes"), TABLE, ids=[row[0] for row in TABLE])
def test_a_setting_of_wordpress_has_its_counterpart(draft, setting, rules, changes, becomes):
    make.rules(**rules)
    at = timezone.now() + timedelta(minutes=1)
    if isinstance(becomes, list):
        assert list(assess(draft(**changes), at).reasons) == becomes
    else:
        with pytest.raises(becomes):
            assess(draft(**changes), at)


def test_comment_flood_has_its_counterpart(draft, say):
    say(name="Rosa", ago=1)
    with pytest.raises(Flood):
        assess(draft(), Comment.objects.latest("pk").created_at + timedelta(seconds=5))


@pytest.mark.parametrize("rules", [{"mode": "closed"}, {"close_after_days": 1}, {"mode": "held"}])
def test_what_a_story_says_of_itself_wins(draft, edition, rules):
    """Also over its age, which there closes a discussion that was opened by hand."""
    make.rules(**rules)
    opened = Discussion(article_id=edition.article_id, mode=Discussion.Mode.OPEN)
    assert assess(draft(discussion=opened), timezone.now() + timedelta(minutes=1)).reasons == ()


@pytest.mark.parametrize("who", ["moderator", "author"])
def test_who_moderates_or_wrote_the_story_passes(draft, edition, who):
    make.rules(mode="held", hold_first=9, hold_words="waits", hold_links=1)
    user = make.moderator("rita")
    if who == "author":
        user = make.reporter("ada")
        Author.objects.filter(pk=edition.byline[0]["id"]).update(user=user)
    at = timezone.now() + timedelta(minutes=1)
    assert assess(draft(user=user, name="Ada", email="", text="It waits: https://a.example"), at).reasons == ()


@pytest.mark.parametrize("missing", ["name", "email"])
def test_require_name_email_has_its_counterpart(client, fields, address, missing):
    response = client.post(address, fields(**{missing: ""}))
    assert response.status_code == 422 and not Comment.objects.exists()


def test_cookies_opt_in_has_its_counterpart(client, fields, address, settings):
    assert visitors.COOKIE not in client.post(address, fields()).cookies
    settings.NEWSROOM_COMMENT_INTERVAL = 0
    assert visitors.COOKIE in client.post(address, fields(text="Again.", remember="on")).cookies


def test_threads_pages_and_orders_have_their_counterparts(client, edition, say, settings):
    settings.NEWSROOM_COMMENT_ROOTS = 2
    first, *_rest = [say(f"Root {number}.") for number in range(3)]
    say("Below.", parent=first)
    path = edition.get_absolute_url()
    oldest, newest = (client.get(f"{path}{query}").content.decode() for query in ("", "?order=newest"))
    assert "Root 0." in oldest and "Below." in oldest and "Root 2." not in oldest
    assert "Root 2." in newest and "Root 0." not in newest


@pytest.mark.parametrize(
    ("setting", "rules", "kinds"),
    [
        ("comments_notify", {"mail_approved": True, "hold_first": 0, "mail_held": False}, {"posted"}),
        ("moderation_notify", {"mail_held": True, "hold_first": 1}, {"held"}),
        ("neither", {"mail_held": False, "mail_approved": False}, set()),
    ],
)
def test_mail_to_the_newsroom_has_its_counterparts(draft, edition, setting, rules, kinds):
    make.rules(**rules)
    writer = make.reporter("ada")
    Author.objects.filter(pk=edition.byline[0]["id"]).update(user=writer)
    type(writer).objects.filter(pk=writer.pk).update(email="ada@paper.example")
    moderation.receive(draft(name="Karl", email="karl@readers.example"), timezone.now() + timedelta(minutes=1))
    assert set(Letter.objects.values_list("kind", flat=True)) == kinds


def test_show_avatars_has_its_counterpart_without_an_outside_service(client, edition, say):
    say(name="Rosa")
    found = client.get(edition.get_absolute_url()).content.decode()
    assert 'class="avatar"' in found and "gravatar" not in found and "rosa@" not in found


def test_there_are_no_pingbacks(client, edition):
    response = client.get(edition.get_absolute_url())
    assert "X-Pingback" not in response and b"pingback" not in response.content
    assert client.post("/xmlrpc.php", b"<methodCall/>", content_type="text/xml").status_code == 404
    assert client.post(f"{edition.get_absolute_url()}trackback/").status_code == 404
