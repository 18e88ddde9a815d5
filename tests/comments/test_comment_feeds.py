"""The conversation for feed readers."""

from xml.etree import ElementTree

import pytest

from articles.desk import workflow
from comments import moderation
from comments.models import Comment
from tests import make

SITE = "https://news.example"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.NEWSROOM_SITE_URL = SITE


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200 and not response.cookies
    return ElementTree.fromstring(response.content), response


def titles(client, path):
    return [item.findtext("title") for item in read(client, path)[0].iter("item")]


def paths(edition):
    return "/comments/feed/", f"{edition.get_absolute_url()}feed/"


def test_a_feed_holds_what_readers_see_newest_first(client, edition, say):
    old, _new = say(name="Ada"), say(name="Ben")
    say(name="Cleo", parent=old, ago=90)
    for status in ("pending", "spam", "removed"):
        say(name="Hidden", status=status)
    other, gone = make.live("Elsewhere"), make.live("Gone")
    say(name="Dov", under=other, ago=1), say(name="Lost", under=gone, ago=1)
    workflow.withdraw(gone.article, by=make.superuser(), notice="It was wrong.")
    site, story = paths(edition)
    here = ["Ben on The ferry that waits", "Ada on The ferry that waits", "Cleo on The ferry that waits"]
    assert titles(client, story) == here
    assert titles(client, site) == ["Dov on Elsewhere", *here]
    assert titles(client, f"{other.get_absolute_url()}feed/") == ["Dov on Elsewhere"]


@pytest.mark.parametrize("which", [0, 1])
def test_it_is_valid_and_every_link_leads_here(client, edition, say, which):
    said = say("*So* & <b>\n\nhttps://a.example/", name="Ada", website="https://ada.example/")
    path = paths(edition)[which]
    rss, response = read(client, path)
    assert response["Content-Type"].startswith("application/rss+xml")
    channel, [item] = rss.find("channel"), rss.findall("channel/item")
    assert rss.get("version") == "2.0" and channel.findtext("title").startswith("Comments on ")
    link = f"{SITE}/comment/{said.pk}/"
    assert (item.findtext("link"), item.findtext("guid")) == (link, link) and item.findtext("pubDate")
    assert item.findtext("description").startswith("<p><em>So</em> &amp; &lt;b&gt;</p>")
    assert channel.find(f"{ATOM}link").get("href") == SITE + path
    atom = read(client, f"{path}atom/")[0]
    [entry] = atom.findall(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}author/{ATOM}name")) == (link, "Ada")
    for element in (*rss.iter(), *atom.iter()):
        address = element.get("href") or (element.text if element.tag in ("link", "guid") else SITE)
        assert address.startswith(SITE)


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_is_sent_twice_until_something_changes(client, edition, say, which):
    said = say()
    path = paths(edition)[which]
    tag = client.get(path)["ETag"]
    again = client.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    moderation.remove(said, make.moderator(), reason=Comment.Removal.OTHER)
    changed = client.get(path, headers={"if-none-match": tag})
    assert changed.status_code == 200 and b"<item>" not in changed.content


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("kind", ["feed/", "feed/atom/", "feed.json"])
def test_it_asks_as_often_for_one_comment_as_for_twenty(client, edition, say, which, kind, django_assert_num_queries):
    path = paths(edition)[which].removesuffix("feed/") + kind
    say(parent=say())
    client.get(path)
    with django_assert_num_queries(2 + which):
        client.get(path)
    for _number in range(20):
        say(under=make.live()), say()
    with django_assert_num_queries(2 + which):
        assert client.get(path).status_code == 200


def test_a_former_address_leads_to_the_feed_of_today(client, edition, say):
    edition.article.slug = "a-better-slug"
    edition.article.save()
    now = workflow.publish(edition.article, by=make.superuser())
    for kind in ("feed/", "feed/atom/", "feed.json"):
        response = client.get(f"{edition.get_absolute_url()}{kind}")
        assert (response.status_code, response["Location"]) == (301, f"{now.get_absolute_url()}{kind}")


def test_where_no_story_is_there_is_no_feed(client, edition):
    path = edition.get_absolute_url()
    assert client.get("/2020/01/01/never/feed/").status_code == 404
    assert client.post(f"{path}feed/").status_code == 405
    workflow.withdraw(edition.article, by=make.superuser(), notice="It was wrong.")
    assert client.get(f"{path}feed/").status_code == 404


def test_an_entry_that_was_kept_is_made_anew_with_its_comment_and_its_story(client, edition, say):
    said, path = say("First words."), paths(edition)[0]
    for fields, words in (({"text": "Better words."}, "Better words."), ({"name": "Rosa Maria"}, "Rosa Maria on ")):
        assert words not in client.get(path).content.decode()
        Comment.objects.filter(pk=said.pk).update(**fields)
        assert words in client.get(path).content.decode()
    workflow.publish(make.rewrite(edition.article, "The ferry came"), by=make.superuser())
    assert "Rosa Maria on The ferry came" in client.get(path).content.decode()
