"""`manage.py import_wordpress`: a file, a report, and a run that may be killed at any moment."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from articles.importing.shelf import Shelf
from articles.models import Article, Edition, Section
from tests import make
from tests.newsroom.test_round_trip import said

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Old Paper</title><link>https://old.example</link>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old.example</wp:base_site_url>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_email>ada@old.example</wp:author_email>
<wp:author_display_name>Ada Flint</wp:author_display_name></wp:author>
<wp:category><wp:term_id>1</wp:term_id><wp:category_nicename>city</wp:category_nicename>
<wp:cat_name>City</wp:cat_name></wp:category>"""
POST = """<item><title>Story {n}</title><link>https://old.example/2019/05/story-{n}/</link><dc:creator>ada</dc:creator>
<guid isPermaLink="false">https://old.example/?p={n}</guid><content:encoded><![CDATA[What happened in {n}.]]>
</content:encoded><excerpt:encoded></excerpt:encoded><wp:post_id>{n}</wp:post_id>
<wp:post_date_gmt>2019-05-03 {n:02}:00:00</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>
<wp:post_name>story-{n}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="city"><![CDATA[City]]></category>
<category domain="post_tag" nicename="tag-{n}"><![CDATA[Tag {n}]]></category>
<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Eve</wp:comment_author>
<wp:comment_date_gmt>2019-05-04 00:00:00</wp:comment_date_gmt><wp:comment_content>Yes.</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment></item>"""
# Told by a clock, or by chance.
OURS = re.compile(r"(articles_(?!stamp$)|comments_|taggit_|django_admin)")
CLOCKS = {"created_at", "saved_at", "at", "computed_at", "action_time", "mode_since"}


def export(folder, number=4):
    """A file of so many posts; every third is in review, so that some come together and some alone."""
    posts = (POST.format(n=n, status="publish" if n % 3 else "pending") for n in range(1, number + 1))
    path = folder / "old.xml"
    path.write_text(f"{HEAD}{''.join(posts)}</channel></rss>")
    return str(path)


def run(*args, **options):
    out = StringIO()
    call_command("import_wordpress", *args, stdout=out, no_input=True, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_site_is_brought_in_and_reported(tmp_path):
    make.superuser()
    said = run(export(tmp_path), report=str(tmp_path / "report"))
    assert "4 new" in said and str(tmp_path / "report" / "report.html") in said
    assert Article.objects.count() == 4 and Section.objects.get().slug == "city"
    told = json.loads((tmp_path / "report" / "report.json").read_text())
    assert told["site"] == "https://old.example" and told["whole"] and not told["dry_run"]
    assert told["counts"]["story"] == {"new": 4} and told["counts"]["remark"] == {"new": 4}
    page = (tmp_path / "report" / "report.html").read_text()
    assert "https://old.example" in page and "<script" not in page and "Ada Flint" in page
    assert (tmp_path / "report" / "sections.csv").read_text().splitlines()[1] == "city,city,City,4"


@pytest.mark.django_db
def test_a_site_comes_from_ghost_the_same_way(tmp_path):
    make.superuser()
    post = {
        **{"id": "a1", "uuid": "u", "title": "The ferry", "slug": "the-ferry", "html": "<p>It left.</p>"},
        **{"status": "published", "visibility": "public", "type": "post", "published_at": "2021-05-03T08:00:00.000Z"},
    }
    tables = {
        **{"posts": [post], "users": [{"id": "u1", "name": "Ada Flint", "slug": "ada"}]},
        **{"tags": [{"id": "t1", "name": "City", "slug": "city", "visibility": "public"}]},
        **{"posts_tags": [{"post_id": "a1", "tag_id": "t1", "sort_order": 0}]},
        **{"posts_authors": [{"post_id": "a1", "author_id": "u1", "sort_order": 0}], "settings": []},
    }
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"meta": {"version": "5.0"}, "data": tables}]}))
    options = {"address": "https://old.example", "report": str(tmp_path / "report"), "no_input": True}
    call_command("import_ghost", str(path), stdout=StringIO(), **options)
    edition = Edition.objects.live().get()
    assert (edition.headline, edition.section.slug, edition.byline[0]["name"]) == ("The ferry", "city", "Ada Flint")


@pytest.mark.django_db
def test_the_table_of_a_dry_run_can_be_changed_and_given_back(tmp_path):
    make.superuser()
    make.section("Local")
    run(export(tmp_path), report=str(tmp_path / "report"), dry_run=True)
    table = tmp_path / "report" / "sections.csv"
    assert not Article.objects.exists()
    table.write_text(table.read_text().replace("city,city", "city,local"))
    run(export(tmp_path), report=str(tmp_path / "again"), sections=str(table))
    assert set(Article.objects.values_list("section__slug", flat=True)) == {"local"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": "nobody"}, "no superuser"),
        ({"media": "/no/such/folder"}, "no folder"),
        ({"media_host": ["cdn.example"]}, "--fetch-media"),
        ({"sections": "/no/such/table.csv"}, "no file"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_stored(tmp_path, options, said):
    make.superuser()
    with pytest.raises(CommandError, match=said):
        run(export(tmp_path), report=str(tmp_path / "report"), **options)
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_file_that_breaks_off_is_refused_by_its_line_and_reported(tmp_path):
    make.superuser()
    path = Path(export(tmp_path))
    path.write_text(path.read_text()[:-900])
    with pytest.raises(CommandError, match="line"):
        run(str(path), report=str(tmp_path / "report"))
    assert json.loads((tmp_path / "report" / "report.json").read_text())["whole"] is False


@pytest.mark.django_db
def test_where_there_is_no_room_for_what_is_remembered_it_says_how_to_go_on(tmp_path, monkeypatch):
    make.superuser()

    def full(self, key, value):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Shelf, "__setitem__", full)
    with pytest.raises(CommandError, match=r"SQLITE_TMPDIR.*--resume"):
        run(export(tmp_path), report=str(tmp_path / "report"))
    assert json.loads((tmp_path / "report" / "report.json").read_text())["whole"] is False


KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection

file, report, *runs = sys.argv[1:]
for database, most in (run.rsplit(":", 1) for run in runs):
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        continue
    connection.settings_dict["NAME"], left = database, int(most)

    def count(execute, *args):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    with connection.execute_wrapper(count):
        call_command("import_wordpress", file, report=report, no_input=True, resume=True)
    call_command("export_wordpress", f"{report}/{os.path.basename(database)}.xml", drafts=True)
    sys.stdout.flush()
    os._exit(0)
"""


def count(database):
    """How many rows there are in each table of ours."""
    with opened(database) as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if OURS.match(name)]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def rows(database):
    """Every row of ours, but for what a clock says."""
    found = {}
    with opened(database) as cursor:
        for table in filter(OURS.match, connection.introspection.table_names(cursor)):
            columns = [row[1] for row in cursor.execute(f"PRAGMA table_info({table})") if row[1] not in CLOCKS]
            named = ", ".join(f'"{name}"' for name in columns)
            found[table] = sorted(map(repr, cursor.execute(f"SELECT {named} FROM {table}")))
    return found


@contextmanager
def opened(database):
    other = connection.copy()
    other.settings_dict = connection.settings_dict | {"NAME": database}
    with closing(other), other.cursor() as cursor:
        yield cursor


@pytest.fixture
def copies(tmp_path):
    """Two copies of the database of this test, made when they are asked for."""
    names = [str(tmp_path / name) if connection.vendor == "sqlite" else name for name in ("killed", "whole")]

    def make_copies():
        made = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            for name in names:
                with closing(sqlite3.connect(name)) as copy:
                    connection.connection.backup(copy)
        else:
            names[:] = [f"{made}_{name}" for name in names]
            connection.close()
            with connection.creation._nodb_cursor() as cursor:
                for name in names:
                    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
                    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
        return names

    yield make_copies
    if connection.vendor == "postgresql":
        with connection.creation._nodb_cursor() as cursor:
            for name in names:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_again_and_again_ends_as_one_that_is_not(tmp_path, copies):
    make.superuser()
    killed, whole = copies()
    moments = [40, 110, 150, 0]
    runs = [f"{killed}:{moment}" for moment in moments] + [f"{whole}:0"]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, export(tmp_path, 9), str(tmp_path / "report"), *runs],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings_test"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.count("The report") == 2, done.stderr
    counted = count(killed)
    assert counted == count(whole)
    assert counted["articles_article"] == counted["comments_comment"] == 9 and counted["articles_edition"]
    # Numbers of rows are taken for good on PostgreSQL, also by what was taken back.
    after, undisturbed = ((tmp_path / "report" / f"{Path(name).name}.xml").read_text() for name in (killed, whole))
    assert said(after) == said(undisturbed)
    if connection.vendor == "sqlite":
        assert rows(killed) == rows(whole)


@pytest.mark.parametrize("address", ["old.example", "ftp://old.example", "https://", "http://[x"])
def test_ghost_asks_for_an_address_that_can_be_one(tmp_path, address):
    (tmp_path / "ghost.json").write_text("{}")
    with pytest.raises(CommandError, match="--address"):
        call_command("import_ghost", str(tmp_path / "ghost.json"), address=address)


@pytest.mark.django_db
def test_a_login_that_is_a_mail_address_is_shown_to_nobody(tmp_path):
    make.superuser()
    path = Path(export(tmp_path, 1))
    path.write_text(path.read_text().replace("<dc:creator>ada<", "<dc:creator>eve@old.example<"))
    run(str(path), report=str(tmp_path / "report"))
    assert [author["name"] for author in Edition.objects.get().byline] == ["eve"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"permalinks": "/%name%/"}, "no pattern of addresses"),
        ({"category_base": "a b"}, "cannot stand in an address"),
    ],
)
def test_addresses_that_cannot_be_are_refused_before_anything_is_read(tmp_path, option, said):
    make.superuser()
    with pytest.raises(CommandError, match=said):
        run(export(tmp_path), **option)
    assert Article.objects.count() == 0


@pytest.mark.django_db
def test_words_before_sections_and_tags_can_be_given(tmp_path, client):
    make.superuser()
    run(export(tmp_path), report=str(tmp_path / "report"), category_base="topics", tag_base=".")
    assert client.get("/topics/city/").headers["Location"] == "/section/city/"
    assert client.get("/tag-1/").headers["Location"] == "/tag/tag-1/"
