"""Pages for what went wrong, at the desk in the desk's own frame."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from articles.public import views
from newsroom.desk_site import ROUTE


def _is_of_the_desk(request: HttpRequest) -> bool:
    """Whether somebody who works at the desk asked for a page of it. To ask this for others does not load the desk."""
    return request.path_info.startswith(f"/{ROUTE}") and admin.site.has_permission(request)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For whoever works at the desk and asked for a page of it, the desk's; for everybody else the public one."""
    if not _is_of_the_desk(request):
        return views.page_not_found(request, exception)
    context = admin.site.each_context(request) | {"title": _("Page not found")}
    return render(request, "admin/404.html", context, status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """As with a page that is not there: whoever works at the desk stays at it."""
    if not _is_of_the_desk(request):
        return defaults.permission_denied(request, exception)
    context = admin.site.each_context(request) | {"title": _("Not allowed")}
    return render(request, "admin/403.html", context, status=403)
