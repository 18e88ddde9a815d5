"""An article as readers would see it if it were published now."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.desk import workflow
from articles.models import FOREVER, Address, Article, Edition
from articles.public import views


def draft_edition(article: Article) -> Edition:
    """An unsaved edition that says what the article says now."""
    now = timezone.now()
    first = article.editions.ever_live().order_by("live_from").first()
    published_at = first.published_at if first else now
    values = workflow.edition_values(article)
    edition = Edition(
        article=article,
        number=0,
        change=Edition.Change.UPDATE if first else Edition.Change.FIRST,
        live_from=now,
        live_until=FOREVER,
        published_at=published_at,
        updated_at=now if first else published_at,
        **values,
    )
    edition.address = Address(path=Address.path_for(published_at, edition.slug or "preview"), article=article)
    return edition


def preview_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The page of the draft; nobody keeps it and no search engine takes it in."""
    response = views.edition_page(request, draft_edition(article), extra={"preview": True})
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
