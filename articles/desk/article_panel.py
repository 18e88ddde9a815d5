"""The side of the article form: where it stands, what may be done, what is missing, and what has been."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from articles.desk import checks, moves
from articles.desk.status import Status, sentences, status_of
from articles.models import Article, Edition, Revision
from articles.public import similar

SHOWN = 5


@dataclass(frozen=True)
class Panel:
    buttons: list[moves.Button]
    status: Status | None = None
    said: tuple[str, ...] = ()
    problems: tuple[checks.Problem, ...] = ()
    editions: tuple[Edition, ...] = ()
    revisions: tuple[Revision, ...] = ()
    similar: tuple[dict[str, Any], ...] = ()

    @property
    def blocking(self) -> list[tuple[str, str]]:
        return [(problem.field, problem.message) for problem in self.problems if problem.blocking]

    @property
    def address(self) -> str:
        """Where readers find it; empty while they do not."""
        return self.status.live.get_absolute_url() if self.status and self.status.live else ""


def panel(article: Article | None, user: Any) -> Panel:
    """Everything beside the form of a stored article; for a new one, its buttons."""
    if article is None or article.pk is None:
        return Panel(moves.buttons(None, None, [], user), said=(_("Not saved yet."),))
    article = Article.objects.get(pk=article.pk)
    status, problems = status_of(article), checks.examine(article)
    latest = list(article.revisions.select_related("created_by").defer("snapshot")[:SHOWN])
    return Panel(
        buttons=moves.buttons(article, status, problems, user),
        status=status,
        said=tuple(sentences(article, status, latest[0] if latest else None)),
        problems=tuple(problems),
        editions=tuple(article.editions.select_related("published_by").defer("body")[:SHOWN]),
        revisions=tuple(latest),
        similar=tuple(_similar(article)),
    )


def _similar(article: Article) -> list[dict[str, Any]]:
    """What would stand under the story, with the tags and the score that put each there."""
    names = {tag.pk: tag.name for tag in article.tags.all()}
    found = similar.preview(article.pk, names)[: settings.NEWSROOM_SIMILAR_SHOWN]
    editions = Edition.objects.listed().filter(article__in=[candidate.article_id for candidate in found])
    headlines = dict(editions.values_list("article_id", "headline"))
    return [
        {
            "headline": headlines[candidate.article_id],
            "shared": [names[tag] for tag in candidate.shared],
            "score": candidate.score,
        }
        for candidate in found
        if candidate.article_id in headlines
    ]
