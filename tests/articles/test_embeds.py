"""What a story shows of other sites: cards made of links, and who may be framed."""

import pytest

from articles import html
from articles.public import embeds
from tests import make, validity

VIDEO = "https://www.youtube.com/watch?v=abc_DEF-123"


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        (VIDEO, "https://www.youtube-nocookie.com/embed/abc_DEF-123?autoplay=1"),
        (
            "https://m.youtube.com/watch?app=desktop&v=abc_DEF-123&t=3s",
            "https://www.youtube-nocookie.com/embed/abc_DEF-123?autoplay=1",
        ),
        ("https://youtu.be/abc_DEF-123?si=x", "https://www.youtube-nocookie.com/embed/abc_DEF-123?autoplay=1"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
        ("https://mastodon.social/@ada/109318821117356215", "https://mastodon.social/@ada/109318821117356215/embed"),
        (
            "https://bsky.app/profile/ada.example/post/3kabcdefgh2a",
            "https://embed.bsky.app/embed/ada.example/app.bsky.feed.post/3kabcdefgh2a",
        ),
        (
            "https://www.documentcloud.org/documents/20059068-the-report",
            "https://embed.documentcloud.org/documents/20059068/?embed=1",
        ),
        ("https://archive.org/details/a_speech-1962", "https://archive.org/embed/a_speech-1962"),
    ],
)
def test_what_sites_show_has_a_card(url, frame):
    card = embeds.card_for(url, "A title")
    assert (card.frame, card.title) == (frame, "A title")


@pytest.mark.parametrize(
    "url",
    [
        "http://youtu.be/abc_DEF-123",
        "https://youtube.com.elsewhere.example/watch?v=abc_DEF-123",
        "https://elsewhere.example/https://youtu.be/abc_DEF-123",
        "https://youtu.be@elsewhere.example/abc_DEF-123",
        "https://youtu.be/abc_DEF-123456",
        "https://mastodon.elsewhere.example/@ada/109318821117356215",
        "https://vimeo.com/７６９７９８７１",
        "javascript:https://youtu.be/abc_DEF-123",
        "https://archive.org/details/..%2f..%2f",
    ],
)
def test_other_addresses_have_none(url):
    assert embeds.card_for(url) is None


def test_only_a_link_on_a_line_of_its_own_becomes_a_card():
    assert [card.url for card in embeds.cards_in(f"<p>{VIDEO}</p>")] == [VIDEO]
    assert [card.title for card in embeds.cards_in(f'<p><a href="{VIDEO}">The <em>film</em> &amp; more</a></p>')] == [
        "The film & more"
    ]
    for text in (f'<p>See <a href="{VIDEO}">this</a></p>', f'<p><a href="{VIDEO}">a</a> <a href="/b/">b</a></p>'):
        assert embeds.cards_in(text) == []


@pytest.mark.parametrize(
    "title", ["<script>a()</script>", "<img src=x onerror=a()>", "&lt;script&gt;a()&lt;/script&gt;"]
)
def test_a_title_is_never_markup(title):
    text = html.sanitise(f'<p><a href="{VIDEO}">{title}</a></p>')
    drawn = embeds.with_cards(text)
    assert "<script" not in drawn
    assert "<img" not in drawn


@pytest.mark.django_db
def test_a_page_with_a_card_may_frame_its_host_alone_and_loads_nothing_from_it(client):
    story = make.live("Filmed", body=f'<p>Words.</p><p><a href="{VIDEO}">The film</a></p>')
    answer = client.get(story.get_absolute_url())
    page = answer.content.decode()
    assert "frame-src https://www.youtube-nocookie.com;" in answer.headers["Content-Security-Policy"] + ";"
    assert "<iframe" not in page
    assert f'<a href="{VIDEO}" rel="noopener">The film</a>' in page
    assert "articles/public/embeds.js" in page
    assert validity.faults(page) == []


@pytest.mark.django_db
def test_a_page_without_a_card_frames_nobody_and_has_no_script_for_it(client):
    answer = client.get(make.live("Plain", body=f'<p>See <a href="{VIDEO}">this</a>.</p>').get_absolute_url())
    assert "frame-src" not in answer.headers["Content-Security-Policy"]
    assert "embeds.js" not in answer.content.decode()


def test_a_frame_is_never_stored():
    text = f'<p>{VIDEO}</p><iframe src="https://www.youtube-nocookie.com/embed/abc_DEF-123"></iframe>'
    assert html.sanitise(text) == f"<p>{VIDEO}</p>"


def test_a_pull_quote_stays_an_aside_and_nothing_more():
    assert html.sanitise('<aside class="x" onclick="a()"><p>Said again.</p></aside>') == (
        "<aside><p>Said again.</p></aside>"
    )


@pytest.mark.django_db
def test_a_story_is_shared_by_plain_links_that_carry_its_address(client):
    story = make.live("Tea & “scones”")
    page = client.get(story.get_absolute_url()).content.decode()
    assert "mailto:?subject=Tea%20%26%20%E2%80%9Cscones%E2%80%9D&amp;body=http" in page
    assert page.partition('class="share"')[2].partition("</details>")[0].count('rel="nofollow"') == 4
