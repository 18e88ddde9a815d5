"""What each setting of WordPress's discussion screen does, done by ours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import signed
from comments.models import Comment, Discussion
from comments.moderation import Closed, Draft, Duplicate, Flood, SignInNeeded, assess
from tests import make

# The setting there; ours; a comment; what becomes of it.
TABLE = [
    ("default_comment_status", {"mode": "closed"}, {}, Closed),
    ("comment_registration", {"must_sign_in": True}, {}, SignInNeeded),
    ("close_comments_for_old_posts", {"close_after_days": 1}, {}, Closed),
    ("comment_moderation", {"mode": "held"}, {}, ["held"]),
    ("comment_previously_approved", {"hold_first": 1}, {"name": "Karl"}, ["first"]),
    ("comment_previously_approved, off", {"hold_first": 0}, {"name": "Karl"}, []),
    ("comment_max_links", {"hold_links": 2}, {"text": "www.a.example https://b.example"}, ["links"]),
    ("moderation_keys", {"hold_words": "waits"}, {}, ["word"]),
    ("moderation_keys, no substrings", {"hold_words": "ait\nros\nread"}, {}, []),
    ("moderation_keys, email by word", {"hold_words": "other\nreaders.example"}, {}, ["word"]),
    ("disallowed_keys", {"refuse_words": "waits"}, {}, ["refused"]),
    ("duplicate", {}, {"text": "Said before."}, Duplicate),
]


@pytest.fixture
def draft(edition, say):
    say("Said before.", name="Rosa", ago=3000)

    def made(**changes):
        stamp = signed.stamp(edition.article_id, timezone.now() - timedelta(hours=2))
        fields = {"text": "It never waits for me.", "name": "Rosa", "email": "rosa@readers.example", "stamp": stamp}
        return Draft(edition=edition, discussion=Discussion(article_id=edition.article_id), **fields | changes)

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
