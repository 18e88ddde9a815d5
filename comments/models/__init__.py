"""Models of the conversation: what readers said under an article, and what moderators decided about it."""

from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.discussion import Discussion

__all__ = ["Comment", "Decision", "Discussion"]
