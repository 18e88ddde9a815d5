"""Addresses of the desk. Importing this loads all of it: every app's admin.py, with the screens that it registers."""

from django.contrib import admin

admin.autodiscover()
urlpatterns = admin.site.get_urls()
