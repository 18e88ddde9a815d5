"""Why a move is not made."""

from articles.desk.checks import Problem


class NotPossible(Exception):
    """The state of the article does not allow this. The message is for the person who asked."""


class NotReady(Exception):
    """The article has problems that readers must not see; `problems` lists the blocking ones."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems
