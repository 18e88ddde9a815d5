"""Tags as text, rows of a form, tag screens: the small parts."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from taggit.models import Tag

from articles import tags
from articles.desk.forms.tags import TagField, parse, write
from articles.models import SimilarPosts
from articles.tasks import refresh_similar
from tests import make
from tests.articles.desk.conftest import change_url, typed

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (" , ,", []),
        ("export controls", ["export controls"]),
        ("ports, Ports , ships", ["ports", "ships"]),
        ('"ships, old", new', ["ships, old", "new"]),
        ('say ""hi', ['say ""hi']),
        ("a\nb, c", ["a b", "c"]),
    ],
)
def test_tags_are_read(text, names):
    assert parse(text) == names


@given(st.lists(words, max_size=6))
def test_what_is_written_is_read_back(names):
    tidied = {}
    for name in names:
        try:
            tidied.setdefault(tags.key(name), tags.tidy(name))
        except ValidationError:
            continue
    assert parse(write(tidied.values())) == list(tidied.values())


@pytest.mark.django_db
def test_tags_are_stored_in_the_order_of_the_form(as_editor):
    article = make.article(tags=["zebra", "apple"])
    as_editor.post(change_url(article), typed(article, tags="apple, zebra"))
    assert list(article.tags.names()) == ["apple", "zebra"]
    assert article.revisions.first().snapshot["tags"] == ["apple", "zebra"]


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "changed"), [("Zebra,  apple", False), ("apple, zebra", True), ("zebra", True)])
def test_another_order_of_tags_is_a_change(line, changed):
    tagged = make.article(tags=["zebra", "apple"]).tags.all()
    assert TagField(required=False).has_changed(tagged, line) == changed


@pytest.mark.django_db
def test_second_spelling_of_a_tag_is_refused_in_words(as_editor):
    Tag.objects.create(name="Élection")
    response = as_editor.post("/admin/taggit/tag/add/", {"name": "ÉLECTION", "slug": "e"})
    assert response.status_code == 422
    assert "“Élection” is there already." in response.text


@pytest.mark.django_db
def test_tag_is_kept_out_of_similar_posts(as_editor):
    tag = Tag.objects.create(name="Series")
    data = {"name": "Series", "slug": "series", "profile-TOTAL_FORMS": "1", "profile-INITIAL_FORMS": "1"}
    data |= {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    data |= {"profile-0-tag": str(tag.pk), "profile-0-description": "A series."}
    as_editor.post(f"/admin/taggit/tag/{tag.pk}/change/", data)
    tag.profile.refresh_from_db()
    assert (tag.profile.counts_for_similar, tag.profile.description) == (False, "A series.")


@pytest.mark.django_db
def test_lists_are_computed_anew_when_a_tag_no_longer_counts(as_editor, django_capture_on_commit_callbacks):
    stories = [make.live(tags=["series"], by=make.superuser()) for _ in range(2)]
    make.live()
    refresh_similar.call(stories[0].article_id)
    tag = Tag.objects.get()
    data = {"name": "series", "slug": "series", "profile-TOTAL_FORMS": "1", "profile-INITIAL_FORMS": "1"}
    data |= {"profile-0-tag": str(tag.pk), "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    for lists in (1, 0):
        counts = {"profile-0-counts_for_similar": "on"} if lists else {}
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            as_editor.post(f"/admin/taggit/tag/{tag.pk}/change/", data | counts)
        assert len(callbacks) == 1 - lists
        assert len(SimilarPosts.objects.get(article=stories[0].article_id).entries) == lists


@pytest.mark.django_db
def test_published_tag_cannot_be_deleted(as_editor):
    make.live(tags=["ports"], by=make.chief("root"))
    tag = Tag.objects.get()
    assert as_editor.post(f"/admin/taggit/tag/{tag.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("total", ["", "x", "-1", "1000", "999999999999"])
def test_broken_row_counts_are_no_server_error(as_editor, editor, total):
    article = make.article(by=editor)
    response = as_editor.post(change_url(article), typed(article) | {"sources-TOTAL_FORMS": total})
    assert response.status_code in (302, 422)


def test_query_dict_is_not_changed_by_matching():
    from articles.desk.forms.rows import settled

    data = QueryDict("sources-TOTAL_FORMS=1&sources-INITIAL_FORMS=1&sources-0-id=5&sources-0-name=A")
    changed = settled(data, "sources", [], ("name",))
    assert (changed["sources-INITIAL_FORMS"], changed["sources-0-id"]) == ("0", "")
    assert data["sources-0-id"] == "5"


def taxonomy(name):
    """A section or an author, the address of its form, and what a browser would send of that."""
    row = {"section": make.section, "author": make.author}[name]()
    return (
        row,
        f"/admin/articles/{name}/{row.pk}/change/",
        {"name": row.name, "hue": "red", "position": "0", "band_size": "4"},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["section", "author"])
def test_slug_that_published_pages_link_to_stays(as_editor, name):
    row, path, data = taxonomy(name)
    assert as_editor.post(path, data | {"name": "Before", "slug": "before"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.slug) == ("Before", "before")
    make.live(**{"section": {"section": row}, "author": {"authors": [row]}}[name])
    assert "Published pages link to this address" in as_editor.get(path).text
    assert as_editor.post(path, data | {"name": "After", "slug": "after"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.slug) == ("After", "before")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["section", "author"])
def test_slug_is_written_by_hand_while_nothing_is_published(as_editor, name):
    _row, path, _data = taxonomy(name)
    page = as_editor.get(path).text
    assert 'name="slug"' in page
    assert "Published pages link to this address" not in page
