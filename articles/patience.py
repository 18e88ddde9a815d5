"""Writing down what is done already, such as that a mail has gone: a database that is gone meanwhile is waited for."""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections

Given = ParamSpec("Given")
Found = TypeVar("Found")

GONE = (OperationalError, InterfaceError)
# Seconds between two tries, and for all of them.
RETRY, PATIENCE = 1.0, 120


def patiently(write: Callable[Given, Found]) -> Callable[Given, Found]:
    """The same, tried until the database takes it. For workers: no visitor waits so long."""

    @wraps(write)
    def written(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return write(*args, **kwargs)
            except GONE:
                if time.monotonic() > until:
                    raise
                close_old_connections()
                time.sleep(RETRY)

    return written
