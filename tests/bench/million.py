"""An archive of any size up to millions, laid down in bulk: what similar posts, search and writes are measured in.

Stories are short, one paragraph each, so that a million of them fit on a small disk; every fourth was published twice.
Every second story has tags that are drawn alone, by Zipf's law. The others are of running stories, as news is: some
hundred pieces within weeks, which share two tags of their own, and others with their beat and with everybody.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

YEARS = 10
BATCH = 20_000
TAGS = 5
UPDATED = 4
TEXTS = 500
# Of running stories: pieces in one, days that it lasts, and how many of them one beat has.
PIECES, DAYS, OF_A_BEAT = 150, 60, 60
COMMON = 40


def build(size: int) -> None:
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection

    from articles.models import Article

    call_command("migrate", verbosity=0)
    if Article.objects.exists():
        return
    pages = _pages()
    pages.build(0)
    with _without_indexes():
        maker = _Maker(size)
        for start in pages.progress("stories, batches of 20,000", list(range(0, size, BATCH))):
            maker.add(range(start, min(size, start + BATCH)))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), maker.models):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _pages() -> Any:
    from tests.bench import pages

    return pages


class _without_indexes:  # noqa: N801 (reads as a sentence)
    """Until the block ends nothing is kept in order, nor checked: ten times as fast."""

    def __enter__(self) -> None:
        from django.db import connection

        from articles.models import Edition, EditionTag

        connection.disable_constraint_checking()
        self.indexes = [(model, index) for model in (Edition, EditionTag) for index in model._meta.indexes]
        with connection.schema_editor() as editor:
            for model, index in self.indexes:
                editor.remove_index(model, index)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("DROP INDEX search_document_words, search_document_top, search_document_pairs")
                cursor.execute("SET maintenance_work_mem = '512MB'")
            else:
                cursor.execute("PRAGMA synchronous = OFF")
                cursor.execute("PRAGMA cache_size = -400000")

    def __exit__(self, *failure: Any) -> None:
        from django.db import connection

        from articles.models.search import install

        with connection.schema_editor() as editor:
            for model, index in self.indexes:
                editor.add_index(model, index)
        install()
        connection.enable_constraint_checking()
        connection.close()


class _Maker:
    def __init__(self, size: int) -> None:
        from django.utils import timezone

        from articles import tags
        from articles.models import (
            Address,
            Article,
            Edition,
            EditionTag,
            Revision,
            SearchDocument,
            SearchWord,
            Section,
        )
        from newsroom.demo import archive

        self.size, self.now, self.random = size, timezone.now(), random.Random(size)
        self.models = [Article, Revision, Address, Edition, EditionTag]
        known: dict[str, str] = {}
        self.texts = list(_texts(archive._Maker(2, 1), known))
        SearchWord.objects.bulk_create(SearchWord(plain=key, shown=word[:80]) for key, word in sorted(known.items()))
        self.sections = list(Section.objects.values_list("pk", flat=True))
        made = {tag.name: tag for tag in tags.resolve(list(self._names()))}
        self.drawn = [tag for name, tag in made.items() if name.startswith("drawn")]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.drawn) + 1)))
        self.stories = self._stories(made)
        self.rows = {model: _Rows(model) for model in (*self.models, SearchDocument)}
        self.next_edition, self.next_link = 1, 1

    def _names(self) -> Iterator[str]:
        yield from (f"drawn {number}" for number in range(int(6 * self.size**0.5)))
        running = max(1, self.size // 2 // PIECES)
        yield from (f"running {number} {part}" for number in range(running) for part in "ab")
        yield from (f"beat {number} {part}" for number in range(running // OF_A_BEAT + 1) for part in "abc")
        yield from (f"common {number}" for number in range(COMMON))

    def _stories(self, made: dict[str, Any]) -> list[tuple[list[Any], list[Any]]]:
        """Running stories in the order of time: the tags of their own, and those that their pieces may have too."""
        stories = []
        for number in range(max(1, self.size // 2 // PIECES)):
            beat = self.random.randrange(max(1, self.size // 2 // PIECES) // OF_A_BEAT + 1)
            own = [made[f"running {number} {part}"] for part in "ab"]
            common = [made[f"common {int(COMMON * self.random.random() ** 2)}"] for _ in range(2)]
            stories.append((own, [*(made[f"beat {beat} {part}"] for part in "abc"), *common]))
        return stories

    def add(self, numbers: range) -> None:
        from django.db import transaction

        from articles.models import Address, Article, Edition, EditionTag, Revision, SearchDocument
        from articles.models.edition import FOREVER
        from articles.models.search import place

        rows: dict[Any, list[dict[str, Any]]] = {model: [] for model in self.rows}
        documents = []
        for number in numbers:
            pk, published = number + 1, self._date(number)
            text, terms = self.texts[number % TEXTS]
            chosen = self._tags(number)
            slug = f"story-{pk}"
            rows[Article].append({"id": pk, "headline": text.headline, "slug": slug})
            rows[Revision].append({"id": pk, "article_id": pk, "number": 1, "snapshot": {}})
            rows[Address].append({"id": pk, "article_id": pk, "path": Address.path_for(published, slug)})
            again = published + timedelta(hours=3)
            intervals = [(published, FOREVER)] if pk % UPDATED else [(published, again), (again, FOREVER)]
            for count, (since, until) in enumerate(intervals, start=1):
                edition = self.next_edition
                self.next_edition += 1
                dates = {"published_at": published, "live_from": since, "live_until": until}
                rows[Edition].append(
                    {
                        **dates,
                        **{"id": edition, "article_id": pk, "revision_id": pk, "address_id": pk, "number": count},
                        **{"change": "first" if count == 1 else "update", "updated_at": since, "slug": slug},
                        **{"headline": text.headline, "standfirst": text.standfirst, "body": text.body},
                        "section_id": self.sections[number % len(self.sections)],
                        "tag_list": [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in chosen],
                    }
                )
                for tag in chosen:
                    link = {"id": self.next_link, "content_object_id": edition, "tag_id": tag.pk, "article_id": pk}
                    rows[EditionTag].append(link | dates)
                    self.next_link += 1
            where = place(published, -pk)
            rows[SearchDocument].append(
                {"place": where, "edition_id": edition, "live_from": since, "live_until": until, "rules": 1}
            )
            documents.append((where, terms))
        with transaction.atomic():
            for model, some in rows.items():
                self.rows[model].insert(some, documents if model is SearchDocument else None)

    def _date(self, number: int) -> datetime:
        return self.now - timedelta(days=1 + 365 * YEARS * (1 - number / self.size))

    def _tags(self, number: int) -> list[Any]:
        if number % 2:
            wanted = max(1, min(9, round(self.random.gauss(TAGS, 1.5))))
            drawn = self.random.choices(self.drawn, cum_weights=self.weights, k=wanted + 3)
            return list({tag.pk: tag for tag in drawn}.values())[:wanted]
        spread = len(self.stories) * DAYS / (365 * YEARS)
        middle = len(self.stories) * number / self.size
        one = min(len(self.stories) - 1, max(0, int(self.random.uniform(middle - spread / 2, middle + spread / 2))))
        own, others = self.stories[one]
        chosen = [*self.random.sample(own, self.random.choice((1, 2, 2))), *self.random.sample(others, 3)]
        return list({tag.pk: tag for tag in chosen}.values())


def _texts(maker: Any, known: dict[str, str]) -> Iterator[tuple[Any, list[str]]]:
    """Stories of one paragraph, each with its terms of search."""
    from articles import html
    from articles.models import Edition
    from articles.public.search import documents

    for number in range(TEXTS):
        article = maker._article()
        paragraph = maker.paragraphs[number % len(maker.paragraphs)]
        edition = Edition(
            headline=article.headline, standfirst=article.standfirst[:80], body=f"<p>{html.escape(paragraph)}</p>"
        )
        yield edition, documents.terms(edition, known)


class _Rows:
    """Rows of a model, each with what its fields are by default and some values of its own."""

    def __init__(self, model: Any) -> None:
        from django.db import connection

        self.model, self.fields = model, {field.column: field for field in model._meta.concrete_fields}
        self.vectors: dict[int, list[str]] = {}
        blank = model()
        # Dates and JSON are written as the database wants them; all else is.
        self.defaults = {
            column: field.get_db_prep_save(field.pre_save(blank, add=True), connection)
            for column, field in self.fields.items()
        }

    def insert(self, rows: list[dict[str, Any]], documents: list[tuple[int, list[str]]] | None = None) -> None:
        from django.db import connection

        from articles.public.search import databases

        columns = list(self.defaults)
        values = (list((self.defaults | self._written(row)).values()) for row in rows)
        if connection.vendor == "sqlite":
            self._many(columns, values)
            if documents:
                databases.current().write(documents)
        else:
            if documents:
                columns += databases.PostgreSQL.COLUMNS
                vectors = (self._vectors(terms) for _place, terms in documents)
                values = (row + more for row, more in zip(values, vectors, strict=True))
            self._copy(columns, values)

    def _vectors(self, terms: list[str]) -> list[str]:
        """Made once for each text, which many stories have."""
        from articles.public.search import databases

        if id(terms) not in self.vectors:
            self.vectors[id(terms)] = databases.PostgreSQL._vectors(terms)
        return self.vectors[id(terms)]

    def _written(self, row: dict[str, Any]) -> dict[str, Any]:
        from django.db import connection

        prepare = {datetime: connection.ops.adapt_datetimefield_value}
        return {
            column: self.fields[column].get_db_prep_save(value, connection)
            if isinstance(value, list | dict)
            else prepare.get(type(value), lambda value: value)(value)
            for column, value in row.items()
        }

    def _many(self, columns: list[str], rows: Iterable[list[Any]]) -> None:
        from django.db import connection

        marks = ", ".join(["?"] * len(columns))
        query = f"INSERT INTO {self.model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})"
        connection.connection.executemany(query, rows)

    def _copy(self, columns: list[str], rows: Iterable[list[Any]]) -> None:
        from django.db import connection

        query = f"COPY {self.model._meta.db_table} ({', '.join(columns)}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(query) as copy:
            for row in rows:
                copy.write_row(row)
