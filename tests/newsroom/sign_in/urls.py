"""Addresses of a site that asks for a second factor."""

from django.urls import include, path

from newsroom import urls
from newsroom.desk_site import ROUTE

handler403, handler404, handler429, handler500 = urls.handler403, urls.handler404, urls.handler429, urls.handler500
urlpatterns = [path(ROUTE, include("newsroom.sign_in.addresses")), *urls.urlpatterns]
