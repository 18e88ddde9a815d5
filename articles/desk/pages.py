"""The paper's pages about itself, written by people: who may, what is kept of what stood there, what the log says."""

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import html
from articles.models import Page, PageText
from articles.models.page import written
from articles.public.pages import first_text

TEXT = ("title", "standfirst", "body")


def opened(slug: str) -> Page | None:
    """The page to be written: as stored, or as the software has it, or None where there is no such page."""
    stored = Page.objects.select_related("changed_by").filter(pk=slug).first()
    if stored or slug not in Page.Kind.values:
        return stored
    text = first_text(Page.Kind(slug))
    return Page(slug=slug, title=text.title, standfirst=text.standfirst, body=text.body)


@transaction.atomic
def save_page(page: Page, *, by: User) -> bool:
    """Make this what readers see; False if it is what they see already. Raises PermissionDenied."""
    stored = Page.objects.select_for_update().filter(pk=page.pk).first()
    is_new = stored is None and not page.is_of_a_kind
    if not by.has_perm("articles.add_page" if is_new else "articles.change_page"):
        raise PermissionDenied
    before = stored or opened(page.slug)
    page.body = html.sanitise(page.body)
    changed = [name for name in (*TEXT, "in_footer") if before is None or _of(before, name) != _of(page, name)]
    if not changed:
        return False
    if stored:
        _keep(stored)
    page.changed_at, page.changed_by = timezone.now(), by
    page.save(force_insert=stored is None)
    names = ", ".join(str(field.verbose_name) for field in Page._meta.fields if field.name in changed)
    said = "" if is_new else _("Changed: %(names)s.") % {"names": names}
    _log(by, page, ADDITION if is_new else CHANGE, said)
    return True


@transaction.atomic
def remove_page(page: Page, *, by: User) -> None:
    """Take the page down; one that every paper has says again what came with the software. Raises PermissionDenied."""
    if not by.has_perm("articles.delete_page"):
        raise PermissionDenied
    # As it stands now: a colleague may have changed it since it was opened, and that text is kept too.
    stored = Page.objects.select_for_update().filter(pk=page.pk).first()
    if stored is None:
        return
    _keep(stored)
    _log(by, stored, DELETION)
    stored.delete()


def unwritten() -> list[Page.Kind]:
    """The pages that still say what came with the software. No query as a rule."""
    known = {entry.slug for entry in written()}
    return [kind for kind in Page.Kind if kind not in known]


def _of(page: Page, name: str) -> object:
    value = getattr(page, name)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _keep(page: Page) -> None:
    said = {name: getattr(page, name) for name in ("slug", *TEXT, "changed_at", "changed_by")}
    PageText.objects.create(**said)


def _log(by: User, page: Page, act: int, message: str = "") -> None:
    LogEntry.objects.log_actions(by.pk, [page], act, change_message=message, single_object=True)
