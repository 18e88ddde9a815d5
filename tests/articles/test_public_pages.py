"""The pages of the public site: what is on them, in which order, and how bad addresses are answered."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article
from articles.tasks import refresh_similar
from tests import make

pytestmark = pytest.mark.django_db
SOURCE = ("AI Business", "https://aibusiness.example/story", "first_reported_by")


class Text(HTMLParser):
    """The words of a page in the order of reading, and its elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.elements, self.hidden = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.hidden += tag in ("script", "style", "head")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "head")

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)

    def __str__(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return Text(response.content.decode())


def test_an_article_is_read_in_the_order_of_a_newspaper(client):
    neighbour = make.live("A neighbour in tags", tags=["Huawei", "rare"], ago=timedelta(days=4))
    make.live("A stranger")
    edition = make.live(
        "Chips of their own",
        tags=["Huawei", "rare"],
        sources=[SOURCE],
        illustration=make.illustration(),
        illustration_caption="A chip as an island.",
        dateline_place="Beijing",
        section=make.section("Technology"),
        label="analysis",
    )
    refresh_similar.call(edition.article_id)
    page = read(client, edition.get_absolute_url())
    order = [
        "Technology",
        "Analysis",
        "Chips of their own",
        "What happened, in a sentence.",
        "A chip as an island.",
        "Drawing: The Plumb Line",
        "Ada Flint",
        "min read",
        "BEIJING — The ferry left on time.",
        "What follows",
        "First reported by AI Business",
        "Similar Posts",
        neighbour.headline,
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Comment *",
        "Name *",
        "Email *",
        "Website",
        "Save my name, email, and website in this browser for the next time I comment.",
    ]
    text = str(page).split("Skip to", 1)[1]
    main = text[text.index("Chips of their own") - 60 :]
    places = []
    for words in order:
        place = main.find(words, places[-1] if places else 0)
        assert place >= 0, f"{words!r} is not there, or stands too early: {main}"
        places.append(place)
    assert "Also on: rare, Huawei" in main or "Also on: Huawei, rare" in main
    assert "A stranger" not in main


def test_the_lead_picture_is_announced_by_the_headline_unless_somebody_wrote_better(client):
    for fields, expected in [
        ({"illustration": make.illustration()}, "Illustration for: Chips"),
        ({"illustration": make.illustration(alt="A drawn chip.", decorative=False)}, "A drawn chip."),
        ({"illustration": make.illustration(), "illustration_alt": "An island of chips."}, "An island of chips."),
    ]:
        page = read(client, make.live("Chips", **fields).get_absolute_url())
        lead = page.all("img")[0]
        assert lead["alt"] == expected
        assert lead["width"]
        assert lead["height"]
        assert page.all("source")[0]["srcset"]


def test_an_update_is_dated_and_its_note_stands_under_the_story(client):
    editor, article = make.editor(), make.article()
    workflow.publish(article, by=editor)
    edition = workflow.publish(article, by=editor, change="correction", note="It is Hull, not Grimsby.")
    text = str(read(client, edition.get_absolute_url()))
    assert "Updated" in text
    assert "It is Hull, not Grimsby." in text


def test_a_moved_story_answers_301_to_its_present_address(client):
    editor, article = make.editor(), make.article(slug="old")
    old = workflow.publish(article, by=editor).get_absolute_url()
    Article.objects.filter(pk=article.pk).update(slug="new")
    new = workflow.publish(article, by=editor).get_absolute_url()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize("kind", ["scheduled", "cancelled"])
@pytest.mark.parametrize("taken_down", [False, True])
def test_an_address_at_which_nothing_was_ever_live_is_not_found(client, kind, taken_down):
    editor, article = make.editor(), make.article(slug="plain")
    open_now = workflow.publish(article, by=editor)
    Article.objects.filter(pk=article.pk).update(slug="minister-resigns")
    planned = workflow.schedule(article, by=editor, live_from=timezone.now() + timedelta(hours=1))
    if kind == "cancelled":
        workflow.cancel(planned, by=editor)
    if taken_down:
        workflow.unpublish(article, by=editor)
    assert client.get(planned.get_absolute_url()).status_code == 404
    assert client.get(open_now.get_absolute_url()).status_code == (410 if taken_down else 200)


def test_a_withdrawn_story_answers_410_with_its_notice(client):
    editor, article = make.editor(), make.article("Wrong from the start")
    edition = workflow.publish(article, by=editor)
    workflow.withdraw(article, by=editor, notice="We could not stand it up.")
    text = str(read(client, edition.get_absolute_url(), status=410))
    assert "We could not stand it up." in text
    assert "The ferry left on time." not in text


def test_a_withdrawn_story_keeps_its_notice_when_it_is_taken_down(client):
    editor, article = make.editor(), make.article("Wrong from the start")
    edition = workflow.publish(article, by=editor)
    workflow.withdraw(article, by=editor, notice="We could not stand it up.")
    workflow.unpublish(article, by=editor)
    assert "We could not stand it up." in str(read(client, edition.get_absolute_url(), status=410))


def test_what_an_update_changed_is_no_reason_for_taking_a_story_down(client):
    editor, article = make.editor(), make.article()
    workflow.publish(article, by=editor)
    edition = workflow.publish(article, by=editor, change="update", note="Adds a reaction.")
    workflow.unpublish(article, by=editor)
    text = str(read(client, edition.get_absolute_url(), status=410))
    assert "has been taken down" in text
    assert "Adds a reaction." not in text


def test_a_story_taken_down_answers_410_and_one_never_live_404(client):
    editor = make.editor()
    gone, coming = make.article(), make.article()
    edition = workflow.publish(gone, by=editor)
    workflow.unpublish(gone, by=editor)
    scheduled = workflow.schedule(coming, by=editor, live_from=timezone.now() + timedelta(hours=1))
    assert client.get(edition.get_absolute_url()).status_code == 410
    assert client.get(scheduled.get_absolute_url()).status_code == 404
    workflow.cancel(scheduled, by=editor)
    assert client.get(scheduled.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/no/such/place/",
        "/2026/13/45/story/",
        "/0000/00/00/story/",
        "/2026/01/01/no-such-story/",
        "/section/none/",
        "/tag/none/",
        "/tag/%00/",
        "/author/none/",
        "/section/world/?page=0",
        "/section/world/?page=-1",
        "/section/world/?page=x",
        "/section/world/?page=99999999999999999999",
        "/section/world/?page=%00",
        "/section/world/?page=²",
        "/tag/%ff%fe/",
        "/%00",
        "/media/../newsroom/settings.py",
        "/media/originals/none.jpg",
        "/media/secret-key",
    ],
)
def test_a_bad_address_gets_our_page_and_never_an_error(client, path):
    make.section("World")
    response = client.get(path)
    assert response.status_code in (400, 404)
    assert "The Plumb Line" in response.content.decode()


def test_only_reading_is_allowed(client):
    make.section("World")
    for path in ("/", "/section/world/", make.live().get_absolute_url()):
        assert client.post(path).status_code == 405


def test_the_front_page_shows_no_story_twice(client):
    sections = [make.section(name) for name in ("World", "Science", "Opinion")]
    for number in range(30):
        make.live(f"Headline {number:02}", section=sections[number % 3], ago=timedelta(hours=number + 1))
    text = str(read(client, "/"))
    for number in range(30):
        assert text.count(f"Headline {number:02}") <= 1
    assert text.count("Headline") >= 12


def test_an_empty_newsroom_has_a_front_page(client):
    assert "Nothing has been published yet" in str(read(client, "/"))


@pytest.mark.parametrize("path", ["/section/world/", "/tag/coast/", "/author/ada-flint/"])
def test_lists_are_newest_first_and_leaf(client, path, settings):
    settings.NEWSROOM_PAGE_SIZE = 3
    made = [make.live(f"Headline {n}", tags=["coast"], ago=timedelta(days=n)) for n in (5, 1, 3, 2, 4)]
    first, second = str(read(client, path)), str(read(client, f"{path}?page=2"))
    assert [n for n in range(1, 6) if f"Headline {n}" in first] == [1, 2, 3]
    assert first.index("Headline 1") < first.index("Headline 2") < first.index("Headline 3")
    assert [n for n in range(1, 6) if f"Headline {n}" in second] == [4, 5]
    assert client.get(f"{path}?page=3").status_code == 404
    assert len(made) == 5


def test_an_empty_list_says_so_and_leads_elsewhere(client):
    make.section("Culture")
    make.live("Something else")
    text = str(read(client, "/section/culture/"))
    assert "Nothing here yet" in text
    assert "Something else" in text


def test_a_tag_in_any_script_has_a_page(client):
    edition = make.live("Unusual", tags=["Élection", "выборы"])
    for tag in edition.tag_list:
        assert "Unusual" in str(read(client, f"/tag/{tag['slug']}/"))


@pytest.mark.parametrize("kind", ["draft", "scheduled", "cancelled"])
def test_a_tag_that_readers_have_never_seen_is_not_found(client, kind):
    editor, article = make.editor(), make.article(tags=["Project Nightfall"])
    if kind != "draft":
        planned = workflow.schedule(article, by=editor, live_from=timezone.now() + timedelta(hours=1))
    if kind == "cancelled":
        workflow.cancel(planned, by=editor)
    assert "Nightfall" not in str(read(client, "/tag/project-nightfall/", status=404))


def test_a_tag_whose_stories_are_all_taken_down_keeps_its_page(client):
    editor, article = make.editor(), make.article(tags=["Coast"])
    workflow.publish(article, by=editor)
    workflow.unpublish(article, by=editor)
    assert "Nothing here yet" in str(read(client, "/tag/coast/"))


def test_pages_set_no_cookie_and_may_be_kept_by_anyone(client):
    edition = make.live(tags=["coast"])
    for path in ("/", edition.get_absolute_url(), "/section/world/", "/tag/coast/", "/author/ada-flint/"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cache-Control"].startswith("public")


def test_pages_carry_a_strict_policy_and_nothing_inline(client):
    edition = make.live(tags=["coast"], illustration=make.illustration())
    for path in ("/", edition.get_absolute_url(), "/section/world/", "/none/"):
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        page = Text(response.content.decode())
        assert not page.all("style")
        assert not [
            attrs for _tag, attrs in page.elements if "style" in attrs or any(a.startswith("on") for a in attrs)
        ]
        scripts = [attrs for attrs in page.all("script") if "src" not in attrs and "json" not in attrs.get("type", "")]
        assert scripts == []


def test_a_figure_in_the_text_is_served_from_the_library_in_all_sizes(client):
    picture = make.illustration(credit="Drawing: A. Hand", ai_made=True)
    body = (
        f'<p>One.</p><figure><img data-file="{picture.pk}" src="/media/x.jpg"><figcaption>Cap.</figcaption></figure>'
    )
    page = read(client, make.live(body=body).get_absolute_url())
    assert any("free-800" in source["srcset"] for source in page.all("source"))
    text = str(page)
    assert "Cap." in text
    assert "Drawing: A. Hand" in text
    assert "Made with AI" in text


def test_a_figure_whose_picture_is_gone_is_left_out(client):
    body = '<p>One.</p><figure><img data-file="999999" src="/media/x.jpg"><figcaption>Cap.</figcaption></figure>'
    assert "Cap." not in str(read(client, make.live(body=body).get_absolute_url()))
