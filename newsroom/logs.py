"""Lines of the log: for people, or as JSON for a machine that gathers them (NEWSROOM_LOG_FORMAT).

Each line that is written during a request has its number and its view, and at the desk the number of who asked. None has an
email address, whoever wrote it, nor a network's, nor what was typed.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from newsroom.observed import KEPT, Asked, current

access = logging.getLogger("newsroom.access")

# Bounded, so that a long line without an address is not read again and again.
_ADDRESS = re.compile(r"[\w.%+-]{1,64}@[\w.-]{1,255}")
# PostgreSQL adds the values that did not fit.
_DETAIL = re.compile(r"(DETAIL|CONTEXT):[^\n]*")
# What a line may have besides, as `extra`.
EXTRA = ("method", "path", "status", "ms", "page", "statement")


def masked(text: str) -> str:
    """The text without addresses of people, and without values that a database names in a fault."""
    if "@" in text:
        text = _ADDRESS.sub("…@…", text)
    return _DETAIL.sub(r"\1: …", text) if "DETAIL:" in text or "CONTEXT:" in text else text


class Known(logging.Filter):
    """Puts on each line what is known of the request."""

    def filter(self, record: logging.LogRecord) -> bool:
        asked = current.get()
        record.request_id = asked.number if asked else "-"
        record.view = asked.view if asked else ""
        record.user = asked.user if asked else None
        return True


class Line(logging.Formatter):
    def __init__(self) -> None:
        super().__init__(
            "{asctime} {levelname} {name} {request_id} {message}", style="{", defaults={"request_id": "-"}
        )

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class Json(logging.Formatter):
    """One object a line. A key without a value is left out."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
            "request": getattr(record, "request_id", "-"),
            "view": getattr(record, "view", ""),
            "user": getattr(record, "user", None),
        }
        said |= {name: value for name in EXTRA if isinstance(value := getattr(record, name, None), str | int | float)}
        if "status" not in said and isinstance(status := getattr(record, "status_code", None), int):
            said["status"] = status
        if record.exc_info:
            said["traceback"] = masked(self.formatException(record.exc_info))
        return json.dumps({key: value for key, value in said.items() if value not in ("", "-", None)}, default=str)


def answered(asked: Asked) -> None:
    """A line for the request. It names the address of what everybody may read; others may have a secret in theirs."""
    kept = asked.http is None
    extra = {
        "method": asked.environ["REQUEST_METHOD"],
        "status": int(asked.status[:3] or 500),
        "ms": round(asked.seconds * 1000, 1),
        "page": asked.came_from or (KEPT if kept else ""),
        "path": asked.environ["PATH_INFO"] if kept or asked.came_from else "",
    }
    access.info("%(method)s %(path)s%(view)s %(status)s %(ms)s ms %(page)s", extra | {"view": asked.view}, extra=extra)
