"""A whole site, stored: one transaction for each story with its comments, old addresses, and what is remembered of it.

So it may be stopped at any moment, also by a power cut, and begun again: what is stored is found and passed by. A second
run changes nothing but what has changed in the file since, and leaves alone what was changed here.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import workflow
from articles.importing.gallery import Gallery, Hung
from articles.importing.items import Item, Leftover, Person, Picture, Read, Site, Story, Term
from articles.importing.plan import Plan
from articles.importing.register import Kind, Register
from articles.importing.report import Fate, Report
from articles.importing.stories import Stored, Stories
from articles.importing.subjects import Subjects
from articles.models import Article, Edition, SimilarPosts
from articles.public import similar

BATCH = 100
REFUSALS = (workflow.NotPossible, workflow.NotReady, ValidationError, IntegrityError, DataError)


def bring(source: Iterable[Read], plan: Plan, report: Report, told: Callable[[Read, Report], None]) -> None:
    """Store everything that the source yields. `told` hears of each item that is done with.

    Raises items.NotReadable where the source does; what was stored by then stays.
    """
    house = _House(plan, report)
    for read in source:
        house.take(read.item)
        told(read, report)
    report.is_whole = True
    house.finish()


class _House:
    """Where the items of a source go, one after the other."""

    def __init__(self, plan: Plan, report: Report) -> None:
        self.plan, self.report = plan, report
        self.has_asked = False
        report.is_dry = plan.is_dry
        self._open(Register(""))

    def _open(self, register: Register) -> None:
        self.register = register
        self.subjects = Subjects(self.plan, register, self.report)
        self.gallery = Gallery(self.plan, register, self.report)
        self.stories = Stories(self.plan, register, self.subjects, self.report)

    def take(self, item: Item) -> None:
        match item:
            case Site():
                self.report.site = item.address
                if self.plan.media:
                    self.plan.media.meet(item)
                self._open(Register(item.address))
            case Person() | Term():
                self.subjects.meet(item)
            case Picture():
                self.gallery.meet(item)
            case Story():
                self._ask_once()
                self._story(item)
            case Leftover():
                self.report.leave(item)

    def _ask_once(self) -> None:
        if self.plan.ask and not self.has_asked:
            self.has_asked = True
            if unknown := self.subjects.unknown():
                self.subjects.mapping |= self.plan.ask(unknown)

    def _story(self, story: Story) -> None:
        if self.plan.resumes and self._has_arrived(story):
            self.report.count(_kind(story), Fate.SAME)
            return
        hung = self.gallery.hang(story)
        before = self.report.marked()
        try:
            with _kept_unless(self.plan.is_dry):
                stored = self._stored(story, hung)
        except REFUSALS as error:
            self.report.back_to(before)
            self.subjects.forget()
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.report.leave(Leftover(_kind(story), story.key, story.headline, reason))
            return
        if self.plan.is_dry:
            self.subjects.forget()
        self.report.count(_kind(story), stored.fate)
        self._tell_losses(story, hung, stored)

    def _stored(self, story: Story, hung: Hung) -> Stored:
        stored = self.stories.bring(story, hung)
        if stored.place and stored.fate in (Fate.NEW, Fate.CHANGED):
            self.stories.lead(story, hung, stored.place)
        if stored.article is not None:
            self.plan.talk(self.register, self.report, stored.article.pk, story.remarks, story.is_open)
        elif story.remarks:
            self.report.count(Kind.REMARK, Fate.LEFT, len(story.remarks))
            said = _("Comments under a page have no place here: %(count)d.") % {"count": len(story.remarks)}
            self.report.name("left out", story.headline, said, stored.place)
        return stored

    def _has_arrived(self, story: Story) -> bool:
        return any(self.register.find(kind, story.key) for kind in (Kind.STORY, Kind.PAGE))

    def _tell_losses(self, story: Story, hung: Hung, stored: Stored) -> None:
        if stored.fate in (Fate.NEW, Fate.CHANGED):
            for sentence in story.lost:
                self.report.name("lost", story.headline, sentence, stored.place)
            if hung.missing:
                said = _("Pictures that did not come: %(count)d.") % {"count": hung.missing}
                self.report.name("lost", story.headline, said, stored.place)

    def finish(self) -> None:
        """What is done once for all: pictures in no story, and lists of similar posts."""
        if self.plan.all_media:
            self.gallery.hang_all(list(self.gallery.known))
        else:
            idle = len(self.gallery.known.keys() - self.gallery.numbers.keys() - self.gallery.failed)
            self.report.count(Kind.PICTURE, "in no story", idle)
        if not self.plan.is_dry:
            for batch in _without_similar():
                similar.compute_together(batch, timezone.now(), similar.weigh(timezone.now()))


def _kind(story: Story) -> str:
    return Kind.PAGE if story.is_page else Kind.STORY


@contextmanager
def _kept_unless(is_dry: bool) -> Iterator[None]:
    """A transaction; in a dry run it is taken back."""
    with transaction.atomic():
        yield
        if is_dry:
            transaction.set_rollback(True)


def _without_similar() -> Iterator[list[int]]:
    """The live stories that have no list of similar posts yet."""
    live = Edition.objects.listed().filter(article=OuterRef("pk"))
    has = SimilarPosts.objects.filter(article=OuterRef("pk"))
    found = Article.objects.filter(Exists(live)).exclude(Exists(has)).order_by("pk")
    while batch := list(found.values_list("pk", flat=True)[:BATCH]):
        yield batch
