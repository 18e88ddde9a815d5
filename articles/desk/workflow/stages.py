"""A draft's way to publication: who has it, how far it is, and when it is wanted."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import handover
from articles.desk.rules import Action, Role, role_of
from articles.desk.status import moment
from articles.desk.workflow.record import allow, locked, log
from articles.desk.workflow.refusals import NotPossible
from articles.models import Article, Note

Stage = Article.Stage


@transaction.atomic
def submit(article: Article, *, by: User, note: str = "", tells: bool = True) -> None:
    """Hand a draft to the editors, who are told by mail. Raises PermissionDenied, or NotPossible if it is no draft."""
    article = locked(article)
    allow(by, Action.SUBMIT, article, _("The article is in review already."))
    _move(article, Stage.REVIEW, by, _("Submitted to an editor."), note)
    if tells:
        handover.submitted(article, by=by, note=note)


@transaction.atomic
def approve(article: Article, *, by: User, note: str = "") -> None:
    """Say that what is saved may go out. Raises PermissionDenied, or NotPossible if it is not in review."""
    article = locked(article)
    allow(by, Action.APPROVE, article, _("Only what is in review can be approved."))
    _move(article, Stage.APPROVED, by, _("Approved."), note)
    handover.approved(article, by=by, note=note)


@transaction.atomic
def send_back(article: Article, *, by: User, note: str = "") -> None:
    """Return a story to its writer. Raises PermissionDenied, or NotPossible if it is a draft."""
    article = locked(article)
    allow(by, Action.SEND_BACK, article, _("The article is with its writer already."))
    _move(article, Stage.DRAFT, by, _("Returned to its writer."), note)
    handover.returned(article, by=by, note=note)


@transaction.atomic
def assign(article: Article, *, by: User, to: User | None) -> None:
    """Give the article to somebody, or to nobody. Raises PermissionDenied, or NotPossible for who cannot write."""
    article = locked(article)
    allow(by, Action.ASSIGN, article)
    if to is not None and not (to.is_active and to.is_staff and to.has_perm("articles.change_article")):
        raise NotPossible(_("%(name)s may not write articles.") % {"name": to.get_full_name() or to.get_username()})
    if article.assignee_id == (to.pk if to else None):
        return
    Article.objects.filter(pk=article.pk).update(assignee=to)
    said = _("Assigned to %(name)s.") % {"name": to.get_username()} if to else _("Assigned to nobody.")
    log(by, article, said)
    if to is not None and to != by:
        handover.assigned(article, to=to, by=by)


@transaction.atomic
def plan(article: Article, *, by: User, **wanted: datetime | int | None) -> None:
    """Say when the story is wanted (`due_at`), is meant to go out (`planned_for`), and how much it matters (`priority`).

    What is not named stays as it is. Raises PermissionDenied, or NotPossible.
    """
    article = locked(article)
    allow(by, Action.PLAN, article, _("Only an editor can change the plan of a story that is handed in."))
    changed = {name: value for name, value in wanted.items() if getattr(article, name) != value}
    if changed:
        Article.objects.filter(pk=article.pk).update(**changed)
        parts = "; ".join(_planned(name, value) for name, value in changed.items())
        log(by, article, _("Plan: %(parts)s.") % {"parts": parts})


def _planned(name: str, value: datetime | int | None) -> str:
    """One part of the plan for the log: `due 16 Dec 2026, 10:00`."""
    label = str(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # fields of its own
    if isinstance(value, datetime):
        return f"{label} {moment(value)}"
    return (
        f"{label} {Article.Priority(value).label}" if value is not None else _("%(part)s taken back") % {"part": label}
    )


@transaction.atomic
def put_under_embargo(article: Article, *, by: User, until: datetime | None) -> None:
    """Let nothing of the article go live before that time, or lift the embargo.

    Raises PermissionDenied, or NotPossible if an edition is live or due before then.
    """
    article = locked(article)
    allow(by, Action.PUBLISH, article)
    if article.embargo_until == until:
        return
    if (
        until is not None
        and article.editions.ever_live().not_over(timezone.now()).filter(live_from__lt=until).exists()
    ):
        raise NotPossible(
            _("An edition is live or scheduled before that time. Take it down, cancel or reschedule it first.")
        )
    Article.objects.filter(pk=article.pk).update(embargo_until=until)
    said = _("Under embargo until %(when)s.") % {"when": moment(until)} if until else _("Embargo lifted.")
    log(by, article, said)


@transaction.atomic
def reopen_if_approved(article: Article, *, by: User) -> bool:
    """A writer's change after the approval has not been approved: the story goes back into review. Say whether it did."""
    article = locked(article)
    if article.stage != Stage.APPROVED or role_of(by, article) == Role.EDITOR:
        return False
    _move(article, Stage.REVIEW, by, _("Changed after its approval: back in review."), "")
    return True


def _move(article: Article, stage: Article.Stage, by: User, message: str, note: str) -> None:
    Article.objects.filter(pk=article.pk).update(stage=stage)
    if note.strip():
        Note.objects.create(article=article, text=note.strip(), created_by=by)
    log(by, article, message)
