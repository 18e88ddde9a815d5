"""How long each report is, in one question to the database."""

from collections.abc import Sequence
from typing import Any

from django.db import connections, router
from django.db.models import QuerySet

# Nobody needs to know more exactly how much too much it is.
MOST = 99


def tally(querysets: Sequence[QuerySet]) -> list[int]:
    """How many rows each has; MOST + 1 stands for any more, so that a long list costs no more than that to count."""
    if not querysets:
        return []
    # Union, as Django has it, takes no limited parts on SQLite; a list of subqueries does on both.
    parts: list[str] = []
    values: list[Any] = []
    for queryset in querysets:
        sql, params = queryset.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS few)")  # noqa: S608 (made by the ORM)
        values += params
    connection = connections[router.db_for_read(querysets[0].model)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
