"""The paper as text alone: what it says, where its links lead, and how light it is."""

from datetime import timedelta

import pytest

from articles.desk import workflow
from articles.models import Article
from tests import make
from tests.articles.test_public_pages import read
from tests.validity import faults

pytestmark = pytest.mark.django_db


def test_a_story_is_read_as_text_with_its_picture_in_words(client, settings):
    other = make.live("Another")
    picture = make.illustration(alt="A pier at dusk", caption="The pier.", decorative=False, ai_made=True)
    link = f'<a href="{settings.NEWSROOM_SITE_URL}{other.get_absolute_url()}">before</a>'
    figure = f'<figure><img data-file="{picture.pk}" alt="A lamp"><figcaption>At night</figcaption></figure>'
    body = f'<p>As {link}, and <a href="{other.get_absolute_url()}#comments">so</a>.</p>{figure}'
    story = make.live("Ferry", body=body, illustration=picture)
    response = client.get(f"/text{story.get_absolute_url()}")
    html = response.content.decode()
    page = read(client, f"/text{story.get_absolute_url()}")
    text = str(page)
    assert "[Picture: A pier at dusk. The pier. Drawing: The Plumb Line. Made with AI.]" in text
    assert "[Picture: A lamp. At night. Drawing: The Plumb Line. Made with AI.]" in text
    assert "PORT VESSEL — As before" in text
    assert "By Ada Flint" in text
    links = [link["href"] for link in page.all("a")]
    assert f"/text{other.get_absolute_url()}" in links
    assert f"/text{other.get_absolute_url()}#comments" in links
    assert [link["href"] for link in page.all("link") if link["rel"] == "canonical"] == [
        settings.NEWSROOM_SITE_URL + story.get_absolute_url()
    ]
    assert "<img" not in html
    assert "headline.woff2" not in html
    assert "<script" not in html
    assert len(html) < 10_000
    assert faults(html) == []


def test_links_stay_within_the_text_edition(client):
    make.live("Ferry", ago=timedelta(days=2))
    story = make.live("Port", ago=timedelta(days=1))
    for path in ("/text/", "/text/section/world/"):
        response = client.get(path)
        page = read(client, path)
        links = [link["href"] for link in page.all("a")]
        assert f"/text{story.get_absolute_url()}" in links
        # The last one leads to the same page as it usually is.
        assert all(link.startswith("/text/") for link in links[:-1])
        assert faults(response.content.decode()) == []
        assert len(response.content) < 10_000


def test_addresses_are_answered_as_those_of_the_usual_pages(client):
    article, editor = make.article("Hidden headline", slug="old"), make.editor()
    assert "Hidden" not in client.get("/text/").content.decode()
    edition = workflow.publish(article, by=editor)
    Article.objects.filter(pk=article.pk).update(slug="new")
    moved = workflow.publish(Article.objects.get(), by=editor)
    response = client.get(f"/text{edition.get_absolute_url()}")
    assert (response.status_code, response["Location"]) == (301, f"/text{moved.get_absolute_url()}")
    workflow.withdraw(Article.objects.get(), by=editor, notice="Wrong.")
    gone = client.get(f"/text{moved.get_absolute_url()}")
    assert gone.status_code == 410
    assert b"Wrong." in gone.content
    for path in ("/text/2026/01/01/nothing/", "/text/section/none/", "/text/section/world/?page=9", "/text/x/"):
        assert client.get(path).status_code == 404
