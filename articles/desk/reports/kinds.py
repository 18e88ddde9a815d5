"""What each report lists. Rows are editions, articles, sources or tags; all of them are told as `Line`s."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from taggit.models import Tag

from articles.desk.checks.about import OWN_WORK
from articles.desk.people import name_of
from articles.desk.plans import overdue, unmet
from articles.models import Article, Edition, EditionTag, LinkCheck, PictureUse, Revision, Source

# How long a draft may lie before it counts as given up, and how soon a planned story must be ready.
ABANDONED = timedelta(days=90)
SOON = timedelta(days=2)


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
    """`rows` are those this person may see; `field` is the field of the article form that mends it."""

    name: str
    title: str | Promise
    explains: str | Promise
    rows: Callable[[User, datetime], QuerySet[Any]]
    line: Callable[[Any], Line]
    section_field: str = "section"
    """Leads from a row to its section; empty for what has none."""

    def lists_for(self, user: User) -> bool:
        return self.name != "orphan-tags" or user.has_perm("taggit.change_tag")


# --- Rows ---


def _live(user: User, now: datetime) -> QuerySet[Edition]:
    """What readers can find now, of the stories that this person may open."""
    found = Edition.objects.listed(now).newest_first().select_related("section")
    if not user.has_perm("articles.change_others_article"):
        found = found.filter(Q(article__created_by=user) | Q(article__assignee=user))
    return found.only("article", "headline", "updated_at", "section__name")


def _no_picture(user: User, now: datetime) -> QuerySet[Edition]:
    return _live(user, now).filter(illustration=None)


def _no_alt(user: User, now: datetime) -> QuerySet[Edition]:
    """Of the lead, or of a picture in the text whose own words are left empty."""
    silent = Q(illustration__alt="", illustration__decorative=False)
    in_text = PictureUse.objects.filter(silent, edition=OuterRef("pk"))
    lead = silent & Q(illustration__isnull=False, illustration_alt="")
    return _live(user, now).filter(lead | (Q(Exists(in_text)) & Q(body__contains='alt=""')))


def _no_tags(user: User, now: datetime) -> QuerySet[Edition]:
    return _live(user, now).filter(~Exists(EditionTag.objects.filter(content_object=OuterRef("pk"))))


def _no_source(user: User, now: datetime) -> QuerySet[Edition]:
    return _live(user, now).filter(sources=[]).exclude(label__in=OWN_WORK)


def _no_description(user: User, now: datetime) -> QuerySet[Edition]:
    return _live(user, now).filter(search_description="", standfirst="")


def _stale(user: User, now: datetime) -> QuerySet[Edition]:
    """News grows old by itself; what is meant to last must be kept: explainers, and what editors keep on the front page."""
    kept = Q(article__slot__isnull=False) & (Q(article__slot__expires_at=None) | Q(article__slot__expires_at__gt=now))
    lasting = Q(label=Edition.Label.EXPLAINER) | kept
    oldest = now - timedelta(days=settings.NEWSROOM_STALE_DAYS)
    return _live(user, now).filter(lasting, updated_at__lt=oldest).order_by("updated_at", "article_id")


def _broken_links(user: User, now: datetime) -> QuerySet[Source]:
    """Links of stories that readers can find. They are those of the article, where they are mended."""
    checks = LinkCheck.objects.broken().filter(url=OuterRef("url"))
    live = Edition.objects.listed(now).filter(article=OuterRef("article"))
    found = Source.objects.filter(
        Exists(live), url__in=LinkCheck.objects.broken().values("url"), article__in=Article.objects.editable_by(user)
    )
    told = {"problem": Subquery(checks.values("problem")[:1]), "checked_at": Subquery(checks.values("checked_at")[:1])}
    fields = ("name", "url", "article__headline", "article__section__name")
    return (
        found.annotate(**told).select_related("article__section").only(*fields).order_by("-article", "position", "pk")
    )


def _orphan_tags(user: User, now: datetime) -> QuerySet[Tag]:
    used = EditionTag.objects.live(now).filter(tag=OuterRef("pk"))
    return Tag.objects.filter(~Exists(used)).order_by("name", "pk")


def _articles(user: User) -> QuerySet[Article]:
    fields = ("headline", "section__name", "saved_at", "due_at", "planned_for", *_NAMES)
    return Article.objects.editable_by(user).select_related("section", "assignee").only(*fields)


_NAMES = ("assignee__first_name", "assignee__last_name", "assignee__username")


def _abandoned(user: User, now: datetime) -> QuerySet[Article]:
    drafts = _articles(user).filter(stage=Article.Stage.DRAFT, saved_at__lt=now - ABANDONED)
    planned = Q(planned_for__gt=now) | Q(due_at__gt=now)
    return drafts.filter(~Exists(Edition.objects.filter(article=OuterRef("pk")))).exclude(planned).order_by("saved_at")


def _overdue(user: User, now: datetime) -> QuerySet[Article]:
    return _articles(user).filter(pk__in=overdue(now).values("pk")).order_by("due_at", "pk")


def _unready(user: User, now: datetime) -> QuerySet[Article]:
    unwritten = Q(headline="") | Q(body="") | Q(section=None)
    unapproved = Q(section__needs_approval=True) & ~Q(stage=Article.Stage.APPROVED)
    found = _articles(user).filter(unwritten | unapproved, unmet("planned_for"))
    return found.filter(planned_for__gte=now, planned_for__lt=now + SOON).order_by("planned_for", "pk")


def _behind(user: User, now: datetime) -> QuerySet[Edition]:
    later = Revision.objects.saves().filter(article=OuterRef("article"), number__gt=OuterRef("revision__number"))
    found = Edition.objects.scheduled(now).filter(Exists(later), article__in=Article.objects.editable_by(user))
    return (
        found.select_related("section").only("article", "headline", "live_from", "section__name").order_by("live_from")
    )


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
        _no_picture,
        _edition_line("id_illustration"),
    ),
    Report(
        "no-alt",
        gettext_lazy("No alternative text"),
        gettext_lazy(
            "Live stories with a picture that says nothing to who cannot see it, and is not marked decorative."
        ),
        _no_alt,
        _edition_line("id_illustration_alt"),
    ),
    Report(
        "no-tags",
        gettext_lazy("No tags"),
        gettext_lazy("Live stories that get no similar posts."),
        _no_tags,
        _edition_line("id_tags"),
    ),
    Report(
        "no-source",
        gettext_lazy("No source"),
        gettext_lazy("Live stories that do not say what they rest on. Opinion and the like is left out."),
        _no_source,
        _edition_line("sources-group"),
    ),
    Report(
        "no-description",
        gettext_lazy("No description"),
        gettext_lazy("Live stories with neither standfirst nor search description."),
        _no_description,
        _edition_line("id_search_description"),
    ),
    Report("stale", gettext_lazy("Stale"), "", _stale, _edition_line("id_body")),
    Report(
        "broken-links",
        gettext_lazy("Broken source links"),
        gettext_lazy("Links of live stories that have failed twice, or lead to a page that is gone."),
        _broken_links,
        _source_line,
        section_field="article__section",
    ),
    Report(
        "orphan-tags",
        gettext_lazy("Orphan tags"),
        gettext_lazy("Tags that no live story has."),
        _orphan_tags,
        _tag_line,
        section_field="",
    ),
    Report(
        "abandoned",
        gettext_lazy("Abandoned drafts"),
        gettext_lazy("Never published, not planned, and not saved for 90 days."),
        _abandoned,
        _article_line("id_headline", "saved_at"),
    ),
    Report(
        "overdue",
        gettext_lazy("Overdue"),
        gettext_lazy("Should have been handed in, and is still a draft."),
        _overdue,
        _article_line("id_due_at", "due_at"),
    ),
    Report(
        "unready",
        gettext_lazy("Planned, not ready"),
        gettext_lazy(
            "To go out within two days, and without text, section, or the approval that its section asks for."
        ),
        _unready,
        _article_line("panel-status", "planned_for"),
    ),
    Report(
        "behind",
        gettext_lazy("Scheduled, written on since"),
        gettext_lazy(
            "What goes out is older than what is saved. Schedule it anew if readers are to see the later words."
        ),
        _behind,
        _edition_line("panel-status", "live_from"),
    ),
)
BY_NAME = {report.name: report for report in REPORTS}


def explanation(report: Report) -> str:
    return stale_explained() if report.name == "stale" else _(str(report.explains))
