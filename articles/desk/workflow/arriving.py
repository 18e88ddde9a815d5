"""Many stories at once that readers have known elsewhere: what `backdate` would do for each, in a few statements for all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import html, languages
from articles.desk import checks, figures, revisions
from articles.desk.draft import Draft
from articles.desk.status import moment
from articles.desk.workflow.publishing import edition_values
from articles.desk.workflow.refusals import NotPossible, NotReady
from articles.models import (
    Address,
    Article,
    ArticleTag,
    Byline,
    Edition,
    EditionAuthor,
    EditionTag,
    Revision,
)
from articles.models.edition import EditionLink
from articles.public.search import documents


class Arriving(NamedTuple):
    draft: Draft
    """Of an article that is not stored yet; its slug is one that no other story of the day has."""
    live_from: datetime


@transaction.atomic
def arrive(stories: Sequence[Arriving], *, by: User) -> list[Edition]:
    """Store these articles, each with the edition that readers have known since `live_from`.

    As with `backdate(arrives=True)` they are asked only for a headline and a section, and similar posts are left to
    whoever brings them. All or none. Raises PermissionDenied, NotReady, NotPossible, and IntegrityError for an address
    that is taken.
    """
    if not by.is_superuser:
        raise PermissionDenied
    now = timezone.now()
    for story in stories:
        if problems := checks.examine_arrival(story.draft):
            raise NotReady(list(problems))
        if story.live_from > now:
            raise NotPossible(_("Only what lies in the past can be entered."))
    _store_articles([story.draft for story in stories])
    editions = _store_editions(stories, by)
    documents.store_all(editions)
    _log(by, editions)
    return editions


def _store_articles(drafts: Sequence[Draft]) -> None:
    Article.objects.bulk_create([draft.story for draft in drafts])
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object=draft.story, tag=tag) for draft in drafts for tag in draft.tags
    )
    Byline.objects.bulk_create(
        Byline(article=draft.story, author=author, position=position)
        for draft in drafts
        for position, author in enumerate(draft.authors)
    )


def _store_editions(stories: Sequence[Arriving], by: User) -> list[Edition]:
    saved = Revision.objects.bulk_create(
        Revision(article=one.draft.story, number=1, snapshot=revisions.snapshot_of(one.draft), created_by=by)
        for one in stories
    )
    paths = [Address.path_for(one.live_from, one.draft.story.slug) for one in stories]
    addresses = Address.objects.bulk_create(
        Address(path=path, article=one.draft.story) for path, one in zip(paths, stories, strict=True)
    )
    editions = Edition.objects.bulk_create(
        Edition(article=one.draft.story, revision=revision, address=address, **_values(one, by))
        for one, revision, address in zip(stories, saved, addresses, strict=True)
    )
    for edition in editions:
        if html.figure_ids(edition.body):
            figures.note(edition.article)
            figures.note(edition)
    shared = {edition.pk: EditionLink.shared_values(edition) for edition in editions}
    EditionTag.objects.bulk_create(
        EditionTag(content_object=edition, tag_id=tag["id"], **shared[edition.pk])
        for edition in editions
        for tag in edition.tag_list
    )
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author_id=author["id"], **shared[edition.pk])
        for edition in editions
        for author in edition.byline
    )
    return editions


def _values(one: Arriving, by: User) -> dict[str, Any]:
    times = dict.fromkeys(("live_from", "published_at", "updated_at"), one.live_from)
    return edition_values(one.draft) | times | {"number": 1, "change": Edition.Change.FIRST, "published_by": by}


def _log(by: User, editions: Sequence[Edition]) -> None:
    kind = ContentType.objects.get_for_model(Article)
    change = languages.within(str(Edition.Change.FIRST.label))
    LogEntry.objects.bulk_create(
        LogEntry(
            user=by,
            content_type=kind,
            object_id=str(edition.article_id),
            object_repr=str(edition.article)[:200],
            action_flag=CHANGE,
            change_message=_("Edition %(number)d (%(change)s) from %(when)s.")
            % {"number": 1, "change": change, "when": moment(edition.live_from)},
        )
        for edition in editions
    )
