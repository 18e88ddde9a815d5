"""What every move does around itself: the lock before, the line in the log after."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.desk import rules
from articles.desk.workflow.refusals import NotPossible
from articles.models import Article
from articles.models.remit import is_limited


def locked(article: Article) -> Article:
    """The article as stored, locked until the transaction ends. SQLite locks the whole file when it begins."""
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def allow(by: User, action: rules.Action, article: Article, otherwise: str = "") -> None:
    """Raise PermissionDenied if this person never may, NotPossible with `otherwise` if only the stage forbids it.

    A section editor's own story may have been put into another's section a moment ago: that is told, too.
    """
    if _has_left(by, action, article):
        raise NotPossible(_("It stands in a section that is not yours: there another editor decides."))
    rules.demand(by, action, article)
    if not rules.may(by, action, article):
        raise NotPossible(otherwise)


def _has_left(by: User, action: rules.Action, article: Article) -> bool:
    is_theirs = is_limited(by) and rules.role_of(by, article) == rules.Role.WRITER
    return is_theirs and not rules.may_ever(by, action, article)


def log_start(by: User, article: Article, message: str) -> None:
    """The first line of an article that was not begun by saving its form."""
    LogEntry.objects.log_actions(by.pk, [article], ADDITION, change_message=message, single_object=True)


def log(by: User, article: Article, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [article], CHANGE, change_message=message, single_object=True)
