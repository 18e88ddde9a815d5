"""Where an article stands, in words: read off its editions at one instant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import FOREVER, Article, Edition, Revision

WORDS: dict[str, str | Promise] = {
    "live": gettext_lazy("Live"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "scheduled": gettext_lazy("Scheduled"),
    "down": gettext_lazy("Taken down"),
    "approved": gettext_lazy("Approved"),
    "review": gettext_lazy("In review"),
    "draft": gettext_lazy("Draft"),
}
# A status is never told by colour alone: each has a shape too.
SHAPES = {"live": "●", "withdrawn": "✕", "scheduled": "◷", "down": "○", "approved": "✓", "review": "◆", "draft": "✎"}


@dataclass(frozen=True)
class Status:
    """`code` is a key of WORDS; `coming` is soonest first; `last` is the edition that came down latest."""

    code: str
    live: Edition | None
    coming: tuple[Edition, ...]
    last: Edition | None

    @property
    def word(self) -> str:
        return str(WORDS[self.code])

    @property
    def shape(self) -> str:
        return SHAPES[self.code]

    @property
    def was_ever_live(self) -> bool:
        return self.live is not None or self.last is not None

    @property
    def moment(self) -> datetime | None:
        """When it went out, or goes out, or came down."""
        if self.live:
            return self.live.published_at
        if self.coming:
            return self.coming[0].live_from
        return self.last.live_until if self.last else None


def status_of(article: Article, at: datetime | None = None) -> Status:
    """Read the article's editions, prefetched or not, at time `at`."""
    at = at or timezone.now()
    editions = sorted(
        (edition for edition in article.editions.all() if edition.live_from < edition.live_until),
        key=lambda edition: edition.live_from,
    )
    live = next((edition for edition in editions if edition.is_live(at)), None)
    coming = tuple(edition for edition in editions if edition.live_from > at)
    past = [edition for edition in editions if edition.live_until <= at]
    return Status(_code(article, live, coming, past), live, coming, past[-1] if past else None)


def _code(article: Article, live: Edition | None, coming: tuple[Edition, ...], past: list[Edition]) -> str:
    if live:
        return "withdrawn" if live.is_withdrawn else "live"
    if coming:
        return "scheduled"
    if article.stage != Article.Stage.DRAFT:
        return article.stage
    return "down" if past else "draft"


def sentences(article: Article, status: Status, latest: Revision | None) -> list[str]:
    """What the layers do not say by themselves: whether the draft differs, what is planned, and who waits for whom."""
    said = list(_times(status))
    if status.live:
        if latest is not None and _differs(status.live, latest):
            said.append(_("What is saved here differs from what readers see."))
    elif status.last:
        said.append(_("Taken down on %(when)s.") % {"when": moment(status.last.live_until)})
    elif not status.coming:
        said.append(_("Readers have never seen it."))
    if article.embargo_until and article.embargo_until > timezone.now():
        said.append(_("Under embargo until %(when)s.") % {"when": moment(article.embargo_until)})
    if article.stage == Article.Stage.REVIEW:
        said.append(_("In review: it waits for an editor."))
    if article.stage == Article.Stage.APPROVED:
        said.append(_("Approved: it may go out."))
    return said


def _times(status: Status) -> Iterator[str]:
    """When nothing is up, when it comes down for good, and which schedule would undo what readers see."""
    line = [edition for edition in (status.live, *status.coming) if edition is not None]
    for edition, following in pairwise(line):
        if edition.live_until < following.live_from:
            values = {"from": moment(edition.live_until), "until": moment(following.live_from)}
            yield _("Nothing of it is live from %(from)s until %(until)s.") % values
    if line and line[-1].live_until != FOREVER:
        yield _("Comes down on %(when)s.") % {"when": moment(line[-1].live_until)}
    if status.live:
        yield from outdated(status.live, status.coming)


def outdated(live: Edition, coming: Iterable[Edition]) -> Iterator[str]:
    """A warning for each scheduled edition that was written before what is live."""
    for edition in coming:
        if (edition.revision_id or 0) < (live.revision_id or 0):
            yield _(
                "What is scheduled for %(when)s was written before what readers see now, and would take it back. "
                "Cancel it, or schedule the story anew."
            ) % {"when": moment(edition.live_from)}


def _differs(live: Edition, latest: Revision) -> bool:
    """Whether what was saved last says something else than what is live: it may have been changed there and back."""
    return latest.pk != live.revision_id and (live.revision is None or latest.snapshot != live.revision.snapshot)


def moment(when: datetime) -> str:
    """A date and time in the newsroom's zone."""
    return formats.date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")
