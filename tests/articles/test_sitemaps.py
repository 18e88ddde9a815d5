"""What search engines read: that it is what their rules ask for, and names only what readers may see."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import workflow
from articles.public.sitemaps import entries, months
from tests import make

pytestmark = pytest.mark.django_db

SITE = "https://news.example"
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.NEWSROOM_SITE_URL = SITE


def read(client, path):
    """The root of a file, checked by the protocol: UTF-8, absolute addresses of this site, dates as the W3C writes them."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    locations = [one.text for one in root.iter(f"{S}loc")]
    assert all(one.startswith(f"{SITE}/") and len(one) < 2048 for one in locations)
    assert len(locations) == len(set(locations)) <= 50_000
    for at in (*root.iter(f"{S}lastmod"), *root.iter(f"{NEWS}publication_date")):
        assert datetime.fromisoformat(at.text).tzinfo
    return root


def paths(root):
    return [one.text.removeprefix(SITE) for one in root.iter(f"{S}loc")]


def published(headline, at, **fields):
    return workflow.backdate(make.article(headline, **fields), by=make.superuser(), live_from=at)


def hidden():
    """Stories of every kind that no reader may see. Returns their addresses."""
    editor = make.editor()
    scheduled = workflow.schedule(make.article(), by=editor, live_from=timezone.now() + timedelta(hours=1))
    gone, killed = make.article(), make.article()
    down = workflow.publish(gone, by=editor)
    workflow.unpublish(gone, by=editor)
    withdrawn = workflow.publish(killed, by=editor)
    workflow.withdraw(killed, by=editor, notice="Wrong.")
    return {one.get_absolute_url() for one in (scheduled, down, withdrawn)}


def test_index_names_a_file_for_each_month_with_its_last_change(client):
    published("Old", datetime(2024, 2, 29, 12, tzinfo=UTC))
    first = published("First of a year", datetime(2025, 1, 1, 0, 0, tzinfo=UTC))
    published("Last of a year", datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC))
    workflow.publish(make.rewrite(first.article), by=make.editor(), change="update", note="More is known.")
    root = read(client, "/sitemap.xml")
    assert root.tag == f"{S}sitemapindex"
    assert paths(root) == [
        "/sitemap-pages.xml",
        *("/sitemap-2025-12.xml", "/sitemap-2025-01.xml", "/sitemap-2024-02.xml"),
    ]
    changed = datetime.fromisoformat(root[2].find(f"{S}lastmod").text)
    assert timezone.now() - changed < timedelta(minutes=5)
    assert {path: len(read(client, path)) for path in paths(root)[1:]} == dict.fromkeys(paths(root)[1:], 1)


def test_month_begins_and_ends_in_the_time_zone_of_the_site(client, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    edition = published("Past midnight in Tokyo", datetime(2024, 12, 31, 15, 30, tzinfo=UTC))
    assert edition.get_absolute_url().startswith("/2025/01/01/")
    assert paths(read(client, "/sitemap.xml"))[1:] == ["/sitemap-2025-01.xml"]
    assert client.get("/sitemap-2024-12.xml").status_code == 404


def test_month_lists_stories_with_pictures_and_their_last_material_change(client):
    plain = published("Plain", datetime(2025, 3, 1, tzinfo=UTC))
    picture = make.illustration()
    shown = published("Shown", datetime(2025, 3, 2, tzinfo=UTC), illustration=picture)
    first, second = read(client, "/sitemap-2025-03.xml")
    assert [first[0].text, second[0].text] == [SITE + one.get_absolute_url() for one in (plain, shown)]
    assert first.find(f"{IMAGE}image") is None
    image = second.find(f"{IMAGE}image/{IMAGE}loc").text
    assert image.startswith(f"{SITE}/")
    assert image.endswith("-wide-1200.jpeg")
    assert second.find(f"{S}lastmod").text == shown.updated_at.isoformat(timespec="seconds")


def test_busy_month_is_told_in_several_files(client, monkeypatch):
    for module in ("months", "views"):
        monkeypatch.setattr(f"articles.public.sitemaps.{module}.MOST", 2)
    stories = [published(f"{day}", datetime(2025, 3, day, tzinfo=UTC)).get_absolute_url() for day in (1, 2, 3)]
    files = paths(read(client, "/sitemap.xml"))[1:]
    assert files == ["/sitemap-2025-03.xml", "/sitemap-2025-03-2.xml"]
    assert [paths(read(client, file)) for file in files] == [stories[:2], stories[2:]]


@pytest.mark.parametrize(
    "path",
    ["2025-13", "0000-01", "0001-01", "9999-12", "2025-03-0", "2025-03-1", "2025-03-99999999999999999999", "2024-01"],
)
def test_month_that_is_none_or_empty_is_not_found(client, path):
    published("Here", datetime(2025, 3, 1, tzinfo=UTC))
    assert client.get(f"/sitemap-{path}.xml").status_code == 404


def test_first_month_of_all_is_not_found_east_of_greenwich_either(client):
    with timezone.override("Asia/Tokyo"):
        assert client.get("/sitemap-0001-01.xml").status_code == 404


def test_pages_are_those_with_something_to_read(client):
    make.section("Empty"), make.author("Nobody Yet"), make.article(tags=["unseen"])
    story = make.live(tags=["coast"])
    found = paths(read(client, "/sitemap-pages.xml"))
    assert found[:2] == ["/", "/section/world/"]
    assert {"/corrections/", "/tag/coast/", "/author/ada-flint/"} <= set(found)
    assert not {"/section/empty/", "/author/nobody-yet/", "/tag/unseen/", story.get_absolute_url()} & set(found)
    assert all(client.get(path).status_code == 200 for path in found)


def test_news_of_two_days_by_the_rules_of_google_news(client):
    now = timezone.now()
    old = published("Yesterday’s", now - timedelta(hours=30))
    workflow.publish(make.rewrite(old.article, "Ferry & <crew>\x0b safe"), by=make.editor(), change="update")
    published("Too old", now - timedelta(hours=49))
    published("Auf Deutsch", now - timedelta(hours=40), language="de")
    published("Buy this", now - timedelta(hours=1), label="sponsored")
    url, german = read(client, "/news-sitemap.xml")
    assert next(german.iter(f"{NEWS}language")).text == "de"
    news = url.find(f"{NEWS}news")
    assert [one.tag.removeprefix(NEWS) for one in news] == ["publication", "publication_date", "title"]
    assert news.find(f"{NEWS}publication/{NEWS}name").text == "The Plumb Line"
    assert news.find(f"{NEWS}publication/{NEWS}language").text == "en"
    assert news.find(f"{NEWS}title").text == "Ferry & <crew> safe"
    assert datetime.fromisoformat(news.find(f"{NEWS}publication_date").text) == old.published_at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("code", "expected"), [("en-gb", "en"), ("de", "de"), ("zh-hans", "zh-cn"), ("zh-hant", "zh-tw"), ("pt-br", "pt")]
)
def test_news_language_is_written_as_google_wants_it(code, expected):
    assert entries.news_language(code) == expected


def test_without_news_the_files_are_there_and_empty(client):
    assert len(read(client, "/news-sitemap.xml")) == 0
    assert paths(read(client, "/sitemap.xml")) == ["/sitemap-pages.xml"]
    assert "/" in paths(read(client, "/sitemap-pages.xml"))


def test_nothing_hidden_stands_in_any_file(client):
    addresses, visible = hidden(), make.live().get_absolute_url()
    files = [*paths(read(client, "/sitemap.xml")), "/news-sitemap.xml"]
    told = {path for file in files for path in paths(read(client, file))}
    assert visible in told
    assert not addresses & told


def test_files_ask_as_often_for_one_story_as_for_many(client):
    counts = []
    for number in (1, 12):
        while (stored := make.Edition.objects.count()) < number:
            published(
                "One", datetime(2025, 3, 1 + stored, tzinfo=UTC), illustration=make.illustration(), tags=["coast"]
            )
        counts.append([])
        for file in ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-2025-03.xml", "/news-sitemap.xml"):
            with CaptureQueriesContext(connection) as queries:
                client.get(file)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0][1:] == [4, 1, 1]


def test_old_months_are_counted_once_an_hour(client, django_assert_max_num_queries):
    for month in range(1, 8):
        published("One", datetime(2025, month, 1, tzinfo=UTC))
    before = read(client, "/sitemap.xml")
    with django_assert_max_num_queries(2 * months.FRESH):
        assert paths(read(client, "/sitemap.xml")) == paths(before)


def test_robots_are_told_what_to_leave_and_where_the_sitemaps_are(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    lines = response.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /preview/", "Disallow: /search/"} <= set(lines)
    assert [line for line in lines if line.startswith("Sitemap")] == [
        f"Sitemap: {SITE}/sitemap.xml",
        f"Sitemap: {SITE}/news-sitemap.xml",
    ]
