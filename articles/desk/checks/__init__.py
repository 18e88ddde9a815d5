"""What stands between a draft and its readers. The same functions speak beside the form and decide at publication."""

from articles.desk.checks import about, house, spelling, words
from articles.desk.checks.problem import Check, Problem
from articles.desk.draft import Draft
from articles.models import Article

__all__ = ["Check", "Problem", "Problems", "count", "examine", "examine_arrival"]

# In the order of the form.
CHECKS: tuple[Check, ...] = (
    words.headline,
    words.standfirst,
    words.dateline,
    words.text,
    words.long_paragraphs,
    words.subheads,
    words.links,
    words.link_texts,
    about.picture,
    about.alternative_text,
    about.sources,
    about.tags,
    about.byline,
    about.section,
    about.description,
    house.approval,
)
# These ask the database, so a list of articles leaves them out.
ASKING: tuple[Check, ...] = (
    spelling.second_spellings,
    house.figures,
    house.headline_used_before,
    house.failing_links,
    house.address_taken,
    house.sign_off,
)
# Without these no page can show a story, wherever it comes from.
BARE: tuple[Check, ...] = (words.headline, about.section)


class Problems(list[Problem]):
    """Blocking ones first."""

    @property
    def missing(self) -> int:
        """How many stop publication."""
        return sum(problem.blocking for problem in self)

    @property
    def advice(self) -> int:
        return len(self) - self.missing


def examine(draft: Draft, *, quick: bool = False) -> Problems:
    """Every problem of a draft, blocking ones first, in the order of the form. A quick one makes no query of its own."""
    found = [problem for check in (CHECKS if quick else CHECKS + ASKING) for problem in check(draft)]
    return Problems(sorted(found, key=lambda problem: not problem.blocking))


def examine_arrival(draft: Draft) -> Problems:
    """What stops a story that readers have known elsewhere: it is asked for less than a new one."""
    return Problems(problem for check in BARE for problem in check(draft) if problem.blocking)


def count(article: Article) -> int:
    """How many problems a list names for a stored article.

    No query is made where section and illustration are selected, and tags, sources and bylines with their authors
    are prefetched.
    """
    return len(examine(Draft.of(article), quick=True))
