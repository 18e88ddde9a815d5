"""How many comments a story has, in the desk's list of articles."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.article_list import BroughtColumn
from comments.models import Discussion


def _cell(count: int | None) -> SafeString:
    # The word stands there where the list has no headings, as on a telephone.
    return format_html('{}<span class="cell-word"> {}</span>', count or 0, _("comments"))


column = BroughtColumn("comments", gettext_lazy("comments"), "words", Discussion.objects.counts, _cell)
