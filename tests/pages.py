"""Every address that answers without a login, and a small paper with a page of every kind: what the gates go through.

Addresses come from the URL configuration, so a new one is tried by every gate as soon as it is there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import get_resolver
from django.utils import timezone

from articles.desk import workflow
from articles.models import Edition, Identity
from articles.public import share_cards
from articles.tasks import refresh_similar
from comments.models import Comment, Discussion
from tests import make

# What a stranger could only guess. The pages behind are tried with a wrong word.
SECRETS = {"secret": "guessed", "token": "guessed", "act": "hide"}
DESK = "admin/"
PART = re.compile(r"(?:(\w+)/)?<(?:(\w+):)?(\w+)>")
# What pages are asked beside their plain address.
QUERIES = {
    "search/": ["?q={word}", "?q={word}&section={section}"],
    "search/index.json": ["?q={word}"],
    "stories/index.json": ["?tag={tag}", "?author={author}"],
    "oembed/": ["?url=http://localhost:8000{path}"],
    "<date:date>/<slug:slug>/": ["?reply={comment}"],
}


@dataclass(frozen=True)
class Story:
    """What addresses of a story are made of. `path` is where it stands, or would stand."""

    path: str
    published_at: datetime
    article_id: int
    tag: str = "coast"
    author: str = "ada-flint"
    word: str = "ferry"
    comment: int = 0
    card: str = "none.png"

    @classmethod
    def of(cls, edition: Edition, **more) -> "Story":
        card = share_cards.of_story(edition).words.name
        return cls(edition.get_absolute_url(), edition.published_at, edition.article_id, card=card, **more)

    def values(self) -> dict[str, str | int]:
        at = self.published_at
        return SECRETS | {
            "date": f"{at:%Y/%m/%d}",
            "year": f"{at:%Y}",
            "month": f"{at:%m}",
            "month:month": f"{at:%Y-%m}",
            "day": f"{at:%d}",
            "slug": self.path.strip("/").split("/")[-1],
            "section/slug": "world",
            "tag/slug": self.tag,
            "author/slug": self.author,
            "pages/slug": "ethics",
            "pk": self.comment,
            "number": 1,
            "media/path": "originals/none.jpg",
            "card/kind": "story",
            "key": self.article_id,
            "name": self.card,
        }


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """All patterns of the site but the desk's, as the URL configuration writes them."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route) if route != DESK else ()
        else:
            yield route


def addresses(route: str, story: Story) -> list[str]:
    """What this pattern answers about a story."""
    known = story.values()

    def fill(part: re.Match[str]) -> str:
        before, kind, name = part.groups()
        names = (f"{before}/{name}", f"{kind}:{name}", name)
        found = [known[name] for name in names if name in known]
        assert found, f"Say in tests/pages.py what stands for {part[0]} in {route}, so that the gates can try it."
        return f"{before}/{found[0]}" if before else str(found[0])

    path = "/" + PART.sub(fill, route)
    words = {"word": story.word, "section": "world", "tag": story.tag, "author": story.author, "path": story.path}
    return [path, *(path + query.format(**words, comment=story.comment) for query in QUERIES.get(route, []))]


def say(text: str, article_id: int, **fields) -> Comment:
    """Store a comment that readers see."""
    discussion = Discussion.objects.of(article_id)
    discussion.save()
    fields = {"name": "Rosa", "email": "rosa@readers.example", "status": "approved"} | fields
    made = Comment.objects.create(discussion=discussion, text=text, created_at=timezone.now(), **fields)
    Comment.objects.filter(pk=made.pk).update(root=made.pk)
    Discussion.objects.recount()
    return made


# --- A paper with a page of every kind ---

SOURCES = [("AI Business", "https://aibusiness.example/", "first_reported_by")]
TEXT = "<p>One ferry.</p><h2>Two</h2><p>Three.</p><blockquote><p>Four.</p></blockquote><ul><li><p>Five.</p></li></ul>"


def paper() -> dict[str, str]:
    """Make a small paper. Returns the address of a page of every kind that is read as HTML, by what it is."""
    for name, hue in (("World", "blue"), ("Science", "amber"), ("Opinion", "teal")):
        section = make.section(name, hue=hue)
        for number in range(4):
            label = "opinion" if name == "Opinion" else "news"
            headline = f"{name} story {number} and what came of it"
            make.live(
                headline, section=section, tags=["coast", name], label=label, ago=timedelta(days=1, hours=number)
            )
    editor, article = make.editor(), make.article("The whole story", tags=["coast"], body=TEXT, sources=SOURCES)
    workflow.publish(article, by=editor)
    edition = workflow.publish(article, by=editor, change="correction", note="It is Hull, not Grimsby.")
    refresh_similar.call(article.pk)
    comment = say("It never waits for me.", article.pk)
    gone = workflow.publish(make.article("Gone"), by=editor)
    workflow.withdraw(gone.article, by=editor, notice="We could not stand it up.")
    make.section("Empty")
    make.author("Nobody Yet")
    Identity(notice="No paper tomorrow.", notice_link="/about/", email="us@tide.example").save()
    path, month = edition.get_absolute_url(), f"{edition.published_at:/archive/%Y/%m/}"
    return {
        "front": "/",
        "article": path,
        "article, answering": f"{path}?reply={comment.pk}",
        "changes": f"{path}changes/",
        "section": "/section/world/",
        "section, empty": "/section/empty/",
        "tag": "/tag/coast/",
        "author": "/author/ada-flint/",
        "author, empty": "/author/nobody-yet/",
        "search": "/search/",
        "search, found": "/search/?q=story&section=world",
        "search, misspelt": "/search/?q=stroy",
        "search, nothing": "/search/?q=quixotic",
        "corrections": "/corrections/",
        "conversations": "/conversations/",
        "archive": "/archive/",
        "archive, year": f"{edition.published_at:/archive/%Y/}",
        "archive, month": month,
        "archive, day": f"{edition.published_at:/archive/%Y/%m/%d/}",
        "text edition": "/text/",
        "text edition, section": "/text/section/world/",
        "text edition, article": f"/text{path}",
        "feeds": "/feeds/",
        "about": "/about/",
        "contact": "/contact/",
        "ethics": "/ethics/",
        "accessibility": "/accessibility/",
        "privacy": "/privacy/",
        "comment rules": "/comments/rules/",
        "report an error": f"{path}report-error/",
        "410": gone.get_absolute_url(),
        "404": "/nowhere/",
        "404, with a guess": path.replace("/story-", "/storey-"),
    }
