"""Old addresses lead where the desk says, in one step; what was asked for in vain is counted."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import redirects
from articles.models import MissingPage, Redirect
from articles.models.redirect import key_of, path_of, target_of
from articles.public.redirects import KEPT, tally
from tests import make

SITE = "https://news.example"
LIST, ADD = "/admin/articles/redirect/", "/admin/articles/redirect/add/"


def lead(old, target="", by=None):
    return redirects.save(Redirect(old=old, target=target, is_gone=not target), by=by or make.chief())


def stored():
    return dict(Redirect.objects.order_by("pk").values_list("old", "target"))


# --- Addresses ---


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/2019/05/A-Story/", "/2019/05/A-Story/"),
        (" https://old.example/news/?p=17 ", "/news/?p=17"),
        ("https://old.example", "/"),
        ("/caf%C3%A9/", "/café/"),
        ("/?page_id=2&x=%20", "/?page_id=2&x=%20"),
    ],
)
def test_an_address_is_kept_as_the_path_that_readers_see(typed, path):
    assert path_of(typed) == path


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "news/story",
        "//evil.example/x",
        "https://old.example//evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "/a\\b",
    ]
    + ["/%00", "/%ff", "/" + "x" * 400, "https://[bad/"],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError):
        path_of(typed)


def test_a_target_is_a_path_of_ours_or_a_whole_address():
    assert target_of(f"{SITE}/section/world/", SITE) == "/section/world/"
    assert target_of("https://elsewhere.example/x", SITE) == "https://elsewhere.example/x"
    for wrong in ("//evil.example", f"{SITE}//evil.example", "javascript:alert(1)", "mailto:a@b.example"):
        with pytest.raises(ValidationError):
            target_of(wrong, SITE)


def test_capitals_and_the_last_slash_tell_no_addresses_apart():
    assert key_of("/News/Story/") == key_of("/news/story") != key_of("/news/story?p=1")


# --- Readers ---


@pytest.mark.django_db
def test_readers_are_sent_on_for_good(client):
    lead("/2019/05/old-story/", "/section/world/")
    lead("/partner/", "https://elsewhere.example/x")
    for asked in ("/2019/05/old-story/", "/2019/05/Old-Story", "/2019/05/old-story/?utm=1"):
        answer = client.get(asked)
        assert (answer.status_code, answer["Location"]) == (301, "/section/world/")
        assert "max-age" in answer["Cache-Control"] and "public" in answer["Cache-Control"]
    assert client.get("/partner/")["Location"] == "https://elsewhere.example/x"


@pytest.mark.django_db
def test_an_address_with_a_query_leads_by_it_alone(client):
    lead("/?p=17", "/about/")
    lead("/list/", "/archive/")
    lead("/list/?page=2", "/feeds/")
    assert client.get("/?p=17")["Location"] == "/about/"
    assert client.get("/?p=18").status_code == client.get("/").status_code == 200
    assert [client.get(f"/list/{query}")["Location"] for query in ("", "?page=2", "?page=3")] == [
        "/archive/",
        "/feeds/",
        "/archive/",
    ]


@pytest.mark.django_db
def test_what_is_gone_says_so(client):
    lead("/shop/")
    answer = client.get("/shop/")
    assert answer.status_code == 410 and "No longer here" in answer.text and "noindex" in answer.text


@pytest.mark.django_db
def test_a_story_goes_before_a_redirect(client):
    edition = make.live()
    Redirect.objects.create(
        old=edition.get_absolute_url(), key=key_of(edition.get_absolute_url()), target="/about/", target_key="/about"
    )
    assert client.get(edition.get_absolute_url()).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["/%00", "/" + "x" * 900, "/x/?" + "y" * 9000, "/%E2%80%AE/"])
def test_any_address_is_answered(client, asked):
    assert client.get(asked).status_code in (400, 404)


# --- One step, and no circle ---


@pytest.mark.django_db
def test_one_that_leads_to_an_old_address_leads_on():
    lead("/b/", "/c/")
    lead("/a/", "/B")
    assert stored() == {"/b/": "/c/", "/a/": "/c/"}
    lead("/c/", "/d/")
    assert set(stored().values()) == {"/d/"}
    lead("/d/")
    assert set(stored().values()) == {""} and set(Redirect.objects.values_list("is_gone", flat=True)) == {True}


@pytest.mark.django_db
def test_a_circle_is_refused():
    lead("/b/", "/c/")
    for old, target in (("/a/", "/A"), ("/c/", "/b/")):
        with pytest.raises(ValidationError, match="circle"):
            lead(old, target)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.create(old="/x/", key="/x", target="/x/", target_key="/x")


@pytest.mark.django_db
def test_what_stands_already_gets_no_redirect():
    edition = make.live()
    lead("/a/", "/b/")
    for old in ("/A", "/", edition.get_absolute_url(), edition.get_absolute_url().rstrip("/")):
        with pytest.raises(ValidationError):
            lead(old, "/x/")
    assert list(stored()) == ["/a/"]


@pytest.mark.django_db
def test_a_change_and_its_end_are_logged():
    chief = make.chief()
    made = lead("/a/", "/b/", by=chief)
    made.target = "/c/"
    redirects.save(made, by=chief)
    redirects.remove([made], by=chief)
    said = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert said[:2] == ["/a/ → /b/.", "/a/ → /b/. /a/ → /c/."] and len(said) == 3 and not stored()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [make.reporter, make.moderator])
def test_only_editors_say_where_addresses_lead(role):
    someone = role()
    with pytest.raises(PermissionDenied):
        lead("/a/", "/b/", by=someone)
    with pytest.raises(PermissionDenied):
        redirects.take_over([(1, ["/a/", "/b/"])], by=someone)
    desk = make.browser(someone)
    for path in (LIST, ADD, f"{LIST}import/", f"{LIST}export/", "/admin/articles/missingpage/"):
        assert desk.get(path).status_code == 403
    assert desk.post(f"{LIST}import/").status_code == 403
    lead("/c/", "/d/", by=make.editor())


# --- Files ---


def bring(*lines, by=None):
    return redirects.take_over(redirects.read("\n".join(lines).encode()), by=by or make.superuser())


@pytest.mark.django_db
def test_a_file_is_brought_in_once():
    lines = ["old;new", "/a/;/b/", "https://old.example/x/;/b/", "/gone/;", "/b/;/c/"]
    assert bring(*lines).summary == "4 added, 0 changed, 0 as before, 0 lines left out."
    assert stored() == {"/a/": "/c/", "/x/": "/c/", "/gone/": "", "/b/": "/c/"}
    assert bring(*lines).summary == "0 added, 0 changed, 4 as before, 0 lines left out."
    assert bring("/c/\t/d/").summary == "1 added, 3 changed, 0 as before, 0 lines left out."
    assert set(stored().values()) == {"/d/", ""}


@pytest.mark.django_db
def test_lines_that_cannot_be_brought_in_are_named_and_the_rest_is():
    edition = make.live()
    report = bring(
        "/a/,/b/", "nonsense,/b/", "/c/,javascript:alert(1)", "/d/,/e/", "/e/,/d/", f"{edition.get_absolute_url()},/x/"
    )
    assert stored() == {"/a/": "/b/", "/e/": "/d/"}
    assert [number for number, _old, _why in report.refused] == [2, 3, 4, 6]


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"only one column", b"", b'/a/,/b/\n/c/,"' + b"x" * 200_000])
def test_what_is_no_such_file_is_refused_whole(data):
    desk = make.browser(make.editor())
    answer = desk.post(f"{LIST}import/", {"file": SimpleUploadedFile("r.csv", data)})
    assert answer.status_code == 422 and "There is a problem" in answer.text and not stored()


@pytest.mark.django_db
def test_what_is_saved_as_a_file_can_be_brought_in(client):
    desk = make.browser(make.editor())
    bring("/a/,/b/", "/gone/,", "/é/,https://elsewhere.example/x")
    file = b"".join(desk.get(f"{LIST}export/").streaming_content)
    before = stored()
    Redirect.objects.all().delete()
    answer = desk.post(f"{LIST}import/", {"file": SimpleUploadedFile("r.csv", file)})
    assert answer.status_code == 200 and "3 added" in answer.text and stored() == before


@pytest.mark.django_db
def test_a_long_file_takes_few_queries():
    make.superuser()
    with CaptureQueriesContext(connection) as few:
        bring(*(f"/few/{number}/,/x/" for number in range(10)))
    with CaptureQueriesContext(connection) as many:
        bring(*(f"/many/{number}/,/x/" for number in range(300)))
    assert len(many) <= len(few) + 300 / 50


# --- The desk ---


@pytest.mark.django_db
def test_an_editor_makes_a_redirect_of_a_missing_page(client):
    client.get("/2019/lost/", headers={"referer": "https://blog.example/post/?secret=1"})
    client.get("/2019/Lost")
    tally.flush()
    desk = make.browser(make.editor())
    page = desk.get("/admin/articles/missingpage/").text
    assert "/2019/lost/" in page and "https://blog.example/post/" in page and "secret" not in page
    form = desk.get(f"{ADD}?old=/2019/lost/")
    assert 'value="/2019/lost/"' in form.text
    assert desk.post(ADD, {"old": "/2019/lost/", "target": "/about/"}).status_code == 302
    assert stored() == {"/2019/lost/": "/about/"} and not MissingPage.objects.exists()
    assert "/about/" in desk.get(LIST).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        {"old": "x", "target": "/b/"},
        {"old": "/a/"},
        {"old": "/a/", "target": "/A/"},
        {"old": "/a/", "target": "ftp://x"},
    ],
)
def test_what_cannot_be_is_sent_back_with_a_reason(typed):
    answer = make.browser(make.editor()).post(ADD, typed)
    assert answer.status_code == 422 and "There is a problem" in answer.text and not stored()


@pytest.mark.django_db
def test_a_list_of_redirects_costs_the_same_for_one_and_twenty():
    desk = make.browser(make.editor())
    costs = []
    for numbers in (range(1), range(1, 20)):
        bring(*(f"/many/{number}/,/x/" for number in numbers))
        MissingPage.objects.bulk_create(
            MissingPage(key=f"/n/{n}", path=f"/n/{n}", first_at=timezone.now(), last_at=timezone.now())
            for n in numbers
        )
        for path in (LIST, "/admin/articles/missingpage/"):
            desk.get(path)
            with CaptureQueriesContext(connection) as captured:
                desk.get(path)
            costs.append(len(captured))
    assert costs[:2] == costs[2:]


# --- Counts ---


@pytest.mark.django_db
def test_use_is_counted_and_written_together(client):
    made = lead("/a/", "/b/")
    for _time in range(3):
        client.get("/a/")
    client.get("/nowhere/")
    made.refresh_from_db()
    assert made.hits == 0
    tally.since -= 3600
    client.get("/about/")
    made.refresh_from_db()
    assert made.hits == 3 and made.last_hit_at and MissingPage.objects.get().hits == 1
    client.get("/a/"), client.get("/nowhere/")
    tally.flush()
    made.refresh_from_db()
    assert made.hits == 4 and MissingPage.objects.get().hits == 2


@pytest.mark.django_db
def test_a_scan_fills_neither_memory_nor_the_table():
    at = timezone.now()
    MissingPage.objects.bulk_create(
        MissingPage(key=f"/n/{n}", path=f"/n/{n}", first_at=at, last_at=at - timedelta(seconds=n)) for n in range(KEPT)
    )
    for number in range(1000):
        tally.miss(f"/scan/{number}", "")
    assert len(tally.missed) == 200
    tally.flush()
    assert MissingPage.objects.count() == KEPT and MissingPage.objects.filter(path__startswith="/scan/").count() == 200


@pytest.mark.django_db
def test_counts_that_cannot_be_written_spoil_no_page(client, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_missingpage RENAME TO articles_missing")
    client.get("/nowhere/")
    tally.since -= 3600
    assert client.get("/about/").status_code == 200
    assert "could not be written" in caplog.text
