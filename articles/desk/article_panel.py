"""The side of the article form: where it stands, what may be done, what is missing, and what has been."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.desk import checks, moves, notes, planning, sharing, similar_panel
from articles.desk.draft import Draft
from articles.desk.measure import Measure
from articles.desk.notes import Notes
from articles.desk.rules import Action, may
from articles.desk.sharing import Links
from articles.desk.similar_panel import SimilarPanel
from articles.desk.status import Status, sentences, status_of
from articles.models import Article, Edition, Revision

SHOWN = 5


@dataclass(frozen=True)
class Panel:
    buttons: list[moves.Button]
    article: Article | None = None
    may_publish: bool = False
    status: Status | None = None
    said: tuple[str, ...] = ()
    problems: checks.Problems = field(default_factory=checks.Problems)
    measure: Measure = Measure()
    slug: str = ""
    editions: tuple[Edition, ...] = ()
    revisions: tuple[Revision, ...] = ()
    similar: SimilarPanel | None = None
    plan: tuple[str, ...] = ()
    planned: tuple[tuple[str, str], ...] = ()
    notes: Notes | None = None
    links: Links | None = None

    @property
    def hands_over(self) -> bool:
        """Whether one of the buttons gives the story to a colleague, with a note."""
        return any(button.name in ("_submit", "_approve", "_sendback") for button in self.buttons)

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
        may_publish = may(user, Action.PUBLISH, None)
        return Panel(
            moves.buttons(None, None, [], user),
            may_publish=may_publish,
            said=(_("Not saved yet."),),
            plan=planning.offered(None, user),
        )
    article = Article.objects.get(pk=article.pk)
    draft = Draft.of(article)
    status, problems = status_of(article), checks.examine(draft)
    latest = list(article.revisions.saves().for_history()[:SHOWN])
    return Panel(
        buttons=moves.buttons(article, status, problems, user),
        article=article,
        may_publish=may(user, Action.PUBLISH, article),
        status=status,
        said=tuple(sentences(article, status, latest[0] if latest else None)),
        problems=problems,
        measure=Measure.of(article.body),
        slug=article.slug or slugify(article.headline)[:80].strip("-"),
        editions=tuple(article.editions.select_related("published_by").defer("body")[:SHOWN]),
        revisions=tuple(latest),
        similar=similar_panel.of(draft, user),
        plan=planning.offered(article, user),
        planned=tuple(planning.facts(article, user)),
        notes=notes.of(article),
        links=sharing.of(article, user),
    )
