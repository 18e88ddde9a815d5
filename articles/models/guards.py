"""What the database itself refuses: overlapping and edited editions, addresses that change hands, edited corrections,
and a log from which something is taken.

`install` runs after every migrate and may run any number of times. The rules are `design.md`'s first three invariants:
they hold for anything that writes to these tables, ours or not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

EDITION, LOG = "edition_content_fixed", "log_kept"

# Everything in an edition's row that is content or identity. Left out: its end, which may move, and who published it,
# which is forgotten with that person's account.
_MOVABLE = {"id", "live_until", "published_by_id"}
# A correction whose edition readers have seen is public truth. `NOW` is the database's clock.
_IS_PUBLIC = """EXISTS (SELECT 1 FROM articles_edition AS edition WHERE edition.id = OLD.edition_id
                AND edition.live_from < edition.live_until AND edition.live_from <= NOW)"""
# A row that is seen only in the transaction that puts it there; see `lifted`.
_HOLDS = "NOT EXISTS (SELECT 1 FROM articles_stamp WHERE key = 'lifted:{}')"


def install(using: str = "default", **kwargs: Any) -> None:
    from articles.models.edition import Edition

    connection = connections[using]
    if not {Edition._meta.db_table, "articles_stamp"} <= set(connection.introspection.table_names()):
        return
    columns = [str(f.column) for f in Edition._meta.concrete_fields if f.column not in _MOVABLE]
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](columns)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def lifted(guard: str) -> Iterator[None]:
    """Let EDITION or LOG rest in this one transaction: for a court's order, and for who asks to be forgotten."""
    key = f"lifted:{guard}"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_stamp (key, mark) VALUES (%s, 0)", [key])
        yield
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_stamp WHERE key = %s", [key])


def _sqlite(columns: list[str]) -> list[str]:
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    overlap = """
        BEGIN
            SELECT RAISE(ABORT, 'edition_no_overlap') WHERE EXISTS (
                SELECT 1 FROM articles_edition AS other
                WHERE other.article_id = NEW.article_id AND other.id IS NOT NEW.id
                  AND other.live_from < other.live_until AND NEW.live_from < NEW.live_until
                  AND other.live_from < NEW.live_until AND NEW.live_from < other.live_until);
        END"""
    return [
        "DROP TRIGGER IF EXISTS edition_no_overlap_insert",
        f"CREATE TRIGGER edition_no_overlap_insert BEFORE INSERT ON articles_edition {overlap}",
        "DROP TRIGGER IF EXISTS edition_no_overlap_update",
        f"CREATE TRIGGER edition_no_overlap_update BEFORE UPDATE OF live_until ON articles_edition {overlap}",
        "DROP TRIGGER IF EXISTS edition_content_fixed",
        f"""CREATE TRIGGER edition_content_fixed BEFORE UPDATE ON articles_edition
            WHEN ({changed}) AND {_HOLDS.format(EDITION)}
            BEGIN SELECT RAISE(ABORT, 'edition_content_fixed'); END""",
        "DROP TRIGGER IF EXISTS address_fixed",
        """CREATE TRIGGER address_fixed BEFORE UPDATE ON articles_address
            WHEN OLD.path IS NOT NEW.path OR OLD.article_id IS NOT NEW.article_id
            BEGIN SELECT RAISE(ABORT, 'address_fixed'); END""",
        "DROP TRIGGER IF EXISTS correction_fixed",
        f"""CREATE TRIGGER correction_fixed BEFORE UPDATE ON articles_correction
            WHEN {_IS_PUBLIC.replace("NOW", "strftime('%Y-%m-%d %H:%M:%f', 'now')")}
            BEGIN SELECT RAISE(ABORT, 'correction_fixed'); END""",
        *(
            statement
            for event in ("UPDATE", "DELETE")
            for statement in (
                f"DROP TRIGGER IF EXISTS log_kept_{event.lower()}",
                f"""CREATE TRIGGER log_kept_{event.lower()} BEFORE {event} ON django_admin_log
                    WHEN {_HOLDS.format(LOG)} BEGIN SELECT RAISE(ABORT, 'log_kept'); END""",
            )
        ),
    ]


def _postgresql(columns: list[str]) -> list[str]:
    old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        """DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'edition_no_overlap') THEN
                ALTER TABLE articles_edition ADD CONSTRAINT edition_no_overlap
                    EXCLUDE USING gist (article_id WITH =, tstzrange(live_from, live_until) WITH &&);
            END IF;
        END $$""",
        f"""CREATE OR REPLACE FUNCTION edition_content_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF ROW({old}) IS DISTINCT FROM ROW({new}) AND {_HOLDS.format(EDITION)} THEN
                RAISE EXCEPTION 'edition_content_fixed' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        """CREATE OR REPLACE TRIGGER edition_content_fixed BEFORE UPDATE ON articles_edition
            FOR EACH ROW EXECUTE FUNCTION edition_content_fixed()""",
        """CREATE OR REPLACE FUNCTION address_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF ROW(OLD.path, OLD.article_id) IS DISTINCT FROM ROW(NEW.path, NEW.article_id) THEN
                RAISE EXCEPTION 'address_fixed' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        """CREATE OR REPLACE TRIGGER address_fixed BEFORE UPDATE ON articles_address
            FOR EACH ROW EXECUTE FUNCTION address_fixed()""",
        f"""CREATE OR REPLACE FUNCTION correction_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {_IS_PUBLIC.replace("NOW", "clock_timestamp()")} THEN
                RAISE EXCEPTION 'correction_fixed' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        """CREATE OR REPLACE TRIGGER correction_fixed BEFORE UPDATE ON articles_correction
            FOR EACH ROW EXECUTE FUNCTION correction_fixed()""",
        f"""CREATE OR REPLACE FUNCTION log_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {_HOLDS.format(LOG)} THEN
                RAISE EXCEPTION 'log_kept' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END $$""",
        """CREATE OR REPLACE TRIGGER log_kept BEFORE UPDATE OR DELETE ON django_admin_log
            FOR EACH ROW EXECUTE FUNCTION log_kept()""",
    ]
