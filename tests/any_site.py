"""A site that nobody thought of: drawn by hypothesis as plain data, and then made of rows by the newsroom's own functions."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from io import BytesIO

from django.utils import timezone
from hypothesis import strategies as st
from PIL import Image

from articles import tags
from articles.desk import library, workflow
from articles.desk.front_slots import acts
from articles.models import Article, Illustration, Page, Redirect, Slot, TagProfile
from comments.models import Comment, Discussion, Mention
from tests import make

FIRST = datetime(2024, 2, 29, 23, 59, 30, tzinfo=UTC)
STATES = ("live", "twice", "down", "withdrawn", "scheduled", "draft", "review", "approved")
STATUSES = Comment.Status.values


def words(most: int = 24, least: int = 0) -> st.SearchStrategy[str]:
    """Characters that some format might trip over, on one line, none at an end that nobody sees."""
    odd = "aZé ß0&<>\"'’]%[#;\\/-–_🛶عп"
    pieces = st.one_of(
        st.sampled_from(
            ["&amp;", "]]>", "<b>", "</p>", "[gallery]", "%%title%%", "<!-- wp:more -->", "a < b > c", "&nbsp;"]
        ),
        st.text(odd, max_size=6),
    )
    return (
        st.lists(pieces, min_size=least, max_size=4)
        .map(lambda parts: " ".join(" ".join(parts)[:most].split()))
        .map(lambda text: text or ("?" if least else ""))
    )


@dataclass(frozen=True)
class Said:
    """A comment. `answers` counts from the first, in a ring; None begins a thread."""

    text: str
    name: str
    status: str
    answers: int | None
    email: str
    website: str


@dataclass(frozen=True)
class Told:
    """A story as it is to be."""

    headline: str
    state: str
    standfirst: str
    paragraphs: tuple[str, ...]
    shape: str
    tags: tuple[str, ...]
    section: int
    authors: tuple[int, ...]
    lead: int | None
    shown: int | None
    caption: str
    search: tuple[str, str]
    dateline: str
    corrections: tuple[str, ...]
    said: tuple[Said, ...]
    mentions: tuple[tuple[str, str], ...]
    is_open: bool
    is_pinned: bool
    days: int


@dataclass(frozen=True)
class Site:
    sections: tuple[str, ...]
    authors: tuple[str, ...]
    pictures: tuple[tuple[str, str, str], ...]
    """Alternative text, caption and credit."""
    stories: tuple[Told, ...]
    pages: tuple[tuple[str, str], ...]
    redirects: tuple[str, ...]
    descriptions: tuple[str, ...] = field(default=())
    """Of tags, in the order in which they were made."""


SAID = st.builds(
    Said,
    text=st.lists(words(40, 1), min_size=1, max_size=3).map("\n\n".join),
    name=words(20, 1),
    status=st.sampled_from(STATUSES),
    answers=st.none() | st.integers(0, 5),
    email=st.sampled_from(["", "rosa@readers.example", "o'neil+x@readers.example"]),
    website=st.sampled_from(["", "https://rosa.example/?a=1&b=2"]),
)
MENTION = st.tuples(words(30, 1), st.sampled_from(STATUSES))
TAGS = st.sampled_from(["coast", "Coast guard", "C++", "C", "Höfe", "R&D", "<i>", "船", "a/b", "a b", "100%"])
STORY = st.builds(
    Told,
    headline=words(60, 1),
    state=st.sampled_from(STATES),
    standfirst=words(60),
    paragraphs=st.lists(words(60), max_size=3).map(tuple),
    shape=st.sampled_from(["plain", "heading", "list", "quote", "aside", "link", "film"]),
    tags=st.lists(TAGS, unique=True, max_size=3).map(tuple),
    section=st.integers(0, 2),
    authors=st.lists(st.integers(0, 3), unique=True, max_size=3).map(tuple),
    lead=st.none() | st.integers(0, 1),
    shown=st.none() | st.integers(0, 1),
    caption=words(30),
    search=st.tuples(st.sampled_from(["", "Found & <lost>"]), st.sampled_from(["", "What it is “about”"])),
    dateline=st.sampled_from(["", "Port Vessel"]),
    corrections=st.lists(words(40, 1), unique=True, max_size=2).map(tuple),
    said=st.lists(SAID, max_size=5).map(tuple),
    mentions=st.lists(MENTION, max_size=2).map(tuple),
    is_open=st.booleans(),
    is_pinned=st.booleans(),
    days=st.integers(0, 2),
)
SITES = st.builds(
    Site,
    sections=st.lists(words(20, 1), min_size=3, max_size=3, unique_by=str.casefold).map(tuple),
    authors=st.lists(st.sampled_from(["Ada Flint", "Bo & Co", "Zoë <Z>"]), min_size=4, max_size=4).map(tuple),
    pictures=st.lists(st.tuples(words(20), words(20), words(20)), min_size=2, max_size=2).map(tuple),
    stories=st.lists(STORY, max_size=4).map(tuple),
    pages=st.lists(st.tuples(words(30, 1), words(60)), max_size=2).map(tuple),
    redirects=st.lists(st.sampled_from(["/old/", "/?p=7", "/käse/?a=1"]), unique=True, max_size=2).map(tuple),
    descriptions=st.lists(words(40), max_size=3).map(tuple),
)


def build(site: Site) -> None:
    """Make the rows. Nothing is live that `workflow` would not let be live."""
    root = make.superuser()
    sections = [make.section(name, slug=f"part-{n}") for n, name in enumerate(site.sections)]
    authors = [make.author(name, slug=f"writer-{n}") for n, name in enumerate(site.authors)]
    pictures = [_picture(n, *one) for n, one in enumerate(site.pictures)]
    for number, told in enumerate(site.stories):
        article = _article(number, told, sections, authors, pictures)
        _bring_to_its_state(article, told, root)
        if Discussion.objects.filter(pk=article.pk).exists() or told.said or told.mentions or not told.is_open:
            _talk(article, told)
    for number, (title, text) in enumerate(site.pages):
        Page.objects.create(
            slug=f"page-{number}", title=title, body=f"<p>{escape(text)}</p>", changed_at=FIRST, in_footer=False
        )
    for old in site.redirects:
        Redirect.objects.create(old=old, key=old, target="/about/", target_key="/about/")
    for profile, said in zip(TagProfile.objects.order_by("pk"), site.descriptions, strict=False):
        TagProfile.objects.filter(pk=profile.pk).update(description=said)


def _picture(number: int, alt: str, caption: str, credit: str) -> Illustration:
    file = BytesIO()
    Image.new("RGB", (320 + number, 200), (200, 90 * number, 40)).save(file, "JPEG")
    taken = library.take(BytesIO(file.getvalue()))
    row = Illustration(title=f"Picture {number}", alt=alt, caption=caption, credit=credit, decorative=not alt)
    library.store_picture(row, taken.picture, with_avif=False)
    return row


def _article(number: int, told: Told, sections, authors, pictures) -> Article:
    return make.article(
        told.headline,
        slug=f"story-{number}",
        standfirst=told.standfirst or ("In a sentence." if told.state != "draft" else ""),
        dateline_place=told.dateline,
        body="".join(_body(told, pictures)),
        section=sections[told.section],
        tags=tags.resolve(told.tags),
        authors=[authors[n] for n in told.authors],
        illustration=None if told.lead is None else pictures[told.lead],
        search_title=told.search[0],
        search_description=told.search[1],
        sources=[("AI Business", "https://aibusiness.example/", "based_on")] if told.shape == "quote" else (),
    )


def _body(told: Told, pictures):
    """What the editor would have stored."""
    texts = [escape(text, quote=False) for text in told.paragraphs if text]
    yield from (f"<p>{text}</p>" for text in texts)
    text = texts[0] if texts else "Something."
    yield {
        "plain": "<p>Plain.</p>",
        "heading": f"<h2>{text}</h2><p>Below.</p>",
        "list": f"<ul><li><p>{text}</p></li><li><p>Two</p></li></ul>",
        "quote": f"<blockquote><p>{text}</p></blockquote>",
        "aside": f"<aside><p>{text}</p></aside><p>After.</p>",
        "link": f'<p>See <a href="https://tide.example/?a=1&amp;b=2"><em>{text}</em></a> and <a href="/about/">us</a>.</p>',
        "film": '<p><a href="https://youtu.be/abcdefghijk">A film</a></p>',
    }[told.shape]
    if told.shown is not None:
        caption = escape(told.caption, quote=False)
        said = f"<figcaption>{caption}</figcaption>" if caption else ""
        yield f'<figure><img data-file="{pictures[told.shown].pk}" alt="A crane">{said}</figure>'


def _bring_to_its_state(article: Article, told: Told, root) -> None:
    if told.state == "scheduled":
        coming = timezone.now().replace(microsecond=0) + timedelta(days=3)
        # What lacks something stays a draft.
        with suppress(workflow.NotReady):
            workflow.schedule(article, by=root, live_from=coming)
        return
    if told.state in ("draft", "review", "approved"):
        if told.state != "draft":
            workflow.submit(article, by=root, tells=False)
        if told.state == "approved":
            workflow.approve(article, by=root)
        return
    at = FIRST + timedelta(days=told.days)
    workflow.backdate(article, by=root, live_from=at, arrives=True)
    if told.state == "twice":
        make.rewrite(article, f"{told.headline[:40]}, again")
        Article.objects.filter(pk=article.pk).update(slug=f"{article.slug}-again")
        article.refresh_from_db()
        at += timedelta(hours=1)
        workflow.backdate(article, by=root, live_from=at, change="update", arrives=True)
    for number, text in enumerate(told.corrections, start=1):
        workflow.backdate(
            article, by=root, live_from=at + timedelta(days=number), change="correction", note=text, arrives=True
        )
    if told.is_pinned:
        acts.place(article, by=root, seen=acts.token(list(Slot.objects.current())))
    if told.state == "down":
        workflow.unpublish(article, by=root)
    elif told.state == "withdrawn":
        workflow.withdraw(article, by=root, notice="We could not stand it up.")


def _talk(article: Article, told: Told) -> None:
    modes = Discussion.Mode
    discussion = Discussion.objects.of(article.pk)
    discussion.mode = modes.SITE if told.is_open else modes.CLOSED
    discussion.save()
    made: list[Comment] = []
    for number, one in enumerate(told.said):
        above = made[one.answers % len(made)] if made and one.answers is not None else None
        comment = Comment.objects.create(
            discussion=discussion,
            parent=above,
            root=above.root if above else None,
            name=one.name,
            email=one.email,
            website=one.website,
            text=one.text,
            status=one.status,
            removal_reason="other" if one.status == Comment.Status.REMOVED else "",
            created_at=FIRST + timedelta(days=5, seconds=number),
        )
        if above is None:
            Comment.objects.filter(pk=comment.pk).update(root=comment)
            comment.root = comment
        made.append(comment)
    for number, (title, status) in enumerate(told.mentions):
        Mention.objects.create(
            discussion=discussion,
            kind=Mention.Kind.values[number % 2],
            title=title,
            address=f"https://sea.example/{number}?a=1&b=2",
            text="[…] a ferry […]" if number else "",
            status=status,
            created_at=FIRST + timedelta(days=6, seconds=number),
        )
    Discussion.objects.filter(pk=article.pk).recount()
    Discussion.objects.filter(pk=article.pk).recount_mentions()
