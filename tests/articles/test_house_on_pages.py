"""What every page says of the site: its name, logo, notice and foot; and what an author's page says of the author."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from articles.models import Identity, Section
from articles.public import footer
from articles.public.front import PLACES, front_page
from tests import make
from tests.validity import faults

pytestmark = pytest.mark.django_db


class Foot(HTMLParser):
    """The links of the foot of a page, in their order."""

    def __init__(self, html):
        super().__init__()
        self.links = []
        self.feed(html.partition("<footer")[2])

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append(dict(attrs)["href"])


@pytest.fixture
def site(django_capture_on_commit_callbacks):
    def site(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            Identity(**fields).save()

    return site


def test_the_foot_is_the_same_on_every_page(client, site):
    story = make.live(tags=["coast"])
    site(email="us@tide.example", links="Mastodon https://social.example/@tide")
    paths = ["/", story.get_absolute_url(), "/section/world/", "/author/ada-flint/", "/tag/coast/", "/corrections/"]
    paths += ["/about/", "/comments/rules/", "/comments/privacy/", "/none/"]
    feet = {tuple(Foot(client.get(path).text).links) for path in paths}
    assert len(feet) == 1
    links = [link for link in feet.pop() if link.startswith("/")]
    assert all(client.get(link).status_code == 200 for link in links)
    wanted = ["/", "/corrections/", "/about/", "/ownership/", "/ethics/", "/comments/rules/", "/accessibility/"]
    assert [link for link in links if link in wanted] == wanted and links[-2:] == ["/privacy/", "/comments/privacy/"]


def test_the_foot_leads_to_no_place_that_is_not_there(monkeypatch):
    monkeypatch.setattr(footer, "PLACES", [("/", "Front page"), ("/nowhere/", "Nowhere")])
    footer._made.cache_clear()
    places = footer.footer().paper
    footer._made.cache_clear()
    assert [place.address for place in places] == ["/"]


def test_pages_name_the_site_as_editors_do(client, site):
    site(name="Tide & <Co>", motto="High water", accent="teal", logo=make.illustration())
    for path in ("/", "/corrections/", "/none/"):
        page = client.get(path).text
        assert "Tide &amp; &lt;Co&gt;</title>" in page and "High water" in page and "The Plumb Line" not in page
        assert '<html lang="en-gb" data-hue="teal">' in page and "-square-240.jpeg" in page and faults(page) == []


def test_a_notice_stands_on_every_page_until_its_time_is_over(client, site):
    site(notice="The presses stand still.", notice_link="/about/", notice_until=timezone.now() + timedelta(hours=1))
    assert 'href="/about/">The presses stand still. <span' in client.get("/none/").text
    site(notice="The presses stand still.", notice_until=timezone.now())
    assert "presses" not in client.get("/").text


def test_who_sets_nothing_has_no_query_for_it(client, django_assert_num_queries):
    with django_assert_num_queries(2):  # the sections, and the corrections
        client.get("/corrections/")


def test_an_author_s_page_says_what_they_write_about_and_where_they_are(client):
    links = "Mastodon https://social.example/@ada\njavascript:alert(1)"
    make.author(beat="Ports & coast", expertise="Speaks Dutch", email="ada@tide.example", links=links)
    page = client.get("/author/ada-flint/").text
    assert "Writes about: Ports &amp; coast" in page and "Speaks Dutch" in page and "mailto:ada@tide.example" in page
    assert '<a href="https://social.example/@ada" rel="me">Mastodon</a>' in page and "javascript" not in page
    assert faults(page) == []


def test_a_section_says_whether_it_has_a_band_and_how_long():
    for hours in range(PLACES):
        make.live(ago=timedelta(hours=hours))
    science = make.section("Science", band_size=2)
    for hours in range(4):
        make.live(section=science, ago=timedelta(days=2, hours=hours))
    bands = front_page(timezone.now()).bands
    assert [(band.section, len(band.editions)) for band in bands] == [(science, 2)]
    Section.objects.filter(pk=science.pk).update(has_band=False)
    assert front_page(timezone.now()).bands == []
