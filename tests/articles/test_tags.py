"""One tag for one word, however it is typed, on every database."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from taggit.models import Tag

from articles import tags
from tests import make


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ÉLECTION", "élection"),
        ("Straße", "STRASSE"),
        ("café", "cafe\u0301"),
        ("Open  weights", "open weights"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Data\tcentres", "data centres"),
        ("Moon\u200b\ufeff", "\u202emo\u00adon"),
        ("caf\u200de\u0301", "café"),
    ],
)
def test_two_spellings_are_one_tag(first, second):
    one, other = make.article(tags=[first]), make.article(tags=[second])
    assert Tag.objects.count() == 1
    assert list(one.tags.all()) == list(other.tags.all())


@pytest.mark.django_db
def test_accents_make_another_word():
    make.article(tags=["resume", "résumé"])
    assert Tag.objects.count() == 2


@pytest.mark.django_db
def test_a_new_tag_keeps_the_spelling_and_order_it_was_typed_in():
    article = make.article(tags=["Zinc", "apples", "ZINC"])
    assert [tag.name for tag in article.tags.all()] == ["Zinc", "apples"]


@pytest.mark.django_db
def test_setting_tags_again_removes_and_adds():
    article = make.article(tags=["a", "b"])
    article.tags.set(["B", "c"])
    assert sorted(tag.name for tag in article.tags.all()) == ["b", "c"]


@pytest.mark.django_db
@pytest.mark.parametrize("names", ["ba", "bca", "cab", "ac", "abc", "", "cb"])
def test_setting_tags_again_keeps_the_order_they_come_in(names):
    article = make.article(tags=["a", "b"])
    article.tags.set(list(names))
    assert "".join(article.tags.names()) == names


@pytest.mark.django_db
def test_the_database_refuses_a_second_spelling():
    Tag.objects.create(name="Élection")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="ÉLECTION")


@pytest.mark.django_db
def test_renaming_a_tag_moves_its_key():
    tag = tags.resolve(["coast"])[0]
    tag.name = "Coasts"
    tag.save()
    assert tags.resolve(["COASTS"]) == [tag]


def test_a_word_keeps_the_joiners_that_its_script_needs():
    assert tags.tidy("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize("name", ["", "   ", "\x00", "\u200b", "\u200d \u2066", "x" * 101])
def test_a_name_that_cannot_be_a_tag_is_refused(name):
    with pytest.raises(ValidationError):
        tags.tidy(name)


@pytest.mark.django_db
@pytest.mark.parametrize("names", [["+++", "🚀", "#"], ["a" * 99 + "!", "a" * 99 + "?"], ["ﬁ" * 100], ["C++", "C#"]])
def test_a_tag_of_any_name_has_an_address(client, names):
    edition = make.live(tags=names)
    slugs = {tag["slug"] for tag in edition.tag_list}
    assert len(slugs) == len(names)
    assert client.get(edition.get_absolute_url()).status_code == 200
    assert {client.get(f"/tag/{slug}/").status_code for slug in slugs} == {200}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["+++", "ﬁ" * 100])
def test_a_tag_saved_without_a_slug_gets_one(name):
    tag = Tag.objects.create(name=name)
    assert 0 < len(tag.slug) <= 100
    tag.slug = ""
    tag.save()
    assert tag.slug


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Huawei", "HUAWEI"])
def test_a_tag_without_a_profile_is_found_and_gets_one(typed):
    Tag.objects.bulk_create([Tag(name="Huawei", slug="huawei")])
    (tag,) = tags.resolve([typed])
    assert (tag.name, Tag.objects.get().profile.key) == ("Huawei", "huawei")


@pytest.mark.django_db
def test_missing_tags_are_made_in_one_order_so_that_no_two_forms_wait_for_each_other():
    assert [tag.name for tag in tags.resolve(["beta", "Alpha", "gamma"])] == ["beta", "Alpha", "gamma"]
    assert [tag.name for tag in Tag.objects.order_by("pk")] == ["Alpha", "beta", "gamma"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("names", "count"),
    [(["Semiconductors"] * 4, 1), (["C++", "C#", "C", "c!"], 4), (["Alpha,beta", "beta,Alpha"] * 2, 2)],
)
def test_two_at_once_make_one_tag(names, count):
    barrier, failures = threading.Barrier(4), []

    def resolve(name: str) -> None:
        try:
            barrier.wait()
            with transaction.atomic():
                tags.resolve(name.split(","))
        except Exception as error:  # noqa: BLE001 (reported below, with its thread's name lost)
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=resolve, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Tag.objects.count() == count
