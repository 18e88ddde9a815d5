"""What a search in the list looks at."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import smart_split, unescape_string_literal

from articles.models import Article, Source

# More words than this narrow nothing that a person would look through.
WORDS = 12


def containing(articles: QuerySet[Article], query: str) -> QuerySet[Article]:
    """Those that have every word, or every “phrase in quotes”, in headline, slug, text or the name of a source."""
    for word in list(smart_split(query))[:WORDS]:
        articles = articles.filter(_somewhere(_unquoted(word)))
    return articles


def _unquoted(word: str) -> str:
    return unescape_string_literal(word) if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word


def _somewhere(word: str) -> Q:
    # Not by a join: a story with two sources would be found twice, and telling its rows apart costs more than all else.
    source = Exists(Source.objects.filter(article=OuterRef("pk"), name__icontains=word))
    return Q(headline__icontains=word) | Q(slug__icontains=word) | Q(body__icontains=word) | Q(source)
