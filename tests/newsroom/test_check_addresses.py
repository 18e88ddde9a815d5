"""Before a move: whether every address of the old site is answered here."""

import gzip
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.desk import redirects
from articles.models import Redirect
from newsroom import old_addresses
from tests import make

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urls(*paths):
    listed = "".join(f"<url><loc>https://old.example{path}</loc></url>" for path in paths)
    return f'<?xml version="1.0"?><urlset {SPACE}>{listed}</urlset>'


def written(folder, name, text):
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    return str(path)


def check(*maps, **options):
    out = StringIO()
    try:
        call_command("check_addresses", *maps, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.mark.django_db
def test_each_address_is_asked_and_counted_by_what_became_of_it(tmp_path, settings):
    edition = make.live()
    for old, target in (("/2019/old/", edition.get_absolute_url()), ("/shop/", ""), ("/app/", "https://app.example/")):
        redirects.save(Redirect(old=old, target=target, is_gone=not target), by=make.superuser())
    listed = [edition.get_absolute_url(), "/2019/old/", "/2019/old/", "/shop/", "/app/", "/", "/lost/?p=1"]
    table = tmp_path / "answers.csv"
    said, error = check(written(tmp_path, "sitemap.xml", urls(*listed)), csv=str(table))
    for line in (
        "2 answered with a page",
        "1 lead on to a page",
        "1 gone",
        "1 lead to another",
        "1 without an answer",
    ):
        assert line in said
    assert error == "1 of 6 addresses have no answer." and "/lost/?p=1: 404" in said
    assert f"/2019/old/,200,{edition.get_absolute_url()}" in table.read_text()
    assert len(table.read_text().splitlines()) == 6


@pytest.mark.django_db
def test_it_asks_the_site_that_readers_get_where_debugging_is_on(tmp_path, settings):
    redirects.save(Redirect(old="/2019/old/", target="/"), by=make.superuser())
    settings.DEBUG = True
    said, error = check(written(tmp_path, "sitemap.xml", urls("/2019/old/")))
    assert "1 lead on to a page" in said and not error


@pytest.mark.django_db
def test_maps_that_a_map_names_are_read_beside_it(tmp_path):
    written(tmp_path, "posts.xml.gz", urls("/", "/about/"))
    index = f"<sitemapindex {SPACE}><sitemap><loc>https://old.example/posts.xml.gz</loc></sitemap></sitemapindex>"
    said, error = check(written(tmp_path, "sitemap.xml", index))
    assert not error and "All 2 addresses have an answer." in said
    assert check(written(tmp_path, "sitemap.xml", index), limit=1)[0].count("All 1") == 1


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>https://x/&b;</loc></url></urlset>'


@pytest.mark.parametrize("text", ["", "<urlset>", "no map", ENTITIES, '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x>'])
def test_what_is_no_map_is_refused_with_its_name(tmp_path, text):
    said, error = check(written(tmp_path, "sitemap.xml", text))
    assert "sitemap.xml cannot be read" in error


def test_a_map_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(old_addresses, "LARGEST", 1000)
    _said, error = check(written(tmp_path, "sitemap.xml.gz", urls(*["/a/"] * 500)))
    assert "larger than 50 MB" in error


def test_a_map_of_another_host_is_not_asked_for():
    with pytest.raises(old_addresses.NotReadable, match="another host"):
        old_addresses._named("https://old.example/sitemap.xml", "http://127.0.0.1/sitemap.xml")


def test_an_address_that_goes_in_a_circle_has_no_answer():
    ways = {"/a/": (301, "/b/"), "/b/": (302, "/a/")}
    assert not old_addresses.ask("/a/", ways.__getitem__).is_answered


def test_a_map_without_addresses_proves_nothing(tmp_path):
    assert check(written(tmp_path, "sitemap.xml", urls()))[1] == "No address was asked."


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "cannot be read" in check(str(tmp_path / "none.xml"))[1]
