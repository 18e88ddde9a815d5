"""The newsroom behind nginx and behind Varnish, as deploy/ sets them up."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from articles.desk import workflow
from comments import own, visitors
from tests import make
from tests.deploy.conftest import ask
from tests.deploy.proxies import INSTALLED, PROGRAMS
from tests.pages import paper

# Seconds. A page of which nobody says that it has changed is shown for sixty.
PATIENCE = 40
COOKIES = [settings.SESSION_COOKIE_NAME, own.COOKIE, visitors.COOKIE, "__Host-sessionid", f"__Secure-{own.COOKIE}"]

need = {
    name: pytest.param(name, marks=pytest.mark.skipif(not program, reason=f"no {name} on this machine"))
    for name, program in PROGRAMS.items()
}
both = pytest.mark.parametrize("proxy", need.values())
nginx, varnish = (pytest.mark.parametrize("proxy", [need[name]]) for name in need)


@pytest.fixture
def get(site, proxy):
    """Ask the proxy."""
    return lambda path, headers=None, **more: ask(site.ports[proxy], path, headers, **more)


def until(ask_again, holds):
    """The first answer of which this holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds(got := ask_again()):
        assert time.monotonic() < deadline, got
    return got


# --- What pages say ---


@pytest.mark.django_db
def test_no_public_page_differs_by_what_the_proxies_do_not_tell_apart(client):
    for path in [*paper().values(), "/feed/", "/sitemap.xml", "/stories/index.json"]:
        answer = client.get(path)
        assert answer.headers["Cache-Control"].startswith("public"), path
        assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", path
        assert not answer.cookies


# --- What is kept ---


@both
def test_a_page_is_kept_from_the_first_reader_for_the_second(get):
    first, second = get("/archive/"), get("/archive/")
    assert (first.status, first.cache, second.status, second.cache) == (200, "MISS", 200, "HIT")
    assert first.text == second.text


@both
def test_one_variant_serves_every_encoding(get):
    path = "/corrections/"
    plain = get(path)
    for accepted in ("gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8", "identity", "gzip;q=0"):
        answer = get(path, {"Accept-Encoding": accepted})
        assert answer.cache == "HIT", accepted
        assert answer.text == plain.text
        assert (answer.headers["Content-Encoding"] == "gzip") == (accepted not in ("identity", "gzip;q=0"))
    assert plain.headers["Content-Encoding"] is None


@both
def test_a_reader_who_has_the_page_is_told_so(get):
    etag = get("/tag/coast/").headers["ETag"]
    again = get("/tag/coast/", {"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")


@both
def test_readers_at_the_same_time_ask_the_application_once(get, site, proxy):
    path = f"/search/?q=ferry&by={proxy}"
    with ThreadPoolExecutor(20) as readers:
        answers = list(readers.map(lambda _number: get(path), range(20)))
    assert {answer.status for answer in answers} == {200}
    assert site.asked(path) == 1


# --- What is not ---


@both
@pytest.mark.parametrize("cookie", COOKIES)
def test_whoever_we_know_is_asked_for_by_name(cookie, get, site):
    everyone = get(site.story)
    known = {"Cookie": f"theme=dark; {cookie}=anything"}
    assert {get(site.story, known).cache for _time in range(2)} == {""}
    assert get(site.story).text == everyone.text


@both
@pytest.mark.parametrize("path", ["/admin/login/", "/preview/guessed/", "{story}?mine=guessed", "/healthz"])
def test_what_belongs_to_one_reader_is_never_kept(path, get, site):
    for _time in range(2):
        answer = get(path.format(story=site.story))
        assert "public" not in answer.headers["Cache-Control"]
        assert answer.cache in ("", "MISS")


@both
def test_other_cookies_change_nothing(get):
    get("/author/nobody/")
    assert get("/author/nobody/", {"Cookie": "consent=yes"}).cache == "HIT"


@both
@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_what_only_monitoring_asks_is_not_answered_to_the_world(path, get):
    assert get(path).status == 404


@both
def test_a_body_that_is_too_large_is_refused_by_the_proxy(get):
    too_large = {"Content-Length": str(30 * 1024**2)}
    assert get("/admin/login/", too_large, method="POST").status == 413


@nginx
def test_a_visitor_cannot_name_another_address(get, site):
    get("/healthz?who", {"X-Forwarded-For": "203.0.113.9"})
    assert "GET /healthz?who for 127.0.0.1 at " in site.log()


@both
def test_no_header_with_another_spelling_stands_for_one_that_the_proxy_sets(get, site, proxy):
    names = ("X_Forwarded_For", "X_Forwarded_Proto", "SCRIPT_NAME", "PATH_INFO")
    get(f"/healthz?{proxy}", dict.fromkeys(names, "/203.0.113.9"))
    [line] = [line for line in site.log().splitlines() if f"?{proxy} " in line]
    assert "203.0.113.9" not in line


@both
def test_a_request_that_names_two_hosts_stores_nothing_for_either(site, proxy):
    """By its target it asks for this host, which the key is made of, and by its header for another."""
    path, port = f"/feeds/?two-{proxy}", site.ports[proxy]
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asked.putrequest("GET", f"http://127.0.0.1{path}", skip_host=True)
    asked.putheader("Host", "evil.example")
    asked.endheaders()
    asked.getresponse().read()
    asked.close()
    assert "evil.example" not in site.log()
    assert ask(port, path).status == 200


@both
def test_what_is_refused_for_its_host_is_kept_by_nobody(get):
    answers = [get("/feeds/", {"Host": "evil.example"}) for _time in range(2)]
    assert [(answer.status, answer.cache) for answer in answers] == [(400, "MISS")] * 2
    assert get("/feeds/").status == 200


@both
@pytest.mark.parametrize("path", ["/admin/x.css", "/%61dmin/login/", "/admin/login/?x.css", "/admin%2flogin/x.webp"])
def test_no_ending_makes_a_page_of_the_desk_one_for_everybody(path, get):
    get(path)
    assert get(path).cache in ("", "MISS")


@both
def test_every_answer_has_one_policy(get, proxy):
    """What the application says of its pages, and of what the proxy answers itself that it is none."""
    strict = "default-src 'none'; frame-ancestors 'none'; sandbox"
    page = get("/archive/", {"Accept-Encoding": "gzip"})
    told = [page, get("/archive/"), get("/archive/", {"If-None-Match": page.headers["ETag"]}), get("/admin/login/")]
    for answer in told:
        [policy] = answer.headers.get_all("Content-Security-Policy")
        assert "script-src 'self'" in policy
    assert [answer.status for answer in told] == [200, 200, 304, 200]
    files = ["/static/none.css", "/media/none.webp", "/media/none.html"] if proxy == "nginx" else []
    for path in ("/feed/", "/metrics", *files):
        assert get(path).headers.get_all("Content-Security-Policy") == [strict], path


# --- What has changed ---


@both
def test_a_publication_is_shown(get, proxy, django_db_blocker):
    get("/")
    with django_db_blocker.unblock():
        make.live(f"Published behind {proxy}")
    assert until(lambda: get("/"), lambda answer: f"Published behind {proxy}" in answer.text).status == 200


@both
def test_what_is_withdrawn_is_no_longer_shown(get, proxy, django_db_blocker):
    with django_db_blocker.unblock():
        edition = make.live(f"Wrong behind {proxy}", body="<p>It is not so.</p>")
        path = edition.get_absolute_url()
        assert "It is not so." in get(path).text
        workflow.withdraw(edition.article, by=make.editor(), notice="We were wrong.")
    assert until(lambda: get(path), lambda answer: "It is not so." not in answer.text).status == 410


@varnish
def test_strangers_cannot_empty_the_cache(get):
    get("/archive/")
    keys = {"Surrogate-Key-Gone": "any frame stories", "X-Forwarded-For": "203.0.113.9"}
    assert get("/", keys, method="PURGE").status == 405
    assert get("/archive/").cache == "HIT"


# --- Files ---


@nginx
def test_files_come_from_the_disk_compressed_and_for_ever(get, site):
    folder = site.folder / "static" / "newsroom"
    folder.mkdir(parents=True)
    (folder / "paper.0123456789ab.css").write_text("plain")
    (folder / "paper.0123456789ab.css.gz").write_bytes(b"packed before")
    answer = get("/static/newsroom/paper.0123456789ab.css", {"Accept-Encoding": "gzip"})
    assert (answer.body, answer.headers["Content-Encoding"]) == (b"packed before", "gzip")
    assert answer.headers["Content-Type"] == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert get("/static/newsroom/paper.0123456789ab.css").body == b"plain"


@nginx
def test_a_file_whose_name_stays_is_asked_for_again(get, site):
    (site.folder / "static" / "robots.json").write_text("{}")
    assert get("/static/robots.json").headers["Cache-Control"] == "public, max-age=60"


@nginx
def test_pictures_alone_come_from_the_media_folder(get, site):
    folder = site.folder / "media" / "originals"
    folder.mkdir(parents=True)
    for name in ("one.webp", "two.html", "three.svg"):
        (folder / name).write_bytes(b"bytes")
    picture = get("/media/originals/one.webp")
    assert (picture.body, picture.headers["Content-Type"]) == (b"bytes", "image/webp")
    assert picture.headers["Content-Security-Policy"].endswith("sandbox")
    assert picture.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "immutable" in picture.headers["Cache-Control"]
    assert [get(f"/media/originals/{name}").status for name in ("two.html", "three.svg", "none.webp")] == [404] * 3
    assert get("/media/../newsroom.conf").status in (400, 404)


# --- While the application is down. These come last: it is not started again. ---


@pytest.fixture(scope="module")
def down(site):
    """Each proxy has seen the archive and a story that was withdrawn since; then the application went away."""
    withdrawn = make.live("Wrong at last", body="<p>It was not so.</p>")
    for name in INSTALLED:
        for path in ("/archive/", withdrawn.get_absolute_url()):
            assert ask(site.ports[name], path).status == 200
    workflow.withdraw(withdrawn.article, by=make.editor(), notice="We were wrong.")
    if "varnish" in INSTALLED:
        purged = site.folder / "purge.log"
        until(lambda: purged.read_text(), lambda log: f"article-{withdrawn.article_id}" in log)
    site.processes["application"].terminate()
    site.processes["application"].wait(timeout=30)
    return withdrawn


@both
def test_what_is_kept_stays_readable_while_the_application_is_down(down, get):
    later = until(lambda: get("/archive/"), lambda answer: answer.cache != "HIT")
    assert (later.status, later.cache) == (200, "STALE")


@varnish
def test_withdrawn_words_stay_gone_while_the_application_is_down(down, get):
    answer = get(down.get_absolute_url())
    assert answer.status == 503
    assert "It was not so." not in answer.text


@both
def test_what_is_not_kept_gets_a_page_of_ours(down, get):
    answer = get("/author/never-asked/")
    assert (answer.status, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (503, "60", "no-store")
    assert "try again" in answer.text
    assert answer.headers.get_all("Content-Security-Policy") == ["default-src 'none'; frame-ancestors 'none'; sandbox"]
