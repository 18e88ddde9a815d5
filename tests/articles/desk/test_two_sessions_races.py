"""Two saves at the same instant, on a database that lets both run."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from tests import make
from tests.articles.desk.conftest import change_url
from tests.articles.desk.two import opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time"),
]


def test_saves_at_one_instant_are_merged_with_each_other():
    article = make.article("Before")
    changes = [{"headline": "Ada’s"}, {"standfirst": "Ines’s."}, {"dateline_place": "Bo’s"}]
    clients, barrier, statuses = [], Barrier(len(changes)), []
    for name in ("ada", "ines", "bo"):
        clients.append(Client())
        clients[-1].force_login(make.editor(name))
    forms = [opened(client, article) for client in clients]

    def save(client, data):
        barrier.wait()
        statuses.append(client.post(change_url(article), data).status_code)
        connection.close()

    threads = [Thread(target=save, args=(c, f | d)) for c, f, d in zip(clients, forms, changes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    article.refresh_from_db()
    assert statuses == [302] * 3
    assert (article.headline, article.standfirst, article.dateline_place) == ("Ada’s", "Ines’s.", "Bo’s")
    assert article.version == 3
    assert article.revisions.saves().count() == 4
