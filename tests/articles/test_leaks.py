"""Readers never see what is not live: every address of the site is asked for words of stories that they may not read."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from articles.desk import workflow
from articles.models import Article, Byline, Edition
from articles.tasks import refresh_similar
from tests import make, pages
from tests.pages import Story

pytestmark = pytest.mark.django_db

# Long enough that no random token of a page has it.
SIGN = "zqxjvkw"
HIDDEN = re.compile(rf"{SIGN}[a-z]+")
TEXTS = ["headline", "standfirst", "dateline_place", "illustration_caption", "illustration_alt"]
SEARCH = ["search_title", "search_description"]
KINDS = ["draft", "inreview", "embargoed", "scheduled", "takendown", "withdrawn", "superseded", "rewritten"]


def words(kind: str) -> dict[str, object]:
    """A story whose every field has a word of its own, which stands nowhere else."""

    def word(field: str) -> str:
        return f"{SIGN}{kind}{field.replace('_', '')}"

    texts = {field: f"{word(field)} coast" for field in (*TEXTS, *SEARCH)}
    return texts | {"slug": word("slug"), "body": f"<p>{word('body')} ferry</p>", "tags": ["coast", word("tag")]}


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def overwrite(article: Article, texts: dict[str, object]) -> Article:
    texts = dict(texts)
    article.tags.set(texts.pop("tags"))
    Article.objects.filter(pk=article.pk).update(**texts)
    return fresh(article)


def hidden(kind: str, editor) -> Article:
    """A story whose words, or some of whose words, no reader may see."""
    texts, plain = words(kind), {field: f"Plain {field}" for field in (*TEXTS, *SEARCH)}
    plain |= {"slug": f"plain-{kind}", "body": "<p>Plain text</p>", "tags": ["plain"]}
    byline = [make.author(f"{SIGN}{kind}byline")]
    source = [(f"{SIGN}{kind}source", f"https://{SIGN}{kind}address.example/", "first_reported_by")]
    if kind == "rewritten":
        article = make.article(**plain)
        workflow.publish(article, by=editor)
        Byline.objects.create(article=overwrite(article, texts), author=byline[0], position=1)
        return article
    article = make.article(**texts, authors=byline, sources=source, illustration=make.illustration())
    later = timezone.now() + timedelta(hours=1)
    if kind == "inreview":
        workflow.submit(article, by=editor, note=f"{SIGN}{kind}note")
    elif kind == "embargoed":
        workflow.put_under_embargo(article, by=editor, until=later)
        workflow.schedule(fresh(article), by=editor, live_from=later)
    elif kind == "scheduled":
        workflow.schedule(article, by=editor, live_from=later)
    elif kind in ("takendown", "withdrawn", "superseded"):
        workflow.publish(article, by=editor)
        pages.say(f"{SIGN}{kind}remark", article.pk) if kind != "superseded" else None
    if kind == "takendown":
        workflow.unpublish(article, by=editor)
    elif kind == "withdrawn":
        workflow.withdraw(article, by=editor, notice="Withdrawn.")
    elif kind == "superseded":
        article.bylines.all().delete(), article.sources.all().delete()
        Byline.objects.create(article=article, author=make.author(), position=0)
        # A change that readers are told of is shown by the page of changes, on purpose.
        workflow.publish(overwrite(article, plain), by=editor, change="minor")
    return article


def places(article: Article, kind: str) -> list[Story]:
    """Where the story stands, has stood, or would stand."""
    own = {"tag": f"{SIGN}{kind}tag", "author": f"{SIGN}{kind}byline"}
    editions = list(Edition.objects.filter(article=article).select_related("section", "illustration", "address"))
    now = timezone.now()
    found = [Story.of(edition, word=f"{SIGN}{kind}headline", **own) for edition in editions]
    made_up = Story(f"{now:/%Y/%m/%d}/{SIGN}{kind}slug/", now, article.pk, word=f"{SIGN}{kind}body", **own)
    return [*found, made_up]


def text_of(response) -> str:
    body = b"".join(response) if response.streaming else response.content
    is_text = not response.headers.get("Content-Type", "").startswith("image/")
    return f"{response.headers} {body.decode() if is_text else ''}".lower()


def found_in(text: str, path: str, status: int) -> set[str]:
    """Words that should not be there. What a reader has typed may be said back to them."""
    found = set(HIDDEN.findall(text)) - set(HIDDEN.findall(unquote(path).lower()))
    # Feeds name the address of a story that is withdrawn, so that readers drop it; its page says which story it was.
    found -= {f"{SIGN}withdrawnslug"}
    return {word for word in found if not (status == 410 and word.endswith("headline"))}


def test_words_that_are_not_live_are_found_at_no_address(client):
    editor = make.editor()
    kinds = {kind: hidden(kind, editor) for kind in KINDS}
    seen = make.live("Openly told", tags=["coast"], illustration=make.illustration())
    held = pages.say(f"{SIGN}heldremark", seen.article_id, status="held")
    for article_id in (seen.article_id, *(article.pk for article in kinds.values())):
        refresh_similar.call(article_id)
    stories = [place for kind, article in kinds.items() for place in places(article, kind)]
    stories.append(Story.of(seen, comment=held.pk, word="openly"))
    told, leaks = set(), []
    asked = {path: route for story in stories for route in pages.routes() for path in pages.addresses(route, story)}
    for path, route in asked.items():
        response = client.get(path)
        text = text_of(response)
        assert response.status_code < 500, path
        leaks += [f"{word} at {path}" for word in found_in(text, path, response.status_code)]
        told |= {route} if "openly told" in text else set()
    assert leaks == [], "\n".join(leaks)
    # The same addresses do tell of what is live; otherwise nothing would have been proved.
    lists = ["", "section/<slug:slug>/", "tag/<word:slug>/", "author/<slug:slug>/", "text/", "feed/", "search/"]
    machines = ["index.json", "search/index.json", "stories/index.json", "oembed/", "news-sitemap.xml", "feed.json"]
    assert told >= {*lists, *machines}
