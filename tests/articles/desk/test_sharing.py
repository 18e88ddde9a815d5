"""Links for people outside: made, listed and revoked at the desk."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.desk import secret_links, sharing, workflow
from articles.models import Article, ShareLink
from tests import make
from tests.articles.desk.conftest import change_url, typed

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {"share_person": "Counsel", "share_days": "3", "share_email": "counsel@law.example", "_share": "1"}


def share(article, by, **fields):
    return workflow.share(article, by=by, **{"person": "Counsel", "days": 7} | fields)


def revoke_url(link) -> str:
    return reverse("admin:articles_article_share_revoke", args=[link.article_id, link.pk])


def test_the_button_saves_makes_a_link_and_mails_it(as_editor, editor):
    article = make.article("Was")
    as_editor.post(change_url(article), typed(article, headline="Is", **ASKED))
    link = ShareLink.objects.get()
    assert (link.person, link.created_by, link.answer, link.revision) == ("Counsel", editor, "", None)
    assert timedelta(days=3) - (link.expires_at - link.created_at) < timedelta(minutes=1)
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["counsel@law.example"], "To read before publication: Is")
    assert secret_links.address_of(link) in letter.body


def test_a_sign_off_is_asked_of_what_is_saved_with_the_button(as_editor):
    article = make.article("Was")
    as_editor.post(change_url(article), typed(article, headline="Is", share_asks="on", **ASKED))
    link = ShareLink.objects.get()
    assert (link.answer, link.revision.snapshot["fields"]["headline"]) == ("pending", "Is")
    assert mail.outbox[0].subject == "Asked for your sign-off: Is"


def test_without_an_address_nothing_is_mailed_and_the_link_can_be_copied(as_editor, editor):
    link = share(make.article(), editor)
    assert mail.outbox == []
    assert f'value="{secret_links.address_of(link)}"' in as_editor.get(change_url(link.article)).text


def test_only_a_hash_of_the_secret_is_stored(editor):
    link = share(make.article(), editor, email="counsel@law.example")
    secret = secret_links.secret_of(link)
    assert len(secret) == 43
    assert secret not in str(ShareLink.objects.values().get())
    assert secret_links.find(secret) == link
    assert secret_links.find(secret[:-1] + ("A" if secret[-1] != "A" else "B")) is None
    assert secret_links.find(link.key) is None


def test_two_links_have_two_secrets(editor):
    article = make.article()
    links = [share(article, editor, person=f"Reader {number}") for number in range(5)]
    assert len({secret_links.secret_of(link) for link in links}) == 5


def test_a_form_that_is_sent_twice_makes_one_link_and_one_mail(as_editor):
    article = make.article("Was")
    for _replay in range(2):
        as_editor.post(change_url(article), typed(article, **ASKED))
    assert (ShareLink.objects.count(), len(mail.outbox)) == (1, 1)


def test_the_task_that_mails_a_link_does_not_hold_its_secret(editor, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    link = share(make.article(), editor, email="counsel@law.example")
    stored = str(list(DBTaskResult.objects.values()))
    assert "counsel@law.example" in stored and secret_links.secret_of(link) not in stored


def test_a_new_secret_key_leaves_old_links_good_and_shows_no_wrong_ones(editor, settings):
    link = share(make.article(), editor)
    secret = secret_links.secret_of(link)
    settings.SECRET_KEY = "another one altogether"
    assert secret_links.find(secret) == link
    assert secret_links.address_of(link) == ""


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"share_person": ""}, "share_person"),
        ({"share_person": "x" * 121}, "share_person"),
        ({"share_person": "a\0b"}, "share_person"),
        ({"share_email": "nobody"}, "share_email"),
        ({"share_days": "365"}, "share_days"),
        ({"share_days": "٣"}, "share_days"),
        ({"share_days": ""}, "share_days"),
    ],
)
def test_bad_wishes_are_refused_with_the_text_kept(as_editor, fields, field):
    article = make.article()
    response = as_editor.post(change_url(article), typed(article, headline="Typed words", **ASKED | fields))
    assert response.status_code == 422
    assert f'href="#id_{field}"' in response.text
    assert "Typed words" in response.text
    assert not ShareLink.objects.exists()


def test_a_bad_wish_stands_in_the_way_of_no_other_button(as_editor):
    article = make.article()
    data = typed(article, headline="Is", share_email="nobody", share_days="x", _save="1")
    assert as_editor.post(change_url(article), data).status_code == 302
    article.refresh_from_db()
    assert (article.headline, ShareLink.objects.count()) == ("Is", 0)


def test_a_draft_with_links_can_be_deleted(as_editor, editor):
    link = share(make.article(), editor, asks_sign_off=True)
    as_editor.post(change_url(link.article, "delete"), {"post": "yes"})
    assert not ShareLink.objects.exists()
    assert not Article.objects.exists()


# --- The list ---


def states(client, article) -> str:
    return " ".join(client.get(change_url(article)).text.split())


def test_the_list_says_what_has_come_of_each_link(as_editor, editor):
    now = timezone.now()
    rows = {
        "Not opened yet": {},
        "Opened ": {"opened_at": now},
        "Expired ": {"expires_at": now - timedelta(days=1)},
        "Revoked ": {"revoked_at": now},
        "Signed off by Ann": {"answer": "approved", "answered_by": "Ann", "answered_at": now},
        "Refused by Ann": {"answer": "refused", "answered_by": "Ann", "answered_at": now, "answer_note": "Line 3"},
    }
    for words, fields in rows.items():
        link = share(make.article(), editor)
        ShareLink.objects.filter(pk=link.pk).update(**fields)
        page = states(as_editor, link.article)
        assert words in page
        is_open = words not in ("Expired ", "Revoked ")
        assert (f'value="{secret_links.address_of(link)}"' in page) is is_open
        assert (f'formaction="{revoke_url(link)}"' in page) is is_open
        assert ("Line 3" in page) is (words == "Refused by Ann")


def test_the_list_says_when_a_sign_off_is_of_something_older(as_editor, editor):
    link = share(make.article(), editor, asks_sign_off=True)
    assert "For the sign-off of revision 1." in states(as_editor, link.article)
    assert "Something else has been saved since." not in states(as_editor, link.article)
    as_editor.post(change_url(link.article), typed(link.article, headline="Newer"))
    assert "Something else has been saved since." in states(as_editor, link.article)


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_takes_two_queries(django_assert_num_queries, editor, number):
    article = make.article()
    for row in range(number):
        share(article, editor, asks_sign_off=True, person=f"Reader {row}")
    user = type(editor).objects.get(pk=editor.pk)
    user.get_all_permissions()
    with django_assert_num_queries(2):
        assert sharing.rendered(article, user).count('class="slip"') == number


# --- Revoking ---


def test_revoking_is_at_once_and_lasts(as_editor, editor):
    link = share(make.article(), editor)
    answer = as_editor.post(revoke_url(link), headers={"Accept": "application/json"}).json()
    assert "Revoked" in answer["panels"]["sharing"]
    first = ShareLink.objects.get().revoked_at
    as_editor.post(revoke_url(link))
    assert first == ShareLink.objects.get().revoked_at is not None


def test_without_script_revoking_saves_what_is_being_typed(as_editor, editor):
    link = share(make.article("Was"), editor)
    assert as_editor.post(revoke_url(link), typed(link.article, headline="Is", _="")).status_code == 302
    assert Article.objects.get().headline == "Is"
    assert ShareLink.objects.get().revoked_at


def test_doors_of_links(client, editor):
    article = make.article(by=make.reporter("rosa"))
    link = share(article, editor)
    assert "/login/" in client.post(revoke_url(link)).url
    for who in (make.moderator("mo"), make.reporter("bo"), make.user("nobody")):
        client.force_login(who)
        assert client.post(revoke_url(link)).status_code == 403
    client.force_login(article.created_by)
    assert client.get(revoke_url(link)).status_code == 405
    other = reverse("admin:articles_article_share_revoke", args=[make.article(by=article.created_by).pk, link.pk])
    for url in (other, f"/admin/articles/article/{article.pk}/share/{10**30}/revoke/"):
        assert client.post(url).status_code == 404
    assert not ShareLink.objects.get().revoked_at
    assert client.post(revoke_url(link)).status_code == 302
    assert ShareLink.objects.get().revoked_at
