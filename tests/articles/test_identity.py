"""Who the site is: what editors set in the desk, and where readers meet it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from articles import links
from articles.desk.identity import change_identity
from articles.models import Identity, Illustration, identity
from tests import make


def test_a_link_is_a_name_and_an_address_a_line():
    typed = "Mastodon https://social.example/@us\n\n  https://www.photos.example/us  \njavascript:alert(1)\nno address"
    assert links.links(typed) == (
        ("Mastodon", "https://social.example/@us"),
        ("photos.example", "https://www.photos.example/us"),
    )


@pytest.mark.parametrize("line", ["Mastodon", "x javascript:alert(1)", "x ftp://a.example", "x https://a b"])
def test_a_line_that_ends_in_no_address_is_refused(line):
    with pytest.raises(ValidationError):
        links.validate_links(line)


@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("/corrections/", True),
        ("https://example.org/a", True),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("javascript:alert(1)", False),
        ("/a b", False),
        ("/a\n", False),
    ],
)
def test_a_notice_leads_into_the_site_or_to_the_web(address, is_good):
    try:
        identity.validate_address(address)
    except ValidationError:
        assert not is_good
    else:
        assert is_good


def test_a_notice_is_over_on_its_minute():
    at = timezone.now()
    assert Identity(notice="We moved.", notice_until=at).notice_at(at) == ""
    assert Identity(notice="We moved.").notice_at(at) == "We moved."


@pytest.mark.django_db
def test_a_site_of_which_nobody_said_anything_is_called_as_the_settings_have_it(settings):
    settings.NEWSROOM_SITE_NAME = "The Tide"
    assert identity.current().site_name == "The Tide" and not Identity.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_is_known_at_once_and_read_once(django_assert_num_queries):
    assert not identity.current().name
    Identity(name="The Tide", logo=make.illustration()).save()
    with django_assert_num_queries(1):
        assert identity.current().site_name == "The Tide"
    with django_assert_num_queries(0):
        assert identity.current().logo.renditions


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_a_change_whoever_makes_it():
    elsewhere = identity.Kept(identity.stored)
    Identity(name="The Tide").save()
    assert elsewhere.get().name == "The Tide"
    Identity.objects.update(name="The Ebb")
    assert elsewhere.get().name == "The Ebb"


@pytest.mark.django_db(transaction=True)
def test_what_was_read_before_a_change_does_not_stay_after_it():
    """Somebody saves between the reading of the row and the keeping of it."""

    def read():
        found = identity.stored()
        if not found.name:
            Identity(name="The Tide").save()
        return found

    slow = identity.Kept(read)
    assert (slow.get().name, slow.get().name) == ("", "The Tide")


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_has_changed_and_taken_back_is_not_kept():
    kept = identity.Kept(identity.stored)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Identity(name="The Tide").save()
        assert kept.get().name == "The Tide"
        raise ZeroDivisionError
    assert kept.get().name == ""


# --- The desk's screen ---

SCREEN, CHANGE = "/admin/articles/identity/", "/admin/articles/identity/1/change/"


def typed(**changes):
    fields = model_to_dict(Identity(), exclude=["id", "notice_until"]) | changes
    return {name: value for name, value in fields.items() if value is not None and value is not False}


@pytest.mark.django_db
def test_an_editor_says_who_the_site_is_and_the_log_says_what_changed(django_capture_on_commit_callbacks):
    desk = make.browser(make.editor())
    assert desk.get(SCREEN)["Location"] == CHANGE and "The site" in desk.get(CHANGE).text
    assert not Identity.objects.exists()
    sent = typed(name="The Tide", accent="teal", shows_opinion=False, links="Mastodon https://social.example/@tide")
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(CHANGE, sent | {"notice_until": "2099-01-31T12:00"}).status_code == 302
        assert desk.post(CHANGE, sent).status_code == 302
    said = LogEntry.objects.earliest("pk").change_message
    assert "Until: – → 31 Jan 2099, 12:00." in said and LogEntry.objects.count() == 2
    said = said.replace(" Until: – → 31 Jan 2099, 12:00.", "")
    assert said == "Name: – → The Tide. Colour: red → teal. Opinion: yes → no. Elsewhere: – → " + sent["links"] + "."
    assert identity.current().link_list == (("Mastodon", "https://social.example/@tide"),)
    assert "The Tide" in desk.get("/admin/").text


@pytest.mark.django_db
def test_what_a_colleague_changed_meanwhile_of_other_fields_stays():
    change_identity({"motto": "High water"}, by=make.superuser())
    change_identity({"name": "The Tide"}, by=make.superuser())
    assert (Identity.objects.get().name, Identity.objects.get().motto) == ("The Tide", "High water")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"links": "Mastodon"}, {"notice_link": "//evil.example"}, {"email": "us"}])
def test_what_cannot_be_is_sent_back_with_a_reason(wrong):
    answer = make.browser(make.editor()).post(CHANGE, typed(name="The Tide", **wrong))
    assert answer.status_code == 422 and "There is a problem" in answer.text and "The Tide" in answer.text
    assert not Identity.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_others_neither_see_nor_change_who_the_site_is(role):
    desk = make.browser(getattr(make, role)())
    assert [desk.get(SCREEN).status_code, desk.get(CHANGE).status_code] == [403, 403]
    assert desk.post(CHANGE, typed(name="Mine")).status_code == 403 and not Identity.objects.exists()


@pytest.mark.django_db
def test_the_logo_is_kept_in_the_library():
    logo = make.illustration()
    Identity(logo=logo).save()
    answer = make.browser(make.chief()).post(f"/admin/articles/illustration/{logo.pk}/delete/", {"post": "yes"})
    assert "The site" in answer.text and Illustration.objects.filter(pk=logo.pk).exists()
