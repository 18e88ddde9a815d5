"""Texts in the language of the site, looked up once and not on every page.

A page has dozens of texts that are always the same. Django makes a lazy string of each and asks all its catalogues, which
takes longer than the rest of a small template. So `{% translate %}` keeps here what it gave in each language.
"""

from functools import lru_cache

from django.template import Context, Library
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils.translation import get_language
from django.utils.translation.trans_real import translation

# Texts that are remembered; the site and the desk have about two thousand.
MOST = 4000

register = Library()


class Translated(i18n.TranslateNode):
    """A text that stands in the template itself, and so is the same in every page of a language."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop)
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if (found := self.known.get(language)) is None:
            found = self.known[language] = super().render(context)
        return found


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    node = i18n.do_translate(parser, token)
    return Translated(node) if _is_constant(node) else node


def _is_constant(node: i18n.TranslateNode) -> bool:
    expression = node.filter_expression
    is_text = isinstance(expression.var, Variable) and isinstance(expression.var.literal, str)
    return is_text and not (expression.filters or node.asvar or node.message_context)


def remember(language: str) -> None:
    """Have the texts of a language, and those that it does not have, looked up once in this process.

    English has none of ours: Django would ask eleven catalogues each time, and find nothing.
    """
    catalogue = translation(language)
    catalogue.gettext = lru_cache(MOST)(catalogue.gettext)  # type: ignore[method-assign]  # of this one catalogue
    catalogue.ngettext = lru_cache(MOST)(catalogue.ngettext)  # type: ignore[method-assign]
