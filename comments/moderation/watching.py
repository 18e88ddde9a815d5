"""Groups of stories whose comments are moderated together."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Section
from comments.models import Watchlist
from comments.moderation.record import allow, log


@transaction.atomic
def watch(
    group: Watchlist, *, by: User, sections: Iterable[Section], tags: Iterable[object], articles: Iterable[Article]
) -> None:
    """Store a group with what it is made of. Raises PermissionDenied."""
    allow(by)
    is_new = group.pk is None
    group.save()
    group.sections.set(sections)
    group.tags.set(tags)
    group.articles.set(articles)
    log(by, group, _("Made the group.") if is_new else _("Changed the group."))


@transaction.atomic
def unwatch(group: Watchlist, *, by: User) -> None:
    """Dissolve a group; its stories and their comments stay as they are. Raises PermissionDenied."""
    allow(by)
    log(by, group, _("Dissolved the group."))
    group.delete()
