"""What search looks in: a row for each edition that is live or due, and the site's own words.

The words of a document are not a field: SQLite keeps them in a table of its FTS5, PostgreSQL in three `tsvector`s, and
both are made by `install` after every migrate.
"""

from datetime import datetime
from typing import Any

from django.db import connections, models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition, IntervalQuerySet

# How many editions of one millisecond have places of their own: a power of two.
ROOM = 1 << 14
# A millisecond after the last that a date can name.
FAR = 1 << 48


def place(published_at: datetime, number: int = 0) -> int:
    """Where a document stands: ascending places are newest first, so that both databases read the newest first."""
    return (FAR - int(published_at.timestamp() * 1000)) * ROOM + number % ROOM


class SearchDocument(models.Model):
    place = models.BigIntegerField(primary_key=True)
    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="search_document")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    rules = models.PositiveSmallIntegerField(
        help_text="By which rules its words were made; see articles.public.search."
    )

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")

    def __str__(self) -> str:
        return f"words of edition {self.edition_id}"


class SearchWord(models.Model):
    """A word that a document has or had. Whether readers may know it is asked of the documents."""

    plain = models.CharField(max_length=40, primary_key=True, help_text="In small letters, without accents.")
    shown = models.CharField(max_length=80, help_text="As it is written.")

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.shown


class SearchLanguage(models.Model):
    """A language other than the site's in which a document is written, so that questions are put in it too."""

    code = models.CharField(max_length=10, primary_key=True)

    class Meta:
        verbose_name = _("search language")
        verbose_name_plural = _("search languages")

    def __str__(self) -> str:
        return self.code


def install(using: str = "default", **kwargs: Any) -> None:
    """Make the index of words where it is missing; SQLite forgets the trigger when a migration rebuilds its table."""
    connection = connections[using]
    if SearchDocument._meta.db_table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[connection.vendor]:
            cursor.execute(statement)


# Words come as they are to be found, so the tokenizer has only to part them: to it, every letter beyond ASCII is one.
_SQLITE = [
    """CREATE VIRTUAL TABLE IF NOT EXISTS articles_searchindex
        USING fts5(words, tokenize = 'ascii', columnsize = 0)""",
    "DROP TRIGGER IF EXISTS search_document_gone",
    """CREATE TRIGGER search_document_gone AFTER DELETE ON articles_searchdocument
        BEGIN DELETE FROM articles_searchindex WHERE rowid = OLD.place; END""",
]
# `top` has the terms of headline, standfirst and filters, `words` those of the text, `pairs` those that stand side by
# side. The first two stay in the row itself, not compressed: a common word is looked for in one row after the other.
_COLUMNS = ("top", "words", "pairs")
_POSTGRESQL = [
    f"ALTER TABLE articles_searchdocument {', '.join(f'ADD COLUMN IF NOT EXISTS {name} tsvector' for name in _COLUMNS)}",
    f"ALTER TABLE articles_searchdocument {', '.join(f'ALTER {name} SET STORAGE EXTERNAL' for name in _COLUMNS)}",
    "ALTER TABLE articles_searchdocument SET (toast_tuple_target = 8160)",
    # Of a term that it has no statistics of, the database believes that it is nearly as frequent as those that it has.
    # To look through more of them would take longer, for each question, than better plans save.
    f"ALTER TABLE articles_searchdocument {', '.join(f'ALTER {name} SET STATISTICS 300' for name in _COLUMNS)}",
    *(
        f"CREATE INDEX IF NOT EXISTS search_document_{name} ON articles_searchdocument USING gin ({name})"
        for name in _COLUMNS
    ),
]
