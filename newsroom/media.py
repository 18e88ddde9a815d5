"""Pictures from the media storage, for a site without a file server in front. Fixed types, and never a surprise."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

TYPES = {".webp": "image/webp", ".jpg": "image/jpeg", ".avif": "image/avif"}


@require_safe
def picture(request: HttpRequest, path: str) -> FileResponse:
    """One stored picture. A file's name is never used twice, so it may be kept for ever."""
    content_type = TYPES.get(PurePosixPath(path).suffix)
    if content_type is None or "\x00" in path:
        raise Http404
    try:
        file = default_storage.open(path)
    # Every system has errors of its own for names that no file can have: too long, or below another file.
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    return redirect(static("newsroom/icon.svg"))
