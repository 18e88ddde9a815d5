"""What each report lists. Rows are editions, articles, sources or tags; all of them are told as `Line`s."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from taggit.models import Tag

from articles.desk.people import name_of
from articles.desk.reports import rows
from articles.desk.status import moment
from articles.models import Article, Edition


@dataclass(frozen=True)
class Line:
    """One row of a report: what it is about, since or until when, and where to mend it."""

    headline: str
    section: str
    when: datetime | None
    detail: str
    address: str


@dataclass(frozen=True)
class Report:
    """`rows` are those that a person may see at a time; `line` tells one of them."""

    name: str
    title: str | Promise
    explains: str | Promise
    rows: Callable[[User, datetime], QuerySet[Any]]
    line: Callable[[Any], Line]
    section_field: str = "section"
    """Leads from a row to its section; empty for what has none."""

    asked_at: Callable[[], datetime | None] | None = None
    """For what is learnt by asking others: when they were last asked. Until then a report of none says nothing."""

    def lists_for(self, user: User) -> bool:
        return self.name != "orphan-tags" or user.has_perm("taggit.change_tag")


# --- Lines ---


def _form(article_id: int, anchor: str) -> str:
    return reverse("admin:articles_article_change", args=[article_id]) + f"#{anchor}"


def _edition_line(anchor: str, when: str = "updated_at") -> Callable[[Edition], Line]:
    def line(row: Edition) -> Line:
        return Line(str(row), str(row.section or ""), getattr(row, when), "", _form(row.article_id, anchor))

    return line


def _article_line(anchor: str, when: str) -> Callable[[Article], Line]:
    def line(row: Article) -> Line:
        who = name_of(row.assignee)
        return Line(str(row), str(row.section or ""), getattr(row, when), who, _form(row.pk, anchor))

    return line


def _source_line(row: Any) -> Line:
    story = row.article
    detail = f"{row.name}: {row.url} ({row.problem})"
    return Line(str(story), str(story.section or ""), row.checked_at, detail, _form(story.pk, "sources-group"))


def _tag_line(row: Tag) -> Line:
    return Line(row.name, "", None, row.slug, reverse("admin:taggit_tag_change", args=[row.pk]))


def stale_explained() -> str:
    days = settings.NEWSROOM_STALE_DAYS
    return (
        ngettext(
            "Explainers, and what stands on the front page by hand, that nobody has updated for %d day.",
            "Explainers, and what stands on the front page by hand, that nobody has updated for %d days.",
            days,
        )
        % days
    )


REPORTS = (
    Report(
        "no-picture",
        gettext_lazy("No picture"),
        gettext_lazy("Live stories without a picture at their head."),
        rows.no_picture,
        _edition_line("id_illustration"),
    ),
    Report(
        "no-alt",
        gettext_lazy("No alternative text"),
        gettext_lazy(
            "Live stories with a picture that says nothing to who cannot see it, and is not marked decorative."
        ),
        rows.no_alt,
        _edition_line("id_illustration_alt"),
    ),
    Report(
        "no-tags",
        gettext_lazy("No tags"),
        gettext_lazy("Live stories that get no similar posts."),
        rows.no_tags,
        _edition_line("id_tags"),
    ),
    Report(
        "no-source",
        gettext_lazy("No source"),
        gettext_lazy("Live stories that do not say what they rest on. Opinion and the like is left out."),
        rows.no_source,
        _edition_line("sources-group"),
    ),
    Report(
        "no-description",
        gettext_lazy("No description"),
        gettext_lazy("Live stories with neither standfirst nor search description."),
        rows.no_description,
        _edition_line("id_search_description"),
    ),
    Report("stale", gettext_lazy("Stale"), "", rows.stale, _edition_line("id_body")),
    Report(
        "broken-links",
        gettext_lazy("Broken source links"),
        gettext_lazy("Links of live stories that have failed twice, or lead to a page that is gone."),
        rows.broken_links,
        _source_line,
        section_field="article__section",
        asked_at=rows.links_asked_at,
    ),
    Report(
        "orphan-tags",
        gettext_lazy("Orphan tags"),
        gettext_lazy("Tags that no live story has."),
        rows.orphan_tags,
        _tag_line,
        section_field="",
    ),
    Report(
        "abandoned",
        gettext_lazy("Abandoned drafts"),
        gettext_lazy("Never published, not planned, and not saved for 90 days."),
        rows.abandoned,
        _article_line("id_headline", "saved_at"),
    ),
    Report(
        "overdue",
        gettext_lazy("Overdue"),
        gettext_lazy("Should have been handed in, and is still a draft."),
        rows.overdue,
        _article_line("id_due_at", "due_at"),
    ),
    Report(
        "unready",
        gettext_lazy("Planned, not ready"),
        gettext_lazy(
            "To go out within two days, and without text, section, or the approval that its section asks for."
        ),
        rows.unready,
        _article_line("panel-status", "planned_for"),
    ),
    Report(
        "behind",
        gettext_lazy("Scheduled, written on since"),
        gettext_lazy(
            "What goes out is older than what is saved. Schedule it anew if readers are to see the later words."
        ),
        rows.behind,
        _edition_line("panel-status", "live_from"),
    ),
)
BY_NAME = {report.name: report for report in REPORTS}


def explanation(report: Report) -> str:
    return stale_explained() if report.name == "stale" else _(str(report.explains))


@dataclass(frozen=True)
class Asking:
    """Whether what a report lists has been looked for at all, and when; `told` is empty where nobody need be asked."""

    never: bool = False
    told: str = ""


def asking(report: Report) -> Asking:
    if report.asked_at is None:
        return Asking()
    last = report.asked_at()
    if last is None:
        return Asking(never=True, told=_("Never asked; run check_links."))
    return Asking(told=_("Last asked on %(when)s.") % {"when": moment(last)})
