"""Who may open which door of the desk."""

import pytest
from django.urls import reverse

from articles.models import Article
from tests import make
from tests.articles.desk.conftest import ADD, change_url, typed

pytestmark = pytest.mark.django_db

LIST, PICK, TAGS = "/admin/articles/article/", "/admin/articles/illustration/pick/", "/admin/articles/article/tags/"
CAST = {
    "anonymous": None,
    "reader": lambda: make.user("reader", is_active=True),
    "moderator": lambda: make.moderator("mo"),
    "reporter": lambda: make.reporter("rosa"),
    "colleague": lambda: make.reporter("bo"),
    "editor": lambda: make.editor("olga"),
}


@pytest.fixture
def story(db):
    return make.article("Rosa’s", by=CAST["reporter"]())


# 302 of a signed-in person is the admin's way of saying that there is no such article.
@pytest.mark.parametrize(
    ("who", "change", "preview", "add", "listed", "pick", "tags"),
    [
        ("anonymous", 302, 302, 302, 302, 302, 302),
        ("reader", 403, 403, 403, 403, 403, 403),
        ("moderator", 403, 403, 403, 403, 403, 403),
        ("reporter", 200, 200, 200, 200, 200, 200),
        ("colleague", 302, 403, 200, 200, 200, 200),
        ("editor", 200, 200, 200, 200, 200, 200),
    ],
)
def test_doors(client, story, who, change, preview, add, listed, pick, tags):
    expected = (change, preview, add, listed, pick, tags)
    urls = (change_url(story), change_url(story, "preview"), ADD, LIST, PICK, TAGS)
    if CAST[who]:
        client.force_login(story.created_by if who == "reporter" else CAST[who]())
    assert tuple(client.get(url).status_code for url in urls) == expected


@pytest.mark.parametrize("who", ["reader", "moderator", "colleague"])
def test_nobody_else_saves_a_reporters_article(client, story, who):
    client.force_login(CAST[who]())
    client.post(change_url(story), typed(story, headline="Not mine"))
    story.refresh_from_db()
    assert story.headline == "Rosa’s"


def test_reporter_sees_only_their_own_in_the_list(client, story):
    make.article("Another", by=make.editor())
    client.force_login(story.created_by)
    text = client.get(LIST).text
    assert "Rosa’s" in text
    assert "Another" not in text


def test_reporter_has_no_bulk_publication(client, story):
    client.force_login(story.created_by)
    assert 'value="publish"' not in client.get(LIST).text
    client.post(LIST, {"action": "publish", "_selected_action": [story.pk]})
    assert not story.editions.exists()


def test_reporter_has_no_schedule_field(client, story):
    client.force_login(story.created_by)
    assert "id_live_from" not in client.get(change_url(story)).text


@pytest.mark.parametrize("url", [PICK, TAGS, "preview", "thumb", "chosen"])
def test_further_views_only_read(client, story, url):
    client.force_login(make.editor())
    urls = {
        "preview": change_url(story, "preview"),
        "thumb": reverse("admin:articles_illustration_thumb", args=[make.illustration().pk]),
        "chosen": reverse("admin:articles_illustration_chosen", args=[make.illustration().pk]),
    }
    assert client.post(urls.get(url, url)).status_code == 405


def test_published_article_cannot_be_deleted(client):
    article = make.live(by=make.chief("root")).article
    client.force_login(make.editor())
    assert client.post(change_url(article, "delete"), {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()


def test_draft_can_be_deleted_by_its_reporter(client, story):
    client.force_login(story.created_by)
    client.post(change_url(story, "delete"), {"post": "yes"})
    assert not Article.objects.exists()


def test_sitting_of_another_article_opens_no_door(client, story):
    """A form's token leads back to what this session saved, and to nothing else."""
    client.force_login(make.reporter("bo"))
    client.post(ADD, typed(headline="Bo’s", sitting="t"))
    client.post(change_url(story), typed(story, headline="Taken", sitting="t"))
    story.refresh_from_db()
    assert story.headline == "Rosa’s"


def test_missing_article_has_no_preview(client):
    client.force_login(make.editor())
    assert client.get("/admin/articles/article/999/preview/").status_code == 404
