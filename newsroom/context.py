"""What every template may say about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from articles.models import identity


def site(request: HttpRequest) -> dict[str, Any]:
    found = identity.current()
    return {"site_name": found.site_name, "site_url": settings.NEWSROOM_SITE_URL, "identity": found}
