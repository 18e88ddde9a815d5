"""One story of an old site: stored as an article with its edition, or as a page; and brought up to date in a later run."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import html
from articles.desk import redirects, revisions, workflow
from articles.desk.draft import Draft
from articles.desk.front_slots import acts
from articles.desk.pages import remove_page, save_page
from articles.importing import documents, pictures, wording
from articles.importing.gallery import Hung
from articles.importing.items import Amendment, State, Story
from articles.importing.plan import Plan
from articles.importing.register import Kind, Register
from articles.importing.report import Fate, Report
from articles.importing.subjects import Subjects
from articles.models import (
    FOREVER,
    Address,
    Arrival,
    Article,
    Author,
    Byline,
    Correction,
    Edition,
    Illustration,
    Page,
    Revision,
    Slot,
)

# Not what a story says: what hangs on it, or is only told.
BESIDE = {"remarks", "old", "lost", "key"}
SLUG_LENGTH, PAGE_SLUG_LENGTH = 80, 60
NOTE_LENGTH = 2000
ID_OF = {"section": "section_id", "illustration": "illustration_id"}
MOMENT = timedelta(seconds=1)


class Stored(NamedTuple):
    fate: Fate
    article: Article | None = None
    place: str = ""
    """Its address, if readers can find it."""


def digest(story: Story, hung: Hung) -> str:
    """What a story says, with the pictures that could be had for it: a later run may have more of them."""
    said = [(field.name, getattr(story, field.name)) for field in fields(story) if field.name not in BESIDE]
    had = (said, hung.numbers, hung.lead_number, *([sorted(hung.links.items())] if hung.links else []))
    return sha256(repr(had).encode("utf-8", "replace")).hexdigest()


# The mark of what `bring_all` has stored.
JUST_ARRIVED = f"0.{Article.Stage.DRAFT}.1.1.1."
# The mark of a page that went with the one on the old site.
TAKEN_DOWN = "down"


def mark(article: Article) -> str:
    """How an article stands: another mark says that somebody has changed it, saved it, moved it on, or took it down."""
    saved = Max("revisions__number", filter=~Q(revisions__kind=Revision.Kind.AUTOSAVED))
    row = Article.objects.annotate(saved=saved, published=Max("editions__number")).get(pk=article.pk)
    line = article.editions.filter(live_from__lt=F("live_until")).aggregate(number=Count("pk"), end=Max("live_until"))
    end = "" if line["end"] in (None, FOREVER) else f"{line['end'].astimezone(UTC):%Y%m%d%H%M%S%f}"
    return f"{row.version}.{row.stage}.{row.saved or 0}.{row.published or 0}.{line['number']}.{end}"


def _body(story: Story, hung: Hung) -> str:
    text = documents.place(story.body, hung.links)
    return html.sanitise(pictures.place(text, hung.shown, hung.files))


class Stories:
    def __init__(self, plan: Plan, register: Register, subjects: Subjects, report: Report) -> None:
        self.plan, self.register, self.subjects, self.report = plan, register, subjects, report
        self.by = plan.by

    def bring(self, story: Story, hung: Hung) -> Stored:
        """Store a story, or what has become of it since. To be called in a transaction.

        Raises NotPossible, NotReady and ValidationError for one that cannot be stored.
        """
        if story.is_page and story.state == State.LIVE:
            return self._page(story, hung)
        if story.is_page and (page := self.register.find(Kind.PAGE, story.key)):
            return self._page_gone(story, hung, page)
        said = digest(story, hung)
        known = self.register.find(Kind.STORY, story.key)
        if known is None:
            article, fate = self._new(story, hung), Fate.NEW
        else:
            found = Article.objects.filter(pk=known.became).first()
            if found is None:
                self.report.name("left alone", story.headline, _("It was deleted here."))
                return Stored(Fate.KEPT)
            article = found
            if known.digest == said:
                return Stored(Fate.SAME, article, _place(article))
            if known.mark != mark(article):
                self.report.name("left alone", story.headline, _("It was changed on both sides."), _desk(article))
                return Stored(Fate.KEPT, article, _place(article))
            self._change(article, story, hung)
            fate = Fate.CHANGED
        self.register.note(Kind.STORY, story.key, article.pk, digest=said, mark=mark(article))
        return Stored(fate, article, _place(article))

    # --- Many that are plain ---

    def is_plain(self, story: Story) -> bool:
        """Whether a new story is one that readers have known, and no more: most are, and are stored many at once."""
        is_out = story.state in (State.LIVE, State.SCHEDULED) and not story.is_page
        special = story.amendments or story.note or story.is_pinned
        return is_out and not special and story.published_at is not None and story.published_at <= timezone.now()

    def bring_all(self, hung: Sequence[tuple[Story, Hung]]) -> list[Stored]:
        """Store new stories that are plain. To be called in a transaction. Raises what `bring` raises."""
        arriving = [
            workflow.Arriving(self._draft(story, pictures), story.published_at)
            for story, pictures in hung
            if story.published_at
        ]
        _tell_apart(arriving)
        editions = workflow.arrive(arriving, by=self.by)
        by_key = dict(zip([story.key for story, _pictures in hung], editions, strict=True))
        self.register.add(
            Kind.STORY,
            {key: edition.article_id for key, edition in by_key.items()},
            {story.key: digest(story, pictures) for story, pictures in hung},
            JUST_ARRIVED,
        )
        return [Stored(Fate.NEW, edition.article, edition.address.path) for edition in editions]

    def _draft(self, story: Story, hung: Hung) -> Draft:
        authors = self.subjects.authors(story.authors)
        article = Article(**self._values(story, hung), created_by=_login(authors) or self.by)
        return Draft(article, self.subjects.tags(story.tags, story.sections), authors, [])

    # --- A new one ---

    def _new(self, story: Story, hung: Hung) -> Article:
        draft = self._draft(story, hung)
        article = draft.story
        article.save(force_insert=True)
        article.tags.set(draft.tags)
        Byline.objects.bulk_create(
            Byline(article=article, author=author, position=place) for place, author in enumerate(draft.authors)
        )
        if story.note:
            workflow.write_note(article, by=self.by, text=story.note[:NOTE_LENGTH])
        self._bring_to_its_state(article, story)
        if story.is_pinned:
            self._pin(article)
        return article

    def _values(self, story: Story, hung: Hung) -> dict[str, Any]:
        """The story fields."""
        language = wording.language(story.language)
        return {
            "headline": wording.line(story.headline, 200) or _("(no headline)"),
            "slug": self._slug(story, SLUG_LENGTH),
            "standfirst": wording.line(story.standfirst, 400),
            "body": _body(story, hung),
            "language": "" if language == wording.language(settings.LANGUAGE_CODE) else language,
            "section": self.subjects.section(story.sections),
            "illustration": self._lead(hung),
            "search_title": wording.line(story.search_title, 120),
            "search_description": wording.line(story.search_description, 300),
        }

    def _lead(self, hung: Hung) -> Illustration | None:
        number = None if self.plan.is_dry else hung.lead_number
        return Illustration.objects.filter(pk=number).first() if number else None

    def _slug(self, story: Story, most: int) -> str:
        return wording.slug(unquote(story.slug), story.headline, f"story {story.key}", most=most)

    def _bring_to_its_state(self, article: Article, story: Story) -> None:
        now = timezone.now()
        due = story.published_at
        if story.state in (State.LIVE, State.SCHEDULED) and (due is None or due <= now):
            self._publish(article, story, due or now)
        elif story.state in (State.LIVE, State.SCHEDULED) and due is not None:
            self._schedule(article, due)
        else:
            revisions.record(article, by=self.by)
            if story.state == State.REVIEW and article.stage == Article.Stage.DRAFT:
                workflow.submit(article, by=self.by, tells=False)

    def _publish(self, article: Article, story: Story, at: datetime) -> None:
        self._settle_slug(article, at)
        workflow.backdate(article, by=self.by, live_from=at, arrives=True)
        self._amend(article, story.amendments)

    def _amend(self, article: Article, amendments: tuple[Amendment, ...]) -> None:
        """Enter the corrections, each after what stands before it; one that is entered already is passed by."""
        known = set(Correction.objects.filter(edition__article=article).values_list("text", flat=True))
        for one in sorted(amendments, key=lambda one: one.at):
            text = one.text.replace("\x00", "").strip()
            if not text or text in known:
                continue
            last = article.editions.ever_live().aggregate(last=Max("live_from"))["last"]
            at = max(one.at, last + MOMENT)
            if at > timezone.now():
                said = _("A correction could not be placed: %(text)s") % {"text": text}
                self.report.name("to look at", article.headline, said, _desk(article))
                continue
            workflow.backdate(
                article,
                by=self.by,
                live_from=at,
                change=Edition.Change.CORRECTION,
                note=text,
                kind=Correction.Kind.CLARIFICATION if one.is_clarification else Correction.Kind.CORRECTION,
                arrives=True,
            )

    def _settle_slug(self, article: Article, at: datetime) -> None:
        """Give the story a slug that no other of its day has."""
        stem, number = article.slug, 1
        while Address.objects.filter(path=Address.path_for(at, article.slug)).exclude(article=article).exists():
            number += 1
            article.slug = wording.numbered(stem, number, SLUG_LENGTH)
        if number > 1:
            Article.objects.filter(pk=article.pk).update(slug=article.slug)

    def _schedule(self, article: Article, at: datetime) -> None:
        """Let it go out when it was to; one that readers may not see as it is stays a draft, planned for then."""
        try:
            workflow.schedule(article, by=self.by, live_from=at)
        except (workflow.NotReady, workflow.NotPossible) as reason:
            workflow.plan(article, by=self.by, planned_for=at)
            workflow.write_note(article, by=self.by, text=str(reason)[:NOTE_LENGTH])
            revisions.record(article, by=self.by)
            said = _("It is planned, not scheduled: %(reason)s") % {"reason": reason}
            self.report.name("to look at", article.headline, said, _desk(article))

    def _pin(self, article: Article) -> None:
        try:
            acts.place(article, by=self.by, seen=acts.token(list(Slot.objects.current())))
        except workflow.NotPossible as reason:
            self.report.name("to look at", article.headline, str(reason), _desk(article))

    # --- One that has changed on the old site since ---

    def _change(self, article: Article, story: Story, hung: Hung) -> None:
        first = article.editions.ever_live().order_by("live_from").first()
        before = revisions.snapshot(article)
        values = self._values(story, hung) | {"slug": article.slug}
        wanted = {
            "fields": before["fields"] | {ID_OF.get(name, name): _plain(value) for name, value in values.items()},
            "tags": [tag.name for tag in self.subjects.tags(story.tags, story.sections)],
            "bylines": [author.pk for author in self.subjects.authors(story.authors)],
            "sources": before["sources"],
        }
        revisions.apply(article, wanted, by=self.by)
        article.refresh_from_db()
        if first is None:
            self._bring_to_its_state(article, story)
        elif story.state in (State.LIVE, State.SCHEDULED):
            self._publish_again(article, story, first)
        elif article.editions.not_over(timezone.now()).exists():
            workflow.unpublish(article, by=self.by)

    def _publish_again(self, article: Article, story: Story, first: Edition) -> None:
        """A new edition: told to readers as an update only if the words have changed."""
        now = timezone.now()
        if first.live_from > now:
            workflow.cancel(first, by=self.by)
            self._bring_to_its_state(article, story)
            return
        last = article.editions.ever_live().order_by("live_from").last() or first
        same = all(getattr(last, name) == getattr(article, name) for name in ("headline", "standfirst"))
        same = same and html.plain_text(last.body) == html.plain_text(article.body)
        change = Edition.Change.MINOR if same else Edition.Change.UPDATE
        told = story.updated_at
        # Where it is down already it comes up again after that, not within what is over.
        after = last.live_until if last.live_until <= now else last.live_from
        at = told if told and after < told <= now else now
        # Not possible is it if what changed is nothing that readers see.
        with suppress(workflow.NotPossible):
            workflow.backdate(article, by=self.by, live_from=at, change=change, arrives=True)
        self._amend(article, story.amendments)

    # --- Pages ---

    def _page(self, story: Story, hung: Hung) -> Stored:
        said = digest(story, hung)
        known = self.register.find(Kind.PAGE, story.key)
        values = {
            "title": wording.line(story.headline, 80) or _("(no headline)"),
            "standfirst": wording.line(story.standfirst or story.search_description, 300),
            "body": _body(story, hung),
        }
        if known and known.digest == said:
            return Stored(Fate.SAME, None, _page_place(known.became))
        stem = known.became if known else self._slug(story, PAGE_SLUG_LENGTH)
        stored = Page.objects.filter(pk=stem).first()
        if known and known.mark != (page_mark(stored) if stored else TAKEN_DOWN):
            self.report.name("left alone", story.headline, _("It was changed on both sides."), _page_place(stem))
            return Stored(Fate.KEPT, None, _page_place(stem))
        if stored and not known:
            if not self.register.is_ours(Kind.PAGE, stem):
                self.report.name("left alone", story.headline, _("There is such a page here."), _page_place(stem))
                return Stored(Fate.KEPT, None, stored.get_absolute_url())
            stem = self._free_page(stem)
        page = Page(slug=stem, in_footer=stored.in_footer if stored else False, **values)
        save_page(page, by=self.by)
        page = Page.objects.filter(pk=stem).first() or page
        self.register.note(Kind.PAGE, story.key, stem, digest=said, mark=page_mark(page))
        return Stored(Fate.CHANGED if known else Fate.NEW, None, page.get_absolute_url())

    def _page_gone(self, story: Story, hung: Hung, known: Arrival) -> Stored:
        """Take down a page that is public no longer on the old site; one that was changed here is only named."""
        said = digest(story, hung)
        stored = Page.objects.filter(pk=known.became).first()
        if stored is None or known.digest == said:
            return Stored(Fate.SAME)
        if page_mark(stored) != known.mark:
            reason = _("It is public no longer on the old site, but was changed here.")
            self.report.name("to look at", story.headline, reason, stored.get_absolute_url())
            return Stored(Fate.KEPT, None, stored.get_absolute_url())
        remove_page(stored, by=self.by)
        self.register.note(Kind.PAGE, story.key, known.became, digest=said, mark=TAKEN_DOWN)
        return Stored(Fate.CHANGED)

    def _free_page(self, stem: str) -> str:
        number = 2
        while Page.objects.filter(pk=wording.numbered(stem, number, PAGE_SLUG_LENGTH)).exists():
            number += 1
        return wording.numbered(stem, number, PAGE_SLUG_LENGTH)

    # --- Old addresses ---

    def lead(self, stored: Iterable[tuple[Story, Hung, str]]) -> None:
        """Let their old addresses, and those of pages about their pictures, lead to where they are."""
        ways = [(old, place) for story, hung, place in stored for old in _ruled_out([*story.old, *hung.old])]
        redirects.take_in(ways, by=self.by)


def _tell_apart(arriving: Sequence[workflow.Arriving]) -> None:
    """Give each a slug that no other story of its day has."""

    def path(one: workflow.Arriving) -> str:
        return Address.path_for(one.live_from, one.draft.story.slug)

    taken = set(Address.objects.filter(path__in=[path(one) for one in arriving]).values_list("path", flat=True))
    for one in arriving:
        stem, number = one.draft.story.slug, 1
        # Another number has not been asked for beforehand.
        while path(one) in taken or (number > 1 and Address.objects.filter(path=path(one)).exists()):
            number += 1
            one.draft.story.slug = wording.numbered(stem, number, SLUG_LENGTH)
        taken.add(path(one))


def _ruled_out(old: list[str]) -> list[str]:
    """Without those that a rule answers where the story's own address is known; see articles.public.moved."""
    plain = {one.rstrip("/") for one in old}
    return [one for one in old if not (one.rstrip("/").endswith("/feed") and one.rstrip("/")[:-5] in plain)]


def page_mark(page: Page) -> str:
    return f"{page.changed_at:%Y%m%d%H%M%S%f}"


def _page_place(slug: str) -> str:
    page = Page.objects.filter(pk=slug).first()
    return page.get_absolute_url() if page else ""


def _place(article: Article) -> str:
    """Where readers find it now, or will."""
    edition = article.editions.ever_live().select_related("address").order_by("-live_from").first()
    return edition.address.path if edition else ""


def _desk(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def _login(authors: list[Author]) -> Any:
    return authors[0].user if authors else None


def _plain(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value
