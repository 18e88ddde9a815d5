"""A server's process that parts in two, with all that is told of requests: `python -m tests.newsroom.observed_process`.

One half is asked for pages, logs a fault and ends; the other says, as JSON, what /metrics says then, asked twice.
"""

import json
import logging
import os
import sys
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import sentry_sdk

from newsroom.wsgi import application


def ask(path, **headers):
    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost", "wsgi.input": BytesIO(), **headers}
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, exc_info=None: None)
    text = b"".join(answer).decode()
    if hasattr(answer, "close"):
        answer.close()
    return text


if (child := os.fork()) == 0:
    for path in ("/", "/", "/", "/no-such-page"):
        ask(path)
    logging.getLogger("newsroom.trial").error("Mail to %s failed", "olga@mail.example")
    sentry_sdk.flush(10)
    os._exit(0)
os.waitpid(child, 0)
known = {"HTTP_AUTHORIZATION": f"Bearer {os.environ['NEWSROOM_METRICS_TOKEN']}"}
json.dump([ask("/metrics", **known), ask("/metrics", **known)], sys.stdout)
