"""What word processors put on the clipboard, and what of it stays a text."""

import pytest

from tests.browser.test_editor import article, context, page, paste

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["article", "context", "page"]

GOOGLE_LISTS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-2"><ul><li dir="ltr" '
    'aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">Outer</span></p></li>'
    '<ul><li dir="ltr" aria-level="2"><p dir="ltr"><span style="font-weight:700;">Inner</span></p></li></ul>'
    '<li dir="ltr" aria-level="1"><p dir="ltr"><span>Next</span></p></li></ul></b>'
)
TABLE = (
    "<p>Before</p><table><thead><tr><th>Route</th><th>Minutes</th></tr></thead><tbody><tr><td><p>North</p><p>quay</p>"
    "</td><td><b>40</b></td></tr><tr><td>&nbsp;</td><td></td></tr></tbody></table><p>After</p>"
)
WORD_NOTE = (
    '<p class=MsoNormal>He said so.<a style="mso-footnote-id:ftn1" href="file:///C:/a.htm#_ftn1" name="_ftnref1">'
    "<span class=MsoFootnoteReference><span style='mso-special-character:footnote'>[1]</span></span></a></p>"
    '<div style="mso-element:footnote-list"><div id=ftn1><p class=MsoFootnoteText>'
    '<a href="file:///C:/a.htm#_ftnref1" name="_ftn1">[1]</a> On Monday.</p></div></div>'
)


def test_list_that_google_nests_beside_its_item_stays_inside_it(page):
    assert paste(page, GOOGLE_LISTS) == (
        "<ul><li><p>Outer</p><ul><li><p><strong>Inner</strong></p></li></ul></li><li><p>Next</p></li></ul>"
    )


def test_table_becomes_a_paragraph_for_each_row(page):
    assert paste(page, TABLE) == (
        "<p>Before</p><p>Route – Minutes</p><p>North quay – <strong>40</strong></p><p>After</p>"
    )


def test_table_inside_a_table_loses_no_word(page):
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    pasted = paste(page, f"<table><tr><td>{inner}</td><td>c</td></tr></table>")
    assert [word for word in ("a", "b", "c") if word in pasted] == ["a", "b", "c"]
    assert "table" not in pasted


def test_mark_of_a_footnote_goes_and_its_words_stay(page):
    assert paste(page, WORD_NOTE) == "<p>He said so.</p><p>On Monday.</p>"


def test_google_footnote_goes_too(page):
    pasted = paste(page, '<p>So.<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><p>More.</p>')
    assert pasted == "<p>So.</p><p>More.</p>"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.google.com/url?q=https%3A%2F%2Fport.example%2Fferry&sa=D&usg=AOv",
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fport.example%2Fferry&data=05",
        "https://port.example/ferry",
    ],
)
def test_link_leads_where_it_was_meant_to(page, address):
    pasted = paste(page, f'<p>See <a href="{address.replace("&", "&amp;")}" target="_blank">the port</a>.</p>')
    assert pasted == '<p>See <a href="https://port.example/ferry">the port</a>.</p>'


def test_wrapped_script_is_no_link(page):
    pasted = paste(page, '<p><a href="https://www.google.com/url?q=javascript:alert(1)">x y</a></p>')
    assert "javascript:alert" not in pasted.replace("q=javascript:alert(1)", "")


def test_smart_chip_is_an_ordinary_link(page):
    chip = (
        '<p><span>By </span><a href="mailto:b.tan@port.example" style="text-decoration:none;"><span '
        'style="background-color:#e8eaed;font-weight:400" class="chip">B. Tan</span></a></p>'
    )
    assert paste(page, chip) == '<p>By <a href="mailto:b.tan@port.example">B. Tan</a></p>'


def test_link_without_an_aim_is_words(page):
    assert paste(page, '<p><a name="_Toc1">Chapter</a> and <a href="#h.x">there</a></p>') == "<p>Chapter and there</p>"
