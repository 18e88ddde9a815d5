"""Models of the conversation: what readers said under an article, and what moderators decided about it."""

from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.discussion import Discussion
from comments.models.letter import Letter
from comments.models.mail_choice import MailChoice
from comments.models.mention import Mention
from comments.models.people import Block, Commenter, Note
from comments.models.policy import Policy
from comments.models.report import ErrorReport, Report
from comments.models.spam import SpamToken
from comments.models.watchlist import Watchlist
from comments.models.wording import Wording

__all__ = [
    "Block",
    "Comment",
    "Commenter",
    "Decision",
    "Discussion",
    "ErrorReport",
    "Letter",
    "MailChoice",
    "Mention",
    "Note",
    "Policy",
    "Report",
    "SpamToken",
    "Watchlist",
    "Wording",
]
