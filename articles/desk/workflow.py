"""Every change of an article's state, one function each.

Each checks the permission, takes a lock on the article, changes all or nothing, and leaves a line in the log. Saving is
not here: it changes no state that readers can see.

An article's editions lie on one time line. Publishing cuts the line at an instant: what was to be read from there on
ends there, and the new edition runs until the next scheduled one begins. `design.md`, sections 1 and 2.
"""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import html
from articles.desk import checks, revisions
from articles.models import FOREVER, Address, Article, Correction, Edition, EditionAuthor, EditionTag
from articles.models.edition import EditionLink
from articles.tasks import refresh_similar

Change = Edition.Change


class NotPossible(Exception):
    """The state of the article does not allow this. The message is for the person who asked."""


class NotReady(Exception):
    """The article has problems that readers must not see; `problems` lists the blocking ones."""

    def __init__(self, problems: list[checks.Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


# --- Moves ---


@transaction.atomic
def submit(article: Article, *, by: User) -> None:
    """Hand a draft to the editors."""
    article = _lock(article)
    _allow(by.has_perm("articles.change_article") and Article.objects.editable_by(by).contains(article))
    _stage(article, Article.Stage.REVIEW, by, "Submitted to an editor.")


@transaction.atomic
def send_back(article: Article, *, by: User) -> None:
    """Return a submitted article to its writer."""
    _allow(by.has_perm("articles.publish_article"))
    _stage(_lock(article), Article.Stage.DRAFT, by, "Returned to its writer.")


def publish(article: Article, *, by: User, change: str = Change.UPDATE, note: str = "") -> Edition:
    """Put the article before its readers now. `change` counts only if it has been live before.

    Raises PermissionDenied, NotReady, or NotPossible.
    """
    return _publish(article, by=by, live_from=None, change=change, note=note)


def schedule(
    article: Article, *, by: User, live_from: datetime, change: str = Change.UPDATE, note: str = ""
) -> Edition:
    """Let the article as it is now go live at `live_from`, whatever is written in it meanwhile.

    Raises PermissionDenied, NotReady, or NotPossible (also when the time has passed).
    """
    if live_from >= FOREVER:
        raise NotPossible(_("That time is too far away. Choose an earlier one."))
    return _publish(article, by=by, live_from=live_from, change=change, note=note)


def backdate(
    article: Article, *, by: User, live_from: datetime, change: str = Change.UPDATE, note: str = ""
) -> Edition:
    """Enter an edition that readers could see before it came into this system, as an import does, oldest first.

    Raises PermissionDenied, NotReady, or NotPossible (also when the article has an edition from that time or later).
    """
    _allow(by.is_superuser)
    return _publish(article, by=by, live_from=live_from, change=change, note=note, past=True)


@transaction.atomic
def withdraw(article: Article, *, by: User, notice: str) -> Edition:
    """Replace the text with a notice, now: the address stays, lists and similar posts drop the story."""
    _allow(by.has_perm("articles.publish_article"))
    article, now = _lock(article), timezone.now()
    live = article.editions.live(now).first()
    if live is None or live.is_withdrawn:
        raise NotPossible(_("There is nothing live to withdraw."))
    if not notice.strip():
        raise NotPossible(_("A withdrawal needs a notice that tells readers why."))
    for edition in article.editions.scheduled(now):
        edition.move_end(edition.live_from)
    # The notice stays, whatever end was planned for the story.
    live.move_end(FOREVER)
    values = _copied(live) | {"body": "", "standfirst": "", "illustration_id": None, "tag_list": [], "word_count": 0}
    edition = _insert(article, now, values | {"change": Change.WITHDRAWAL, "note": notice, "published_by": by})
    _log(by, article, "Withdrawn.")
    return edition


@transaction.atomic
def cancel(edition: Edition, *, by: User) -> None:
    """Take back an edition that is not live yet; what it would have replaced stays up instead."""
    _allow(by.has_perm("articles.publish_article"))
    article, now = _lock(edition.article), timezone.now()
    edition = article.editions.get(pk=edition.pk)
    if not edition.live_from < edition.live_until:
        raise NotPossible(_("This edition has been cancelled already."))
    if edition.live_from <= now:
        raise NotPossible(_("This edition is live already. Unpublish the article instead."))
    before = article.editions.ever_live().filter(live_until=edition.live_from).first()
    end = edition.live_until
    edition.move_end(edition.live_from)
    Correction.objects.filter(edition=edition).delete()
    if before is not None and edition.takes_over:
        before.move_end(end)
    try:
        _settle(article, edition.live_from)
    except NotReady as error:
        message = _("Without it the next one would be the first, and its address is taken. Cancel that one first.")
        raise NotPossible(message) from error
    _refresh(article)
    _log(by, article, f"Cancelled edition {edition.number}.")


@transaction.atomic
def unpublish(article: Article, *, by: User, at: datetime | None = None) -> None:
    """Take the article down now or at a later time `at`; editions due after that are cancelled.

    Asked again with another time, it moves the end that was planned.
    """
    _allow(by.has_perm("articles.publish_article"))
    article, now = _lock(article), timezone.now()
    at = at or now
    if at < now:
        raise NotPossible(_("That time has passed."))
    coming = list(article.editions.ever_live().not_over(now).order_by("live_from"))
    if not coming or at >= FOREVER:
        raise NotPossible(_("Nothing of this article is live or scheduled."))
    for edition in coming:
        if edition.live_from >= at:
            edition.move_end(edition.live_from)
    if up := [edition for edition in coming if edition.live_from < at]:
        up[-1].move_end(at)
    _log(by, article, "Unpublished." if at == now else f"To come down at {at:%Y-%m-%d %H:%M %Z}.")
    _refresh(article, at)


def edition_values(article: Article) -> dict[str, Any]:
    """What an edition of this article would say: the story fields, and byline, sources and tags as readers see them."""
    story = {field.attname: getattr(article, field.attname) for field in Article.story_fields()}
    return story | {
        "slug": article.slug or slugify(article.headline)[:80].strip("-"),
        "byline": [
            {"id": author.pk, "name": author.name, "slug": author.slug, "role": author.role}
            for author in (byline.author for byline in article.bylines.select_related("author"))
        ],
        "sources": list(article.sources.values("name", "url", "relation")),
        "tag_list": [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in article.tags.all()],
        "word_count": html.count_words(article.body),
    }


# --- How a move is made ---


@transaction.atomic
def _publish(
    article: Article, *, by: User, live_from: datetime | None, change: str, note: str, past: bool = False
) -> Edition:
    _allow(by.has_perm("articles.publish_article"))
    if change not in (Change.UPDATE, Change.MINOR, Change.CORRECTION):
        raise NotPossible(_("Choose what kind of change this is."))
    if change == Change.CORRECTION and not note.strip():
        raise NotPossible(_("A correction needs a note that says what was wrong and what is right."))
    article = _lock(article)
    # The clock is read once the lock is ours: whoever waited for it must not publish into the past.
    now = timezone.now()
    live_from = live_from or now
    _fits(article, live_from, now, change=change, past=past)
    problems = [problem for problem in checks.examine(article) if problem.blocking]
    if problems:
        raise NotReady(problems)
    values = edition_values(article)
    if not values["slug"]:
        raise NotReady([checks.Problem("slug", _("Write a slug; none can be made from this headline."), "no_slug")])
    live = article.editions.live(live_from).first()
    if live and not live.is_withdrawn and _says(live, values) and note.strip() in ("", live.note):
        raise NotPossible(_("Nothing has changed since edition %(number)d.") % {"number": live.number})
    edition = _insert(article, live_from, values | {"change": change, "note": note.strip(), "published_by": by})
    Article.objects.filter(pk=article.pk).update(slug=edition.slug, stage=Article.Stage.DRAFT)
    if edition.change == Change.CORRECTION:
        Correction.objects.create(edition=edition, text=note)
    _log(
        by,
        article,
        f"Edition {edition.number} ({edition.get_change_display().lower()}) from {live_from:%Y-%m-%d %H:%M %Z}.",
    )
    return edition


def _fits(article: Article, live_from: datetime, now: datetime, *, change: str, past: bool) -> None:
    """Raise NotPossible where an edition cannot begin at that time."""
    editions = article.editions.ever_live()
    if past and (live_from > now or editions.filter(live_from__gte=live_from).exists()):
        raise NotPossible(
            _("Only what lies in the past, and later than the article's other editions, can be entered.")
        )
    if not past and live_from < now:
        raise NotPossible(_("That time has passed. Choose a later one, or publish now."))
    if change == Change.CORRECTION and not editions.filter(live_from__lt=live_from).exists():
        raise NotPossible(_("Nothing has been published yet that could be corrected."))


def _says(edition: Edition, values: dict[str, Any]) -> bool:
    return all(getattr(edition, name) == value for name, value in values.items())


def _insert(article: Article, live_from: datetime, values: dict[str, Any]) -> Edition:
    """Cut the time line at `live_from`, and let a new edition run from there to where the line goes on."""
    taken = article.editions.ever_live().filter(live_from=live_from).first()
    if taken is not None and live_from <= timezone.now():
        raise NotPossible(_("Another edition went live at this very instant. Look at it, then publish again."))
    until, takes_over = FOREVER, False
    if taken is not None:
        until, takes_over = taken.live_until, taken.takes_over
        taken.move_end(taken.live_from)
        Correction.objects.filter(edition=taken).delete()
    elif running := article.editions.live(live_from).first():
        until, takes_over = running.live_until, True
        running.move_end(live_from)
    elif coming := article.editions.scheduled(live_from).order_by("live_from").first():
        until = coming.live_from
    if values.get("revision_id") is None:
        values["revision_id"] = revisions.record(article, by=values["published_by"]).pk
    edition = _store(article, live_from, until, values | {"takes_over": takes_over})
    _settle(article, live_from)
    _refresh(article, live_from)
    return edition


def _store(article: Article, live_from: datetime, live_until: datetime, values: dict[str, Any]) -> Edition:
    """Insert an edition with the links that lead to it, placed after whatever goes live before it."""
    before = article.editions.ever_live().filter(live_from__lt=live_from).order_by("live_from").last()
    placed = values | _placement(before, live_from, values["change"])
    last = article.editions.aggregate(last=models.Max("number"))["last"] or 0
    edition = Edition(article=article, number=last + 1, live_from=live_from, live_until=live_until, **placed)
    edition.address = _claim(article, Address.path_for(edition.published_at, edition.slug))
    edition.save(force_insert=True)
    shared = EditionLink.shared_values(edition)
    EditionTag.objects.bulk_create(
        EditionTag(content_object=edition, tag_id=tag["id"], **shared) for tag in edition.tag_list
    )
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author_id=author["id"], **shared)
        for author in edition.byline
        if not edition.is_withdrawn
    )
    return edition


def _placement(before: Edition | None, live_from: datetime, change: str) -> dict[str, Any]:
    """What an edition takes from the one before it: when the story was first live, and when it last changed."""
    if before is None:
        return {"change": Change.FIRST, "published_at": live_from, "updated_at": live_from}
    if change == Change.FIRST:
        change = Change.UPDATE
    updated_at = live_from if change in Edition.MATERIAL else before.updated_at
    return {"change": change, "published_at": before.published_at, "updated_at": updated_at}


def _settle(article: Article, since: datetime) -> None:
    """Issue again those scheduled editions whose place has changed because another came before them, or went.

    Their rows are never edited: the old one is cancelled and a copy, rightly placed, takes its interval.
    """
    for edition in article.editions.scheduled(since).order_by("live_from"):
        before = article.editions.ever_live().filter(live_from__lt=edition.live_from).order_by("live_from").last()
        placed = _placement(before, edition.live_from, edition.change)
        if all(getattr(edition, name) == value for name, value in placed.items()):
            continue
        until = edition.live_until
        edition.move_end(edition.live_from)
        copy = _store(article, edition.live_from, until, _copied(edition))
        corrections = Correction.objects.filter(edition=edition)
        if copy.change == Change.CORRECTION:
            corrections.update(edition=copy)
        else:
            corrections.delete()


def _copied(edition: Edition) -> dict[str, Any]:
    """Everything of an edition that does not depend on its place in time."""
    names = [field.attname for field in Edition.story_fields()]
    names += [
        "takes_over",
        "change",
        "note",
        "revision_id",
        "byline",
        "sources",
        "tag_list",
        "word_count",
        "published_by",
    ]
    return {name: getattr(edition, name) for name in names}


def _claim(article: Article, path: str) -> Address:
    address, _made = Address.objects.get_or_create(path=path, defaults={"article": article})
    if address.article_id != article.pk:
        message = _("Another story stands at %(path)s. Change the slug.") % {"path": path}
        raise NotReady([checks.Problem("slug", message, "address_taken")])
    return address


def _lock(article: Article) -> Article:
    """The article as stored, locked until the transaction ends. SQLite locks the whole file when it begins."""
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def _stage(article: Article, stage: Article.Stage, by: User, message: str) -> None:
    if article.stage == stage:
        raise NotPossible(_("The article is in that stage already."))
    Article.objects.filter(pk=article.pk).update(stage=stage)
    _log(by, article, message)


def _allow(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _refresh(article: Article, from_time: datetime | None = None) -> None:
    """Bring similar posts up to date, and once more when an edition that is yet to come goes live."""
    transaction.on_commit(lambda: refresh_similar.enqueue(article.pk), robust=True)
    if from_time is not None and from_time > timezone.now() and refresh_similar.get_backend().supports_defer:
        later = refresh_similar.using(run_after=from_time)
        transaction.on_commit(lambda: later.enqueue(article.pk), robust=True)


def _log(by: User, article: Article, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [article], CHANGE, change_message=message, single_object=True)
