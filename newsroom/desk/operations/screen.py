"""The page on how the house runs."""

import platform
from collections.abc import Iterator
from typing import Any, NamedTuple

import django
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.models import Comment
from newsroom import __version__
from newsroom.desk.operations import plots, seen
from newsroom.desk.operations.plots import Plot, Point, Share
from newsroom.desk.operations.seen import Seen
from newsroom.desk.operations.troubles import DISK_LEFT, number, span, troubles
from newsroom.figures import Hour, Waiting

# Who may see the rows of tasks may see how the house runs.
PERMISSION = "django_tasks_database.view_dbtaskresult"


class Figure(NamedTuple):
    name: str
    said: str


def urls(site: AdminSite) -> list[URLPattern]:
    """Its address within the admin, to be put before those of models."""

    @never_cache
    @require_safe
    def screen(request: HttpRequest) -> HttpResponse:
        return operations(request, site)

    return [path("operations/", site.admin_view(screen), name="operations")]


def operations(request: HttpRequest, site: AdminSite) -> HttpResponse:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    at = timezone.now()
    found = seen.look(at)
    context: dict[str, Any] = {
        "title": _("Operations"),
        "at": at,
        "troubles": troubles(found, at),
        "plots": _plots(found.hours),
        "shares": list(_shares(found)),
        "figures": [*_waits(found), *_comments(found), *_storage(found)],
        "replicas": [Figure(one.name, _behind(one.lag)) for one in found.replicas or []],
        "versions": _versions(found),
    }
    return TemplateResponse(request, "admin/operations/operations.html", site.each_context(request) | context)


def _plots(hours: list[Hour] | None) -> list[Plot]:
    if hours is None:
        return []
    all_done, failed = sum(hour.done + hour.failed for hour in hours), sum(hour.failed for hour in hours)
    done = _("%(n)d in 24 hours, %(failed)d of them failed") % {"n": all_done, "failed": failed}
    slowest = max(hour.slowest for hour in hours)
    return [
        plots.plot(
            _("Tasks an hour"),
            done,
            str(max(hour.done + hour.failed for hour in hours)),
            [Point(hour.begins, hour.done + hour.failed, hour.failed, _tasks_of(hour)) for hour in hours],
        ),
        plots.plot(
            _("Longest time until a task was done"),
            _("at most %(time)s in 24 hours") % {"time": span(slowest)},
            span(slowest),
            [Point(hour.begins, hour.slowest, 0, span(hour.slowest)) for hour in hours],
        ),
    ]


def _tasks_of(hour: Hour) -> str:
    return _("%(done)d done, %(failed)d failed") % {"done": hour.done, "failed": hour.failed}


def _shares(found: Seen) -> Iterator[Share]:
    if found.kept and found.kept[1]:
        kept, of = found.kept
        said = _("%(percent)d per cent of %(n)d") % {"percent": 100 * kept // of, "n": of}
        yield Share(_("Public pages that were kept"), said, 100 * kept / of)
    if found.disk:
        used = 1 - found.disk.free / found.disk.total
        left = _("%(free)s of %(total)s left") % {
            "free": filesizeformat(found.disk.free),
            "total": filesizeformat(found.disk.total),
        }
        yield Share(_("Disk of this machine"), left, 100 * used, is_bad=1 - used < DISK_LEFT)


def _waits(found: Seen) -> Iterator[Figure]:
    names = {
        _("Tasks that wait"): found.tasks,
        _("Comments that wait for a moderator"): found.held,
        _("Mail to readers that waits"): found.letters,
        _("Messages to webhooks that wait"): found.webhooks,
    }
    for name, waiting in names.items():
        yield Figure(name, _wait(waiting))
    sign = _("%(time)s ago") % {"time": timesince(found.last_task)} if found.last_task else _("none in 24 hours")
    yield Figure(_("Last sign of a worker"), sign)


def _wait(waiting: Waiting | None) -> str:
    if waiting is None:
        return _("not known")
    if not waiting.number:
        return _("none")
    return _("%(n)s, the oldest for %(time)s") % {"n": number(waiting.number), "time": span(waiting.oldest)}


def _comments(found: Seen) -> Iterator[Figure]:
    if found.comments is not None:
        parts = [f"{Comment.Status(status).label} {n}" for status, n in found.comments.items()]
        yield Figure(_("Comments of 24 hours"), " · ".join(parts))


def _storage(found: Seen) -> Iterator[Figure]:
    yield Figure(_("Database"), filesizeformat(found.database) if found.database is not None else _("not known"))
    yield Figure(_("Pictures"), filesizeformat(found.media) if found.media is not None else _("not on this machine"))
    if found.backup:
        said = _("%(time)s ago, database %(size)s") % {
            "time": timesince(found.backup.made_at),
            "size": filesizeformat(found.backup.size),
        }
        yield Figure(_("Last backup"), said)
        checked = found.backup.checked_at
        yield Figure(
            _("Its checksums compared"), _("%(time)s ago") % {"time": timesince(checked)} if checked else _("never")
        )


def _behind(lag: float | None) -> str:
    return _("does not answer") if lag is None else _("%(n).1f seconds behind") % {"n": lag}


def _versions(found: Seen) -> list[Figure]:
    return [
        Figure(_("This software"), __version__),
        Figure("Django", django.get_version()),
        Figure("Python", platform.python_version()),
        Figure(connection.display_name, ".".join(map(str, connection.get_database_version()))),
        Figure(
            _("Migrations"),
            _("all applied") if found.parts["migrations"] == "ok" else _("not all applied, or not known"),
        ),
    ]
