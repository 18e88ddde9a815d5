"""The screens of tags: the form with its aliases, the merge, its undoing, and who may open them."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from articles import tags
from articles.desk import tag_merge
from articles.models import SimilarPosts, TagAlias, TagMerge, TagProfile
from articles.tasks import refresh_similar
from tests import make

pytestmark = pytest.mark.django_db

LIST, MERGE, MERGES = "/admin/taggit/tag/", "/admin/taggit/tag/merge/", "/admin/taggit/tag/merges/"
DOUBLES = "/admin/taggit/tag/doubles/"


def tag(name):
    return tags.resolve([name])[0]


def form(one):
    return f"{LIST}{one.pk}/change/"


def sent(one, *aliases, **fields):
    """What a browser would send of the form of a tag; `aliases` are (name, slug) of new rows."""
    stored = list(one.aliases.order_by("name").values_list("pk", flat=True))
    data = {"name": one.name, "slug": one.slug, "profile-TOTAL_FORMS": "1", "profile-INITIAL_FORMS": "1"}
    data |= {"profile-0-tag": str(one.pk), "profile-0-counts_for_similar": "on"}
    data |= {"aliases-TOTAL_FORMS": str(len(stored) + len(aliases)), "aliases-INITIAL_FORMS": str(len(stored))}
    for number, pk in enumerate(stored):
        data |= {f"aliases-{number}-id": str(pk), f"aliases-{number}-tag": str(one.pk)}
    for number, (name, slug) in enumerate(aliases, start=len(stored)):
        data |= {f"aliases-{number}-tag": str(one.pk)}
        data |= {f"aliases-{number}-name": name, f"aliases-{number}-slug": slug}
    return data | fields


# --- Names and addresses ---


def test_a_renamed_tag_is_found_by_its_old_name_and_at_its_old_address(as_editor, client):
    edition = make.live(tags=["chip"])
    one = tag("chip")
    response = as_editor.post(form(one), sent(one, name="Semiconductors", slug="semiconductors"))
    assert response.status_code == 302
    assert client.get("/tag/chip/")["Location"] == "/tag/semiconductors/"
    assert tag("chip") == one
    assert list(edition.article.tags.names()) == ["Semiconductors"]


def test_a_tag_renamed_to_and_fro_has_one_alias(as_editor):
    one = tag("chip")
    for name in ("chips", "chip", "chips"):
        one.name = name
        one.save()
    assert [alias.name for alias in one.aliases.all()] == ["chip"]


def test_an_address_that_changed_twice_leads_on_from_both(client):
    make.live(tags=["chip"])
    one = tag("chip")
    for slug in ("chips", "semiconductors"):
        one.slug = slug
        one.save()
    assert {client.get(f"/tag/{slug}/")["Location"] for slug in ("chip", "chips")} == {"/tag/semiconductors/"}
    one.slug = "chip"
    one.save()
    assert client.get("/tag/chip/").status_code == 200
    assert client.get("/tag/semiconductors/")["Location"] == "/tag/chip/"


def test_similar_posts_name_the_tag_as_it_is_called_now(as_editor, django_capture_on_commit_callbacks):
    stories = [make.live(tags=["chip"]).article_id for _ in range(2)]
    make.live()
    refresh_similar.call(stories[0])
    one = tag("chip")
    with django_capture_on_commit_callbacks(execute=True):
        as_editor.post(form(one), sent(one, name="chips"))
    assert SimilarPosts.objects.get(article=stories[0]).entries[0][3] == ["chips"]


def test_aliases_are_added_and_removed(as_editor, client):
    make.live(tags=["semiconductors"])
    one = tag("semiconductors")
    assert as_editor.post(form(one), sent(one, ("Microchips", "microchips"))).status_code == 302
    assert tag("MICROCHIPS") == one
    assert client.get("/tag/microchips/").status_code == 301
    data = sent(one) | {"aliases-0-DELETE": "on"}
    assert as_editor.post(form(one), data).status_code == 302
    assert not one.aliases.exists()
    assert client.get("/tag/microchips/").status_code == 404


def test_a_form_that_claims_rows_without_end_gets_those_it_sent(as_editor):
    coast = tag("Coast")
    claimed = {"aliases-TOTAL_FORMS": "9" * 19, "profile-TOTAL_FORMS": "2000"}
    page = as_editor.post(form(coast), sent(coast, ("", ""), name="") | claimed)
    assert page.status_code == 422
    assert page.text.count('name="aliases-') < 20 and page.text.count('name="profile-') < 20


@pytest.mark.parametrize(
    ("aliases", "said"),
    [
        ([("Ports", "")], "“ports” is there already. Merge the two instead."),
        ([("wafers", "")], "“wafers” is an alias of “ports”."),
        ([("Semiconductors", "")], "is there already"),
        ([("new", "ports")], "Another tag stands at this address"),
        ([("new", "wafers")], "Another tag stands at this address"),
        ([("new", ""), ("NEW", "")], "stands here twice"),
        ([("new", "semiconductors")], "Another tag stands at this address"),
        ([("\u200b", "")], "A tag needs a name."),
    ],
)
def test_an_alias_that_clashes_is_refused_with_the_reason(as_editor, aliases, said):
    TagAlias.objects.create(tag=tag("ports"), name="wafers", slug="wafers")
    one = tag("semiconductors")
    response = as_editor.post(form(one), sent(one, *aliases))
    assert response.status_code == 422
    assert said in response.text
    assert not one.aliases.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "PORTS"}, "“ports” is there already. Merge the two instead."),
        ({"name": "Wafers"}, "is an alias of “ports”"),
        ({"slug": "wafers"}, "Another tag stands at this address"),
    ],
)
def test_a_name_or_address_of_another_tag_is_refused(as_editor, fields, said):
    TagAlias.objects.create(tag=tag("ports"), name="wafers", slug="wafers")
    one = tag("semiconductors")
    response = as_editor.post(form(one), sent(one, **fields))
    assert (response.status_code, said in response.text) == (422, True)


def test_a_new_tag_keeps_off_the_old_address_of_another(client):
    make.live(tags=["chip"])
    one = tag("chip")
    one.name, one.slug = "semiconductors", "semiconductors"
    one.save()
    TagAlias.objects.filter(name="chip").update(name="c", key="c")
    make.live(tags=["Chip"])
    assert tag("chip").slug != "chip"
    assert client.get("/tag/chip/")["Location"] == "/tag/semiconductors/"


# --- The list ---


def test_unused_and_quiet_tags_can_be_listed_alone(as_editor):
    make.live(tags=["ports"])
    tag("orphan")
    TagProfile.objects.filter(key="ports").update(counts_for_similar=False)
    assert "orphan" in as_editor.get(f"{LIST}?use=unused").text
    assert "orphan" not in as_editor.get(f"{LIST}?use=used").text
    assert "orphan" not in as_editor.get(f"{LIST}?similar=no").text
    assert "orphan" in as_editor.get(f"{LIST}?similar=yes").text


def test_chosen_tags_go_to_the_merge_screen(as_editor):
    chosen = sorted(tag(name).pk for name in ("chip", "chips"))
    data = {"action": "merge_selected", "_selected_action": [str(pk) for pk in chosen]}
    response = as_editor.post(LIST, data)
    assert response["Location"] == f"{MERGE}?tags={chosen[0]}&tags={chosen[1]}"
    response = as_editor.post(LIST, data | {"_selected_action": [str(chosen[0])]}, follow=True)
    assert "Choose from two to 20 tags" in response.text


# --- Merging ---


def test_the_screen_shows_counts_and_proposes_the_most_used(as_editor):
    make.live(tags=["chip", "chips"])
    make.live(tags=["chips"])
    page = as_editor.get(MERGE, {"tags": [tag("chip").pk, tag("chips").pk]})
    assert page.context["keep"] == str(tag("chips").pk)
    assert "2 live stories" in page.text


def test_merging_from_the_screen_leads_to_the_kept_tag(as_editor):
    article = make.article(tags=["chip", "wafer"])
    chosen = [tag(name) for name in ("chip", "wafer", "semiconductors")]
    response = as_editor.post(MERGE, {"tags": [one.pk for one in chosen], "keep": chosen[2].pk}, follow=True)
    assert response.redirect_chain[-1][0] == form(chosen[2])
    assert "Merged into “semiconductors”: chip, wafer." in response.text
    assert "Merged into this tag" in response.text
    assert list(article.tags.names()) == ["semiconductors"]


def test_one_tag_is_merged_into_another_by_name(as_editor):
    one, kept = tag("chip"), tag("Semiconductors")
    as_editor.post(MERGE, {"tags": [one.pk], "other": "SEMICONDUCTORS"})
    assert tag("chip") == kept


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"other": "nothing such"}, "There is no tag “nothing such”."),
        ({"other": "chip"}, "cannot be merged into itself"),
        ({}, "Choose the tag to keep."),
        ({"keep": "99999999999999999999"}, "Choose the tag to keep."),
        ({"keep": "٣"}, "Choose the tag to keep."),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused_with_the_reason(as_editor, fields, said):
    response = as_editor.post(MERGE, {"tags": [tag("chip").pk]} | fields)
    assert (response.status_code, said in response.text) == (422, True)
    assert not TagMerge.objects.exists()


@pytest.mark.parametrize("chosen", ["", "x", "0", "\x00", "99999999999999999999999", "٣"])
def test_a_merge_of_nothing_that_is_there_is_not_found(as_editor, chosen):
    assert as_editor.get(MERGE, {"tags": chosen}).status_code == 404
    assert as_editor.post(MERGE, {"tags": chosen, "keep": "1"}).status_code == 404


def test_a_merge_sent_again_finds_its_tags_gone(as_editor):
    one, kept = tag("chip"), tag("chips")
    data = {"tags": [one.pk, kept.pk], "keep": kept.pk}
    assert [as_editor.post(MERGE, data).status_code for _ in range(2)] == [302, 404]
    assert TagMerge.objects.count() == 1


def merged(as_editor):
    one, kept = tag("chip"), tag("chips")
    as_editor.post(MERGE, {"tags": [one.pk, kept.pk], "keep": kept.pk})
    return TagMerge.objects.get()


def test_a_merge_is_undone_from_the_log_of_merges_once(as_editor):
    done = merged(as_editor)
    assert "chip" in as_editor.get(MERGES).text
    said = [as_editor.post(f"{MERGES}{done.pk}/undo/", follow=True).text for _ in range(2)]
    assert "“chip” is a tag of its own again." in said[0]
    assert "Nothing was undone. This merge has been undone already." in said[1]
    assert LogEntry.objects.filter(change_message__startswith="Undid the merge").count() == 1


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999"])
def test_undoing_nothing_is_not_found(as_editor, pk):
    assert as_editor.post(f"{MERGES}{pk}/undo/").status_code == 404


def test_undo_takes_a_post(as_editor):
    done = merged(as_editor)
    assert as_editor.get(f"{MERGES}{done.pk}/undo/").status_code == 405


def test_possible_doubles_lead_to_the_merge_screen(as_editor):
    one, other = tag("semiconductors"), tag("semiconductor")
    page = as_editor.get(DOUBLES).text
    assert f"{MERGE}?tags={one.pk}&amp;tags={other.pk}" in page or f"{MERGE}?tags={other.pk}&amp;tags={one.pk}" in page


def test_screens_cost_the_same_with_1_20_and_50_rows(as_editor):
    def cost(url):
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(url).status_code == 200
        return len(captured)

    kept = tag("kept")
    by = make.chief("root")
    tag_merge.merge(tag("other 0"), into=kept, by=by)
    tags.resolve(["harbour 0", "harbours 0"])
    urls = (MERGES, DOUBLES, form(kept))
    before = [cost(url) for url in urls]
    for first, last in ((1, 20), (20, 50)):
        for number in range(first, last):
            tag_merge.merge(tag(f"other {number}"), into=kept, by=by)
            tags.resolve([f"harbour {number}", f"harbours {number}"])
        assert [cost(url) for url in urls] == before


@pytest.mark.parametrize("who", ["nobody", "reporter", "moderator"])
def test_who_may_not_change_tags_merges_none(client, who):
    one, kept = tag("chip"), tag("chips")
    done = TagMerge.objects.create(kept=kept, name="x", undo={})
    if who != "nobody":
        client.force_login(getattr(make, who)())
    data = {"tags": [one.pk, kept.pk], "keep": kept.pk}
    statuses = {
        client.get(MERGE, data).status_code,
        client.post(MERGE, data).status_code,
        client.get(MERGES).status_code,
        client.get(DOUBLES).status_code,
        client.post(f"{MERGES}{done.pk}/undo/").status_code,
    }
    assert statuses == ({302} if who == "nobody" else {403})
    assert Tag.objects.count() == 2


def test_deleting_many_leaves_tags_of_published_stories_and_says_why(client):
    client.force_login(make.chief("root"))
    make.live(tags=["ports"])
    make.article(tags=["idle"])
    data = {"action": "delete_selected", "_selected_action": [tag("ports").pk, tag("idle").pk]}
    page = client.post("/admin/taggit/tag/", data)
    assert [str(message) for message in page.context["messages"]] == [
        "Skipped 1: “ports”. It stands on a published story. Merge it into another tag instead."
    ]
    client.post("/admin/taggit/tag/", data | {"post": "yes"})
    assert list(Tag.objects.values_list("name", flat=True)) == ["ports"]
