"""Settings of the benchmark: the product's own, with no pause asked between comments, a proxy, a worker, and no log."""

from newsroom.settings import *  # noqa: F403

NEWSROOM_COMMENT_INTERVAL = 0
NEWSROOM_PROXIES = 1
# As in production: what comes after a post is done by a process of its own.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
LOGGING = {"version": 1, "disable_existing_loggers": False}
