"""Settings of the newsroom. Everything an operator may change is read from the environment, here and nowhere else."""

import secrets
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf.global_settings import LANGUAGES
from django.core.exceptions import ImproperlyConfigured

from newsroom.environment import (
    SQLITE,
    cache,
    choice,
    database,
    env,
    flag,
    folder,
    host_name,
    mail_address,
    mail_server,
    needs,
    no_or_web_address,
    public_folder,
    replicas,
    report_address,
    token,
    web_address,
    whole,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# Production wants a secret key and hosts, serves files by names with their content's hash, and leaves tasks to a worker.
ENVIRONMENT = choice("NEWSROOM_ENV", "development", ("development", "production"))
PRODUCTION = ENVIRONMENT == "production"
# Django's pages on faults, for work on the newsroom itself; never where others can reach them.
DEBUG = flag("NEWSROOM_DEBUG", False)

# Everything the process writes by default: database, media, collected static files.
VAR_DIR = Path(env.str("NEWSROOM_VAR_DIR", default=str(BASE_DIR / "var")))


def _development_secret() -> str:
    """Keep one random key per checkout, so that a restart does not sign everybody out."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()


def _required(name: str) -> str:
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} must be set when NEWSROOM_ENV is production.")
    return value


# What sessions and links are signed with; and the host names that the site answers to, with commas between. For
# development a key is made on the first start.
SECRET_KEY = _required("NEWSROOM_SECRET_KEY") if PRODUCTION else _development_secret()
ALLOWED_HOSTS = (
    _required("NEWSROOM_ALLOWED_HOSTS").split(",") if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)

INSTALLED_APPS = [
    "newsroom.desk_site.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "taggit",
    "crispy_forms",
    "js_asset",
    "django_prose_editor",
    "csp",
    "django_tasks",
    "articles",
    "comments",
    "newsroom",
    # Behind ours, whose command of the same name stands for its own.
    "django_tasks_db",
]

MIDDLEWARE = [
    "newsroom.observed.Numbered",
    "newsroom.headers.Safety",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.packing.Packing",
    "newsroom.failures.Maintenance",
    "newsroom.headers.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "newsroom.origin.Authentication",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

# What an operator changes of the site's looks: a file here stands for ours of the same name; see docs/templates.md.
NEWSROOM_TEMPLATES_DIR = folder("NEWSROOM_TEMPLATES_DIR")
NEWSROOM_STATIC_DIR = folder("NEWSROOM_STATIC_DIR")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*NEWSROOM_TEMPLATES_DIR, BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["newsroom.trimmed.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# A link typed without a scheme is taken for https. Django 6 makes this its default and drops the setting.
FORMS_URLFIELD_ASSUME_HTTPS = True
CRISPY_ALLOWED_TEMPLATE_PACKS = ("newsroom_forms",)
CRISPY_TEMPLATE_PACK = "newsroom_forms"
CRISPY_FAIL_SILENTLY = False

# --- Data ------------------------------------------------------------------------------------------------------------

# Where everything is kept: a file of SQLite's, or postgres://user:password@host/name.
DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
# Copies that follow the first by streaming; readers' pages are made from those that have all that it has.
REPLICAS = {f"replica{number}": one for number, one in enumerate(replicas("DATABASE_REPLICA_URLS"), 1)}
# Seconds for which one may be behind before it is left alone for a while.
NEWSROOM_REPLICA_LAG = whole("NEWSROOM_REPLICA_LAG", 5, 1, 3600)
# Connections that one process has to each database, and seconds for which a request waits for a free one.
DATABASE_POOL_SIZE = whole("DATABASE_POOL_SIZE", 4, 1, 100)
DATABASE_POOL_WAIT = whole("DATABASE_POOL_WAIT", 3, 1, 60)
# Seconds for which a request waits for one answer of PostgreSQL's before it is answered 503. Commands and tasks wait on.
DATABASE_ANSWER_WAIT = whole("DATABASE_ANSWER_WAIT", 10, 2, 600)
if DATABASES["default"]["ENGINE"] == SQLITE:
    if REPLICAS:
        raise ImproperlyConfigured("DATABASE_REPLICA_URLS needs PostgreSQL in DATABASE_URL.")
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # Opening the file and setting it up takes longer than all the queries of a page.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at BEGIN, so two writers queue instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    needs("DATABASE_URL", "psycopg_pool", "postgres")
    from newsroom.patience import Patient

    DATABASES |= REPLICAS
    DATABASE_ROUTERS = ["newsroom.replicas.Router"] if REPLICAS else []
    for _one in DATABASES.values():
        # One that was lost with its server is put aside before anybody gets it.
        _one["CONN_HEALTH_CHECKS"] = True
        _one["OPTIONS"] = {
            # For how long a server may be silent before it counts as gone (libpq; seconds, and milliseconds).
            "connect_timeout": 2,
            "tcp_user_timeout": 2000,
            # To compile a query, or to start workers for it, takes longer than all that readers ask for.
            # And a query whose asker has given up is not gone on with.
            "options": "-c jit=off -c max_parallel_workers_per_gather=0 -c client_connection_check_interval=2000",
        } | _one["OPTIONS"]
        _one["OPTIONS"]["pool"] = {
            "connection_class": Patient,
            "min_size": 1,
            "max_size": DATABASE_POOL_SIZE,
            "timeout": DATABASE_POOL_WAIT,
            # After so many seconds nobody tries by themselves any more; the next request does, so at once.
            "reconnect_timeout": DATABASE_POOL_WAIT,
        }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What limits are counted in: the memory of the process, or redis://host:6379/0 where there are several.
CACHES = {"default": cache("CACHE_URL", "locmemcache://")}
# Processes of the web server, as gunicorn reads it too. They count comments against the same limits, and need a cache they share.
if PRODUCTION and whole("WEB_CONCURRENCY", 1, 1, 256) > 1 and "locmem" in CACHES["default"]["BACKEND"]:
    raise ImproperlyConfigured("CACHE_URL must name a shared cache when WEB_CONCURRENCY is more than 1.")

TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks_db.DatabaseBackend" if PRODUCTION else "django_tasks.backends.immediate.ImmediateBackend"
        ),
    }
}

# --- Files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [*NEWSROOM_STATIC_DIR, BASE_DIR / "newsroom" / "static"]
MEDIA_URL = "/media/"
# Where browsers get pictures: from us, or from another address that has the same files.
MEDIA_PUBLIC_URL = public_folder("MEDIA_URL", MEDIA_URL)
MEDIA_ROOT = VAR_DIR / "media"
# Pictures in an S3-compatible bucket instead of a folder.
MEDIA_BUCKET = env.str("MEDIA_BUCKET", default="")
if MEDIA_BUCKET:
    needs("MEDIA_BUCKET", "storages", "s3")
# The bucket's server, region and keys; without keys those of the machine are used, as boto finds them.
MEDIA_ENDPOINT = no_or_web_address("MEDIA_ENDPOINT")
MEDIA_REGION = env.str("MEDIA_REGION", default="")
MEDIA_ACCESS_KEY, MEDIA_SECRET_KEY = env.str("MEDIA_ACCESS_KEY", default=""), env.str("MEDIA_SECRET_KEY", default="")
if bool(MEDIA_ACCESS_KEY) != bool(MEDIA_SECRET_KEY):
    raise ImproperlyConfigured("MEDIA_ACCESS_KEY and MEDIA_SECRET_KEY go together; set both or neither.")
if MEDIA_ENDPOINT and not MEDIA_BUCKET:
    raise ImproperlyConfigured("MEDIA_BUCKET must be set where MEDIA_ENDPOINT is.")
WHITENOISE_USE_FINDERS = not PRODUCTION
# Nobody but a developer's browser asks for maps of scripts, which are most of what there is to compress.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *("jpg", "jpeg", "png", "gif", "webp", "avif", "zip", "gz", "br", "woff", "woff2"),
    "map",
)
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": (
        {"BACKEND": "newsroom.bucket.Bucket"}
        if MEDIA_BUCKET
        else {"BACKEND": "newsroom.files.Files", "OPTIONS": {"base_url": MEDIA_PUBLIC_URL}}
    ),
    "staticfiles": {
        "BACKEND": ("newsroom.static_files.HashedStaticFiles" if PRODUCTION else "newsroom.static_files.StaticFiles"),
    },
}
# A web server in front may look into folders of pictures, whatever the process keeps to itself (UMask of its unit).
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
# Room for one picture of the largest accepted size, or for a long story with all its inline forms.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2

# --- Language and time -----------------------------------------------------------------------------------------------

# Of everything that the site and the desk say by themselves, and of dates and numbers.
LANGUAGE_CODE = env.str("NEWSROOM_LANGUAGE", default="en-gb")
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"NEWSROOM_LANGUAGE is {LANGUAGE_CODE!r}; write a language's code like en-gb or de.")
# What is found here goes before the words of Django and of packages, which know no newsroom.
LOCALE_PATHS = [BASE_DIR / where / "locale" for where in ("templates", "newsroom", "articles", "comments")]
FORMAT_MODULE_PATH = "newsroom.formats"
# For languages of which neither that nor Django says how they write a date.
DATE_FORMAT, SHORT_DATE_FORMAT, TIME_FORMAT = "j F Y", "j M Y", "H:i"
DATETIME_FORMAT, SHORT_DATETIME_FORMAT = "j F Y, H:i", "j M Y, H:i"
USE_I18N = True
USE_TZ = True
# For dates in addresses, and times on pages and in the desk.
TIME_ZONE = env.str("NEWSROOM_TIME_ZONE", default="UTC")
try:
    ZoneInfo(TIME_ZONE)
# By what is wrong with a name: no such zone, no name at all, or that of a folder of zones.
except (LookupError, ValueError, OSError) as error:
    raise ImproperlyConfigured(
        f"NEWSROOM_TIME_ZONE is {TIME_ZONE!r}; write a zone name like Europe/Berlin."
    ) from error

# --- Safety ----------------------------------------------------------------------------------------------------------

# Who must show more than a password at the desk: nobody, and nothing of it is loaded; nobody, but who likes to may; those
# who may publish; or everybody. All but the first need the extra `mfa`.
NEWSROOM_SECOND_FACTOR = choice(
    "NEWSROOM_SECOND_FACTOR",
    "publishers" if PRODUCTION else "off",
    ("off", "optional", "publishers", "everybody"),
)
NEWSROOM_FACTORS = NEWSROOM_SECOND_FACTOR != "off" and all(map(find_spec, ("allauth", "fido2", "qrcode")))
if NEWSROOM_FACTORS:
    from newsroom.sign_in.options import *  # noqa: F403 (allauth's settings)
    from newsroom.sign_in.options import SIGN_IN_APPS, SIGN_IN_MIDDLEWARE

    # Before ours, which takes their screens out of the desk.
    place = INSTALLED_APPS.index("newsroom")
    INSTALLED_APPS[place:place] = SIGN_IN_APPS
    MIDDLEWARE += SIGN_IN_MIDDLEWARE

AUTH_PASSWORD_VALIDATORS = [
    # NIST SP 800-63B-4, 3.1.1.2: longer where a password is all that is asked of somebody.
    {
        "NAME": "newsroom.sign_in.passwords.Length",
        "OPTIONS": {"min_length": 12 if NEWSROOM_FACTORS and NEWSROOM_SECOND_FACTOR == "everybody" else 15},
    },
    {"NAME": "newsroom.sign_in.passwords.Common"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
# Browsers take a cookie of such a name only by https, from this host alone and for the whole site.
NEWSROOM_COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{NEWSROOM_COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{NEWSROOM_COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "newsroom.cookies.Messages"
SILENCED_SYSTEM_CHECKS: list[str] = []
# Proxies of our own in front; each adds its sender to X-Forwarded-For. Limits on comments and on tries to sign in go by the
# address before them.
# Without one, whatever a visitor writes into such headers is believed by nobody.
NEWSROOM_PROXIES = whole("NEWSROOM_PROXIES", 0, 0, 10)
if NEWSROOM_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if PRODUCTION:
    # Whether who comes by http is sent to https.
    SECURE_SSL_REDIRECT = flag("NEWSROOM_SSL_REDIRECT", True)
    # Who asks how the process is may do so without a proxy.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

from newsroom.content_security import CONTENT_SECURITY_POLICY  # noqa: E402, F401 (one module holds the whole policy)

# --- The newsroom's own ----------------------------------------------------------------------------------------------

# Name of the paper, in the nameplate and every page title.
NEWSROOM_SITE_NAME = env.str("NEWSROOM_SITE_NAME", default="The Plumb Line")
# Origin of the public site, for canonical and share links.
NEWSROOM_SITE_URL = web_address("NEWSROOM_SITE_URL", "http://localhost:8000")
# Whether the whole site says that it is being worked on; or, without a restart, as long as there is such a file.
NEWSROOM_MAINTENANCE = flag("NEWSROOM_MAINTENANCE", False)
NEWSROOM_MAINTENANCE_FILE = VAR_DIR / "maintenance"
# Domain in the ids of feed entries. After a move to another, name the old one here, or feeds bring every story anew.
NEWSROOM_FEED_AUTHORITY = host_name("NEWSROOM_FEED_AUTHORITY", urlsplit(NEWSROOM_SITE_URL).hostname or "localhost")
# Where backups go if the command names no other place: a folder or s3://bucket/prefix; and which are kept: the last
# so many, and the newest of so many days, weeks and months.
NEWSROOM_BACKUP_TO = env.str("NEWSROOM_BACKUP_TO", default="")
NEWSROOM_BACKUP_KEEP = env.str("NEWSROOM_BACKUP_KEEP", default="3 7 4 12")
# Public pages kept as they were sent, in each process, in megabytes; 0 for none. Their templates may change while you work.
NEWSROOM_PAGE_CACHE_MB = whole("NEWSROOM_PAGE_CACHE_MB", 0 if DEBUG else 16, 0, 4096)
# Stories on a page of a list.
NEWSROOM_PAGE_SIZE = whole("NEWSROOM_PAGE_SIZE", 20, 1, 100)
# Similar posts: how many are shown, how many are kept to fall back on, days until a story counts half, index rows read.
NEWSROOM_SIMILAR_SHOWN = whole("NEWSROOM_SIMILAR_SHOWN", 4, 1, 12)
NEWSROOM_SIMILAR_STORED = whole("NEWSROOM_SIMILAR_STORED", 16, NEWSROOM_SIMILAR_SHOWN, 50)
NEWSROOM_SIMILAR_HALF_LIFE = whole("NEWSROOM_SIMILAR_HALF_LIFE", 730, 1, 36500)
NEWSROOM_SIMILAR_BUDGET = whole("NEWSROOM_SIMILAR_BUDGET", 4000, 100, 100000)
# Comments: top-level comments on a page, characters allowed, seconds between two from one writer.
NEWSROOM_COMMENT_ROOTS = whole("NEWSROOM_COMMENT_ROOTS", 25, 1, 200)
NEWSROOM_COMMENT_LENGTH = whole("NEWSROOM_COMMENT_LENGTH", 3000, 100, 20000)
NEWSROOM_COMMENT_INTERVAL = whole("NEWSROOM_COMMENT_INTERVAL", 15, 0, 3600)
# Days after which a story that is meant to last counts as stale, if nobody updates it.
NEWSROOM_STALE_DAYS = whole("NEWSROOM_STALE_DAYS", 90, 1, 3650)
# Whether the links of sources are asked for, now and then, if they still lead somewhere.
NEWSROOM_LINK_CHECKS = flag("NEWSROOM_LINK_CHECKS", True)
# Days after which erase_old lets go of what nobody needs any more; 0 is never. Letters that were sent, links to drafts that
# are over, revisions that prune_revisions would let go, who signed in and out, all else in the desk's log, finished tasks.
NEWSROOM_KEEP_LETTERS = whole("NEWSROOM_KEEP_LETTERS", 365, 0, 36500)
NEWSROOM_KEEP_SHARE_LINKS = whole("NEWSROOM_KEEP_SHARE_LINKS", 365, 0, 36500)
NEWSROOM_KEEP_REVISIONS = whole("NEWSROOM_KEEP_REVISIONS", 90, 0, 36500)
NEWSROOM_KEEP_SIGN_INS = whole("NEWSROOM_KEEP_SIGN_INS", 365, 0, 36500)
NEWSROOM_KEEP_LOG = whole("NEWSROOM_KEEP_LOG", 0, 0, 36500)
NEWSROOM_KEEP_TASKS = whole("NEWSROOM_KEEP_TASKS", 14, 0, 3650)
# A cache of our own in front, see docs/caching.md: seconds for which it may show a page before it asks again, and the
# address at which it is told what has changed.
NEWSROOM_CACHE_SECONDS = whole("NEWSROOM_CACHE_SECONDS", 0, 0, 60)
NEWSROOM_PURGE_URL = no_or_web_address("NEWSROOM_PURGE_URL")

# Mail to colleagues and to people who are asked for a sign-off; shown on the console, or in production not sent at all,
# until a server is named.
EMAIL = mail_server("NEWSROOM_EMAIL_URL", "dummymail://" if PRODUCTION else "consolemail://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"] or "localhost", EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"] or "", EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = EMAIL["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 10
# Who such mail comes from.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = mail_address("NEWSROOM_EMAIL_FROM", f"desk@{urlsplit(NEWSROOM_SITE_URL).hostname}")

CSRF_TRUSTED_ORIGINS = [NEWSROOM_SITE_URL] if urlsplit(NEWSROOM_SITE_URL).scheme == "https" else []

# --- What is seen of it ----------------------------------------------------------------------------------------------

# Lines of the log for people or as JSON, and whether there is one for each request.
NEWSROOM_LOG_FORMAT = choice("NEWSROOM_LOG_FORMAT", "line", ("line", "json"))
NEWSROOM_ACCESS_LOG = flag("NEWSROOM_ACCESS_LOG", False)
# Milliseconds from which on a query is logged; 0 for none.
NEWSROOM_SLOW_QUERY_MS = whole("NEWSROOM_SLOW_QUERY_MS", 0, 0, 60_000)
# Who knows the word may read /metrics; there is no such page without one. The processes of this machine count in the folder.
NEWSROOM_METRICS_TOKEN = token("NEWSROOM_METRICS_TOKEN")
NEWSROOM_METRICS_DIR = Path(env.str("NEWSROOM_METRICS_DIR", default=str(VAR_DIR / "metrics")))
if NEWSROOM_METRICS_TOKEN:
    needs("NEWSROOM_METRICS_TOKEN", "prometheus_client", "observability")
# Where faults are reported, to Sentry or what speaks like it; without anybody's data.
SENTRY_DSN = report_address("SENTRY_DSN")
if SENTRY_DSN:
    needs("SENTRY_DSN", "sentry_sdk", "observability")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "newsroom.logs.Line"}, "json": {"()": "newsroom.logs.Json"}},
    "filters": {"known": {"()": "newsroom.logs.Known"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": NEWSROOM_LOG_FORMAT, "filters": ["known"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # It would say twice for every task that there was one.
        "django_tasks": {"level": "WARNING"},
    },
}
