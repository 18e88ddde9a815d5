"""How many stories need care, by what they need, and pages that nobody has written. The lists themselves are elsewhere."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import reports
from articles.desk.pages import unwritten
from articles.desk.today.box import Box, Link


def box(user: User) -> Box:
    """One query."""
    rows = [{"name": name, "count": count, "url": url} for name, count, url in reports.counts(user)]
    if user.has_perm("articles.change_page") and (pages := unwritten()):
        name = _("Pages as they came with the software")
        rows.append({"name": name, "count": str(len(pages)), "url": reverse("admin:articles_page_changelist")})
    return Box(
        name="care",
        title=_("Needs care"),
        rows=rows,
        empty=_("Every story is in order."),
        place=50,
        more=Link(_("All reports"), reverse("admin:articles_article_reports")),
    )
