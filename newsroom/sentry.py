"""Reports of faults to Sentry or what speaks like it (SENTRY_DSN): what failed and where, and nobody's data."""

from typing import Any

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.django import DjangoIntegration

from newsroom import __version__
from newsroom.logs import masked
from newsroom.observed import current

# Of a request: no address with its query, no header, no cookie, no form.
_OF_A_REQUEST = ("method",)


def start(**more: Any) -> None:
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=f"newsroom@{__version__}",
        environment=settings.ENVIRONMENT,
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False)],
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        server_name="",
        before_send=without_people,
        **more,
    )


def without_people(event: Any, hint: dict[str, Any]) -> Any:
    """The event with the number and the view of its request, and without what says who asked, or what was typed."""
    asked = current.get()
    if asked:
        event["tags"] = (event.get("tags") or {}) | {"request_id": asked.number, "view": asked.view}
        event["transaction"] = asked.view or "no view"
    event["request"] = {name: event["request"][name] for name in _OF_A_REQUEST if name in event.get("request", {})}
    for name in ("user", "extra", "breadcrumbs", "server_name"):
        event.pop(name, None)
    for one in event.get("exception", {}).get("values", []):
        one["value"] = masked(one.get("value") or "")
    if entry := event.get("logentry"):
        # Its values are what was logged: addresses of pages, names.
        event["logentry"] = {"message": masked(entry.get("message") or "")}
    return event
