"""What `check --deploy` says of a site before readers see it, and Django cannot know. With `--database default` it asks
the database too. Each says what to do about it.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError
from django.http.request import validate_host
from django.utils import timezone

# Longer than the longest task takes, and than a night with one backup that was left out.
SILENT, UNSAVED = timedelta(minutes=15), timedelta(hours=36)


@register(Tags.security, deploy=True)
def production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [*_address(), *_proxies(), *_files(), *_mail(), *_backups()]


@register(Tags.database, deploy=True)
def worker(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Whether tasks are taken up. Not asked while the tables of this version are missing: migrating is said elsewhere."""
    return list(_worker()) if databases else []


def _address() -> Iterator[CheckMessage]:
    address = urlsplit(settings.NEWSROOM_SITE_URL)
    if address.scheme != "https":
        hint = "Have a proxy in front end TLS and write https://…, or nobody can sign in: cookies go by https alone."
        yield Warning(f"NEWSROOM_SITE_URL is {settings.NEWSROOM_SITE_URL}.", hint=hint, id="newsroom.W010")
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        hint = "Add it, or every link in mails, feeds and search engines leads to an error."
        yield Error(
            f"NEWSROOM_ALLOWED_HOSTS does not have {address.hostname}, the host of NEWSROOM_SITE_URL.",
            hint=hint,
            id="newsroom.E010",
        )
    wide = [host for host in settings.ALLOWED_HOSTS if host.startswith(("*", "."))]
    if wide:
        hint = "Name each host. What a visitor writes as the host is taken for the site's own otherwise."
        yield Warning(f"NEWSROOM_ALLOWED_HOSTS lets in {', '.join(wide)}.", hint=hint, id="newsroom.W011")


def _proxies() -> Iterator[CheckMessage]:
    if settings.NEWSROOM_PROXIES:
        return
    if settings.NEWSROOM_CACHE_SECONDS or settings.NEWSROOM_PURGE_URL:
        hint = "Set it to the number of proxies of your own, or all readers are taken for one."
        yield Warning("There is a cache in front, and NEWSROOM_PROXIES is 0.", hint=hint, id="newsroom.W012")
    elif settings.SECURE_SSL_REDIRECT:
        hint = (
            "Right if this server ends TLS itself. If a proxy does, set NEWSROOM_PROXIES=1: without it the site may send "
            "readers to https for ever, and takes all of them for one."
        )
        yield Info("NEWSROOM_PROXIES is 0: no X-Forwarded header is believed.", hint=hint, id="newsroom.I012")


def _files() -> Iterator[CheckMessage]:
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        hint = "Run manage.py collectstatic --no-input as part of every release; without it no page can be shown."
        yield Error(f"No static files are collected in {settings.STATIC_ROOT}.", hint=hint, id="newsroom.E013")
    if isinstance(default_storage, FileSystemStorage):
        media = Path(default_storage.location)
        if not _is_writable(media):
            hint = "Give it to the user under which the site runs, or no picture can be uploaded."
            yield Error(f"{media} cannot be written to.", hint=hint, id="newsroom.E014")
    var = Path(settings.VAR_DIR).resolve()
    for folder in settings.NEWSROOM_STATIC_DIR:
        if folder == var or folder in var.parents or var in folder.parents:
            hint = "Name a folder that holds nothing else: collectstatic publishes all of it, the database too."
            yield Error(f"NEWSROOM_STATIC_DIR {folder} and NEWSROOM_VAR_DIR overlap.", hint=hint, id="newsroom.E015")


def _is_writable(folder: Path) -> bool:
    """Whether something can be put into it, or it can be made."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _mail() -> Iterator[CheckMessage]:
    if settings.EMAIL_BACKEND.endswith(("dummy.EmailBackend", "console.EmailBackend")):
        hint = "Name a server in NEWSROOM_EMAIL_URL. Until then nobody can be told anything, or set a new password."
        yield Info("No mail is sent.", hint=hint, id="newsroom.I016")


def _backups() -> Iterator[CheckMessage]:
    """Of a bucket nothing is asked here: that may take as long as the network likes."""
    where = settings.NEWSROOM_BACKUP_TO
    if not where:
        hint = "Name a folder on another disk or s3://bucket/prefix, and start deploy/systemd/newsroom-backup.timer."
        yield Info("NEWSROOM_BACKUP_TO names no place for backups.", hint=hint, id="newsroom.I017")
    elif not where.startswith("s3://"):
        last = _last_backup(where)
        if last is None or last < timezone.now() - UNSAVED:
            said = f"The last backup in {where} is of {last:%Y-%m-%d}." if last else f"There is no backup in {where}."
            hint = "Look at the timer that makes them (systemctl status newsroom-backup), or run manage.py backup."
            yield Warning(said, hint=hint, id="newsroom.W017")


def _last_backup(where: str) -> datetime | None:
    from newsroom.backup import Refused, manifest, places

    try:
        return manifest.moment_of(manifest.newest(places.at(where)))
    except (Refused, OSError):
        return None


def _worker() -> Iterator[CheckMessage]:
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    due = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - SILENT)
    try:
        # One that was put off until a moment ago has not waited.
        waits = due.exclude(run_after__range=(now - SILENT, now)).exists()
    except DatabaseError:
        return
    if waits:
        hint = "Start manage.py db_worker, or look into its log: mail and similar posts wait for it."
        minutes = SILENT.seconds // 60
        yield Warning(f"Tasks have waited for more than {minutes} minutes.", hint=hint, id="newsroom.W018")
