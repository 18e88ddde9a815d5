"""The paper's pages about itself: the software's text until the newsroom writes its own, and what the desk keeps."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied

from articles.desk import pages as desk
from articles.models import Illustration, Page, PageText
from articles.models.page import address_of
from articles.public import pages
from articles.public.policies import paths
from tests import make
from tests.validity import faults

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/page/"
BODY = "<p>Ours.</p>"


@pytest.fixture
def save(django_capture_on_commit_callbacks):
    """Write a page as an editor would, and let every process know."""

    def save(slug="about", by=None, **fields):
        page = desk.opened(slug) or Page(slug=slug, title="Jobs")
        for name, value in ({"body": BODY} | fields).items():
            setattr(page, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            return desk.save_page(page, by=by or make.superuser())

    return save


def change(slug):
    return f"{LIST}{slug}/change/"


def sent(slug, **fields):
    page = desk.opened(slug)
    stand = page.changed_at.isoformat() if page.changed_at else ""
    known = {"title": page.title, "standfirst": page.standfirst, "body": page.body, "in_footer": "on", "seen": stand}
    return known | fields


# --- For readers ---


@pytest.mark.parametrize("kind", Page.Kind)
def test_every_paper_has_these_pages_from_the_start(client, kind, settings):
    settings.NEWSROOM_SITE_NAME = "The <Tide>"
    answer = client.get(address_of(kind))
    assert answer.status_code == 200 and not answer.cookies and faults(answer.text) == []
    assert pages.first_text(kind).body in answer.text and "<Tide>" not in answer.text
    assert ('content="noindex"' in answer.text) is (kind in Page.UNTOLD)


def test_what_the_newsroom_writes_stands_there_at_once_and_clean(client, save):
    save(title="About The Tide", body="<p>Ours.</p><script>alert(1)</script>")
    answer = client.get("/about/").text
    assert "<p>Ours.</p>" in answer and "alert" not in answer and "Last changed" in answer
    assert pages.first_text(Page.Kind.ABOUT).body not in answer and ">About The Tide</a>" in client.get("/").text


@pytest.mark.parametrize(("slug", "path"), [("corrections", "/corrections/"), ("comment-rules", "/comments/rules/")])
def test_a_text_may_stand_on_a_page_with_something_else(client, save, slug, path):
    save(slug, title="Our promise")
    assert "<p>Ours.</p>" in client.get(path).text and "Our promise" in client.get(path).text
    assert client.get(f"/pages/{slug}/").headers["Location"] == path


def test_a_page_of_the_newsroom_is_there_until_it_is_removed_and_then_gone(client, save):
    save("jobs", title="Jobs")
    assert "<p>Ours.</p>" in client.get("/pages/jobs/").text and "/pages/jobs/" in client.get("/about/").text
    desk.remove_page(Page.objects.get(), by=make.superuser())
    gone = client.get("/pages/jobs/")
    assert gone.status_code == 410 and "Jobs" in gone.text and "Ours" not in gone.text


def test_a_page_removed_from_a_stale_form_keeps_what_a_colleague_wrote_meanwhile(save):
    save("jobs")
    stale = Page.objects.get()
    save("jobs", body="<p>Theirs.</p>")
    desk.remove_page(stale, by=make.superuser())
    assert [text.body for text in PageText.objects.all()] == ["<p>Theirs.</p>", "<p>Ours.</p>"]


@pytest.mark.parametrize("path", ["/pages/none/", "/pages/%00/", "/pages/a%20b/", "/pages/" + "x" * 9000 + "/"])
def test_no_page_stands_at_a_bad_address(client, path):
    assert client.get(path).status_code == 404


def test_policies_name_what_says_something(save):
    assert pages.policies()["corrections"] == "/corrections/" and "ownership" not in pages.policies()
    save("ownership")
    save("jobs", title="Jobs")
    assert pages.policies()["ownership"] == "/ownership/" and paths()[-1] == "/pages/jobs/"


def test_a_page_costs_one_query_and_none_until_it_is_written(client, save, django_assert_num_queries):
    client.get("/about/")
    with django_assert_num_queries(0):
        client.get("/about/")
    save("about")
    client.get("/about/")
    with django_assert_num_queries(1):
        client.get("/about/")


def test_a_picture_in_a_page_stands_as_in_a_story_and_is_kept(client, save):
    picture = make.illustration(ai_made=True, alt="The quay.", decorative=False)
    save(body=f'<figure><img data-file="{picture.pk}" src="/x.jpg"><figcaption>Here.</figcaption></figure>')
    page = client.get("/about/").text
    assert "Made with AI." in page and 'alt="The quay."' in page and "/x.jpg" not in page and faults(page) == []
    client.force_login(make.editor())
    refused = client.post(f"/admin/articles/illustration/{picture.pk}/delete/", {"post": "yes"})
    assert "About us" in refused.text and Illustration.objects.exists()


# --- At the desk ---


def test_the_list_says_which_pages_nobody_has_written(client, save):
    save("ethics")
    client.force_login(make.editor())
    answer = client.get(LIST).text
    assert "7 of 8 still say what came with the software" in answer and "Yours, changed" in answer
    assert "/admin/articles/page/" in [row["url"] for box in client.get("/admin/").context["boxes"] for row in box.rows
                                       if box.name == "care"]  # fmt: skip


def test_an_editor_makes_the_text_theirs_and_what_stood_there_is_kept(client, django_capture_on_commit_callbacks):
    client.force_login(make.editor())
    assert "make it yours" in client.get(change("ethics")).text
    for body in ("<p>First.</p>", "<p>Second.</p>"):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(change("ethics"), sent("ethics", body=body)).status_code == 302
    assert Page.objects.get().body == "<p>Second.</p>" and PageText.objects.get().body == "<p>First.</p>"
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["Changed: text."] * 2
    earlier = client.get(f"{change('ethics')}?text={PageText.objects.get().pk}").text
    assert "&lt;p&gt;First.&lt;/p&gt;" in earlier and Page.objects.get().body == "<p>Second.</p>"


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "1\x00", ""])
def test_an_earlier_text_that_is_not_there_opens_the_present_one(client, save, number):
    save("ethics")
    client.force_login(make.editor())
    answer = client.get(change("ethics"), {"text": number})
    assert answer.status_code == 200 and "&lt;p&gt;Ours.&lt;/p&gt;" in answer.text


def test_a_text_that_was_only_looked_at_stays_the_software_s(client):
    client.force_login(make.editor())
    assert "Nothing was changed" in client.post(change("privacy"), sent("privacy"), follow=True).text
    assert not Page.objects.exists() and not LogEntry.objects.exists()


def test_a_colleague_s_text_is_not_replaced_unawares(client, save):
    client.force_login(make.editor())
    old = sent("ethics", body="<p>Mine.</p>")
    save("ethics", body="<p>Theirs.</p>")
    refused = client.post(change("ethics"), old)
    assert refused.status_code == 422 and "A colleague has changed this page" in refused.text
    assert Page.objects.get().body == "<p>Theirs.</p>"
    assert client.post(change("ethics"), sent("ethics", body="<p>Mine.</p>")).status_code == 302
    assert PageText.objects.get().body == "<p>Theirs.</p>"


def test_a_page_that_every_paper_has_falls_back_to_the_software_s_text(client, save):
    save("about")
    client.force_login(make.editor())
    assert client.post(f"{LIST}about/delete/", {"post": "yes"}).status_code == 302
    assert pages.first_text(Page.Kind.ABOUT).body in client.get("/about/").text
    assert PageText.objects.get().body == BODY and LogEntry.objects.latest("pk").is_deletion()
    assert client.get(f"{LIST}about/delete/").status_code == 403


def test_a_new_page_needs_an_address_of_its_own(client):
    client.force_login(make.editor())
    new = {"title": "Jobs", "body": BODY, "in_footer": "on", "seen": ""}
    assert client.post(f"{LIST}add/", new | {"slug": "about"}).status_code == 422
    assert client.post(f"{LIST}add/", new | {"slug": "jobs", "body": "<p> </p>"}).status_code == 422
    assert client.post(f"{LIST}add/", new | {"slug": "jobs"}).status_code == 302
    assert client.post(f"{LIST}add/", new | {"slug": "jobs"}).status_code == 422
    assert (Page.objects.get().title, LogEntry.objects.get().is_addition()) == ("Jobs", True)


@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_others_do_not_write_pages(client, role, save):
    by = getattr(make, role)()
    client.force_login(by)
    paths = [LIST, f"{LIST}add/", change("about"), f"{LIST}about/delete/"]
    assert {client.get(path).status_code for path in paths} == {403}
    with pytest.raises(PermissionDenied):
        save("about", by=by)
    assert not Page.objects.exists()
