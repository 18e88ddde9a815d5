"""A middleware of the tests: a page that asks the database once a row fails.

Only reading is watched. Writing takes its locks one article or comment at a time, on purpose.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from zeal import zeal_context


def watch(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "GET":
            return get_response(request)
        with zeal_context():
            return get_response(request)

    return middleware
