"""Mail to colleagues when a story passes from one to the other. It goes out once the move is stored."""

from django.contrib.auth.models import User

from articles.models import Article


def submitted(article: Article, *, by: User, note: str = "") -> None:
    """Tell the assignee if that is an editor, else every editor."""


def approved(article: Article, *, by: User, note: str = "") -> None:
    """Tell whoever began the story, and its assignee."""


def returned(article: Article, *, by: User, note: str = "") -> None:
    """Tell whoever began the story, and its assignee, why it comes back."""


def assigned(article: Article, *, to: User, by: User) -> None:
    """Tell the new assignee, with the due time."""
