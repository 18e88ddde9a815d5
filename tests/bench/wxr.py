"""A WordPress export of any size, to measure reading and importing with.

`python -m tests.bench.wxr FILE --posts 10000` writes a file; with `--read` it is read, too, and the time and the peak of
memory are printed. The same seed writes the same file.
"""

import argparse
import os
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

from articles.importing.wordpress import WordPress

SITE = "https://tide.example"
BEGUN = datetime(2009, 1, 5, 6, 0, tzinfo=UTC)
HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Tide</title><link>{SITE}</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{SITE}</wp:base_site_url><wp:base_blog_url>{SITE}</wp:base_blog_url>
"""
SYLLABLES = "ba be da do fa ga ho ka ke la lo ma mi na no pa ra ri sa so ta te va ve wa".split()  # noqa: SIM905
FORMS = ("paragraph", "classic", "image", "list", "quote", "embed")


def write(path: Path, posts: int, *, comments: int = 10, seed: int = 1, pages: int = 20) -> None:
    """Write an export of so many posts, each with `comments` comments and a picture, and one with a gallery in ten."""
    chance = random.Random(seed)
    words = _words(chance)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(_terms(chance))
        for number in range(1, posts + 1):
            file.write(_attachment(chance, number, words))
            file.write(_post(chance, number, words, comments))
        for number in range(1, pages + 1):
            file.write(_page(chance, number, words))
        file.write("</channel></rss>\n")


def _words(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _number in range(6000)]


def _terms(chance: random.Random) -> Iterator[str]:
    for number in range(1, 41):
        yield (
            f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>writer{number}</wp:author_login>"
            f"<wp:author_email>w{number}@tide.example</wp:author_email>"
            f"<wp:author_display_name>Writer {number}</wp:author_display_name></wp:author>\n"
        )
    for number in range(1, 13):
        parent = f"section-{chance.randint(1, number - 1)}" if number > 8 else ""
        yield (
            f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>section-{number}</wp:category_nicename>"
            f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>Section {number}</wp:cat_name></wp:category>\n"
        )


def _attachment(chance: random.Random, number: int, words: list[str]) -> str:
    at = _at(number)
    name = f"picture-{number}"
    return (
        f"<item><title>{name}</title><link>{SITE}/{at:%Y/%m}/{name}/</link>"
        f"<wp:post_id>{1_000_000 + number}</wp:post_id><wp:post_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
        f"<excerpt:encoded><![CDATA[{_said(chance, words, 8)}]]></excerpt:encoded><wp:status>inherit</wp:status>"
        f"<wp:post_parent>{number}</wp:post_parent><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>{SITE}/wp-content/uploads/{at:%Y/%m}/{name}.jpg</wp:attachment_url>"
        f"{_meta('_wp_attachment_image_alt', _said(chance, words, 6))}{_meta('_media_credit', 'Ada Flood')}</item>\n"
    )


def _post(chance: random.Random, number: int, words: list[str], comments: int) -> str:
    at = _at(number)
    slug = f"story-{number}"
    status = chance.choices(("publish", "draft", "pending"), (96, 3, 1))[0]
    terms = "".join(
        f'<category domain="post_tag" nicename="tag-{tag}">Tag {tag}</category>'
        for tag in {int(chance.paretovariate(0.8)) % 3000 for _turn in range(5)}
    )
    section = chance.randint(1, 12)
    return (
        f"<item><title><![CDATA[{_said(chance, words, 7).capitalize()}]]></title>"
        f"<link>{SITE}/{at:%Y/%m/%d}/{slug}/</link><dc:creator>writer{chance.randint(1, 40)}</dc:creator>"
        f"<guid isPermaLink='false'>{SITE}/?p={number}</guid>"
        f"<content:encoded><![CDATA[{_text(chance, number, words)}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{_said(chance, words, 20)}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>{at:%Y-%m-%d %H:%M:%S}</wp:post_date>"
        f"<wp:post_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>"
        f"<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_parent>0</wp:post_parent>"
        f"<wp:post_type>post</wp:post_type><wp:post_password></wp:post_password><wp:is_sticky>0</wp:is_sticky>"
        f'<category domain="category" nicename="section-{section}">Section {section}</category>{terms}'
        f"{_meta('_thumbnail_id', str(1_000_000 + number))}{_meta('_edit_last', '1')}"
        f"{''.join(_comment(chance, number, turn, words) for turn in range(comments))}</item>\n"
    )


def _page(chance: random.Random, number: int, words: list[str]) -> str:
    at = _at(number)
    return (
        f"<item><title>Page {number}</title><link>{SITE}/page-{number}/</link>"
        f"<content:encoded><![CDATA[{_text(chance, number, words)}]]></content:encoded>"
        f"<wp:post_id>{2_000_000 + number}</wp:post_id><wp:post_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
        f"<wp:post_name>page-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>\n"
    )


def _comment(chance: random.Random, number: int, turn: int, words: list[str]) -> str:
    at = _at(number) + timedelta(minutes=7 * turn + 3)
    parent = number * 1000 + chance.randint(0, turn - 1) if turn and chance.random() < 0.4 else 0
    approved = chance.choices(("1", "0", "spam", "trash"), (90, 3, 5, 2))[0]
    reader = chance.randint(1, 20_000)
    return (
        f"<wp:comment><wp:comment_id>{number * 1000 + turn}</wp:comment_id>"
        f"<wp:comment_author><![CDATA[Reader {reader}]]></wp:comment_author>"
        f"<wp:comment_author_email>r{reader}@mail.example</wp:comment_author_email>"
        f"<wp:comment_author_url></wp:comment_author_url><wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>"
        f"<wp:comment_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{_said(chance, words, chance.randint(5, 60))}.]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>comment</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def _text(chance: random.Random, number: int, words: list[str]) -> str:
    """Some 600 words: half the stories in blocks, half as they were typed before there were blocks."""
    pieces = [_paragraph(chance, number, form, words) for form in chance.choices(FORMS, (6, 6, 1, 1, 1, 0.3), k=12)]
    if number % 2:
        return "\n\n".join(pieces)
    return "\n\n".join(f"<!-- wp:html -->\n<div>{piece}</div>\n<!-- /wp:html -->" for piece in pieces)


def _paragraph(chance: random.Random, number: int, form: str, words: list[str]) -> str:
    said = f"{_said(chance, words, 60).capitalize()} <strong>{_said(chance, words, 3)}</strong> &amp; so on."
    if form == "paragraph":
        return f"<p>{said}</p>"
    if form == "image":
        address = f"{SITE}/wp-content/uploads/{_at(number):%Y/%m}/picture-{number}-300x200.jpg"
        return f'<figure class="wp-block-image"><img src="{address}" alt=""/><figcaption>Seen from here</figcaption></figure>'
    if form == "list":
        return f"<ul>\n<li>{said}</li>\n<li>{said}</li>\n</ul>"
    if form == "quote":
        return f"<blockquote><p>{said}</p><cite>Bo</cite></blockquote>"
    return "https://www.youtube.com/watch?v=abcdefghijk" if form == "embed" else said


def _said(chance: random.Random, words: list[str], length: int) -> str:
    return " ".join(chance.choices(words, k=length))


def _meta(key: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"


def _at(number: int) -> datetime:
    return BEGUN + timedelta(hours=3 * number)


def _read(path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    remarks = 0
    counted: Counter[str] = Counter()
    for read in WordPress([path]):
        counted[type(read.item).__name__] += 1
        remarks += len(getattr(read.item, "remarks", ()))
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{path.stat().st_size / 1e6:.0f} MB, {dict(counted)}, {remarks} comments")
    print(
        f"{spent:.1f} s CPU, {counted.total() / spent:.0f} items a second; memory {before // 1024} MB, peak {peak // 1024} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--posts", type=int, default=0, help="write a file of so many posts")
    parser.add_argument("--comments", type=int, default=10, help="comments of each post")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--read", action="store_true")
    given = parser.parse_args()
    if given.posts:
        write(given.file, given.posts, comments=given.comments, seed=given.seed)
    if given.read:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
        django.setup()
        _read(given.file)


if __name__ == "__main__":
    main()
