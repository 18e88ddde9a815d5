"""The body editor under the site's own content security policy, in a real browser."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import expect

from articles.desk import library
from articles.models import Article, Illustration
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = ".ProseMirror[contenteditable]"
GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">'
    '<span style="font-size:11pt;font-weight:400;">Plain and </span>'
    '<span style="font-weight:700;">strong</span><span style="font-style:italic;"> and leaning</span></p></b>'
)
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{mso-style-parent:""}</style>
</head><body><!--StartFragment--><p class=MsoNormal>Before<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Inner<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]><b>Second</b><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>
&nbsp;</span></span><![endif]>Numbered<o:p></o:p></p><!--EndFragment--></body></html>"""


@pytest.fixture
def article():
    return make.article("A story", body="<p>It begins.</p>", by=make.chief("olga"))


@pytest.fixture
def picture() -> Illustration:
    stream = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(stream, "PNG")
    made = Illustration(title="A harbour", alt="Boats at a quay", caption="The quay", credit="Staff")
    library.store_picture(made, ContentFile(stream.getvalue()))
    return made


@pytest.fixture
def context(chromium, client, live_server, article):
    client.force_login(article.created_by)
    context = chromium.new_context(base_url=live_server.url)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    yield context
    context.close()


@pytest.fixture
def page(context, article):
    """The form of the article with its editor running. A test fails for anything the browser reports."""
    page = context.new_page()
    reports = []
    page.on("console", lambda message: reports.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: reports.append(str(error)))
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.wait_for_selector(TEXT)
    yield page
    assert [report for report in reports if "404" not in report] == []


def paste(page, html: str, *, text: str = "", file: bool = False) -> str:
    """Put `html` on a clipboard, paste it over the whole text, and return what the form would now send."""
    page.click(TEXT)
    page.keyboard.press("Control+a")
    page.evaluate(
        """([selector, html, text, file]) => {
            const data = new DataTransfer()
            if (html) data.setData("text/html", html)
            if (text) data.setData("text/plain", text)
            if (file) data.items.add(new File([new Uint8Array([137, 80, 78, 71])], "a.png", { type: "image/png" }))
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
            document.querySelector(selector).dispatchEvent(event)
        }""",
        [TEXT, html, text, file],
    )
    return body(page)


def body(page) -> str:
    return re.sub(r' (class|data-type)="[^"]*"', "", page.evaluate("document.getElementById('id_body').value"))


def test_editor_runs_under_the_policy_without_a_style_of_its_own(page):
    assert page.locator(".prose-menubar button").count() > 8
    assert page.locator("style[data-tiptap-style]").count() == 0
    assert page.evaluate(f"getComputedStyle(document.querySelector('{TEXT}')).whiteSpaceCollapse") == "break-spaces"


def test_text_box_has_a_name_and_its_hint(page):
    box = page.get_by_role("textbox", name="Text", exact=True)
    assert box.count() == 1
    assert box.get_attribute("aria-multiline") == "true"


def test_google_docs_paste_keeps_what_was_bold_and_nothing_else(page):
    pasted = paste(page, GOOGLE)
    assert pasted == "<p>Plain and <strong>strong</strong><em> and leaning</em></p>"


def test_word_lists_stay_lists(page):
    pasted = paste(page, WORD)
    assert pasted == (
        "<p>Before</p><ul><li><p>First</p><ul><li><p>Inner</p></li></ul></li>"
        "<li><p><strong>Second</strong></p></li></ul><ol><li><p>Numbered</p></li></ol>"
    )


def test_pasted_heading_and_link_lose_their_clothes(page):
    pasted = paste(page, '<h1 style="color:red">Big</h1><p><a href="https://a.example/" class="x">there</a></p>')
    assert pasted == '<h2>Big</h2><p><a href="https://a.example/">there</a></p>'


def test_remote_picture_in_a_paste_is_left_out_and_said(page):
    assert paste(page, '<p>Words</p><img src="https://spy.example/p.png">') == "<p>Words</p>"
    assert "Pictures cannot be pasted" in page.inner_text(".prose-editor__note")


def test_picture_file_is_refused(page):
    assert paste(page, "", file=True) == "<p>It begins.</p>"
    assert "Pictures cannot be pasted" in page.inner_text(".prose-editor__note")


def test_figure_comes_from_the_library_and_is_stored(page, article, picture):
    page.click(TEXT)
    with page.expect_popup() as window:
        page.get_by_role("button", name="figure").click()
    window.value.get_by_role("button", name="A harbour").click()
    page.wait_for_selector(f"{TEXT} figure img")
    page.get_by_role("button", name="Save draft").first.click()
    page.wait_for_selector(".messagelist")
    stored = Article.objects.get(pk=article.pk).body
    assert f'data-file="{picture.pk}"' in stored
    assert 'alt="Boats at a quay"' in stored
    assert "<figcaption>The quay</figcaption>" in stored
    assert library.in_text(picture) in stored


def test_picture_cannot_be_chosen_before_the_library_hears_it(page, context, picture):
    held = []
    context.route("**/pick*.js", lambda route: held.append(route))
    page.click(TEXT)
    with page.expect_popup() as window:
        page.get_by_role("button", name="figure").click()
    choice = window.value.get_by_role("button", name="A harbour")
    expect(choice).to_be_disabled()
    held[0].continue_()
    choice.click()
    page.wait_for_selector(f"{TEXT} figure img")


def test_figure_in_a_stored_text_survives_the_editor(page, article, picture):
    figure = f'<figure><img src="/old.jpg" alt="Boats" data-file="{picture.pk}"><figcaption>C</figcaption></figure>'
    Article.objects.filter(pk=article.pk).update(body=f"<p>One.</p>{figure}")
    page.reload()
    page.wait_for_selector(f"{TEXT} figure img")
    page.click(f"{TEXT} p")
    page.keyboard.type("Zero. ")
    assert f'data-file="{picture.pk}"' in body(page)
    assert "<figcaption>C</figcaption>" in body(page)


def test_alternative_text_of_a_figure_can_be_rewritten(page, article, picture):
    Article.objects.filter(pk=article.pk).update(
        body=f'<p>One.</p><figure><img src="/x.jpg" alt="Old" data-file="{picture.pk}"></figure>'
    )
    page.reload()
    page.click(f"{TEXT} figure img")
    page.get_by_role("button", name="figure").click()
    page.get_by_label("Alternative Text", exact=True).fill("New words")
    page.get_by_role("button", name="Update").click()
    assert 'alt="New words"' in body(page)


def test_tags_are_offered_and_taken_by_key(page):
    make.article(tags=["harbours", "harvest"])
    field = page.get_by_label("Tags:")
    field.press_sequentially("harb")
    page.get_by_role("option", name="harbours").wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value() == "harbours, "


def test_preview_opens_beside_the_form_and_the_form_can_go_on(page, article):
    page.fill("#id_headline", "Seen before")
    with page.expect_popup() as preview:
        page.locator("[name=_preview]").first.click()
    preview.value.wait_for_selector("h1")
    assert "Seen before" in preview.value.inner_text("h1")
    page.fill("#id_headline", "Seen again")
    page.get_by_role("button", name="Save draft").first.click()
    page.wait_for_selector(".messagelist")
    assert Article.objects.get(pk=article.pk).headline == "Seen again"


def test_theme_toggle_works_under_the_policy(page):
    page.click(".theme-toggle")
    assert page.evaluate("document.documentElement.dataset.theme") in ("light", "dark")


def test_article_is_written_without_script(chromium, live_server, client, article):
    client.force_login(article.created_by)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.fill("#id_body", "<p>By hand.</p><script>alert(1)</script>")
    page.fill("#id_tags", 'ferries, "ships, old"')
    page.click("[name=_save]")
    context.close()
    stored = Article.objects.get(pk=article.pk)
    assert stored.body == "<p>By hand.</p>"
    assert sorted(stored.tags.names()) == ["ferries", "ships, old"]
