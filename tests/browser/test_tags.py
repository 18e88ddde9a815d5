"""The tag field, the merge screen and the similar posts of a story, by keyboard, in a real browser."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles import tags
from articles.models import Article, SimilarChoice
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(visit, client, live_server):
    """Open a page of the desk as an editor."""
    client.force_login(make.editor("olga"))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}

    def with_cookie(path, **options):
        page = visit("/admin/login/", **options)
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return with_cookie


@pytest.fixture
def story(db):
    edition = make.live("The story", tags=["moon"])
    make.live("Elsewhere")
    return edition.article


def form(article):
    return f"/admin/articles/article/{article.pk}/change/"


def test_a_tag_is_taken_by_keyboard_and_a_second_spelling_is_said(signed_in, axe, story):
    for _ in range(2):
        make.live(tags=["semiconductors"])
    page = signed_in(form(story))
    field = page.get_by_role("combobox", name="Tags:")
    field.press("End")
    field.press_sequentially(", Semi")
    page.get_by_role("option", name="semiconductors 2 stories").wait_for()
    field.press_sequentially("cnoductor")
    expect(page.get_by_text("There is “semiconductors” with 2 stories already.").first).to_be_visible()
    expect(page.locator(".combobox:has(#id_tags) [role=status]")).to_contain_text("1 suggestion.")
    field.press("ArrowDown")
    option = page.locator("[role=option][aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    axe(page)
    field.press("Enter")
    assert field.input_value() == "moon, semiconductors, "
    assert page.get_by_role("listbox", name="Tags that are there already").count() == 0
    assert page.locator(".combobox:has(#id_tags) [role=status]").inner_text() == "semiconductors"


def test_escape_closes_the_list_and_enter_without_a_choice_saves_nothing(signed_in, story):
    tags.resolve(["moonlight"])
    page = signed_in(form(story))
    field = page.get_by_role("combobox", name="Tags:")
    field.fill("moon")
    field.press_sequentially("l")
    page.get_by_role("option", name="moonlight").wait_for()
    field.press("Enter")
    assert field.get_attribute("aria-expanded") == "false"
    assert page.url.endswith(form(story))
    field.press("ArrowDown")
    page.get_by_role("option", name="moonlight").wait_for()
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert Article.objects.get(pk=story.pk).version == story.version


def test_an_empty_answer_to_what_stood_there_before_stops_no_later_question(signed_in, story):
    tags.resolve(["moonlight"])
    page = signed_in(form(story))
    held = []
    page.route("**/tags/?q=moonx", lambda route: held.append(route))
    field = page.get_by_role("combobox", name="Tags:")
    with page.expect_request("**/tags/?q=moonx"):
        field.fill("moonx")
    field.press("Backspace")
    held[0].fulfill(json={"tags": [], "near": [], "said": "", "warning": ""})
    expect(page.get_by_role("option", name="moonlight")).to_be_visible(timeout=5_000)


def test_tags_are_merged_and_parted_by_keyboard(signed_in, axe):
    make.live("One", tags=["chip"])
    make.live("Other", tags=["semiconductors"])
    chip, kept = tags.resolve(["chip", "semiconductors"])
    page = signed_in(f"/admin/taggit/tag/merge/?tags={chip.pk}&tags={kept.pk}")
    axe(page)
    page.get_by_role("radio", name="semiconductors").check()
    page.get_by_role("button", name="Merge", exact=True).press("Enter")
    page.get_by_role("heading", name="Merged into this tag").wait_for()
    axe(page)
    assert tags.resolve(["chip"]) == [kept]
    page.goto("/admin/taggit/tag/merges/")
    axe(page)
    page.get_by_role("button", name="Undo the merge of chip").press("Enter")
    page.get_by_text("“chip” is a tag of its own again.").wait_for()
    page.goto("/tag/chip/")
    assert page.get_by_role("link", name="One").count() == 1


def test_a_similar_post_is_pinned_by_keyboard_and_nothing_typed_is_lost(signed_in, axe, story):
    first, second = make.live("First", tags=["moon"]).article, make.live("Second", tags=["moon"]).article
    stranger = make.live("Stranger in town").article
    page = signed_in(form(story))
    page.fill("#id_headline", "Typed and not saved")
    page.get_by_role("button", name="Keep out First").press("Enter")
    page.get_by_text("“First” is kept out.").wait_for()
    other = page.get_by_role("combobox", name="Another story, by its headline")
    other.press_sequentially("stranger")
    page.get_by_role("option", name="Stranger in town").wait_for()
    other.press("ArrowDown")
    other.press("Enter")
    page.get_by_role("button", name="Pin it").press("Enter")
    page.get_by_text("“Stranger in town” is pinned.").wait_for()
    axe(page)
    assert page.input_value("#id_headline") == "Typed and not saved"
    assert set(SimilarChoice.objects.values_list("other", "kind")) == {(first.pk, "exclude"), (stranger.pk, "pin")}
    page.goto(Article.objects.get(pk=story.pk).editions.get().get_absolute_url())
    names = page.locator(".similar-posts h3").all_inner_texts()
    assert names == ["Stranger in town", second.editions.get().headline]
