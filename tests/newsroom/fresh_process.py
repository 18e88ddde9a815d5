"""What a fresh process has loaded after each step, told as JSON: `python -m tests.newsroom.fresh_process SESSION STEP…`.

A step is an address, several to be asked for at once with a space between, or the name of something in STEPS.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
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
    together = Barrier(len(paths))
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


STEPS = {"check": check, "mail": mail}

told = []
for step in WANTED:
    answer = STEPS[step]() if step in STEPS else asked(step)
    told.append([answer, sorted(sys.modules)])
json.dump(told, sys.stdout)
