"""Search as readers use it: what is found, in which order, and that nothing else can be."""

import re
from datetime import timedelta
from html import unescape
from io import StringIO
from urllib.parse import urlencode

import hypothesis
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import strategies as st

from articles import tags
from articles.desk import tag_merge, workflow
from articles.management.commands import rebuild_search
from articles.models import Article, Edition, SearchDocument, SearchWord
from articles.public.search import databases, documents
from tests import make
from tests.validity import faults

pytestmark = pytest.mark.django_db
RESULT = re.compile(r'class="teaser__link"[^>]*>(.*?)</a></h2>')


def page_of(client, question="", status=200, **filters):
    response = client.get(f"/search/?{urlencode({'q': question, **filters})}")
    assert response.status_code == status
    return response.content.decode()


def found(client, question, **filters):
    """The headlines of the results, in order."""
    shown = RESULT.findall(page_of(client, question, **filters))
    return [unescape(re.sub("</?mark>", "", headline)) for headline in shown]


def story(headline, body="", ago=1, **fields):
    return make.live(
        headline,
        body=f"<p>{body or 'Nothing.'}</p>",
        standfirst=fields.pop("standfirst", ""),
        ago=timedelta(days=ago),
        **fields,
    )


def test_what_is_barred_is_looked_for_in_the_newest_where_all_say_what_is_wanted(client, monkeypatch):
    """An index of PostgreSQL would be read to its end for it; that of SQLite is in order."""
    monkeypatch.setattr(databases, "BARRED", 3)
    bounded = connection.vendor == "postgresql"
    story("Oldest", "The ferry was calm.", ago=9)
    for number in range(3):
        story(f"Between {number}", "The ferry met a storm.", ago=8 - number)
    story("Newest", "The ferry was calm.", ago=1)
    assert found(client, "ferry -storm") == (["Newest"] if bounded else ["Newest", "Oldest"])
    told = page_of(client, "ferry -storm")
    assert ("were looked through for what you left out" in told) == bounded and faults(told) == []
    assert ("1 story" in told) == bounded
    # Where few say what is wanted, all are looked at.
    assert found(client, "calm -storm") == ["Newest", "Oldest"]
    assert "were looked through" not in page_of(client, "ferry")


def test_headline_stands_above_standfirst_above_text_and_then_the_newest(client):
    story("Text old", "The ferry sank in a storm.", ago=2)
    story("Text new", "A storm delayed the ferry.", ago=1)
    story("Mixed ferry", "It was a storm.", ago=8)
    story("Standfirst", standfirst="A storm, and a ferry.", ago=9)
    story("Storm takes ferry, old", ago=30)
    story("Ferry in storm, new", ago=20)
    story("Only a storm", ago=1)
    assert found(client, "ferry storm") == [
        *("Ferry in storm, new", "Storm takes ferry, old", "Standfirst", "Mixed ferry", "Text new", "Text old"),
    ]
    assert found(client, "ferry")[:3] == ["Mixed ferry", "Ferry in storm, new", "Storm takes ferry, old"]


FERRIES = {"Night ferry", "Ferry by night", "Ferry only"}
MEANT = {
    "cafe": {"Café", "Cafe"},
    "CAFÉS": {"Café", "Cafe"},
    '"night ferry"': {"Night ferry"},
    "night ferry": {"Night ferry", "Ferry by night"},
    "ferry -night": {"Ferry only"},
    'ferry -"night ferry"': {"Ferry only", "Ferry by night"},
    "ferr*": FERRIES,
    "ferries": FERRIES,
    "by the ferry": FERRIES,
    "flint ferry": FERRIES,
    "haus": {"Häuser am Fluss"},
    "Häuser": {"Häuser am Fluss"},
    "東京": {"東京都の話"},
    "京": {"東京都の話"},
    "nowhere ferry": set(),
    '"ferry ada"': set(),
    "-ferry": set(),
}


def test_a_question_finds_what_it_means(client):
    for headline in ("Café", "Cafe", *FERRIES):
        story(headline)
    story("Häuser am Fluss", language="de")
    story("東京都の話", language="ja")
    for question, expected in MEANT.items():
        assert set(found(client, question)) == expected, question


HOSTILE = [
    *(
        '"',
        "(",
        "*",
        "-",
        "NEAR(",
        "NEAR(a b)",
        "\x00",
        "a\x00b",
        "'",
        "\\",
        "AND",
        'a AND "',
        "-*",
        "{x}:",
        "^a",
        "§s1",
        "¹a",
    ),
    *(
        "a" * 10_000,
        "x " * 5000,
        '"' * 300,
        "&|!<->",
        ":*",
        "%",
        "_",
        "\u202e",
        "\ud800",
        "a:b",
        '"a" OR',
        "ß*",
        "' '",
    ),
]


def test_any_question_is_answered_with_a_page(client):
    story("A b x storm")
    for question in HOSTILE:
        response = client.get("/search/", {"q": question.encode("utf-8", "surrogatepass")})
        assert response.status_code == 200, question
        assert 'name="q"' in response.content.decode()
    for query in (
        "q=%ff%fe",
        "q=a&from=x&to=99999-1-1",
        "q=a&from=0001-01-01&to=9999-12-31",
        "q=a&section=%00",
        "q=a&tag=%00&author=%00",
    ):
        assert client.get(f"/search/?{query}").status_code == 200, query


@hypothesis.settings(max_examples=25, deadline=None)
@hypothesis.given(st.text(st.sampled_from("ab é東\"'()*-:&|!<>\\^{}+~%_¹²§\x00"), max_size=40))
def test_signs_in_any_order_are_answered(question):
    assert Client().get("/search/", {"q": question}).status_code == 200


def test_a_question_that_is_too_long_is_cut_and_that_is_said(client):
    story("Ferry")
    page = page_of(client, "ferry " + " " * 300 + "ferry " * 100)
    assert "200" in page
    assert "Ferry" in page


@pytest.mark.parametrize("number", ["0", "-1", "x", "51", "2", "\x00"])
def test_a_page_that_is_not_there_is_not_found(client, number):
    story("Ferry")
    page_of(client, "ferry", status=404, page=number)


@pytest.mark.parametrize("kind", ["draft", "scheduled", "taken down", "withdrawn", "superseded", "cancelled"])
def test_what_is_not_live_is_not_found_nor_told_by_a_spelling(client, kind):
    editor, article = make.editor(), make.article("Nightfall", body="<p>Nightfall</p>", tags=["Nightfall"])
    if kind in ("scheduled", "cancelled"):
        planned = workflow.schedule(article, by=editor, live_from=timezone.now() + timedelta(hours=1))
        if kind == "cancelled":
            workflow.cancel(planned, by=editor)
    elif kind != "draft":
        workflow.publish(article, by=editor)
    if kind == "taken down":
        workflow.unpublish(article, by=editor)
    elif kind == "withdrawn":
        workflow.withdraw(article, by=editor, notice="Wrong.")
    elif kind == "superseded":
        Article.objects.filter(pk=article.pk).update(headline="Dawn", body="<p>Dawn</p>")
        article.tags.set([])
        article.refresh_from_db()
        workflow.publish(article, by=editor)
    assert found(client, "nightfall") == []
    assert "Did you mean" not in page_of(client, "nihgtfall")
    if kind in ("draft", "scheduled", "cancelled"):
        assert "Tag: " not in page_of(client, "x", tag="nightfall")


def test_a_spelling_shows_no_form_of_a_word_that_is_not_public(client):
    story("Resign", body="<p>He may resign.</p>")
    later = make.article("Resigned", body="<p>He resigned.</p>")
    workflow.schedule(later, by=make.editor(), live_from=timezone.now() + timedelta(hours=1))
    assert "resigned" not in page_of(client, "resigmed").replace("resigmed", "")
    assert "Did you mean" in page_of(client, "resigm")


def test_a_scheduled_update_is_found_from_its_minute_on_with_no_work_between(client, monkeypatch):
    editor, article = make.editor(), make.article("Before", body="<p>Grimsby</p>")
    workflow.publish(article, by=editor)
    Article.objects.filter(pk=article.pk).update(headline="After", body="<p>Immingham</p>")
    article.refresh_from_db()
    at = timezone.now() + timedelta(hours=1)
    workflow.schedule(article, by=editor, live_from=at)
    for moment, expected in ((at - timedelta(seconds=1), (["Before"], [])), (at, ([], ["After"]))):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert (found(client, "grimsby"), found(client, "immingham")) == expected


def test_a_story_kept_up_or_moved_is_found_as_long_as_it_is_live(client, monkeypatch):
    editor, article = make.editor(), make.article("Ferry")
    workflow.publish(article, by=editor)
    end = timezone.now() + timedelta(hours=1)
    workflow.unpublish(article, by=editor, at=end)
    workflow.keep_up(article, by=editor)
    monkeypatch.setattr(timezone, "now", lambda: end + timedelta(hours=1))
    assert found(client, "ferry") == ["Ferry"]


def test_filters_narrow_and_are_loosened_one_by_one(client):
    world, science = make.section("World"), make.section("Science")
    ada, bo = make.author("Ada Flint"), make.author("Bo Reed")
    story("Ferry one", section=world, tags=["coast"], authors=[ada], ago=3)
    story("Ferry two", section=science, tags=["coast"], authors=[bo], ago=40)
    story("Ferry three", section=world, tags=["sea"], authors=[bo], ago=80)
    assert found(client, "ferry", section="world") == ["Ferry one", "Ferry three"]
    assert found(client, "ferry", tag="coast") == ["Ferry one", "Ferry two"]
    assert found(client, "ferry", author="bo-reed") == ["Ferry two", "Ferry three"]
    assert found(client, "ferry", section="world", author="bo-reed") == ["Ferry three"]
    day = timezone.localdate(timezone.now() - timedelta(days=40)).isoformat()
    assert found(client, "ferry", **{"from": day, "to": day}) == ["Ferry two"]
    assert found(client, "ferry", **{"from": day}) == ["Ferry one", "Ferry two"]
    assert found(client, "ferry", to=day) == ["Ferry two", "Ferry three"]
    page = page_of(client, "ferry", section="world", author="bo-reed")
    assert 'href="/search/?q=ferry&amp;author=bo-reed"' in page
    assert 'href="/search/?q=ferry&amp;section=world"' in page
    assert not faults(page)
    assert 'href="/search/?q=ferry&amp;tag=coast"' in page_of(client, "ferry")


def test_a_tag_filter_finds_stories_of_tags_that_were_merged_into_it(client):
    story("Ferry one", tags=["seaside"])
    story("Ferry two", tags=["coast"])
    gone, kept = (tags.known([name])[name] for name in ("seaside", "coast"))
    tag_merge.merge(gone, into=kept, by=make.chief())
    assert set(found(client, "ferry", tag="coast")) == {"Ferry one", "Ferry two"}
    assert set(found(client, "ferry", tag="seaside")) == {"Ferry one", "Ferry two"}


def test_pages_show_every_story_once_although_others_are_published_meanwhile(client, settings):
    settings.NEWSROOM_PAGE_SIZE = 2
    names = [f"Ferry {number}" for number in range(5)]
    for number, name in enumerate(names):
        story(name, ago=number + 1)
    seen, address = [], "/search/?q=ferry"
    while address:
        page = client.get(address).content.decode()
        seen += [re.sub("</?mark>", "", one) for one in RESULT.findall(page)]
        following = re.search(r'rel="next" href="([^"]*)"', page)
        address = unescape(following[1]) if following else ""
        make.live("Ferry breaking", ago=timedelta(0))
    assert seen == names


def test_words_are_marked_and_the_text_is_shown_where_only_it_says_them(client):
    story("A <i>storm</i>", "Much else. The ferries &amp; the <b>port</b> waited.")
    page = page_of(client, "storm ferry")
    assert "A &lt;i&gt;<mark>storm</mark>&lt;/i&gt;" in page
    assert "The <mark>ferries</mark> &amp; the port waited." in page
    assert not faults(page)


def test_a_slip_of_the_finger_gets_the_sites_own_word(client):
    story("Café at the harbour")
    page = page_of(client, "harbuor")
    assert "Nothing found" in page
    assert 'href="/search/?q=harbour"' in page
    assert ">café</a>" in page_of(client, "cafw")
    assert "Did you mean" not in page_of(client, "harbour")


def test_an_empty_search_explains_itself_and_shows_the_newest(client):
    story("Newest of all")
    for question in ("", " ", '"', "- * ("):
        page = page_of(client, question)
        assert "quotation marks" in page
        assert "Newest of all" in page
        assert 'content="noindex"' in page
        assert not faults(page)


def test_a_number_that_is_too_large_to_count_is_not_counted(client, monkeypatch, settings):
    settings.NEWSROOM_PAGE_SIZE = 1
    monkeypatch.setattr("articles.public.search.page.COUNTED", 1)
    story("Ferry one")
    story("Ferry two")
    assert "1+ stories" in page_of(client, "ferry")
    assert "1 story" in page_of(client, "one")


def test_search_asks_as_often_for_one_story_as_for_twenty(client):
    counts = []
    for number in (1, 20):
        while Article.objects.count() < number:
            make.live("Ferry", tags=["coast", "sea"], ago=timedelta(hours=Article.objects.count()))
        client.get("/search/?q=ferry")
        with CaptureQueriesContext(connection) as queries:
            assert len(found(client, "ferry")) == number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5, counts


def test_a_lost_index_is_made_again_and_twice_changes_nothing(client):
    story("Ferry one")
    story("Ferry two")
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    assert found(client, "ferry") == []
    for expected in ("2 of 2 documents made", "0 of 0 documents made"):
        said = StringIO()
        call_command("rebuild_search", stdout=said)
        assert expected in said.getvalue()
        assert len(found(client, "ferry")) == 2
    said = StringIO()
    call_command("rebuild_search", "--anew", stdout=said)
    assert "2 of 2 documents made" in said.getvalue()
    assert len(found(client, "ferry")) == 2


class Watched(StringIO):
    """Where a command writes; at each line of progress something is done."""

    def __init__(self, at_each):
        super().__init__()
        self.at_each = at_each

    def write(self, text):
        written = super().write(text)
        if " of " in text and text[0].isdigit() and "made" not in text:
            self.at_each()
        return written


def stop():
    raise KeyboardInterrupt


def test_a_rebuild_that_was_stopped_goes_on_where_it_was(client, monkeypatch):
    monkeypatch.setattr(rebuild_search, "BATCH", 1)
    for name in ("Ferry one", "Ferry two", "Ferry three"):
        story(name)
    said = Watched(stop)
    call_command("rebuild_search", "--anew", stdout=said)
    assert "Stopped after 1 of 3. Start it again to go on." in said.getvalue()
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert "1 of 2" in said.getvalue() and "2 of 2 documents made" in said.getvalue()


def test_readers_find_every_story_at_each_step_of_a_rebuild(client, monkeypatch):
    monkeypatch.setattr(rebuild_search, "BATCH", 1)
    for name in ("Ferry one", "Ferry two", "Ferry three"):
        story(name)
    counts = []
    call_command("rebuild_search", "--anew", stdout=Watched(lambda: counts.append(len(found(client, "ferry")))))
    assert counts == [3, 3, 3]


def test_stories_of_one_instant_each_have_a_place():
    edition = story("Ferry")
    twin = Edition.objects.get(pk=edition.pk)
    documents.store_all([edition])
    assert SearchDocument.objects.count() == 1
    first = SearchDocument.objects.get()
    SearchDocument.objects.filter(pk=first.pk).update(place=first.place + 1)
    assert twin.search_document.place == first.place + 1
