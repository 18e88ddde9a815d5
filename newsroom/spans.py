"""Django's words for spans of time, named so that our catalogues may say them otherwise.

Every span that we show follows a word like “since” or “ago”, after which German, for one, wants another case than
Django's own catalogue has.
"""

from django.utils.translation import ngettext_lazy

SPANS = (
    ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    ngettext_lazy("%(num)d day", "%(num)d days", "num"),
)
