"""Addresses of the site: `design.md`, section 6."""

from django.conf import settings
from django.urls import include, path

from newsroom import health, media, prefetch
from newsroom.desk_site import ROUTE, Desk

# Before the desk's: its own page to log in asks for nothing but a password.
sign_in = [path(ROUTE, include("newsroom.sign_in.addresses"))] if settings.NEWSROOM_FACTORS else []

urlpatterns = [
    *sign_in,
    Desk(ROUTE),
    path("media/<path:path>", media.picture, name="media"),
    # Browsers and feed readers ask here without being told to.
    path("favicon.ico", media.icon, {"name": "favicon.ico"}),
    path("apple-touch-icon.png", media.icon, {"name": "apple-touch-icon.png"}),
    path("apple-touch-icon-precomposed.png", media.icon, {"name": "apple-touch-icon.png"}),
    path("manifest.webmanifest", media.manifest, name="manifest"),
    path("prefetch.json", prefetch.rules),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", health.metrics),
    path("", include("articles.urls")),
    path("", include("comments.urls")),
]

handler400 = "newsroom.failures.bad_request"
handler403 = "newsroom.desk.errors.permission_denied"
handler429 = "newsroom.sign_in.views.too_many_requests"
handler404 = "newsroom.desk.errors.page_not_found"
handler500 = "newsroom.failures.server_error"
