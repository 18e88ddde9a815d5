"""A whole site, stored: each story in one transaction with its comments, old addresses, and what is remembered of it.

So it may be stopped at any moment, also by a power cut, and begun again: what is stored is found and passed by. A second
run changes nothing but what has changed in the file since, and leaves alone what was changed here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import redirects, workflow
from articles.importing.documents import Documents
from articles.importing.gallery import Gallery, Hung
from articles.importing.items import Document, Item, Leftover, Person, Picture, Read, Site, Story, Term
from articles.importing.plan import Conversation, Plan
from articles.importing.register import Kind, Register, batched
from articles.importing.report import Fate, Report
from articles.importing.stories import Stored, Stories
from articles.importing.subjects import Subjects
from articles.models import Article, Edition, SimilarPosts
from articles.public import similar

# New plain stories in one transaction, and comments at which it is enough.
TOGETHER, REMARKS_TOGETHER = 50, 2000
# Lists of similar posts in one transaction, for which others wait.
LISTS_TOGETHER = 50
CACHE_KIB = 64 * 1024
# The first newspapers are of 1605.
EARLIEST = 1600
REFUSALS = (workflow.NotPossible, workflow.NotReady, ValidationError, IntegrityError, DataError)


def bring(source: Iterable[Read], plan: Plan, report: Report, told: Callable[[Read, Report], None]) -> None:
    """Store everything that the source yields. `told` hears of each item that is done with.

    Raises items.NotReadable where the source does; what was stored by then stays.
    """
    house = _House(plan, report)
    _make_room()
    for read in source:
        house.take(read.item)
        told(read, report)
    report.is_whole = True
    house.finish()


class _House:
    """Where the items of a source go, one after the other; but new stories that are plain go many together."""

    def __init__(self, plan: Plan, report: Report) -> None:
        self.plan, self.report = plan, report
        self.has_asked = False
        self.read: list[Story] = []
        self.waiting: list[tuple[Story, Hung]] = []
        self.fronts: tuple[str, ...] = ()
        report.is_dry = plan.is_dry
        self._open(Register(""))

    def _open(self, register: Register, site: Site | None = None) -> None:
        self.register = register
        self.subjects = Subjects(self.plan, register, self.report)
        self.gallery = Gallery(self.plan, register, self.report)
        self.documents = Documents(self.plan, register, self.report, site)
        self.stories = Stories(self.plan, register, self.subjects, self.report)

    def take(self, item: Item) -> None:
        match item:
            case Site():
                self.report.site = item.address
                if self.plan.media:
                    self.plan.media.meet(item)
                self._open(Register(item.address), item)
                self.fronts = item.fronts
            case Person() | Term():
                self.subjects.meet(item)
            case Picture():
                self.gallery.meet(item)
            case Document():
                self.documents.meet(item)
            case Story():
                self._ask_once()
                self.read.append(item)
                if len(self.read) >= TOGETHER or sum(len(one.remarks) for one in self.read) > REMARKS_TOGETHER:
                    self._look_up()
            case Leftover():
                self.report.leave(item)

    def _ask_once(self) -> None:
        if self.plan.ask and not self.has_asked:
            self.has_asked = True
            if unknown := self.subjects.unknown():
                self.subjects.mapping |= self.plan.ask(unknown)

    def _look_up(self) -> None:
        """Find out which of the stories that were read have arrived already, and go on with all of them."""
        found, self.read = self.read, []
        arrived = self.register.arrived(story.key for story in found)
        for story in found:
            self._story(story, has_arrived=story.key in arrived)
        self._send_in()

    def _story(self, story: Story, *, has_arrived: bool) -> None:
        if has_arrived and self.plan.resumes:
            self.report.count(_kind(story), Fate.SAME)
            return
        if story.published_at and story.published_at.year < EARLIEST:
            self.report.leave(Leftover(_kind(story), story.key, story.headline, _("Its date is not one of a paper.")))
            return
        hung = self.gallery.hang(story)
        hung.links = self.documents.take_with(story)
        if has_arrived or not self.stories.is_plain(story):
            self._send_in()
            self._bring([(story, hung)], self._bring_one)
        else:
            self.waiting.append((story, hung))

    def _send_in(self) -> None:
        """Store the plain stories that wait: together, or if one of them is refused each for itself."""
        waiting, self.waiting = self.waiting, []
        if waiting and not self._bring(waiting, self.stories.bring_all, alone=len(waiting) == 1):
            for one in waiting:
                self._bring([one], self._bring_one)

    def _bring_one(self, hung: Sequence[tuple[Story, Hung]]) -> list[Stored]:
        return [self.stories.bring(*one) for one in hung]

    def _bring(
        self,
        stories: Sequence[tuple[Story, Hung]],
        by: Callable[[Sequence[tuple[Story, Hung]]], list[Stored]],
        *,
        alone: bool = True,
    ) -> bool:
        """Store these with all that hangs on them, or nothing of it; False if one of several is refused."""
        before = self.report.marked()
        try:
            with _kept_unless(self.plan.is_dry):
                stored = by(stories)
                self._follow(stories, stored)
        except REFUSALS as error:
            self.report.back_to(before)
            self.subjects.forget()
            if not alone:
                return False
            story, reason = stories[0][0], error.messages if isinstance(error, ValidationError) else [str(error)]
            self.report.leave(Leftover(_kind(story), story.key, story.headline, " ".join(reason)))
            return True
        if self.plan.is_dry:
            self.subjects.forget()
        for (story, hung), one in zip(stories, stored, strict=True):
            self.report.count(_kind(story), one.fate)
            self._tell_losses(story, hung, one)
        return True

    def _follow(self, stories: Sequence[tuple[Story, Hung]], stored: Sequence[Stored]) -> None:
        """Let old addresses lead to what was stored, and let readers' words stand under it."""
        pairs = [(story, hung, one) for (story, hung), one in zip(stories, stored, strict=True)]
        self.stories.lead(
            (story, hung, one.place)
            for story, hung, one in pairs
            if one.place and one.fate in (Fate.NEW, Fate.CHANGED)
        )
        talks = [
            Conversation(one.article.pk, story.remarks, story.is_open)
            for story, _hung, one in pairs
            if one.article is not None
        ]
        self.plan.talk(self.register, self.report, talks)
        for story, _hung, one in pairs:
            if one.article is None and story.remarks:
                self.report.count(Kind.REMARK, Fate.LEFT, len(story.remarks))
                said = _("Comments under a page have no place here: %(count)d.") % {"count": len(story.remarks)}
                self.report.name("left out", story.headline, said, one.place)

    def _tell_losses(self, story: Story, hung: Hung, stored: Stored) -> None:
        if stored.fate in (Fate.NEW, Fate.CHANGED):
            for sentence in story.lost:
                self.report.name("lost", story.headline, sentence, stored.place)
            if hung.missing:
                said = _("Pictures that did not come: %(count)d.") % {"count": hung.missing}
                self.report.name("lost", story.headline, said, stored.place)

    def finish(self) -> None:
        """What is done once for all: the last stories, pictures in no story, and lists of similar posts."""
        self._look_up()
        if self.plan.all_media:
            self.gallery.hang_all()
            self.documents.take_all()
        else:
            self.report.count(Kind.PICTURE, Fate.IDLE, self.gallery.idle)
            self.report.count(Kind.DOCUMENT, Fate.IDLE, self.documents.idle)
        if not self.plan.is_dry:
            # After all else: what had an address of its own there keeps it.
            redirects.take_in([(front, "/") for front in self.fronts], by=self.plan.by)
            _find_similar()


def _kind(story: Story) -> str:
    return Kind.PAGE if story.is_page else Kind.STORY


@contextmanager
def _kept_unless(is_dry: bool) -> Iterator[None]:
    """A transaction; in a dry run it is taken back."""
    with transaction.atomic():
        yield
        if is_dry:
            transaction.set_rollback(True)


def _make_room() -> None:
    """Let SQLite keep what a few batches touch in memory, so that it is written once."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def _find_similar() -> None:
    """Make the lists of similar posts that live stories have not yet."""
    live = Edition.objects.listed().filter(article=OuterRef("pk"))
    has = SimilarPosts.objects.filter(article=OuterRef("pk"))
    found = Article.objects.filter(Exists(live)).exclude(Exists(has)).order_by("pk")
    due = list(found.values_list("pk", flat=True))
    now = timezone.now()
    weights = similar.weigh(now) if due else {}
    for some in batched(due, LISTS_TOGETHER):
        similar.compute_together(some, now, weights)
