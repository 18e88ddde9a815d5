"""The desk's page on how the house runs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission

from newsroom.desk.operations import plots
from newsroom.desk.operations.seen import Seen
from newsroom.desk.operations.troubles import troubles
from newsroom.figures import Backup, Disk, Hour, Replica, Waiting
from tests import make
from tests.validity import faults

ADDRESS = "/admin/operations/"
AT = datetime(2026, 11, 29, 12, 30, tzinfo=UTC)
GB = 10**9
WELL = Seen(
    parts={"database": "ok", "migrations": "ok", "cache": "ok"},
    has_backups=True,
    tasks=Waiting(3, 20.0),
    hours=[Hour(AT, 4, 0, 2.0)],
    held=Waiting(2, 3600.0),
    letters=Waiting(1, 10.0),
    webhooks=Waiting(0, 0.0),
    disk=Disk(100 * GB, 50 * GB),
    backup=Backup(AT - timedelta(hours=9), 1, None),
    replicas=[Replica("replica1", 0.2)],
)


def test_where_all_is_well_nothing_is_amiss():
    assert troubles(WELL, AT) == []


@pytest.mark.parametrize(
    ("amiss", "what", "do"),
    [
        ({"parts": WELL.parts | {"migrations": "1 not applied"}}, "does not have all migrations", "manage.py migrate"),
        ({"parts": WELL.parts | {"cache": "failed"}}, "cache does not answer", "CACHE_URL"),
        ({"tasks": Waiting(7, 1200.0)}, "Tasks wait: 7, the oldest for 20", "manage.py db_worker"),
        ({"tasks": Waiting(10_000, 1200.0)}, "Tasks wait: 10000 or more", "manage.py db_worker"),
        ({"hours": [Hour(AT, 4, 2, 2.0)]}, "2 tasks failed", "log"),
        ({"letters": Waiting(7, 9000.0)}, "Mail to readers waits: 7", "manage.py send_letters"),
        ({"webhooks": Waiting(7, 9000.0)}, "Messages to webhooks wait: 7", "manage.py send_webhooks"),
        ({"held": Waiting(7, 100_000.0)}, "Comments wait for a moderator: 7", "moderators"),
        ({"disk": Disk(100 * GB, 7 * GB)}, "7 per cent are left", "room"),
        ({"has_backups": False, "backup": None}, "Nobody has said where backups go", "NEWSROOM_BACKUP_TO"),
        ({"backup": None}, "There is no backup", "backup --list"),
        ({"backup": Backup(AT - timedelta(days=3), 1, None)}, "The last backup is 3", "manage.py backup"),
        ({"replicas": [Replica("replica1", None)]}, "replica1 does not answer", "start it again"),
        ({"replicas": [Replica("replica1", 90.0)]}, "replica1 is 90 seconds behind", "long query"),
    ],
)
def test_what_is_amiss_is_said_in_words_with_what_to_do(amiss, what, do):
    [found] = troubles(WELL._replace(**amiss), AT)
    assert what in found.what.replace("\xa0", " ")
    assert do in found.do


def test_bars_stand_on_the_ground_and_the_highest_is_as_high_as_the_drawing():
    points = [plots.Point(AT, value, bad, "") for value, bad in ((0, 0), (5, 0), (10, 4))]
    drawn = plots.plot("Tasks", "", "10", points)
    assert [(bar.x, bar.y, bar.height) for bar in drawn.bars] == [(0, 64, 0), (12, 32, 32), (24, 0, 64)]
    assert drawn.bars[2].bad_height == 25.6
    assert plots.plot("Tasks", "", "0", [plots.Point(AT, 0, 0, "")]).bars[0].height == 0


@pytest.mark.django_db
def test_who_may_see_tasks_sees_the_page_and_others_are_refused(client):
    assert client.get(ADDRESS).status_code == 302
    editor = make.editor()
    client.force_login(editor)
    assert client.get(ADDRESS).status_code == 403
    assert ADDRESS not in client.get("/admin/").content.decode()
    editor.user_permissions.add(Permission.objects.get(codename="view_dbtaskresult"))
    assert client.get(ADDRESS).status_code == 200
    assert ADDRESS in client.get("/admin/").content.decode()
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.django_db
def test_the_page_says_first_what_is_amiss_and_has_no_style_of_its_own(client, settings):
    settings.NEWSROOM_BACKUP_TO = ""
    client.force_login(make.superuser())
    response = client.get(ADDRESS)
    page = response.content.decode()
    assert page.index("Nobody has said where backups go") < page.index("Tasks an hour") < page.index("Versions")
    assert "style=" not in page and "no-store" in response["Cache-Control"]
    assert faults(page) == []
