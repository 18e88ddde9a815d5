"""Members of staff by what they may do, and by name."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from articles.models import Section
from articles.models.remit import PERMISSION

BACKEND = "django.contrib.auth.backends.ModelBackend"


def writers() -> QuerySet[User]:
    """Whoever an article can be given to."""
    return User.objects.with_perm("articles.change_article", backend=BACKEND).filter(is_staff=True)


def editors(section: int | None = None) -> QuerySet[User]:
    """Whoever decides on what is handed in: those with the right to publish and the editors of its section, or the
    owners of a house that has none."""
    named = User.objects.with_perm("articles.publish_article", backend=BACKEND, include_superusers=False)
    of_section = User.objects.with_perm(PERMISSION, backend=BACKEND, include_superusers=False)
    given = Section.editors.through.objects.filter(section=section).values("user")
    found = (named | of_section.filter(pk__in=given)).filter(is_staff=True)
    return found if found.exists() else User.objects.filter(is_superuser=True, is_active=True, is_staff=True)


def name_of(user: User | None) -> str:
    """As colleagues know this person; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""
