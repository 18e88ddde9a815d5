"""What readers see, and from when to when.

An article's editions lie on one time line. Publishing cuts the line at an instant: what was to be read from there on
ends there, and the new edition runs until the next scheduled one begins. `design.md`, sections 1 and 2.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import languages
from articles.desk import checks
from articles.desk.draft import Draft
from articles.desk.rules import Action
from articles.desk.status import moment
from articles.desk.workflow import timeline
from articles.desk.workflow.record import allow, locked, log
from articles.desk.workflow.refusals import NotPossible, NotReady
from articles.models import FOREVER, Article, Correction, Edition

Change = Edition.Change


# --- Moves ---


def publish(
    article: Article,
    *,
    by: User,
    change: str = Change.UPDATE,
    note: str = "",
    kind: str = Correction.Kind.CORRECTION,
) -> Edition:
    """Put the article before its readers now. `change` counts only if it has been live before, `kind` for corrections.

    Raises PermissionDenied, NotReady, or NotPossible.
    """
    return _publish(article, by=by, live_from=None, change=change, note=note, kind=kind)


def schedule(
    article: Article,
    *,
    by: User,
    live_from: datetime,
    change: str = Change.UPDATE,
    note: str = "",
    kind: str = Correction.Kind.CORRECTION,
) -> Edition:
    """Let the article as it is now go live at `live_from`, whatever is written in it meanwhile.

    Raises PermissionDenied, NotReady, or NotPossible (also when the time has passed).
    """
    if live_from >= FOREVER:
        raise NotPossible(_("That time is too far away. Choose an earlier one."))
    return _publish(article, by=by, live_from=live_from, change=change, note=note, kind=kind)


def backdate(
    article: Article,
    *,
    by: User,
    live_from: datetime,
    change: str = Change.UPDATE,
    note: str = "",
    kind: str = Correction.Kind.CORRECTION,
    arrives: bool = False,
) -> Edition:
    """Enter an edition that readers could see before it came into this system, as an import does, oldest first.

    One of many that arrive from another site is asked only for a headline and a section, for readers have known it as it
    is; and its similar posts are left to whoever brings them all. Raises PermissionDenied, NotReady, or NotPossible (also when the article has an edition from that time or later).
    """
    if not by.is_superuser:
        raise PermissionDenied
    return _publish(
        article, by=by, live_from=live_from, change=change, note=note, kind=kind, past=True, arrives=arrives
    )


@transaction.atomic
def withdraw(article: Article, *, by: User, notice: str) -> Edition:
    """Replace the text with a notice, now: the address stays, lists and similar posts drop the story."""
    article, now = locked(article), timezone.now()
    allow(by, Action.PUBLISH, article)
    live = timeline.running(article, now)
    if live is None or live.is_withdrawn:
        raise NotPossible(_("There is nothing live to withdraw."))
    if not notice.strip():
        raise NotPossible(_("A withdrawal needs a notice that tells readers why."))
    for edition in article.editions.scheduled(now):
        timeline.annul(edition)
    # The notice stays, whatever end was planned for the story.
    live.move_end(FOREVER)
    values = timeline.copied(live) | {
        "body": "",
        "standfirst": "",
        "illustration_id": None,
        "tag_list": [],
        "word_count": 0,
    }
    edition = timeline.insert(article, now, values | {"change": Change.WITHDRAWAL, "note": notice, "published_by": by})
    log(by, article, _("Withdrawn."))
    return edition


@transaction.atomic
def cancel(edition: Edition, *, by: User) -> None:
    """Take back an edition that is not live yet; what it would have replaced stays up instead."""
    article, now = locked(edition.article), timezone.now()
    allow(by, Action.PUBLISH, article)
    edition = _scheduled(article, edition, now)
    timeline.take_out(edition)
    Correction.objects.filter(edition=edition).delete()
    _settle_without(article, edition.live_from)
    timeline.refresh(article)
    log(by, article, _("Cancelled edition %(number)d.") % {"number": edition.number})


@transaction.atomic
def reschedule(edition: Edition, *, by: User, live_from: datetime | None = None) -> Edition:
    """Let a scheduled edition go live at another time, or at once if none is given; it says what it said.

    The old row is cancelled and a copy takes its place. Raises PermissionDenied, or NotPossible.
    """
    article, now = locked(edition.article), timezone.now()
    allow(by, Action.PUBLISH, article)
    edition = _scheduled(article, edition, now)
    live_from = live_from or now
    if live_from >= FOREVER:
        raise NotPossible(_("That time is too far away. Choose an earlier one."))
    if live_from == edition.live_from:
        return edition
    _fits(article, live_from, now, change=Change.UPDATE, past=False)
    values = timeline.copied(edition)
    timeline.take_out(edition)
    correction = Correction.objects.filter(edition=edition).first()
    if article.editions.ever_live().filter(live_from=live_from).exists():
        raise NotPossible(_("Another edition is due at that very time. Choose another."))
    if (
        edition.change == Change.CORRECTION
        and not article.editions.ever_live().filter(live_from__lt=live_from).exists()
    ):
        raise NotPossible(_("There would be nothing before it that could be corrected."))
    try:
        moved = timeline.insert(article, live_from, values)
    except NotReady as error:
        raise NotPossible(str(error)) from error
    _settle_without(article, min(edition.live_from, live_from))
    if correction is not None:
        correction.edition = moved
        correction.save(update_fields=["edition"])
    said = _("Edition %(number)d moved to %(when)s, as edition %(moved)d.")
    log(by, article, said % {"number": edition.number, "when": moment(live_from), "moved": moved.number})
    return moved


@transaction.atomic
def unpublish(article: Article, *, by: User, at: datetime | None = None) -> None:
    """Take the article down now or at a later time `at`; editions due after that are cancelled.

    Asked again with another time, it moves the end that was planned.
    """
    article, now = locked(article), timezone.now()
    allow(by, Action.PUBLISH, article)
    at = at or now
    if at < now:
        raise NotPossible(_("That time has passed."))
    coming = list(article.editions.ever_live().not_over(now).order_by("live_from"))
    if not coming or at >= FOREVER:
        raise NotPossible(_("Nothing of this article is live or scheduled."))
    for edition in coming:
        if edition.live_from >= at:
            timeline.annul(edition)
    if up := [edition for edition in coming if edition.live_from < at]:
        up[-1].move_end(at)
    log(by, article, _("Unpublished.") if at == now else _("To come down at %(when)s.") % {"when": moment(at)})
    timeline.refresh(article, at)


@transaction.atomic
def keep_up(article: Article, *, by: User) -> None:
    """Take back the end that was planned for a live story. Raises PermissionDenied, or NotPossible if none was."""
    article, now = locked(article), timezone.now()
    allow(by, Action.PUBLISH, article)
    last = article.editions.ever_live().not_over(now).order_by("live_from").last()
    if last is None or last.live_until == FOREVER:
        raise NotPossible(_("No end is planned for this story."))
    last.move_end(FOREVER)
    log(by, article, _("Stays up: its planned end is taken back."))
    timeline.refresh(article)


def edition_values(draft: Draft) -> dict[str, Any]:
    """What an edition of this draft would say: the story fields, and byline, sources and tags as readers see them."""
    story = {field.attname: getattr(draft.story, field.attname) for field in Article.story_fields()}
    return story | {
        "slug": draft.story.slug or slugify(draft.story.headline)[:80].strip("-"),
        "byline": [
            {"id": author.pk, "name": author.name, "slug": author.slug, "role": author.role}
            for author in draft.authors
        ],
        "sources": draft.sources,
        "tag_list": [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in draft.tags],
        "word_count": draft.word_count,
    }


# --- How a move is made ---


@transaction.atomic
def _publish(
    article: Article,
    *,
    by: User,
    live_from: datetime | None,
    change: str,
    note: str,
    kind: str = Correction.Kind.CORRECTION,
    past: bool = False,
    arrives: bool = False,
) -> Edition:
    article = locked(article)
    allow(by, Action.PUBLISH, article)
    if change not in (Change.UPDATE, Change.MINOR, Change.CORRECTION):
        raise NotPossible(_("Choose what kind of change this is."))
    if change == Change.CORRECTION and not note.strip():
        raise NotPossible(_("A correction needs a note that says what was wrong and what is right."))
    # The clock is read once the lock is ours: whoever waited for it must not publish into the past.
    now = timezone.now()
    live_from = live_from or now
    _fits(article, live_from, now, change=change, past=past)
    draft = Draft.of(article)
    found = checks.examine_arrival(draft) if arrives else checks.examine(draft)
    problems = [problem for problem in found if problem.blocking and not (past and problem.is_step)]
    if problems:
        raise NotReady(problems)
    values = edition_values(draft)
    if not values["slug"]:
        raise NotReady([checks.Problem("slug", _("Write a slug; none can be made from this headline."), "no_slug")])
    live = timeline.running(article, live_from)
    if live and not live.is_withdrawn and _says(live, values) and note.strip() in ("", live.note):
        raise NotPossible(_("Nothing has changed since edition %(number)d.") % {"number": live.number})
    if article.slug != values["slug"]:
        # Before the snapshot is taken, so that the latest revision says what the article says; and as a version of its
        # own, so that a form which was opened before does not send the empty slug back.
        Article.objects.filter(pk=article.pk).update(slug=values["slug"], version=F("version") + 1)
        article = locked(article)
    values |= {"change": change, "note": note.strip(), "published_by": by}
    edition = timeline.insert(article, live_from, values, follow=not arrives)
    Article.objects.filter(pk=article.pk).update(stage=Article.Stage.DRAFT)
    if edition.change == Change.CORRECTION:
        Correction.objects.create(edition=edition, text=note.strip(), kind=kind)
    said = _("Edition %(number)d (%(change)s) from %(when)s.")
    values = {
        "number": edition.number,
        "change": languages.within(edition.get_change_display()),
        "when": moment(live_from),
    }
    log(by, article, said % values)
    return edition


def _scheduled(article: Article, edition: Edition, now: datetime) -> Edition:
    """The edition as stored. Raises NotPossible if it is not waiting for its time."""
    edition = article.editions.get(pk=edition.pk)
    if not edition.live_from < edition.live_until:
        raise NotPossible(_("This edition has been cancelled already."))
    if edition.live_from <= now:
        raise NotPossible(_("This edition is live already. Unpublish the article instead."))
    return edition


def _settle_without(article: Article, since: datetime) -> None:
    """Place the later editions anew now that one before them is gone."""
    try:
        timeline.settle(article, since)
    except NotReady as error:
        message = _("Without it the next one would be the first, and its address is taken. Cancel that one first.")
        raise NotPossible(message) from error


def _fits(article: Article, live_from: datetime, now: datetime, *, change: str, past: bool) -> None:
    """Raise NotPossible where an edition cannot begin at that time."""
    editions = article.editions.ever_live()
    if past and (live_from > now or editions.filter(live_from__gte=live_from).exists()):
        raise NotPossible(
            _("Only what lies in the past, and later than the article's other editions, can be entered.")
        )
    if not past and live_from < now:
        raise NotPossible(_("That time has passed. Choose a later one, or publish now."))
    if not past and article.embargo_until is not None and live_from < article.embargo_until:
        raise NotPossible(
            _("The story is under embargo until %(when)s. Schedule it for then or later.")
            % {"when": moment(article.embargo_until)}
        )
    if change == Change.CORRECTION and not editions.filter(live_from__lt=live_from).exists():
        raise NotPossible(_("Nothing has been published yet that could be corrected."))


def _says(edition: Edition, values: dict[str, Any]) -> bool:
    return all(getattr(edition, name) == value for name, value in values.items())
