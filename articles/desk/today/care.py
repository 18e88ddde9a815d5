"""How many stories need care, by what they need. The lists themselves are the reports."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import reports
from articles.desk.today.box import Box, Link


def box(user: User) -> Box:
    """One query."""
    return Box(
        name="care",
        title=_("Needs care"),
        rows=[{"name": name, "count": count, "url": url} for name, count, url in reports.counts(user)],
        empty=_("Every story is in order."),
        place=50,
        more=Link(_("All reports"), reverse("admin:articles_article_reports")),
    )
