"""What a browser may fetch before its reader asks: stories that a pointer rests on, and nothing that does anything.

Only what looks like the address of a story is named, so the desk, the search, forms, previews and feeds are left out, and
with an address alone: an answer to a comment is asked for by a query. Nothing counts views, so none is counted here.
"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

STORY = {"pathname": r"/:year(\d{4})/:month(\d{2})/:day(\d{2})/:slug/", "search": ""}
RULES = {
    "prefetch": [
        {
            "where": {"and": [{"href_matches": STORY}, {"not": {"selector_matches": "[rel~=nofollow]"}}]},
            "eagerness": "moderate",
        }
    ]
}
DAY = 24 * 60 * 60


@require_safe
def rules(request: HttpRequest) -> JsonResponse:
    headers = {"Cache-Control": f"public, max-age={DAY}"}
    return JsonResponse(RULES, content_type="application/speculationrules+json", headers=headers)
