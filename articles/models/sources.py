"""The database that is read now, for what is asked without a queryset: the routers say, as they do for those."""

from typing import Any

from django.db import connections, router

from articles.models.stamp import Stamp


def alias() -> str:
    return router.db_for_read(Stamp)


def connection() -> Any:
    return connections[alias()]
