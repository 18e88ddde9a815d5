"""What can stand above a story that came from elsewhere."""

from django.utils.translation import gettext as _

from articles import html
from articles.importing import plain
from articles.importing.markup import Text

# Characters: what our field holds, and what is taken of a text that has no headline.
LONGEST, SHORT = 200, 80


def headline(said: str, text: Text) -> tuple[str, list[str]]:
    """The headline, and what is lost of it and of the text. Where there is none, the first words stand for it."""
    if not said:
        return html.excerpt(text.html, SHORT), [_("It had no headline: its first words stand for it."), *text.lost]
    if len(said) > LONGEST:
        return plain.shortened(said, LONGEST), [
            _("The headline was longer than %(n)d characters.") % {"n": LONGEST},
            *text.lost,
        ]
    return said, text.lost
