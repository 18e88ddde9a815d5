"""Acts of one kind in a row, in whatever process they begin. Cache and rows cannot see what is not committed yet."""

from hashlib import sha256

from django.db import connection


def alone(*names: str) -> None:
    """Wait until nobody else acts under one of these names; then hold them until the transaction ends.

    SQLite lets one transaction write at a time anyway. Names are taken in one order, so no two wait for each other.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for number in sorted(map(_number, names)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
