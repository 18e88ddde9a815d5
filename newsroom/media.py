"""Pictures and documents from the media storage, for a site without a file server in front. Fixed types, and never a surprise."""

from pathlib import PurePosixPath

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles import documents
from newsroom.context import site
from newsroom.failures import AFTER_LOSS
from newsroom.files import Away

PAPER = "#fbf8f1"
TYPES = {".webp": "image/webp", ".jpg": "image/jpeg", ".avif": "image/avif"}
ICON_TYPES = {"favicon.ico": "image/x-icon", "apple-touch-icon.png": "image/png"}
# File, size, type, and what launchers may do with it.
APP_ICONS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("icon-192.png", "192x192", "image/png", {}),
    ("icon-512.png", "512x512", "image/png", {}),
    ("icon-maskable-512.png", "512x512", "image/png", {"purpose": "maskable"}),
    ("icon.svg", "any", "image/svg+xml", {}),
)


@require_safe
def picture(request: HttpRequest, path: str) -> FileResponse | HttpResponse:
    """One stored picture or document. A file's name is never used twice, so it may be kept for ever."""
    document = documents.served_as(path)
    content_type = document or TYPES.get(PurePosixPath(path).suffix)
    if content_type is None or "\x00" in path:
        raise Http404
    try:
        file = default_storage.open(path)
    except Away:
        return HttpResponse(status=503, headers={"Retry-After": str(AFTER_LOSS), "Cache-Control": "no-store"})
    # Every system has errors of its own for names that no file can have: too long, or below another file.
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=content_type, as_attachment=bool(document))
    if document:
        # Strangers wrote it: wherever it is opened, it is of no site and runs nothing.
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def icon(request: HttpRequest, name: str) -> FileResponse:
    """An icon at the root of the site, where it is looked for unasked; it may change, so it is not kept for ever."""
    response = FileResponse(open(str(finders.find(f"newsroom/{name}")), "rb"), content_type=ICON_TYPES[name])  # noqa: SIM115 (the response closes it)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to keep the site beside its apps (W3C, Web Application Manifest)."""
    icons = [
        {"src": static(f"newsroom/{file}"), "sizes": sizes, "type": content_type} | purpose
        for file, sizes, content_type, purpose in APP_ICONS
    ]
    name = site(request)["site_name"]
    told = {"name": name, "short_name": name, "start_url": "/", "display": "minimal-ui", "icons": icons}
    response = JsonResponse(told | {"background_color": PAPER, "theme_color": PAPER, "lang": get_language()})
    response.headers["Content-Type"] = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
