"""A story as schema.org's NewsArticle, or the kind of it that its label names."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from articles import languages
from articles.addresses import address
from articles.models.edition import Edition
from articles.models.illustration import Illustration
from articles.models.story import Story
from articles.public.site import full
from articles.public.structured.lists import steps_to
from articles.public.structured.organisation import publisher
from articles.public.structured.pictures import of_story
from articles.public.structured.script import Thing, graph, known

TYPES: dict[str, str] = {
    Story.Label.ANALYSIS: "AnalysisNewsArticle",
    Story.Label.OPINION: "OpinionNewsArticle",
    Story.Label.EXPLAINER: "BackgroundNewsArticle",
    Story.Label.REVIEW: "ReviewNewsArticle",
    Story.Label.SPONSORED: "AdvertiserContentArticle",
}
# A story that others had first is made from theirs too; documents and interviews it rests on.
BASED_ON = ("based_on", "first_reported_by")


def block(edition: Edition, in_text: Iterable[Illustration] = (), changes: Iterable[Edition] = ()) -> SafeString:
    """What the page of a story tells; `in_text` are its text's pictures, `changes` what readers are told of.

    Comments are counted if the page has counted them; see `Edition.comment_count`.
    """
    section = edition.section
    place = [(section.name, section.get_absolute_url())] if section else []
    return graph(article(edition, in_text, changes), steps_to(*place, (edition.headline, edition.get_absolute_url())))


def article(edition: Edition, in_text: Iterable[Illustration] = (), changes: Iterable[Edition] = ()) -> Thing:
    here = full(edition.get_absolute_url())
    told = {
        "@type": TYPES.get(edition.label, "NewsArticle"),
        "headline": edition.headline,
        "description": edition.description_for_search,
        "url": here,
        "mainEntityOfPage": here,
        "datePublished": _moment(edition.published_at),
        "dateModified": _moment(edition.updated_at),
        "dateline": edition.dateline,
        "author": [_author(one) for one in edition.byline],
        "publisher": publisher(),
        "image": of_story(edition, in_text),
        "articleSection": edition.section.name if edition.section else "",
        "keywords": [tag["name"] for tag in edition.tag_list],
        "wordCount": edition.word_count,
        "inLanguage": languages.spoken(edition.language),
        "isAccessibleForFree": True,
        "commentCount": edition.comment_count,
    }
    return known(told | _sources(edition.sources) | {"correction": _corrections(changes)})


def _moment(at: Any) -> str:
    """With the offset of the site's time zone."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def _author(one: dict[str, Any]) -> Thing:
    who = {"@type": "Person", "name": one["name"], "url": full(address("author", one["slug"]))}
    return known(who | {"jobTitle": one.get("role", "")})


def _sources(sources: list[dict[str, str]]) -> dict[str, list[Thing]]:
    """What the story is made from, and what else it rests on."""
    works: dict[str, list[Thing]] = {"isBasedOn": [], "citation": []}
    for source in sources:
        work = known({"@type": "CreativeWork", "name": source["name"], "url": source["url"]})
        works["isBasedOn" if source["relation"] in BASED_ON else "citation"].append(work)
    return works


def _corrections(changes: Iterable[Edition]) -> list[Thing]:
    return [
        {"@type": "CorrectionComment", "text": change.note, "datePublished": _moment(change.live_from)}
        for change in changes
        if change.change == Edition.Change.CORRECTION
    ]
