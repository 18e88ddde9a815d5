"""Tells Django which admin site is ours. Imported before the models are, so it names the site and imports nothing."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.desk.site.DeskSite"
