"""A connection to PostgreSQL that does not wait for ever for a server that stands still.

Such a server keeps its connections, so no timeout of the network's ends, and none of its own either. Requests that write
would hold their threads until there are none left for readers.
"""

from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

T = TypeVar("T")

# Seconds for which this process waits for one answer; None waits for as long as it takes, as commands do.
_most: float | None = None


def limit(seconds: float | None) -> None:
    """Have all connections of this process wait so long for each answer, and no longer."""
    global _most  # noqa: PLW0603 (one word for a process that only answers requests)
    _most = seconds


class Patient(Connection[Any]):
    """What is asked meanwhile raises OperationalError, and the connection is closed: what it was doing may yet be done."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        try:
            return super().wait(gen, interval, _most if timeout is None else timeout)
        except OperationalError as error:
            if timeout is not None or self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.pgconn.finish()
            raise OperationalError(f"The database gave no answer in {_most} seconds.") from error
