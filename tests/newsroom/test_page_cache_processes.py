"""Several servers with several processes, which share nothing but the database: none of them shows what is no longer so."""

import http.client
import os
import random
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article, Edition, Identity, Slot
from comments import moderation
from comments.models import Comment, Discussion
from tests import make
from tests.bench.server import free_port, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = (2, 1)
ACTS = 10
# Connections to a server with each question, so that all of its workers are asked.
ASKED = 3


def database_url():
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


@contextmanager
def serving(workers):
    port = free_port()
    command = ["granian", "--interface", "wsgi", "--workers", str(workers), "--no-ws", "--log-level", "error"]
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "newsroom.settings_test"}
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--host", "127.0.0.1", "--port", str(port), "newsroom.wsgi:application"],
        env=environment,
    )
    try:
        wait_for(port, process, 30)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def ask(port, path):
    asker = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    asker.request("GET", path, headers={"Accept-Encoding": "identity", "Connection": "close"})
    answer = asker.getresponse()
    text = answer.read().decode()
    asker.close()
    return answer.status, text


class Newsroom:
    """Does something by chance, and knows what readers must see of it from then on."""

    def __init__(self, chance):
        self.chance, self.by = chance, make.superuser()
        self.section = make.section("World")
        self.titles, self.said, self.name = {}, {}, ""
        for _number in range(3):
            self.publish_new()

    def publish_new(self):
        edition = make.live(f"First words {self.chance.random()}")
        self.titles[edition.article_id], self.said[edition.article_id] = edition.headline, {}

    def update(self):
        story = Article.objects.get(pk=self._some())
        edition = workflow.publish(make.rewrite(story, f"New words {self.chance.random()}"), by=self.by)
        self.titles[story.pk] = edition.headline

    def withdraw(self):
        if len(self.titles) > 2:
            story = Article.objects.get(pk=self._some())
            workflow.withdraw(story, by=self.by, notice="It was wrong.")
            del self.titles[story.pk]

    def comment(self):
        pk = self._some()
        discussion, _made = Discussion.objects.get_or_create(article_id=pk)
        text = f"A remark {self.chance.random()}"
        made = Comment.objects.create(
            discussion=discussion, status="pending", created_at=timezone.now(), name="Bea", text=text
        )
        Comment.objects.filter(pk=made.pk).update(root=made.pk)
        made.refresh_from_db()
        moderation.approve(made, self.by)
        self.said[pk][made.pk] = text

    def remove(self):
        pk = self._some()
        if self.said[pk]:
            comment = self.chance.choice(list(self.said[pk]))
            moderation.remove(Comment.objects.get(pk=comment), self.by, "other")
            del self.said[pk][comment]

    def rename(self):
        self.name = f"The Tide {self.chance.randrange(1000)}"
        Identity(name=self.name).save()

    def lead(self):
        Slot.objects.all().delete()
        Slot.objects.create(article_id=self._some(), position=0)

    def act(self):
        acts = (self.publish_new, self.update, self.update, self.withdraw, self.comment, self.comment, self.remove)
        self.chance.choice((*acts, self.rename, self.lead))()

    def _some(self):
        return self.chance.choice(list(self.titles))

    def check(self, ports):
        front, pages = "/", {}
        editions = Edition.objects.live().select_related("address")
        paths = {edition.article_id: edition.get_absolute_url() for edition in editions}
        slot = Slot.objects.first()
        for port in ports:
            for _time in range(ASKED):
                pages[front] = ask(port, front)
                status, text = pages[front]
                assert status == 200 and self.name in text
                assert all((title in text) for title in self.titles.values())
                assert text.count("First words") + text.count("New words") >= len(self.titles)
                if slot and slot.article_id in self.titles:
                    lead = min(self.titles, key=lambda pk: text.index(self.titles[pk]))
                    assert lead == slot.article_id
            for pk, path in paths.items():
                status, text = ask(port, path)
                if pk not in self.titles:
                    assert status == 410
                    continue
                assert status == 200 and self.titles[pk] in text and self.name in text
                assert {said in text for said in self.said[pk].values()} <= {True}
                assert text.count("A remark") == len(self.said[pk])


def test_whatever_happens_the_next_request_to_any_process_shows_it():
    newsroom = Newsroom(random.Random(7))
    with ExitStack() as stack:
        ports = [stack.enter_context(serving(workers)) for workers in WORKERS]
        newsroom.check(ports)
        for _number in range(ACTS):
            newsroom.act()
            newsroom.check(ports)
        _check_that_a_scheduled_story_comes_on_its_second(ports)


def _check_that_a_scheduled_story_comes_on_its_second(ports):
    due = (timezone.now() + timedelta(seconds=2)).replace(microsecond=0)
    workflow.schedule(make.article("On the second"), by=make.superuser(), live_from=due)
    before = after = 0
    while after < len(ports) * ASKED:
        for port in ports:
            asked = timezone.now()
            shown = "On the second" in ask(port, "/")[1]
            if timezone.now() < due:
                before += 1
                assert not shown
            elif asked >= due:
                after += 1
                assert shown
    assert before
