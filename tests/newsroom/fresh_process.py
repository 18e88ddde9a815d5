"""What a fresh process has loaded after each step, told as JSON: `python -m tests.newsroom.fresh_process SESSION STEP…`.

A step is an address, several to be asked for at once with a space between, or the name of something in STEPS.
"""

import gc
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from wsgiref.util import setup_testing_defaults

SESSION, *WANTED = sys.argv[1:]


def ask(path, together):
    """The status and text of the answer, once all who are to ask together are there."""
    from newsroom.wsgi import application

    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost", "wsgi.input": BytesIO()}
    if path.startswith("/admin/"):
        environ["HTTP_COOKIE"] = f"sessionid={SESSION}"
    setup_testing_defaults(environ)
    started = []
    together.wait(20)
    answer = application(environ, lambda status, headers, exc_info=None: started.append(status))
    text = b"".join(answer).decode()
    if hasattr(answer, "close"):
        answer.close()
    return started[0][:3], text


def asked(step):
    paths = step.split()
    together = threading.Barrier(len(paths))
    with ThreadPoolExecutor(len(paths)) as threads:
        return list(threads.map(lambda path: ask(path, together), paths))


def check():
    import django
    from django.core.checks import Tags, run_checks

    django.setup()
    return [str(message) for message in run_checks(tags=[Tags.admin])]


def mail():
    """An address at the desk, as a mail names it."""
    import django
    from django.urls import reverse

    django.setup()
    return reverse("admin:comments_mail")


def load():
    """Of the application as a server loads it, before it divides into workers: threads, connections, and what is frozen."""
    from django.db import connections

    from newsroom import wsgi

    opened = [one.connection for one in connections.all(initialized_only=True)]
    if wsgi.site is not wsgi.django:
        opened.append(wsgi.site.freshness.connection)
    return [threading.active_count(), [str(one) for one in opened if one is not None], gc.get_freeze_count()]


STEPS = {"check": check, "mail": mail, "load": load}

told = []
for step in WANTED:
    answer = STEPS[step]() if step in STEPS else asked(step)
    told.append([answer, sorted(sys.modules)])
json.dump(told, sys.stdout)
