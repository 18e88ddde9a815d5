"""Webhooks hear of a comment that waits for a moderator."""

import json

import pytest

from articles.models import Delivery, Webhook
from comments import moderation
from comments.models import Comment

pytestmark = pytest.mark.django_db


def test_a_held_comment_is_told_of_without_its_writers_address(browser, fields, address):
    Webhook.objects.create(url="https://x.example/", events=["comment.held"], secret="whsec_AAAA")
    Webhook.objects.create(url="https://y.example/", events=["story.published"], secret="whsec_AAAA")
    assert browser.post(address, fields(text="Will it sail?")).status_code == 302
    comment = Comment.objects.get()
    assert comment.status == "pending"
    sent = Delivery.objects.get()
    assert (sent.webhook.url, sent.key) == ("https://x.example/", f"comment.held-{comment.pk}")
    assert sent.payload["text"] == "Will it sail?"
    assert comment.email and comment.email not in json.dumps(sent.payload)
    assert comment.network and comment.network not in json.dumps(sent.payload)
    moderation.erase(comment.email, keep_words=True)
    assert not Delivery.objects.exists()
