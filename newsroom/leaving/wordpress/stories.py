"""Stories as posts: what the live edition says; and, where that is asked for, what readers do not see yet or any more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from articles import html
from articles.models import Article, Correction, Redirect
from articles.models.edition import Address, Edition
from articles.models.illustration import Illustration
from articles.models.redirect import key_of
from articles.models.slot import Slot
from articles.models.story import Story
from articles.models.taxonomy import Author
from articles.public.site import full
from comments.models import Discussion
from newsroom.leaving.wordpress import numbers, prose, terms, xml
from newsroom.leaving.wordpress.item import Item
from newsroom.leaving.wordpress.pictures import Pictures
from newsroom.leaving.wordpress.talk import Talk

# Stories that are read at a time, with everything that hangs on them.
CHUNK = 100
STAGES = {Article.Stage.DRAFT: "draft", Article.Stage.REVIEW: "pending", Article.Stage.APPROVED: "pending"}


@dataclass(slots=True)
class Told:
    """A story, whichever layer of it is told."""

    story: Story
    article_id: int
    status: str
    at: datetime
    updated_at: datetime
    path: str
    people: list[int]
    """Ids of authors, in the order of the byline."""
    tags: list[tuple[str, str]]
    """Slug and name."""
    sources: list[dict[str, str]]

    @property
    def shows(self) -> list[int]:
        """Ids of its pictures, the lead picture first."""
        lead = [self.story.illustration_id] if self.story.illustration_id else []
        return [*lead, *html.figure_ids(self.story.body)]


# --- Which ---


def public(at: datetime) -> Iterator[list[Told]]:
    last = 0
    listed = Edition.objects.listed(at).select_related("section", "illustration", "address").order_by("article_id")
    while found := list(listed.filter(article_id__gt=last)[:CHUNK]):
        yield [_of_edition(edition, "publish") for edition in found]
        last = found[-1].article_id


def others(at: datetime) -> Iterator[list[Told]]:
    """Stories without an edition that readers see: the next scheduled one where there is one, else the working article."""
    last, seen = 0, Edition.objects.listed(at).filter(article=OuterRef("pk"))
    hidden = Article.objects.exclude(Exists(seen)).select_related("section", "illustration").order_by("pk")
    hidden = hidden.prefetch_related("bylines", "tags", "sources")  # type: ignore[misc]  # taggit's manager is one
    while found := list(hidden.filter(pk__gt=last)[:CHUNK]):
        due = _scheduled(found, at)
        yield [_of_edition(due[one.pk], "future") if one.pk in due else _of_article(one) for one in found]
        last = found[-1].pk


def _scheduled(articles: list[Article], at: datetime) -> dict[int, Edition]:
    """The next edition of each, by article."""
    coming = Edition.objects.scheduled(at).filter(article__in=[one.pk for one in articles])
    coming = coming.exclude(change=Edition.Change.WITHDRAWAL).select_related("section", "illustration", "address")
    return {edition.article_id: edition for edition in coming.order_by("-live_from")}


def _of_edition(edition: Edition, status: str) -> Told:
    is_due = status == "future"
    return Told(
        *(edition, edition.article_id, status),
        at=edition.live_from if is_due else edition.published_at,
        updated_at=edition.live_from if is_due else edition.updated_at,
        path=edition.address.path,
        people=[one["id"] for one in edition.byline],
        tags=[(one["slug"], one["name"]) for one in edition.tag_list],
        sources=edition.sources,
    )


def _of_article(article: Article) -> Told:
    return Told(
        *(article, article.pk, STAGES[Article.Stage(article.stage)]),
        at=article.created_at,
        updated_at=article.saved_at,
        path=f"/?p={numbers.of_story(article.pk)}",
        people=[byline.author_id for byline in article.bylines.all()],
        tags=[(tag.slug, tag.name) for tag in article.tags.all()],
        sources=[{"name": one.name, "url": one.url, "relation": one.relation} for one in article.sources.all()],
    )


# --- As items ---


@dataclass
class Stories:
    """Makes the items. What holds for all stories is read once, what hangs on some of them with each chunk."""

    at: datetime
    people: dict[int, Author]
    pictures: Pictures
    all_of_it: bool = False
    pinned: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.pinned = set(Slot.objects.current(self.at).values_list("article_id", flat=True))

    def items(self, chunk: list[Told], found: dict[int, Illustration]) -> Iterator[tuple[Item, Iterable[str]]]:
        """Each item with the lines of its comments; corrections follow the story that they are about."""
        ids = [one.article_id for one in chunk]
        discussions, said = Discussion.objects.in_bulk(ids), Talk(ids, all_of_them=self.all_of_it)
        corrections, old_slugs = self._corrections(chunk), self._old_slugs(chunk)
        for one in chunk:
            item = self._item(one, found)
            item.old_slugs = tuple(sorted(old_slugs.get(one.article_id, set()) - {item.slug}))
            discussion = discussions.get(one.article_id)
            item.is_open = (discussion or Discussion(article_id=one.article_id)).closing(self.at, one.at) is None
            yield item, said.lines(one.article_id)
            yield from ((self._correction(told, one), ()) for told in corrections.get(one.article_id, []))

    def _item(self, told: Told, found: dict[int, Illustration]) -> Item:
        story = told.story
        writers = [self.people[pk] for pk in told.people if pk in self.people]
        return Item(
            number=numbers.of_story(told.article_id),
            kind="post",
            status=told.status,
            title=story.headline,
            slug=story.slug,
            link=full(told.path),
            at=told.at,
            updated_at=told.updated_at,
            has_date=told.status in ("publish", "future"),
            author=terms.login(writers[0]) if writers else "",
            content=prose.of_story(story, found, self.pictures, told.sources),
            excerpt=story.standfirst,
            is_sticky=told.article_id in self.pinned and told.status == "publish",
            filed_under=list(_filed_under(told, writers)),
            meta=_meta(story),
        )

    def _corrections(self, chunk: list[Told]) -> dict[int, list[Correction]]:
        """Of stories that readers see: under a draft they would say nothing to anybody."""
        ids = [one.article_id for one in chunk if one.status == "publish"]
        found: dict[int, list[Correction]] = {}
        told = Correction.objects.public(self.at).filter(edition__article__in=ids).select_related("edition")
        for correction in told.order_by("edition__live_from", "pk"):
            found.setdefault(correction.edition.article_id, []).append(correction)
        return found

    def _correction(self, correction: Correction, about: Told) -> Item:
        """As Newspack keeps it."""
        number = numbers.of_correction(correction.pk)
        meta: dict[str, Any] = {
            "newspack_correction-post-id": numbers.of_story(about.article_id),
            "newspack_corrections_type": correction.kind,
        }
        return Item(
            number=number,
            kind="newspack_correction",
            status="publish",
            title=correction.get_kind_display(),
            slug=f"correction-{correction.pk}",
            link=full(f"/?p={number}"),
            at=correction.edition.live_from,
            content=xml.words(correction.text),
            meta=meta,
        )

    def _old_slugs(self, chunk: list[Told]) -> dict[int, set[str]]:
        """Words in earlier addresses of stories that readers see: WordPress sends on from those."""
        ids = [one.article_id for one in chunk if one.status == "publish"]
        found: dict[int, set[str]] = {}
        seen = Edition.objects.ever_live().filter(address=OuterRef("pk"), live_from__lte=self.at)
        known = Address.objects.filter(Exists(seen), article__in=ids)
        for article_id, path in known.values_list("article_id", "path"):
            found.setdefault(article_id, set()).add(_slug(path))
        # What led here before this paper did, where only the last word of the address was another.
        here = {key_of(one.path): one for one in chunk if one.status == "publish"}
        leading = Redirect.objects.filter(target_key__in=here).exclude(target_key="")
        for old, target in leading.values_list("old", "target_key"):
            if (
                "?" not in old
                and old.rstrip("/").rpartition("/")[0] == here[target].path.rstrip("/").rpartition("/")[0]
            ):
                found.setdefault(here[target].article_id, set()).add(_slug(old))
        return found


def _slug(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _filed_under(told: Told, writers: list[Author]) -> Iterator[tuple[str, str, str]]:
    if told.story.section:
        yield "category", told.story.section.slug, told.story.section.name
    yield from (("post_tag", slug, name) for slug, name in told.tags)
    # Co-Authors Plus, the usual plugin for it, reads more than one author from here.
    if len(writers) > 1:
        yield from (("author", f"cap-{terms.login(writer)}", writer.name) for writer in writers)


def _meta(story: Story) -> dict[str, str | int]:
    return {
        "_thumbnail_id": numbers.of_picture(story.illustration_id) if story.illustration_id else "",
        "newspack_post_subtitle": xml.words(story.standfirst),
        "_yoast_wpseo_title": xml.words(story.search_title),
        "_yoast_wpseo_metadesc": xml.words(story.search_description),
        "_yoast_wpseo_primary_category": numbers.of_section(story.section_id) if story.section_id else "",
    }
