"""Settings of the benchmark: the product's own, with no pause asked between comments and no log."""

from newsroom.settings import *  # noqa: F403

NEWSROOM_COMMENT_INTERVAL = 0
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
LOGGING = {"version": 1, "disable_existing_loggers": False}
