"""Checks that ask the house: its library, its archive, what became of its links, and its own steps."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import html
from articles.desk import revisions
from articles.desk.checks.problem import Problem, advice
from articles.desk.draft import Draft, Snapshot
from articles.desk.figures import readdressed
from articles.models import Address, Article, Edition, Illustration, LinkCheck, ShareLink
from articles.models.prepared import FIXED, Prepared, text

# How many of the newest editions are searched for the same headline; older ones are found by their slug.
NEWEST = 500

_IMAGE = re.compile(r"<img\b[^>]*>")
_WRITTEN_ALT = re.compile(r'\balt="\s*[^"\s]')


def figures(draft: Draft) -> Iterator[Problem]:
    """Pictures in the text are asked for the same as the one at its head."""
    images = {ids[0]: image for image in _IMAGE.findall(draft.story.body) if (ids := html.figure_ids(image))}
    if not images:
        return
    for pk, found in Illustration.objects.in_bulk(images).items():
        if not (_WRITTEN_ALT.search(images[pk]) or found.alt or found.decorative):
            message = _("Describe the picture “%(title)s” in the text, or mark it as decorative in the library.")
            yield Problem("body", message % {"title": found.title}, "no_figure_alt")
        if not found.credit:
            message = _("The picture “%(title)s” in the text has no credit. Add it in the library.")
            yield Problem("body", message % {"title": found.title}, "no_figure_credit")


def headline_used_before(draft: Draft) -> Iterator[Problem]:
    headline, article = draft.story.headline, draft.story.pk or 0
    slug = slugify(headline)[:80].strip("-")
    # There is no index on headlines: those that may be the same are found by others.
    if headline and (
        (slug and _same_at_slug(article=article, headline=headline, slug=slug))
        or (NEWEST and _same_lately(article=article, headline=headline, newest=NEWEST))
    ):
        yield advice("headline", _("Another story has had this headline."), "same_headline")


def _same(editions: QuerySet[Edition], article: Any, headline: Any) -> QuerySet[Edition, int]:
    others = editions.exclude(article=article).annotate(small=Lower("headline"))
    return others.filter(small=Lower(text(headline))).order_by().values_list("pk", flat=True)[:1]


def _lately(article: Any, headline: Any, newest: int) -> QuerySet[Edition, int]:
    lately = Edition.objects.newest_first().values("pk")[:newest]
    return _same(Edition.objects.filter(pk__in=lately), article, headline)


_same_lately = Prepared(_lately, article=int, headline=str, newest=FIXED)
_same_at_slug = Prepared(
    lambda article, headline, slug: _same(Edition.objects.filter(slug=slug), article, headline),
    article=int,
    headline=str,
    slug=str,
)


def failing_links(draft: Draft) -> Iterator[Problem]:
    names = {source["url"]: source["name"] for source in draft.sources if source["url"]}
    for checked in LinkCheck.objects.filter(url__in=names).exclude(problem="") if names else ():
        message = _("The link of “%(name)s” did not work when it was tried last: %(problem)s")
        yield advice("sources", message % {"name": names[checked.url], "problem": checked.problem}, "failing_link")


def address_taken(draft: Draft) -> Iterator[Problem]:
    """Whether a first publication today would find its address taken. Only advice: another day makes another address,
    and publication itself refuses what is taken on its day."""
    slug = draft.story.slug or slugify(draft.story.headline)[:80].strip("-")
    article = draft.story.pk or 0
    if not slug or _was_live(article=article):
        return
    path = Address.path_for(timezone.now(), slug)
    if any(owner != article for owner in _owner(path=path)):
        message = _(
            "Published today, it would need the address %(path)s, where another story stands. Change the slug."
        )
        yield advice("slug", message % {"path": path}, "slug_taken")


_was_live = Prepared(
    lambda article: Edition.objects.ever_live().filter(article=article).order_by().values_list("pk", flat=True)[:1],
    article=int,
)
_owner = Prepared(lambda path: Address.objects.filter(path=path).values_list("article_id", flat=True), path=str)


def approval(draft: Draft) -> Iterator[Problem]:
    section = draft.story.section
    if section is not None and section.needs_approval and draft.story.stage != Article.Stage.APPROVED:
        message = _("Stories of %(section)s need the approval of an editor first.") % {"section": section}
        yield Problem("stage", message, "not_approved", is_step=True)


def sign_off(draft: Draft) -> Iterator[Problem]:
    section = draft.story.section
    if section is not None and section.needs_sign_off and not _is_signed_off(draft):
        message = _("Stories of %(section)s need a sign-off of what is saved here first.") % {"section": section}
        yield Problem("stage", message, "not_signed_off", is_step=True)


def _is_signed_off(draft: Draft) -> bool:
    """Whether what was saved last is signed off, and the draft still says that."""
    latest = draft.story.revisions.saves().first()
    signed = draft.story.share_links.filter(answer=ShareLink.Answer.APPROVED, revision=latest).exists()
    return signed and latest is not None and _as_sent(revisions.snapshot_of(draft)) == _as_sent(latest.snapshot)


def _as_sent(snapshot: Snapshot) -> Snapshot:
    """With the present addresses of pictures: a file that was rendered anew changes nothing of what was signed."""
    fields = snapshot["fields"]
    return snapshot | {"fields": fields | {"body": readdressed(fields["body"] or "")}}
