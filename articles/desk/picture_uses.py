"""Where a picture is shown: what keeps it from being deleted, and what an editor sees beside it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.desk import figures
from articles.models import Article, Author, Edition, Identity, Illustration, Page, PictureUse
from articles.models.identity import current
from articles.models.story import Story

# So many lines of each kind; a picture that stands in thousands of stories is not read to the end.
LISTED = 50


class Use(NamedTuple):
    """One article, edition or author; `where` and `state` are words. `address` is empty where one may not go."""

    title: str
    address: str
    where: str
    state: str

    def line(self) -> SafeString:
        title = format_html('<a href="{}">{}</a>', self.address, self.title) if self.address else self.title
        return format_html("{}: {} ({})", self.state, title, self.where)


def uses(illustration: Illustration, user: Any) -> Iterator[Use]:
    """At most LISTED of each kind: articles, editions, newest first, authors, pages, and the site. Eight queries.

    What readers have not seen is named to those who may read it at the desk; to others it is a story, and no more.
    """
    articles = list(_newest(figures.showing(Article.objects.all(), illustration)))
    editions = list(_newest(figures.showing(Edition.objects.all(), illustration)))
    ids = {*(article.pk for article in articles), *(edition.article_id for edition in editions)}
    open_to_them = set(Article.objects.editable_by(user).filter(pk__in=ids).values_list("pk", flat=True))
    now = timezone.now()
    in_text = {"article": set(_texts(illustration, "article")), "edition": set(_texts(illustration, "edition"))}
    for article in articles:
        where = _where(article, illustration, in_text["article"])
        yield _use(article, article.pk, where, _("Article"), open_to_them, is_public=False)
    for edition in editions:
        where = _where(edition, illustration, in_text["edition"])
        is_public = edition.live_from <= now and edition.live_from < edition.live_until
        yield _use(edition, edition.article_id, where, _state(edition), open_to_them, is_public=is_public)
    for author in Author.objects.filter(portrait=illustration).order_by("name")[:LISTED]:
        address = reverse("admin:articles_author_change", args=[author.pk])
        yield Use(author.name, address, _("portrait"), _("Author"))
    # The pages are few, so their texts are looked through.
    for page in Page.objects.filter(body__contains=f'data-file="{illustration.pk}"').defer("body")[:LISTED]:
        address = reverse("admin:articles_page_change", args=[page.pk]) if user.has_perm("articles.view_page") else ""
        yield Use(page.title, address, _("in the text"), _("Page"))
    if Identity.objects.filter(logo=illustration).exists():
        address = (
            reverse("admin:articles_identity_change", args=[1]) if user.has_perm("articles.view_identity") else ""
        )
        yield Use(current().site_name, address, _("logo"), _("The site"))


def _newest(stories: QuerySet) -> QuerySet:
    return stories.defer("body").order_by("-pk")[:LISTED]


def _texts(illustration: Illustration, place: str) -> QuerySet[PictureUse, int]:
    found = PictureUse.objects.filter(illustration=illustration, **{f"{place}__isnull": False})
    return found.order_by(f"-{place}").values_list(place, flat=True)[:LISTED]


def _use(story: Story, article: int, where: str, state: str, open_to_them: set[int], *, is_public: bool) -> Use:
    may_open = article in open_to_them
    title = str(story) if may_open or is_public else _("a story of a colleague")
    return Use(title, reverse("admin:articles_article_change", args=[article]) if may_open else "", where, state)


def _where(story: Story, illustration: Illustration, in_text: set[int]) -> str:
    at_head = story.illustration_id == illustration.pk
    if at_head and story.pk in in_text:
        return _("at the head and in the text")
    return _("at the head") if at_head else _("in the text")


def _state(edition: Edition) -> str:
    now = timezone.now()
    words = _("Edition %(number)s, no longer live")
    if edition.live_from >= edition.live_until:
        words = _("Edition %(number)s, cancelled")
    elif edition.is_live(now):
        words = _("Edition %(number)s, live")
    elif edition.live_from > now:
        words = _("Edition %(number)s, scheduled")
    return words % {"number": edition.number}
