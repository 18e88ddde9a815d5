"""Which rows each report lists, of those that this person may see. Each is a function of the person and the time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from taggit.models import Tag

from articles.desk.checks.about import OWN_WORK
from articles.desk.plans import overdue as still_due
from articles.desk.plans import unmet
from articles.models import Article, Edition, EditionTag, Illustration, LinkCheck, PictureUse, Revision, Source
from articles.models.remit import stories_of

# How long a draft may lie before it counts as given up, and how soon a planned story must be ready.
ABANDONED = timedelta(days=90)
SOON = timedelta(days=2)
_NAMES = ("assignee__first_name", "assignee__last_name", "assignee__username")


def _live(user: User, now: datetime) -> QuerySet[Edition]:
    """What readers can find now, of the stories that this person may open."""
    found = Edition.objects.listed(now).filter(stories_of(user, "article")).newest_first().select_related("section")
    return found.only("article", "headline", "updated_at", "section__name")


def no_picture(user: User, now: datetime) -> QuerySet[Edition]:
    return _live(user, now).filter(illustration=None)


def no_alt(user: User, now: datetime) -> QuerySet[Edition]:
    """Of the lead, or of a picture in the text whose own words are left empty."""
    # From the few such pictures to their stories, not from all stories to their pictures.
    silent = Illustration.objects.filter(alt="", decorative=False).values("pk")
    in_text = PictureUse.objects.filter(illustration__in=silent, edition__isnull=False).values("edition")
    lead = Q(illustration__in=silent, illustration_alt="")
    return _live(user, now).filter(lead | Q(pk__in=in_text, body__contains='alt=""'))


def no_tags(user: User, now: datetime) -> QuerySet[Edition]:
    return _live(user, now).filter(~Exists(EditionTag.objects.filter(content_object=OuterRef("pk"))))


def no_source(user: User, now: datetime) -> QuerySet[Edition]:
    return _live(user, now).filter(sources=[]).exclude(label__in=OWN_WORK)


def no_description(user: User, now: datetime) -> QuerySet[Edition]:
    return _live(user, now).filter(search_description="", standfirst="")


def stale(user: User, now: datetime) -> QuerySet[Edition]:
    """News grows old by itself; what is meant to last must be kept: explainers, and what editors keep on the front page."""
    kept = Q(article__slot__isnull=False) & (Q(article__slot__expires_at=None) | Q(article__slot__expires_at__gt=now))
    lasting = Q(label=Edition.Label.EXPLAINER) | kept
    oldest = now - timedelta(days=settings.NEWSROOM_STALE_DAYS)
    return _live(user, now).filter(lasting, updated_at__lt=oldest).order_by("updated_at", "article_id")


def broken_links(user: User, now: datetime) -> QuerySet[Source]:
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


def links_asked_at() -> datetime | None:
    """When a link was asked last; None if none ever was."""
    return LinkCheck.objects.aggregate(last=Max("checked_at"))["last"]


def orphan_tags(user: User, now: datetime) -> QuerySet[Tag]:
    used = EditionTag.objects.live(now).filter(tag=OuterRef("pk"))
    return Tag.objects.filter(~Exists(used)).order_by("name", "pk")


def _articles(user: User) -> QuerySet[Article]:
    fields = ("headline", "section__name", "saved_at", "due_at", "planned_for", *_NAMES)
    return Article.objects.editable_by(user).select_related("section", "assignee").only(*fields)


def abandoned(user: User, now: datetime) -> QuerySet[Article]:
    drafts = _articles(user).filter(stage=Article.Stage.DRAFT, saved_at__lt=now - ABANDONED)
    planned = Q(planned_for__gt=now) | Q(due_at__gt=now)
    return drafts.filter(~Exists(Edition.objects.filter(article=OuterRef("pk")))).exclude(planned).order_by("saved_at")


def overdue(user: User, now: datetime) -> QuerySet[Article]:
    return _articles(user).filter(pk__in=still_due(now).values("pk")).order_by("due_at", "pk")


def unready(user: User, now: datetime) -> QuerySet[Article]:
    unwritten = Q(headline="") | Q(body="") | Q(section=None)
    unapproved = Q(section__needs_approval=True) & ~Q(stage=Article.Stage.APPROVED)
    found = _articles(user).filter(unwritten | unapproved, unmet("planned_for"))
    return found.filter(planned_for__gte=now, planned_for__lt=now + SOON).order_by("planned_for", "pk")


def behind(user: User, now: datetime) -> QuerySet[Edition]:
    later = Revision.objects.saves().filter(article=OuterRef("article"), number__gt=OuterRef("revision__number"))
    found = Edition.objects.scheduled(now).filter(Exists(later), article__in=Article.objects.editable_by(user))
    return (
        found.select_related("section").only("article", "headline", "live_from", "section__name").order_by("live_from")
    )
