"""An order takes the words out of an edition, and out of everything that was made of it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from articles.desk import redacting, workflow
from articles.models import Edition, Illustration, Revision, guards
from articles.public import share_cards
from tests import make

pytestmark = pytest.mark.django_db
WORD = "Zanzibarese"


@pytest.fixture
def chief():
    return make.chief("root")


@pytest.fixture
def over(chief):
    """An edition that another has followed."""
    article = make.article(f"{WORD} harbour", by=chief, body=f"<p>The {WORD} pilot was drunk.</p>")
    first = workflow.publish(article, by=chief)
    make.rewrite(article, "A harbour")
    workflow.publish(article, by=chief, note="Names left out.")
    return Edition.objects.get(pk=first.pk)


def order(edition, *more):
    call_command("redact", edition.article_id, edition.number, "--by", "root", "--no-input", *more)


def test_words_are_gone_and_the_row_stays(client, over):
    before = (over.number, over.address_id, over.live_from, over.live_until)
    changes = f"{over.get_absolute_url()}changes/"
    assert WORD in client.get(changes).text
    order(over, "--reason", "District court, 7 O 12/26")
    over.refresh_from_db()
    assert (over.number, over.address_id, over.live_from, over.live_until) == before
    assert (over.headline, over.body, over.word_count, over.sources) == ("Redacted", "", 0, [])
    assert WORD not in client.get(changes).text
    line = LogEntry.objects.latest("pk")
    assert line.change_message == "Edition 1 redacted: District court, 7 O 12/26"
    assert line.user.username == "root"


def test_no_card_of_it_is_left_whatever_its_picture_was_called(over, django_capture_on_commit_callbacks):
    manifest = [["square", "jpeg", 240, 240, "a.jpg"], ["square", "webp", 480, 480, "b.webp"]]
    picture = make.illustration(renditions=manifest)
    with guards.lifted(guards.EDITION):
        Edition.objects.filter(pk=over.pk).update(illustration=picture)
    over.refresh_from_db()
    for files in (manifest[:1], manifest):
        Illustration.objects.filter(pk=picture.pk).update(renditions=files)
        edition = Edition.objects.get(pk=over.pk)
        default_storage.save(share_cards.of_story(edition).stored_name, ContentFile(b"A card"))
    assert len(default_storage.listdir("cards")[1]) == 2
    with django_capture_on_commit_callbacks(execute=True):
        order(over, "--reason", "Order")
    assert default_storage.listdir("cards")[1] == []


def test_what_the_desk_saved_goes_on_demand(over):
    kept = [WORD in str(revision.snapshot) for revision in Revision.objects.filter(article=over.article_id)]
    assert any(kept)
    order(over, "--reason", "Order")
    still = [WORD in str(revision.snapshot) for revision in Revision.objects.filter(article=over.article_id)]
    assert still == kept
    order(over, "--reason", "Order", "--with-revisions")
    first = Revision.objects.get(pk=over.revision_id)
    assert (first.snapshot["fields"]["headline"], first.snapshot["fields"]["body"]) == ("", "")


def test_what_readers_see_is_withdrawn_first(over, chief):
    live = over.article.editions.live().get()
    with pytest.raises(CommandError, match="Withdraw the story first"):
        order(live, "--reason", "Order")
    withdrawn = workflow.withdraw(over.article, by=chief, notice="By order of a court.") or (
        over.article.editions.live().get()
    )
    order(live, "--reason", "Order")
    order(withdrawn, "--reason", "Order")
    withdrawn.refresh_from_db()
    assert (withdrawn.body, withdrawn.note) == ("", "By order of a court.")


def test_it_takes_an_owner_of_the_house_and_a_reason(over, chief):
    with pytest.raises(PermissionDenied):
        redacting.redact(over, by=make.editor(), reason="Order")
    for words, reason in (("superuser", ["--by", "nobody", "--reason", "Order"]), ("whose order", ["--reason", " "])):
        with pytest.raises(CommandError, match=words):
            order(over, *reason)


def test_nothing_but_this_changes_an_edition(over):
    order(over, "--reason", "Order")
    with pytest.raises(IntegrityError, match="edition_content_fixed"), transaction.atomic():
        Edition.objects.filter(pk=over.pk).update(headline="Back again")
