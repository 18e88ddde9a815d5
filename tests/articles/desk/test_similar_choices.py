"""Pinning and keeping out similar posts: what readers see, what the panel says, and who may."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from articles.desk import similar_choices, similar_panel, workflow
from articles.desk.draft import Draft
from articles.desk.workflow import NotPossible
from articles.models import Article, SimilarChoice, SimilarPosts, TagProfile
from articles.public import similar
from articles.tasks import refresh_similar
from tests import make
from tests.articles.desk.conftest import change_url, typed

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def by(db):
    return make.editor("edda")


@pytest.fixture
def story(by):
    edition = make.live("The story", tags=["moon"], section=make.section("Science"))
    make.live("Elsewhere")
    return edition


def make_similar(*headlines):
    return [make.live(name, tags=["moon"], ago=timedelta(days=2 + n)).article for n, name in enumerate(headlines)]


def read(client, edition):
    """Headlines under the story, as readers see them now."""
    refresh_similar.call(edition.article_id)
    at = timezone.now()
    entries = SimilarPosts.objects.get(article=edition.article_id).entries
    return [post.edition.headline for post in similar.shown(edition, entries, at).posts]


def choose(edition, act, by, **named):
    return similar_choices.make(edition.article, act, by=by, **named)


# --- What the panel says of a choice ---


def test_a_chosen_row_says_what_it_shares_or_that_it_shares_nothing(story, by, settings):
    settings.NEWSROOM_SIMILAR_STORED = 2
    low, stranger = (
        make.live("Low", tags=["moon", "ice"], ago=timedelta(days=400)).article,
        make.live("Stranger").article,
    )
    make_similar("One", "Two", "Three", "Four")
    for one in (low, stranger):
        choose(story, f"pin:{one.pk}", by)
    panel = similar_panel.of(Draft.of(story.article), by)
    assert [(row.headline, [one.tag for one in row.shared]) for row in panel.shown[:2]] == [
        ("Low", ["moon"]),
        ("Stranger", []),
    ]
    assert panel.shown[0].shared[0].weight > 0
    assert similar_panel.rendered(Draft.of(story.article), by).count("no shared tag that counts") == 1


# --- What readers see ---


def test_pinned_stories_come_first_in_their_order_and_excluded_ones_never(client, story, by):
    first, second, third = make_similar("One", "Two", "Three")
    stranger = make.live("Stranger").article
    choose(story, f"pin:{stranger.pk}", by)
    choose(story, f"pin:{third.pk}", by)
    choose(story, f"exclude:{first.pk}", by)
    assert read(client, story) == ["Stranger", "Three", "Two"]


def test_the_page_shows_a_choice_at_once_and_says_who_chose(client, story, by):
    stranger = make.live("Stranger").article
    choose(story, f"pin:{stranger.pk}", by)
    page = client.get(story.get_absolute_url()).text
    assert "Stranger" in page
    assert "Chosen by the editors" in page


def test_a_choice_costs_readers_no_query(client, story, by):
    one, other = make_similar("One", "Two")
    refresh_similar.call(story.article_id)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(story.get_absolute_url())
        return len(captured)

    cost()  # fills the caches that every page finds filled
    before = cost()
    choose(story, f"pin:{other.pk}", by)
    choose(story, f"exclude:{one.pk}", by)
    assert cost() == before


def test_what_is_pinned_is_shown_only_while_it_is_live(client, story, by):
    draft, down = make.article("Draft"), make.live("Down").article
    soon = timezone.now() + timedelta(hours=1)
    coming = make.article("Coming")
    workflow.schedule(coming, by=by, live_from=soon)
    for article in (draft, down, coming):
        choose(story, f"pin:{article.pk}", by)
    workflow.unpublish(down, by=by)
    (other,) = make_similar("Other")
    assert read(client, story) == ["Other"]
    entries = SimilarPosts.objects.get(article=story.article_id).entries
    assert similar.shown(story, entries, soon).posts[0].edition.headline == "Coming"


def test_a_story_that_is_kept_out_is_not_among_the_latest_of_the_section_either(client, story, by):
    other = make.live("Other", section=make.section("Science")).article
    make.live("Third", section=make.section("Science"), ago=timedelta(days=9))
    choose(story, f"exclude:{other.pk}", by)
    assert read(client, story) == ["Third"]


def test_new_neighbours_enter_below_the_pinned_ones_and_never_where_they_are_kept_out(client, story, by):
    pinned = make.live("Pinned").article
    newcomer = make.article("Newcomer", tags=["moon"])
    choose(story, f"pin:{pinned.pk}", by)
    workflow.publish(newcomer, by=by)
    refresh_similar.call(newcomer.pk)
    entries = SimilarPosts.objects.get(article=story.article_id).entries
    assert [entry[0] for entry in entries] == [pinned.pk, newcomer.pk]
    choose(story, f"exclude:{newcomer.pk}", by)
    refresh_similar.call(newcomer.pk)
    entries = SimilarPosts.objects.get(article=story.article_id).entries
    assert [entry[0] for entry in entries if similar._mark(entry) != similar.EXCLUDED] == [pinned.pk]


def test_the_rest_of_a_list_is_as_long_as_without_choices(client, story, by, settings):
    settings.NEWSROOM_SIMILAR_STORED = 5
    found = make_similar(*(f"S{n}" for n in range(8)))
    for article in found[:2]:
        choose(story, f"exclude:{article.pk}", by)
    entries = SimilarPosts.objects.get(article=story.article_id).entries
    assert [entry[0] for entry in entries] == [one.pk for one in (*found[2:7], *found[:2])]


def test_lists_that_were_stored_before_are_read(story):
    (other,) = make_similar("Other")
    shown = similar.shown(story, [[other.pk, 1.5, 0, ["moon"]]], timezone.now())
    assert [(post.edition.headline, post.shared, post.is_pinned) for post in shown.posts] == [
        ("Other", ["moon"], False)
    ]


# --- Making a choice ---


def test_pins_are_moved_and_taken_back(client, story, by):
    one, two, three = make_similar("One", "Two", "Three")
    for article in (one, two, three):
        choose(story, f"pin:{article.pk}", by)
    for act in (f"up:{three.pk}", f"up:{three.pk}", f"up:{three.pk}", f"down:{one.pk}"):
        choose(story, act, by)
    assert read(client, story) == ["Three", "Two", "One"]
    choose(story, f"back:{three.pk}", by)
    assert list(SimilarChoice.objects.values_list("other__headline", flat=True)) == ["Two", "One"]
    choose(story, f"exclude:{two.pk}", by)
    choose(story, f"pin:{two.pk}", by)
    assert SimilarChoice.objects.get(other=two).kind == "pin"


def test_a_choice_made_twice_is_one(story, by):
    (other,) = make_similar("Other")
    for _ in range(2):
        choose(story, f"pin:{other.pk}", by)
    assert SimilarChoice.objects.count() == 1


def test_a_story_is_named_by_its_headline(story, by):
    make.live("Ferries return"), make.live("Ferries strike again"), make.live("Ferries")
    assert choose(story, "pin", by, named="strike FERRIES") == "“Ferries strike again” is pinned."
    assert choose(story, "exclude", by, named="ferries") == "“Ferries” is kept out."
    with pytest.raises(NotPossible, match="Several stories match"):
        choose(story, "pin", by, named="ferries r")
        choose(story, "pin", by, named="e")


@pytest.mark.parametrize(
    ("act", "named"),
    [
        ("pin:0", ""),
        ("pin:x", ""),
        ("pin:٣", ""),
        ("pin:" + "9" * 30, ""),
        ("pin:\x00", ""),
        ("pin", ""),
        ("pin", "no such words"),
        ("pin", "\x00"),
        ("up:1", ""),
        ("burn:1", ""),
        ("", ""),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(as_editor, story, act, named):
    response = as_editor.post(
        change_url(story.article, "similar"), {"_similar": act, "similar_other": named}, headers=JSON
    )
    assert response.status_code == 422
    assert not SimilarChoice.objects.exists()


def test_no_story_is_its_own_similar_post(story, by):
    with pytest.raises(NotPossible, match="its own"):
        choose(story, f"pin:{story.article_id}", by)


def test_choices_are_logged(story, by):
    (other,) = make_similar("Other")
    choose(story, f"exclude:{other.pk}", by)
    assert LogEntry.objects.get(user=by).change_message == "Similar posts: “Other” is kept out."


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("reporter", 403), ("moderator", 403)])
def test_who_may_not_publish_chooses_nothing(client, story, who, status):
    (other,) = make_similar("Other")
    if who != "nobody":
        user = getattr(make, who)()
        client.force_login(user)
        Article.objects.filter(pk=story.article_id).update(created_by=user)
        with pytest.raises(PermissionDenied):
            choose(story, f"pin:{other.pk}", user)
    url = change_url(story.article, "similar")
    assert client.post(url, {"_similar": f"pin:{other.pk}"}).status_code == status
    assert client.get(f"{url}find/?q=other").status_code == status
    assert not SimilarChoice.objects.exists()


def test_a_choice_takes_a_post_to_an_article_that_is_there(as_editor, story):
    assert as_editor.get(change_url(story.article, "similar")).status_code == 405
    assert as_editor.post(reverse("admin:articles_article_similar", args=[10**6])).status_code == 404
    assert as_editor.post("/admin/articles/article/" + "9" * 30 + "/similar/").status_code == 404


def test_without_script_the_form_is_saved_first(as_editor, story):
    (other,) = make_similar("Other")
    article = story.article
    data = typed(article, headline="Typed meanwhile", _similar=f"pin:{other.pk}")
    response = as_editor.post(change_url(article), data, follow=True)
    assert "“Other” is pinned." in response.text
    article.refresh_from_db()
    assert article.headline == "Typed meanwhile"
    assert SimilarChoice.objects.get().other == other


def test_a_choice_by_script_saves_nothing_and_answers_with_the_panel_for_what_is_typed(as_editor, story):
    (other,) = make_similar("Other")
    make.live("Tidal", tags=["tides"])
    data = {"_similar": f"pin:{other.pk}", "tags": "tides, brand new"}
    answer = as_editor.post(change_url(story.article, "similar"), data, headers=JSON).json()
    assert answer["said"] == "“Other” is pinned."
    assert "Tidal" in answer["panels"]["similar"]
    assert "“brand new” is new" in answer["panels"]["similar"]
    assert list(story.article.tags.names()) == ["moon"]


def test_without_accept_header_the_answer_is_the_form_again(as_editor, story):
    response = as_editor.post(change_url(story.article, "similar"), {"_similar": "pin:0"}, follow=True)
    assert "There is no such story." in response.text


# --- Finding a story ---


def test_stories_are_found_by_words_of_the_headline(as_editor, story, by):
    ferry = make.live("Ferries return to Port Vessel").article
    workflow.withdraw(make.live("Ferries withdrawn").article, by=by, notice="Wrong.")
    make.article("Ferries in draft")
    url = f"{change_url(story.article, 'similar')}find/"
    answer = as_editor.get(url, {"q": "vessel ferr"}).json()
    assert [(one["value"], one["text"]) for one in answer["options"]] == [(ferry.pk, "Ferries return to Port Vessel")]
    assert answer["said"] == "1 suggestion."
    for odd in ("", " ", "\x00", "%", "x" * 10_000):
        assert as_editor.get(url, {"q": odd}).json()["options"] == []
    assert as_editor.get(url, {"q": "the story"}).json()["options"] == []


# --- The panel ---


def panel_of(article, by, **changed):
    draft = Draft.of(Article.objects.get(pk=article.pk))
    return similar_panel.of(Draft(draft.story, changed.get("tags", draft.tags), draft.authors, draft.sources), by)


def test_the_panel_says_what_will_be_shown_and_why_before_publication(by):
    make.live("Elsewhere")
    for _ in range(3):
        make.live(tags=["energy"])
    rare, common = make.live("Rare", tags=["whales", "energy"]), make.live("Common", tags=["energy"])
    article = make.article(tags=["energy", "whales"])
    panel = panel_of(article, by)
    assert [row.headline for row in panel.shown][:1] == ["Rare"]
    assert [one.tag for one in panel.shown[0].shared] == ["whales", "energy"]
    assert panel.shown[0].shared[0].weight > panel.shown[0].shared[1].weight > 0
    assert {rare.article_id, common.article_id} < {row.article_id for row in (*panel.shown, *panel.coming)}


def test_the_panel_shows_what_the_page_shows(client, story, by):
    one, two, three = make_similar("One", "Two", "Three")
    choose(story, f"pin:{three.pk}", by)
    choose(story, f"exclude:{one.pk}", by)
    panel = panel_of(story.article, by)
    assert [row.headline for row in panel.shown] == read(client, story) == ["Three", "Two"]
    assert [row.headline for row in panel.excluded] == ["One"]


def test_the_panel_names_the_fallback_and_the_tags_that_find_nothing(by, story):
    make.live("Other science", section=make.section("Science"))
    TagProfile.objects.filter(key="moon").update(counts_for_similar=False)
    panel = panel_of(story.article, by, tags=[Tag.objects.get(name="moon"), Tag(name="unheard of")])
    assert (panel.heading, panel.is_similar) == ("Latest in Science", False)
    assert [row.headline for row in panel.shown] == ["Other science"]
    assert panel.remarks == (
        "“moon” does not count for similar posts.",
        "“unheard of” is new: no story has it yet.",
    )


def test_the_panel_tells_of_a_pinned_story_that_is_not_live(story, by):
    draft = make.article("Not out yet")
    choose(story, f"pin:{draft.pk}", by)
    panel = panel_of(story.article, by)
    assert [row.headline for row in panel.waiting] == ["Not out yet"]


def test_the_panel_costs_the_same_whatever_there_is(story, by):
    def cost():
        draft = Draft.of(Article.objects.prefetch_related("bylines", "sources").get(pk=story.article_id))
        with CaptureQueriesContext(connection) as captured:
            similar_panel.of(draft, by)
        return len(captured)

    make_similar("One")
    choose(story, f"pin:{make.live('Pinned').article_id}", by)
    before = cost()
    for article in make_similar(*(f"S{n}" for n in range(10)))[:5]:
        choose(story, f"pin:{article.pk}", by)
    assert cost() == before <= 10


def test_a_reporter_sees_the_panel_and_no_buttons(client, story):
    reporter = make.reporter()
    make_similar("Other")
    Article.objects.filter(pk=story.article_id).update(created_by=reporter)
    client.force_login(reporter)
    page = client.get(change_url(story.article)).text
    assert "Other" in page
    assert 'name="_similar"' not in page
