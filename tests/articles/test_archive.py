"""The archive: what is counted and listed for a year, a month and a day, and where a cut off address leads."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from tests import make
from tests.articles.test_public_pages import read
from tests.validity import faults

pytestmark = pytest.mark.django_db
PATHS = ["/archive/", "/archive/2025/", "/archive/2025/03/", "/archive/2025/03/01/"]


def published(when: str, headline="", **fields):
    """A story first published then, as in `2025-03-31T22:30`, in UTC."""
    live_from = datetime.fromisoformat(when).replace(tzinfo=UTC)
    return workflow.backdate(make.article(headline, **fields), by=make.superuser(), live_from=live_from)


def test_the_archive_counts_each_month_and_a_month_each_day(client):
    for when in ("2025-03-01T09:00", "2025-03-01T10:00", "2025-03-31T10:00", "2025-05-02T10:00", "2024-12-31T10:00"):
        published(when)
    whole = str(read(client, "/archive/"))
    assert whole.index("2025") < whole.index("March , 3 stories May , 1 story") < whole.index("December , 1 story")
    year = str(read(client, "/archive/2025/"))
    assert "March , 3 stories May , 1 story" in year
    assert "December" not in year
    month = str(read(client, "/archive/2025/03/"))
    assert "Sat 1 , 2 stories Mon 31 , 1 story" in month


def test_a_month_lists_its_stories_by_day_the_newest_first(client):
    published("2025-03-01T09:00", "Early")
    published("2025-03-01T10:00", "Late")
    published("2025-03-31T10:00", "Last")
    published("2025-04-01T10:00", "April")
    text = str(read(client, "/archive/2025/03/"))
    places = [text.index(words) for words in ("Monday, 31 March", "Last", "Saturday, 1 March", "Late", "Early")]
    assert places == sorted(places)
    assert "April" not in text.replace("April 2025", "")
    day = str(read(client, "/archive/2025/03/01/"))
    assert day.index("Late") < day.index("Early")
    assert "Last" not in day


def test_days_are_those_of_the_site_s_time_zone(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    published("2025-03-31T22:30", "Past midnight")
    published("2025-03-30T00:30", "On the day that has 23 hours")
    assert "Past midnight" in str(read(client, "/archive/2025/04/01/"))
    assert "Past midnight" not in str(read(client, "/archive/2025/03/"))
    assert "On the day" in str(read(client, "/archive/2025/03/30/"))


def test_an_empty_time_leads_to_the_nearest_both_ways(client):
    published("2023-02-03T10:00")
    published("2025-04-05T10:00")
    for path, before, after in (
        ("/archive/2024/", "2023/", "2025/"),
        ("/archive/2025/03/", "2023/02/", "2025/04/"),
        ("/archive/2025/03/09/", "2023/02/03/", "2025/04/05/"),
    ):
        page = read(client, path)
        links = {link.get("rel"): link["href"] for link in page.all("a")}
        assert (links["prev"], links["next"]) == (f"/archive/{before}", f"/archive/{after}")
        assert {"name": "robots", "content": "noindex"} in page.all("meta")
        assert "Nothing was published then" in str(page)


def test_what_is_no_time_of_the_paper_is_not_found(client):
    published("2025-04-05T10:00")
    nowhere = ["/archive/2025/13/", "/archive/2025/02/30/", "/archive/0000/", "/archive/9999/12/31/", "/archive/1999/"]
    nowhere += ["/archive/2999/", "/archive/20255/", "/archive/2025/3/", "/archive/٢٠٢٥/", "/archive/2025/04/?page=2"]
    nowhere += ["/archive/2025/04/?page=x", "/archive/2025/04/05/?page=0", "/2025/13/", "/2025/02/30/", "/0000/"]
    assert {path: client.get(path).status_code for path in nowhere} == dict.fromkeys(nowhere, 404)


def test_an_address_without_its_end_leads_to_the_stories_of_that_time(client):
    for path in ("/2025/", "/2025/04/", "/2025/04/05/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, f"/archive{path}")


def test_an_archive_without_stories_says_so(client):
    assert "Nothing has been published yet." in str(read(client, "/archive/"))


def test_a_story_of_this_month_is_counted_and_listed_from_its_minute_on(client, monkeypatch):
    make.live("Something old")
    client.get("/archive/")
    at = timezone.now().replace(day=15, hour=12) if timezone.now().day < 15 else timezone.now()
    edition = make.article("Embargoed")
    planned = workflow.schedule(edition, by=make.editor(), live_from=at + timezone.timedelta(minutes=1))
    month = f"{planned.live_from:/archive/%Y/%m/}"
    for moment, shown in ((at, False), (planned.live_from, True)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert ("Embargoed" in client.get(month).content.decode()) is shown
        assert ("Embargoed" in client.get(f"{planned.live_from:/archive/%Y/%m/%d/}").content.decode()) is shown


def test_what_is_withdrawn_is_neither_counted_nor_listed(client):
    edition = published("2025-03-01T09:00", "Wrong")
    published("2025-03-01T10:00", "Right")
    workflow.withdraw(edition.article, by=make.editor(), notice="Wrong.")
    month = read(client, "/archive/2025/03/")
    assert "Sat 1 , 1 story" in str(month)
    assert "Wrong" not in str(month)


def test_a_page_of_the_archive_asks_as_often_for_one_story_as_for_twenty(client):
    asked = []
    for number in (1, 19):
        for minute in range(number):
            published(f"2025-03-01T{number:02}:{minute:02}")
        asked.append([queries(client, path) for path in PATHS])
    assert asked[0] == asked[1]
    # With the cache empty, one asks who the site is.
    assert max(asked[1]) <= 7


def test_an_archive_of_forty_years_is_counted_by_as_few_queries(client):
    published("2025-03-01T09:00")
    few = queries(client, "/archive/")
    for year in range(1985, 2025):
        published(f"{year}-12-31T10:00", f"Of {year}")
    assert queries(client, "/archive/") <= few + 1
    text = str(read(client, "/archive/"))
    assert text.count("December , 1 story") == 40


def queries(client, path):
    """How many a page makes that finds nothing in the cache."""
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as made:
        page = client.get(path)
    assert faults(page.content.decode()) == []
    return len(made)
