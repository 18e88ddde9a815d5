"""The Django admin as this newsroom's desk."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# The sidebar, grouped by work: (name, address of the group, its models in order). Anything else stands in the last one.
GROUPS = [
    (_("Desk"), "articles", ["Article", "Illustration", "Section", "Tag", "Author"]),
    (_("Conversation"), "comments", ["Comment", "Discussion"]),
    (_("House"), "auth", ["User", "Group"]),
]


class DeskSite(admin.AdminSite):
    site_header = _("The desk")
    site_title = _("The desk")
    index_title = _("Overview")
    enable_nav_sidebar = True

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        # The login page has a name of its own for the site: its host.
        return {**super().each_context(request), "site_name": settings.NEWSROOM_SITE_NAME}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The models that this person may see, by work instead of by app; one app's page keeps to its app."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        left = {model["object_name"]: model for app in apps for model in app["models"]}
        by_label = {app["app_label"]: app for app in apps}
        groups = [
            self._group(by_label, str(name), label, [left.pop(model) for model in models if model in left])
            for name, label, models in GROUPS
        ]
        groups[-1]["models"] += left.values()
        return [group for group in groups if group["models"]]

    def _group(
        self, apps: dict[str, dict[str, Any]], name: str, label: str, models: list[dict[str, Any]]
    ) -> dict[str, Any]:
        address = apps[label]["app_url"] if label in apps else "#nav-sidebar"
        return {"name": name, "app_label": label, "app_url": address, "has_module_perms": True, "models": models}


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.desk_site.DeskSite"
