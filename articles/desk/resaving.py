"""One part of an article saved anew from outside its form: locked, put back with everything else as it stands, logged.

A form that has the article open meanwhile finds the new version when it saves, and merges it.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import tags
from articles.desk import revisions, rules, workflow
from articles.desk.draft import Snapshot
from articles.desk.workflow import NotPossible
from articles.desk.workflow.record import locked, log
from articles.models import Article, Section


@transaction.atomic
def put_into(article: Article, section: Section, *, by: User) -> None:
    """Move the draft to a section; what is published stays where it is. Raises PermissionDenied or NotPossible."""
    article = _open(article, by)
    if article.section_id == section.pk:
        raise NotPossible(_("It stands in that section already."))
    if not rules.may_move(by, article, section):
        raise NotPossible(rules.NO_MOVE)
    wanted = revisions.snapshot(article)
    wanted["fields"]["section_id"] = section.pk
    _save(article, wanted, "section_id", by, _("Put into the section %(section)s.") % {"section": section})


@transaction.atomic
def tag(article: Article, name: str, *, by: User) -> None:
    """Add a tag to the draft, made if it is new. Raises PermissionDenied or NotPossible."""
    article = _open(article, by)
    wanted = revisions.snapshot(article)
    if tags.key(name) in {tags.key(other) for other in wanted["tags"]}:
        raise NotPossible(_("It has that tag already."))
    wanted["tags"].append(name)
    _save(article, wanted, "tags", by, _("Tagged %(name)s.") % {"name": name})


@transaction.atomic
def hand_to(article: Article, person: User | None, *, by: User) -> None:
    """Assign it, and say so where it is assigned so already. Raises what `workflow.assign` raises."""
    article = locked(article)
    rules.demand(by, rules.Action.ASSIGN, article)
    if article.assignee_id == (person.pk if person else None):
        raise NotPossible(_("It is with them already.") if person else _("It is with nobody already."))
    workflow.assign(article, by=by, to=person)


def _open(article: Article, by: User) -> Article:
    article = locked(article)
    rules.demand(by, rules.Action.WRITE, article)
    return article


def _save(article: Article, wanted: Snapshot, part: str, by: User, message: str) -> None:
    revisions.apply(article, wanted, by=by, only={part})
    log(by, article, message)
    workflow.reopen_if_approved(article, by=by)
