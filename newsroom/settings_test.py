"""Settings of the tests: as in development, with what only costs time made cheap. No rule of the product differs."""

import os
import tempfile

# The tables of the sign-in are there, but a password is enough, as in development; its own tests ask for more.
os.environ["NEWSROOM_SECOND_FACTOR"] = "publishers"

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES, VAR_DIR  # noqa: E402

del os.environ["NEWSROOM_SECOND_FACTOR"]
NEWSROOM_SECOND_FACTOR, NEWSROOM_FACTORS = "off", False
MIDDLEWARE = [one for one in MIDDLEWARE if one != "newsroom.sign_in.guard.Guard"]

# Static files are looked for when they are asked for, instead of listed for every client.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because SQLite locks a database in memory in another way; it need not survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/newsroom-test-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
else:
    # Connections are closed between tests, and a pool would keep the dropped database open.
    DATABASE_POOL = DATABASES["default"]["OPTIONS"].pop("pool")

# A page that asks once a row does so on every database, so one is watched for it. Tags are not seen by it: lists have
# query counts of their own.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
    MIDDLEWARE = ["tests.reading.watch", *MIDDLEWARE]
    # The form of a colleague reads two people: who asks, and whose form it is.
    ZEAL_ALLOWLIST = [{"model": "auth.User", "field": "get()"}]

# Who closes a site for work in their own checkout goes on testing.
NEWSROOM_MAINTENANCE_FILE = VAR_DIR / "tests" / "maintenance"
