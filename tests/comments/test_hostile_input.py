"""What nobody types in good faith: refused with a sentence, or stored and shown without harm. Never an error of ours."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from comments import own, signed
from comments.models import Comment, ErrorReport, Report
from tests.validity import faults

FORM = "application/x-www-form-urlencoded"
LONG = 1_000_000
HUGE = "9" * 18
LIMIT = 3000

# Texts that are taken, because they say something or could.
TAKEN = {
    "stars": "*" * LIMIT,
    "quotes": ">" * LIMIT,
    "quotes in lines": ">\n> > a\n" * 300,
    "ticks": "`" * LIMIT,
    "brackets": "[](" * 1000,
    "stars and words": "**a*b" * 600,
    "fences": "```\n" * 750,
    "marks in each other": "> **a `b* c` ***d\n" * 150,
    "lines": "a\n" * 1500,
    "links": "www.a.example " * 214,
    "brackets after a link": "https://a.example/" + "()" * 1400 + ")" * 100,
    "dots after a link": "https://a.example/" + "." * 2900,
    "zalgo": ("z" + "\u0300\u0489\u0336" * 9) * 100,
    "turned around": "\u202e\u2066https://a.example/\u202egnp.exe\u2069" * 60,
    "hidden between letters": "v\u200bi\u200ca\u200dg\u2060r\ufeffa\u00ad" * 200,
    "tags that nobody sees": "a" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all") * 200,
    "markup": '</p></div><script>alert(1)</script><img src=x onerror="alert(1)"><!--' * 40,
    "entities": "&#x202e;&lt;&amp;lt;&#0;" * 120,
    "template": "{{ request.user }}{% csrf_token %}%(name)s{0}" * 60,
    "controls": "a\x01\x08\x0b\x0c\x1b[31m\x7f\x85\u2028b" * 100,
    "planes": "\U0001f6a2\U000e0100\ud7ff\uffff\U0010ffff" * 300,
    "other ways to run": "javascript:alert(1) data:text/html,x vbscript:x https://a\x00b".replace("\x00", "") * 30,
}
# What is sent beside a good form, and the answer.
REFUSED = {
    "a text of 1 MB": ({"text": "x" * LONG}, 413),
    "a name of 1 MB": ({"name": "x" * LONG}, 413),
    "ten thousand links": ({"text": "https://a.example " * 10_000}, 413),
    "one character too many": ({"text": "x" * (LIMIT + 1)}, 422),
    "NUL in the text": ({"text": "a\0b"}, 422),
    "NUL in the name": ({"name": "Rosa\0"}, 422),
    "nothing that is seen": ({"text": "\u200b\u202e\u2060" * 100}, 422),
    "a name that nobody sees": ({"name": "\u3164\u115f"}, 422),
    "a header in the address": ({"email": "rosa@readers.example\r\nBcc: all@readers.example"}, 422),
    "a line in the address": ({"email": "rosa@readers.example\nX: y"}, 422),
    "two addresses": ({"email": "rosa@readers.example,all@readers.example"}, 422),
    "a header in the website": ({"website": "https://a.example/\r\nSet-Cookie: a=b"}, 422),
    "code for a website": ({"website": "javascript:alert(1)//https://a.example/"}, 422),
    "a quote in the website": ({"website": 'https://a.example/" onclick="alert(1)'}, 422),
    "an answer to a number": ({"parent": HUGE}, 422),
    "an answer to a huge number": ({"parent": "9" * 400}, 422),
    "an answer to no number": ({"parent": "-1"}, 422),
    "no such mail": ({"notify": "x" * 500}, 422),
}
NAMES = {
    "lines": ("Rosa\r\nBcc: all@readers.example", "Rosa Bcc: all@readers.example"),
    "turned around": ("\u202easoR\u2066", "asoR"),
    "hidden": ("R\u200bo\u2060s\u00ada", "Rosa"),
    "zalgo": ("R" + "\u0336" * 40 + "osa", "R" + "\u0336" * 4 + "osa"),
    "markup": ("<b onclick=x>'\"&", "<b onclick=x>'\"&"),
    "two alphabets": ("R\u043esa", "R\u043esa"),
}


@pytest.fixture
def posted(say):
    say("Approved once.", name="Rosa", ago=600)
    return say("It is late.", name="Rosa", ago=1)


def assert_whole(address):
    """The page stands as it should, and so do the feeds."""
    shown = Client().get(address)
    assert shown.status_code == 200 and faults(shown.text) == []
    assert not set(shown.text) & set("\0\x01\x1b\u202e\u2066\u200b")
    for feed in ("/comments/feed/", "/comments/feed/atom/"):
        ElementTree.fromstring(Client().get(feed).content)


@pytest.mark.parametrize("typed", TAKEN.values(), ids=TAKEN)
def test_what_is_taken_breaks_no_page(browser, fields, address, posted, typed):
    response = browser.post(address, fields(text=typed, name="Ines", email="ines@readers.example"))
    assert response.status_code == 302
    assert_whole(response["Location"])
    edited = browser.post(own.edit_path(posted), {"text": typed})
    assert edited.status_code == 302
    Comment.objects.update(status="approved")
    assert_whole(edited["Location"])


@pytest.mark.parametrize(("typed", "stored"), NAMES.values(), ids=NAMES)
def test_a_name_stands_on_one_line_and_hides_nothing(browser, fields, address, typed, stored):
    response = browser.post(address, fields(name=typed))
    assert response.status_code == 302 and Comment.objects.get().name == stored
    assert_whole(response["Location"])


@pytest.mark.parametrize(("change", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_answered_and_not_stored(browser, fields, address, change, status):
    response = browser.post(address, fields(**change))
    assert response.status_code == status and 'role="alert"' in response.text
    assert not Comment.objects.exists() and not response.cookies and faults(response.text) == []


# --- Forms beside it ---

TEXTS = {"1 MB": ("x" * LONG, 413), "NUL": ("a\0b", 422), "too long": ("x" * 50_000, (413, 422))}


@pytest.mark.parametrize(("typed", "status"), TEXTS.values(), ids=TEXTS)
def test_no_other_form_takes_it_either(client, edition, posted, typed, status):
    stamp = signed.stamp(edition.article_id, timezone.now())
    forms = {
        own.edit_path(posted): {},
        f"/comment/{posted.pk}/report/": {"reason": "spam", "stamp": stamp},
        f"{edition.get_absolute_url()}report-error/": {"stamp": stamp},
    }
    for path, good in forms.items():
        response = client.post(path, good | {"text": typed})
        assert response.status_code in (status if isinstance(status, tuple) else (status,)), path
        assert 'role="alert"' in response.text and faults(response.text) == [], path
    posted.refresh_from_db()
    assert posted.text == "It is late." and not Report.objects.exists() and not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    "body", [b"text=%FF%FE&name=%C3&reason=%80", b"\xff\xfe\0", b"&" * 3000, b"text=%00&token=%00"]
)
def test_a_broken_body_is_bad_input_everywhere(client, edition, address, posted, body):
    story = edition.get_absolute_url()
    for path in (address, own.edit_path(posted), f"/comment/{posted.pk}/report/", f"{story}report-error/"):
        assert client.post(path, body, content_type=FORM).status_code in (400, 422), path
    posted.refresh_from_db()
    assert Comment.objects.count() == 2 and not Report.objects.exists() and not ErrorReport.objects.exists()


@pytest.mark.parametrize("number", ["0", HUGE, "9" * 30, "9" * 5000])
def test_no_number_is_too_large_to_be_answered(client, edition, posted, number):
    story = edition.get_absolute_url()
    answers = {
        f"/comment/{number}/": (404,),
        f"/comment/{number}/report/": (404,),
        f"/comment/{number}/edit/?token=x": (403, 404),
        f"{story}?thread={number}": (404,),
        f"{story}?page={number}": (404,),
        f"{story}?reply={number}": (200,),
        f"{story}?mine={number}": (200,),
        f"{story}comments/count/?since={number}": (200, 404),
    }
    for path, statuses in answers.items():
        assert client.get(path).status_code in statuses, path
        assert client.post(path.replace("/count/", "/none/")).status_code in (403, 404, 405, 413, 422), path
