"""Django's own words, where our catalogues say them otherwise. Named here, so that they come into the catalogues."""

from django.utils.translation import gettext_lazy, ngettext_lazy

# All that we show follow a word like “since” or “ago”, after which German, for one, wants another case.
SPANS = (
    ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    ngettext_lazy("%(num)d day", "%(num)d days", "num"),
)
# They stand beside our own “Save”.
BUTTONS = (
    gettext_lazy("Save and continue editing"),
    gettext_lazy("Save and add another"),
    gettext_lazy("Save as new"),
)
