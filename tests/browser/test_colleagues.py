"""A story on its way between people, in real browsers: notes, and the sign-off of somebody without an account."""

import pytest

from articles.desk import workflow
from articles.models import Article, Note, ShareLink
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_desk(visit, client, live_server, settings):
    """Open a page of the desk as somebody."""
    settings.NEWSROOM_SITE_URL = live_server.url

    def open_as(user, path, **options):
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        host = live_server.url.removeprefix("http://").partition(":")[0]
        cookie = {"name": name, "value": client.cookies[name].value, "domain": host, "path": "/"}
        rest = {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
        return visit(path, storage_state={"cookies": [cookie | rest], "origins": []}, **options)

    return open_as


def form_of(article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


@pytest.mark.parametrize(
    "options", [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 800}}]
)
def test_an_outsider_signs_off_and_the_editor_sees_it(at_desk, visit, axe, options):
    editor = make.editor("olga")
    article = make.article("The harbour", by=editor, section=make.section("Law", needs_sign_off=True))
    desk = at_desk(editor, form_of(article), **options)
    desk.click("text=Make a link")
    desk.fill("[name=share_person]", "Ann Counsel")
    desk.check("[name=share_asks]")
    desk.click("[name=_share]")
    address = desk.input_value("[data-panel=sharing] input")

    page = visit(address, **options)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)
    page.click("text=You are asked for a sign-off")
    page.click("button:has-text('Refuse')")
    assert "Write what stands against it." in page.inner_text(".error-summary")
    axe(page)
    page.fill("[name=name]", "Ann of Counsel & Co")
    page.click("button:has-text('Sign off')")
    assert "Ann of Counsel & Co signed this off on" in page.inner_text("#answer")
    axe(page)
    assert page.context.cookies() == []

    desk.reload()
    assert "Signed off by Ann of Counsel & Co" in desk.inner_text("[data-panel=sharing]")
    link = ShareLink.objects.get()
    assert (link.answer, link.opened_at is not None) == ("approved", True)


def test_a_revoked_link_tells_an_outsider_whom_to_ask(at_desk, visit, axe):
    editor = make.editor("olga")
    article = make.article(by=editor)
    link = workflow.share(article, by=editor, person="Ann", days=7)
    desk = at_desk(editor, form_of(article))
    address = desk.input_value("[data-panel=sharing] input")
    desk.fill("#id_headline", "Not saved yet")
    desk.click("[data-panel=sharing] >> text=Revoke")
    desk.wait_for_selector("[data-panel=sharing] >> text=Revoked")
    assert desk.input_value("#id_headline") == "Not saved yet"
    page = visit(address)
    assert "ask olga for a new one" in page.inner_text("main")
    axe(page)
    link.refresh_from_db()
    assert link.opened_at is None


def test_notes_are_written_and_resolved_while_the_text_stays_unsaved(at_desk, axe):
    article = make.article("Was", by=make.reporter("rosa"))
    page = at_desk(make.editor("olga"), form_of(article))
    page.fill("#id_headline", "Being typed")
    page.click("text=Add a note")
    page.fill("[name=note_text]", "Who says so?")
    page.select_option("[name=note_field]", "body")
    page.click("[name=_note]")
    page.wait_for_selector("[data-panel=notes] >> text=Who says so?")
    page.wait_for_selector("[role=status] >> text=The note is there.")
    assert page.input_value("[name=note_text]") == ""
    axe(page)
    page.click("[data-panel=notes] >> text=Resolve")
    page.wait_for_selector("text=1 resolved note")
    assert page.input_value("#id_headline") == "Being typed"
    assert Article.objects.get().headline == "Was"
    assert Note.objects.get().resolved_by.username == "olga"


def test_without_script_a_note_is_saved_with_the_story(at_desk):
    article = make.article("Was", by=make.reporter("rosa"))
    page = at_desk(make.editor("olga"), form_of(article), java_script_enabled=False)
    page.fill("#id_headline", "Is")
    page.click("text=Add a note")
    page.fill("[name=note_text]", "Who says so?")
    page.click("[name=_note]")
    assert "Who says so?" in page.inner_text("[data-panel=notes]")
    page.fill("#id_headline", "Is now")
    page.click("[data-panel=notes] >> text=Resolve")
    assert "No open notes." in page.inner_text("[data-panel=notes]")
    assert Article.objects.get().headline == "Is now"
