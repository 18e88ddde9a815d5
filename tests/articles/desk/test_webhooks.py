"""What webhooks are told, when, and by what right. The receiver is a server on loopback."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from articles.desk import link_fetch, webhooks, workflow
from articles.models import Delivery, Webhook
from articles.public.webhooks import KEEP
from tests import make

pytestmark = pytest.mark.django_db
EVENTS = Webhook.Event.values
HOUR = timedelta(hours=1)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers, body))
        self.send_response(self.server.answer)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.answer = [], 200
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    here = {"ports": frozenset({server.server_port}), "allows": lambda address: address.is_loopback}
    monkeypatch.setattr(webhooks, "BOUNDS", link_fetch.Bounds(timeout=5, total=5, **here))
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def hook(receiver):
    made = Webhook(url=f"http://127.0.0.1:{receiver.server_port}/in", events=EVENTS)
    webhooks.add(made, by=make.superuser())
    Webhook.objects.update(created_at=timezone.now() - HOUR, told_until=timezone.now() - HOUR)
    made.refresh_from_db()
    return made


def told(receiver):
    return [json.loads(body) for _headers, body in receiver.got]


def is_signed(secret, headers, body):
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{right}" in headers["webhook-signature"].split()


def test_each_event_is_told_once_signed_and_as_readers_see_it(hook, receiver):
    by, article = make.editor(), make.article("Tides")
    workflow.publish(article, by=by)
    webhooks.send_due()
    workflow.publish(make.rewrite(article, "Tides turn"), by=by, note="Adds a table.")
    workflow.publish(make.rewrite(article, "Tides, corrected"), by=by, change="correction", note="It was nine.")
    webhooks.send_due()
    workflow.publish(make.rewrite(article, "Tides."), by=by, change="minor")
    workflow.withdraw(article, by=by, notice="We could not stand it up.")
    webhooks.send_due()
    workflow.unpublish(article, by=by)
    for _again in range(2):
        webhooks.send_due()

    messages = told(receiver)
    kinds = ["published", "updated", "corrected", "withdrawn", "taken_down"]
    assert [one["type"] for one in messages] == [f"story.{kind}" for kind in kinds]
    assert messages[0]["data"]["headline"] == "Tides"
    # It had been corrected by the time it was told of, so readers did not see it any more.
    assert messages[1]["data"].keys() == {"id", "url"}
    assert (messages[2]["data"]["headline"], messages[2]["data"]["note"]) == ("Tides, corrected", "It was nine.")
    assert messages[3]["data"]["notice"] == "We could not stand it up."
    assert "Tides" not in json.dumps(messages[3:])
    assert all(is_signed(hook.secret, *one) for one in receiver.got)
    assert not is_signed(webhooks.new_secret(), *receiver.got[0])
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}


def test_a_scheduled_story_is_told_of_at_its_time_and_a_cancelled_one_never(hook, receiver):
    by, now = make.editor(), timezone.now()
    workflow.schedule(make.article("Later"), by=by, live_from=now + HOUR)
    workflow.cancel(workflow.schedule(make.article("Never"), by=by, live_from=now + HOUR), by=by)
    webhooks.send_due(now + HOUR - timedelta(seconds=1))
    assert receiver.got == []
    webhooks.send_due(now + HOUR)
    assert [one["data"]["headline"] for one in told(receiver)] == ["Later"]


def test_only_what_was_asked_for_and_has_happened_since_is_told(hook, receiver):
    make.live("Old", ago=timedelta(days=3))
    Webhook.objects.update(events=["story.withdrawn"])
    workflow.publish(make.article("New"), by=make.editor())
    webhooks.send_due()
    Webhook.objects.update(events=EVENTS, is_active=False)
    workflow.publish(make.article("Newer"), by=make.editor())
    webhooks.send_due()
    assert receiver.got == []


def test_a_failing_receiver_is_tried_again_later_with_the_same_id_and_given_up_in_the_end(hook, receiver):
    receiver.answer, now = 503, timezone.now()
    workflow.publish(make.article("Tides"), by=make.editor())
    now = timezone.now()
    again = webhooks.send_due(now).again
    assert again == now + webhooks.WAITS[0]
    assert webhooks.send_due(again - timedelta(seconds=1)).tried == 0
    for wait in webhooks.WAITS:
        now += wait
        assert webhooks.send_due(now).tried == 1
    sent = Delivery.objects.get()
    assert (sent.status, sent.tries, sent.code) == ("failed", len(webhooks.WAITS) + 1, 503)
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    receiver.answer = 200
    webhooks.send_again(sent, by=make.superuser())
    webhooks.send_due()
    assert Delivery.objects.get().status == "sent"


@pytest.mark.parametrize(("answer", "is_active"), [(410, False), (302, True), (200, True)])
def test_a_receiver_that_is_gone_is_switched_off_and_redirects_are_not_followed(hook, receiver, answer, is_active):
    receiver.answer = answer
    workflow.publish(make.article("Tides"), by=make.editor())
    webhooks.send_due()
    assert len(receiver.got) == 1
    assert Webhook.objects.get().is_active is is_active


def test_messages_given_up_one_after_the_other_switch_it_off(hook, receiver):
    receiver.answer = 500
    for number in range(webhooks.MOST_FAILED):
        Delivery.objects.create(
            webhook=hook, key=f"story.updated-{number}", event="story.updated", payload={}, tries=7
        )
    webhooks.send_due()
    assert not Webhook.objects.get().is_active


def test_of_two_workers_one_sends(hook, receiver):
    Delivery.objects.create(webhook=hook, key="story.updated-1", event="story.updated", payload={})
    one, other = Delivery.objects.get(), Delivery.objects.get()
    assert webhooks.claim(one, timezone.now())
    assert not webhooks.claim(other, timezone.now())
    assert webhooks.send_due().tried == 0


@pytest.mark.parametrize("gone", [workflow.unpublish, partial(workflow.withdraw, notice="Wrong.")])
def test_a_later_try_says_no_more_of_a_story_than_readers_see_by_then(hook, receiver, gone):
    receiver.answer, by = 503, make.editor()
    article = make.article("Tides")
    workflow.publish(article, by=by)
    again = webhooks.send_due().again
    gone(article, by=by)
    receiver.answer = 200
    webhooks.send_due(again)
    first, second, *_other = told(receiver)
    assert (first["type"], second["type"]) == ("story.published", "story.published")
    assert "Tides" in json.dumps(first["data"])
    assert second["data"].keys() == {"id", "url"}
    assert "Tides" not in json.dumps(list(Delivery.objects.values_list("payload", flat=True)))


def test_messages_are_let_go_of_after_a_while_and_what_is_older_is_not_told(hook, receiver):
    workflow.publish(make.article("Tides"), by=make.editor())
    webhooks.send_due()
    Delivery.objects.update(created_at=timezone.now() - KEEP - HOUR)
    Webhook.objects.update(created_at=timezone.now() - 3 * KEEP, told_until=timezone.now() - 3 * KEEP)
    webhooks.send_due(timezone.now() + KEEP + HOUR)
    assert not Delivery.objects.exists()
    assert len(receiver.got) == 1


def test_nothing_is_sent_to_an_address_that_is_not_public(hook, receiver, monkeypatch):
    monkeypatch.setattr(webhooks, "BOUNDS", link_fetch.Bounds(ports=frozenset({receiver.server_port})))
    sent = webhooks.test(hook, by=make.superuser())
    assert (sent.status, sent.problem) == ("failed", "It leads to an address that is not public.")
    assert receiver.got == []


def test_a_new_secret_signs_beside_the_old_one_for_a_day(hook, receiver):
    new = webhooks.rotate(hook, by=make.superuser())
    hook.refresh_from_db()
    webhooks.test(hook, by=make.superuser())
    assert is_signed(new, *receiver.got[0]) and is_signed(hook.old_secret, *receiver.got[0])
    Webhook.objects.update(old_until=timezone.now())
    webhooks.test(Webhook.objects.get(), by=make.superuser())
    assert is_signed(new, *receiver.got[1]) and not is_signed(hook.old_secret, *receiver.got[1])


def test_the_command_sends_what_is_due(hook, receiver, capsys):
    workflow.publish(make.article("Tides"), by=make.editor())
    call_command("send_webhooks")
    assert "1 messages sent or tried." in capsys.readouterr().out
    assert len(receiver.got) == 1


def test_only_superusers_manage_them_and_see_a_secret_once(receiver, client):
    add, values = "/admin/articles/webhook/add/", {"url": "https://x.example/in", "events": ["story.published"]}
    for screen in (add, "/admin/articles/webhook/", "/admin/articles/delivery/"):
        assert make.browser(make.editor()).get(screen).status_code == 403
    chief = make.browser(make.chief())
    page = chief.post(add, values | {"is_active": "on"}, follow=True).text
    hook = Webhook.objects.get()
    assert hook.secret.replace("+", "&#x2B;") in page or hook.secret in page
    hook.deliveries.create(key="test-1", event="test", payload={}, tries=1, problem="Nobody answers there.")
    assert "Nobody answers there." in chief.get("/admin/articles/webhook/").text
    assert hook.secret not in chief.get(f"/admin/articles/webhook/{hook.pk}/change/").text
    for act in (webhooks.rotate, webhooks.test):
        with pytest.raises(PermissionDenied):
            act(hook, by=make.editor())
