"""Tells Django which admin site is ours, and where its addresses begin. The desk itself is loaded by whoever needs it first.

It is half of all code, and a process that serves readers may never be asked for it. Imported before the models are, so this
names the desk and imports nothing of it.
"""

from importlib import import_module
from typing import Any

from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks
from django.urls.resolvers import RoutePattern, URLResolver

ROUTE = "admin/"
ADDRESSES = "newsroom.desk.urls"


class NewsroomAdminConfig(SimpleAdminConfig):
    default_site = "newsroom.desk.site.DeskSite"

    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(check_desk, checks.Tags.admin)


def check_desk(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """What Django checks of an admin, once the desk is there."""
    import_module(ADDRESSES)
    return check_admin_app(app_configs)


class Desk(URLResolver):
    """The desk's addresses. Their module is imported when one is asked for, or written into a page or a mail.

    Of several threads that come at once one imports it, and the others wait, as with any import.
    """

    def __init__(self, route: str) -> None:
        super().__init__(RoutePattern(route), ADDRESSES, app_name="admin", namespace="admin")

    def _populate(self) -> None:
        """Nothing: Django looks names in a namespace up in `url_patterns`, not in what stands around it."""
