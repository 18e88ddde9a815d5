"""Any request gets an answer, and none of 500: all routes, whoever asks, whatever is sent. See tests.fuzz.requests.

A run of the suite tries a few; `NEWSROOM_FUZZ=20000` tries that many.
"""

import logging
import os
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import make
from tests.fuzz import requests, site

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("NEWSROOM_FUZZ", "0"))
MOST_QUERIES, MOST_BYTES = 150, 600_000
# These say that something is not ready, which in a test it is not.
UNREADY = {"readyz": 503}


def fuzzed(few: int):
    """As many examples as one asks for, new ones each time; in the suite the same few."""
    return settings(
        max_examples=EXAMPLES or few,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def undone():
    """What happens inside is undone, and what waits for it to be stored happens all the same."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def newsroom(monkeypatch):
    # Of what is refused, thousands of lines would be written.
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    known = site.build()
    clients = {role: Client() if person is None else make.browser(person) for role, person in site.people().items()}
    return known, clients


def answer(clients, asked):
    """What is answered, held against what every answer keeps to."""
    client, cookies = clients[asked.role], clients[asked.role].cookies.copy()
    cache.clear()
    with undone(), CaptureQueriesContext(connection) as queries:
        response = asked.send(client)
        assert response.status_code < 500 or UNREADY.get(asked.path) == response.status_code, response.status_code
        size = 0 if response.streaming else len(response.content)
    client.cookies = cookies
    assert len(queries) <= MOST_QUERIES, len(queries)
    assert size <= MOST_BYTES, size
    return response


def test_no_request_is_answered_by_an_error_of_ours(newsroom):
    known, clients = newsroom
    paths = sorted(set(requests.routes()))

    @fuzzed(80)
    @given(requests.requests(paths, known))
    def ask(asked):
        answer(clients, asked)

    ask()


def test_no_form_takes_the_site_down(newsroom):
    """What a page asks to fill in, sent as it stands but for a field or two."""
    known, clients = newsroom
    paths = sorted(set(requests.routes()) - {"admin/logout/"})
    seen = {}

    def forms(role, path):
        """Of the page as this person sees it."""
        if (role, path) not in seen:
            asked = requests.Asked(role, "GET", requests.plain(path, known))
            page = answer(clients, asked)
            is_page = page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
            seen[role, path] = [form.at(asked.path) for form in requests.Forms(page.text).found] if is_page else []
        return seen[role, path]

    @fuzzed(40)
    @given(st.data())
    def send(data):
        role = data.draw(st.sampled_from(requests.ROLES[:-1] + ("chief",) * 4))
        for form in forms(role, data.draw(st.sampled_from(paths)))[:6]:
            answer(clients, data.draw(requests.changed(form, role, known["values"])))

    send()
