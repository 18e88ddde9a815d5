"""The one exception to "what was published stays as it was": an order of a court, or another that must be obeyed.

An edition keeps its row, its number, its times and its address, and loses what it says; see design.md, invariant 2. What
was made of it goes with it. Nothing else changes an edition: the database sees to that (articles.models.guards).
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import picture_files
from articles.desk.workflow.record import locked, log
from articles.desk.workflow.refusals import NotPossible
from articles.models import Article, Edition, PictureUse, Revision, SearchDocument, guards
from articles.public import share_cards

# What a story is filed under says nothing of it; the address is public for ever.
KEPT = {"slug", "section", "label", "language"}


@transaction.atomic
def redact(edition: Edition, *, by: User, reason: str, with_revisions: bool = False) -> int:
    """Blank what the edition says, and on demand what the desk saved until then. Returns how many revisions lost it.

    Raises PermissionDenied for anybody but a superuser, and NotPossible for what readers see or are to see, unless that
    is a withdrawal, and without a reason.
    """
    if not (by.is_superuser and by.is_active):
        raise PermissionDenied
    article = locked(edition.article)
    edition = Edition.objects.select_related("section", "illustration").get(pk=edition.pk)
    if not reason.strip():
        raise NotPossible(_("Say by whose order, and why: it stands in the log."))
    if edition.live_from < edition.live_until and edition.live_until > timezone.now() and not edition.is_withdrawn:
        raise NotPossible(_("Readers see this edition, or are to see it. Withdraw the story first."))
    cards = share_cards.names_of_story(edition)
    with guards.lifted(guards.EDITION):
        Edition.objects.filter(pk=edition.pk).update(**_blank(edition))
    SearchDocument.objects.filter(edition=edition).delete()
    PictureUse.objects.filter(edition=edition).delete()
    changed = _forget_revisions(article, edition) if with_revisions else 0
    said = _("Edition %(number)d redacted: %(reason)s")
    log(by, article, said % {"number": edition.number, "reason": reason.strip()})
    transaction.on_commit(lambda: picture_files.remove(cards), robust=True)
    return changed


def _blank(edition: Edition) -> dict[str, Any]:
    note = edition.note if edition.is_withdrawn else ""
    return _nothing() | {"headline": _("Redacted"), "sources": [], "word_count": 0, "note": note}


def _nothing() -> dict[str, Any]:
    """Every field that says something of the story, empty."""
    return {field.attname: None if field.null else "" for field in Article.story_fields() if field.name not in KEPT}


def _forget_revisions(article: Article, edition: Edition) -> int:
    """Blank the same in what was saved of the article up to that edition."""
    found = list(article.revisions.filter(number__lte=edition.revision.number))
    for revision in found:
        fields = revision.snapshot["fields"]
        nothing = {name: value for name, value in _nothing().items() if name in fields}
        revision.snapshot |= {"fields": fields | nothing, "sources": []}
    Revision.objects.bulk_update(found, ["snapshot"], batch_size=50)
    return len(found)
