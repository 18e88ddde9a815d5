"""WordPress's files as items: a paper of the years before blocks, and a newsroom on Newspack."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest

from articles.importing.items import Amendment, Document, Leftover, Person, Picture, Site, Standing, State, Story, Term
from articles.importing.wordpress import Permalinks, WordPress, seo
from articles.importing.wordpress.addresses import Addresses, pattern
from articles.importing.wordpress.reading import Record

HERE = Path(__file__).parent
CLASSIC, BLOCKS = HERE / "classic.xml", HERE / "blocks.xml"
SUMMER_TIME = timezone(timedelta(hours=1))


@cache
def items(*paths):
    return [read.item for read in WordPress(paths or [CLASSIC], zone=SUMMER_TIME)]


def of(kind, *paths):
    return {item.key: item for item in items(*paths) if isinstance(item, kind)}


def story(key="101", path=CLASSIC):
    return of(Story, path)[key]


def test_the_site_comes_first_with_the_folder_in_which_it_stood():
    where = "https://www.tide.example/paper"
    assert items()[0] == Site("The Tide & Times", where, "en-GB", ("/paper/",))


def test_what_stories_name_comes_before_them():
    told = set()
    for item in (*items(), *items(BLOCKS)):
        if isinstance(item, Story):
            assert {*item.authors, *item.sections, *item.tags, *filter(None, [item.lead])} <= told
        elif isinstance(item, Term):
            assert not item.parent or item.parent in told
        told.add(getattr(item, "key", ""))


def test_people_with_and_without_an_account():
    people = of(Person)
    assert people["ada"].name == "Ada Flood"
    assert people["ada"].email == "ada@tide.example"
    assert people["ada"].old == ("/paper/author/ada/", "/paper/?author=2")
    assert people["gone@tide.example"].slug == "gone"


def test_sections_know_the_one_above_and_their_addresses():
    harbour = of(Term)["category:harbour"]
    assert (harbour.name, harbour.description, harbour.parent) == ("Harbour", "Ships & quays", "category:city")
    assert harbour.old == ("/paper/category/city/harbour/", "/paper/category/harbour/", "/paper/?cat=12")


def test_tags_of_one_word_are_one():
    assert {key: term.old for key, term in of(Term).items() if term.is_tag} == {
        "tag:fog": ("/paper/tag/fog/", "/paper/?tag=fog", "/paper/tag/fog-2/", "/paper/?tag=fog-2")
    }


def test_a_picture_has_its_words_and_the_address_of_its_page():
    assert of(Picture)["105"] == Picture(
        "105",
        "https://www.tide.example/paper/wp-content/uploads/2011/05/quay.jpg",
        title="quay",
        alt="A quay in grey light",
        caption="The quay at dawn",
        credit="Dee Sand",
        created_at=datetime(2011, 5, 1, 7, tzinfo=UTC),
        old=("/paper/2011/05/02/ferry-lost/quay/", "/paper/?attachment_id=105"),
    )


def test_a_story_has_its_words_and_its_place():
    found = story()
    assert found.headline == "Ferry “lost” in fog"
    assert (found.slug, found.state) == ("ferry-lost", State.LIVE)
    assert found.published_at == datetime(2011, 5, 2, 9, 30, tzinfo=UTC)
    assert found.standfirst == "A ferry was away for a morning."
    assert (found.authors, found.lead) == (("ada",), "105")
    assert found.sections == ("category:harbour", "category:city")
    assert found.tags == ("tag:fog",)
    assert found.is_pinned and not found.is_open
    assert found.body.startswith("<figure><img src=") and found.body.endswith(
        "<p>Nobody saw it<br>leave.</p><p>It came back at noon.</p>"
    )


def test_a_story_without_excerpt_has_no_standfirst():
    assert story("110").standfirst == ""


def test_every_address_of_a_story():
    assert set(story().old) == {
        "/paper/2011/05/02/ferry-lost/",
        "/paper/2011/05/02/ferry/",
        "/paper/2011/05/02/ferry-lost/feed/",
        "/paper/2011/05/02/ferry/feed/",
        "/paper/?p=101",
    }
    assert story("110").old == ("/paper/about/", "/paper/about/feed/", "/paper/?page_id=110", "/paper/?p=110")


@pytest.mark.parametrize(
    ("key", "state", "has_note", "has_date"),
    [
        ("111", State.SCHEDULED, False, True),
        ("112", State.REVIEW, False, False),
        ("113", State.DRAFT, False, False),
        ("114", State.DRAFT, True, False),
        ("115", State.DRAFT, True, False),
    ],
)
def test_every_state_has_its_counterpart(key, state, has_note, has_date):
    found = story(key)
    assert (found.state, bool(found.note), bool(found.published_at)) == (state, has_note, has_date)


def test_what_was_never_public_has_no_address():
    assert story("113").old == ()


def test_a_page_is_no_story():
    assert story("110").is_page and not story().is_page


def test_what_is_left_out_is_named_and_machinery_is_counted():
    left = {(item.kind, item.key): item.reason for item in items() if isinstance(item, Leftover)}
    assert set(left) == {("post", "116"), ("post", "117"), ("product", "120"), ("revision", "")}
    assert left["revision", ""].startswith("2 of them")
    [plan] = [item for item in items() if isinstance(item, Document)]
    assert plan.address.endswith("/plan.pdf") and "/paper/?attachment_id=106" in plan.old


def test_a_leftover_tells_its_line():
    left = of(Leftover)["116"]
    assert "<title>Thrown away</title>" in CLASSIC.read_text().splitlines()[left.line - 1]


def test_comments_come_behind_what_they_answer():
    first, second, link = story().remarks
    assert [(one.key, one.parent) for one in (first, second, link)] == [("4", ""), ("3", "4"), ("5", "")]
    assert first.text == "Where was it?\n\nTell us."
    assert second.text == "It was in the log (https://sea.example/log)."
    assert (second.email, first.website) == ("cy@mail.example", "")
    assert link.link == "pingback" and link.standing == Standing.SPAM
    assert link.created_at == datetime(2011, 5, 4, 9, tzinfo=UTC)


def test_search_fields_have_their_variables_told():
    assert story().search_title == "Where was the ferry?"
    assert story().search_description == "All about Ferry “lost” in fog"


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("%%title%% %%page%% %%sep%% %%sitename%%", ""),
        ("%title% %sep% %sitename%", ""),
        ("100% of it", "100% of it"),
        ("Ports | %%category%% | %%sitename%%", "Ports"),
        ("#post_title in brief #separator_sa #site_title", "Ferry in brief"),
    ],
)
def test_a_title_for_search_says_only_what_the_headline_does_not(stored, told):
    assert seo.title(Record("item", 1, meta={"rank_math_title": [stored]}), "Ferry") == told


# The newsroom on Newspack.


def test_co_authors_come_in_the_order_of_the_byline():
    assert story("201", BLOCKS).authors == ("eli-reed", "ada")
    eli = of(Person, BLOCKS)["eli-reed"]
    assert (eli.name, eli.biography) == ("Eli Reed", "Writes about bridges.")


def test_a_subtitle_is_the_standfirst_and_the_excerpt_is_for_search():
    found = story("201", BLOCKS)
    assert (found.standfirst, found.search_title) == ("Ten years late", "")
    assert found.search_description == "After ten years."


def test_a_correction_of_newspack_hangs_on_its_story():
    at = datetime(2024, 2, 4, 12, tzinfo=UTC)
    assert story("201", BLOCKS).amendments == (Amendment("It has three lanes.", at),)


def test_a_picture_of_a_text_is_told_once_whatever_its_size():
    assert [picture.key for picture in of(Picture, BLOCKS).values()] == ["301", "https://pictures.example/crane.png"]


def test_blocks_become_our_text_and_what_is_lost_is_named():
    found = story("201", BLOCKS)
    assert found.body.startswith("<p>The bridge is open.</p><figure>")
    assert found.body.endswith("<p>Write to us.</p>")
    assert len(found.lost) == 2
    assert "newspack-blocks/homepage-articles" in found.lost[0]
    assert found.lost[1] == "Its lead picture is not in the file."


def test_a_later_change_is_told():
    assert story("201", BLOCKS).updated_at == datetime(2024, 2, 5, 12, tzinfo=UTC)
    assert story().updated_at is None


# Files and addresses.


def test_several_files_are_one_site_in_any_order():
    there, back = of(Story, CLASSIC, BLOCKS), of(Story, BLOCKS, CLASSIC)
    assert there.keys() == back.keys() and len(there) == 8


def test_a_file_in_which_every_address_was_made_https_is_read(tmp_path):
    file = tmp_path / "secure.xml"
    file.write_text(CLASSIC.read_text(encoding="utf-8").replace("http:", "https:"), encoding="utf-8")
    assert {key: one.body for key, one in of(Story, file).items()} == {
        key: one.body.replace("http:", "https:") for key, one in of(Story).items()
    }


def test_how_far_it_is_never_goes_back():
    source = WordPress([CLASSIC, BLOCKS])
    positions = [read.position for read in source]
    assert positions == sorted(positions) and 0 < positions[-1] <= source.size


def test_reading_again_yields_the_same():
    source = WordPress([BLOCKS])
    assert list(source) == list(source)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/2011/05/02/ferry/", "/%year%/%monthnum%/%day%/%postname%/"),
        ("/ferry/", "/%postname%/"),
        ("/archives/101", "/archives/%post_id%"),
        ("/city/harbour/ferry/", "/%category%/%postname%/"),
        ("/2011/ferry.html", "/%year%/%postname%.html"),
        ("/blog/ada/ferry/", "/blog/%author%/%postname%/"),
        ("/?p=101", ""),
    ],
)
def test_the_pattern_of_addresses_is_found(path, found):
    assert pattern(path, "ferry", "101", datetime(2011, 5, 2, tzinfo=UTC), ("city", "harbour"), "ada") == found


@pytest.mark.parametrize(
    ("site", "made", "fronts"),
    [
        ("https://tide.example", "/%postname%/", ()),
        ("https://tide.example", "", ()),
        ("https://tide.example", "/archives/%post_id%", ("/archives/",)),
        ("https://tide.example/paper", "/%year%/%postname%/", ("/paper/",)),
        ("https://tide.example/paper", "/old/news-%post_id%/", ("/paper/", "/paper/old/")),
        ("https://tide.example", "/index.php/news/%postname%/", ("/index.php/", "/index.php/news/")),
    ],
)
def test_what_stands_before_all_lists_is_told(site, made, fronts):
    assert Addresses(site).fronts(made) == fronts


def test_what_most_stories_have_before_them_is_taken_and_what_few_have_is_not(tmp_path):
    def fronts(*links):
        file = tmp_path / "site.xml"
        items = "".join(
            f"<item><title>{n}</title><link>https://t.example{link}</link><content:encoded>a</content:encoded>"
            f"<wp:post_id>{n}</wp:post_id><wp:post_date>2011-05-02 10:30:00</wp:post_date><wp:post_name>s{n}</wp:post_name>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
            for n, link in enumerate(links)
        )
        head = CLASSIC.read_text(encoding="utf-8").partition("<channel>")[0]
        site = "<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://t.example</wp:base_blog_url>"
        file.write_text(f"{head}<channel>{site}{items}</channel></rss>", encoding="utf-8")
        return next(iter(WordPress([file]))).item.fronts

    assert fronts("/old/s0/", "/old/s1/", "/new/s2/") == ("/old/",)
    assert fronts("/old/s0/", "/new/s1/") == ()


def test_a_section_that_stands_above_those_of_all_stories_is_no_front(tmp_path):
    text = CLASSIC.read_text(encoding="utf-8")
    text = text.replace("/paper/2011/05/02/ferry-lost/</link>", "/paper/city/harbour/ferry-lost/</link>")
    text = text.replace(
        '<category domain="category" nicename="city">', '<category domain="post_format" nicename="city">'
    )
    (tmp_path / "site.xml").write_text(text, encoding="utf-8")
    source = WordPress([tmp_path / "site.xml"])
    assert "/paper/city/harbour/ferry-lost/" in of(Story, tmp_path / "site.xml")["101"].old
    assert next(iter(source)).item.fronts == ("/paper/",)


def test_addresses_that_the_file_cannot_tell_can_be_given():
    known = Permalinks("/archives/%year%/%category%/%hour%-%postname%.html", category=".", tag="about/topics")
    found = {
        one.item.key: one.item for one in WordPress([CLASSIC], permalinks=known) if isinstance(one.item, Story | Term)
    }
    # On the site's own clock, and by each section with those above it.
    assert {
        "/paper/archives/2011/city/harbour/10-ferry-lost.html",
        "/paper/archives/2011/city/10-ferry-lost.html",
        "/paper/2011/05/02/ferry-lost/",
    } <= {*found["101"].old}
    assert not any("archives" in path for path in found["110"].old)
    assert "/paper/city/harbour/" in found["category:harbour"].old
    assert "/paper/about/topics/fog/" in found["tag:fog"].old
    assert next(iter(WordPress([CLASSIC], permalinks=known))).item.fronts == ("/paper/", "/paper/archives/")


@pytest.mark.parametrize(
    "known",
    [
        {"pattern": "%postname%"},
        {"pattern": "/%year%/"},
        {"pattern": "/%slug%/%postname%/"},
        {"pattern": "/%postname%?a"},
        {"category": ""},
        {"tag": "a b"},
        {"category": "%category%"},
    ],
)
def test_what_is_no_pattern_or_base_is_refused(known):
    with pytest.raises(ValueError, match="no pattern|cannot stand"):
        Permalinks(**known)
