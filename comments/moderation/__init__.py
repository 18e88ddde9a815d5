"""What becomes of a comment: the rules for a new one, and every change of state, one function each."""

from comments.moderation.decisions import (
    AlreadyDecided,
    approve,
    mark_spam,
    receive,
    remove,
    reopen,
    set_mode,
)
from comments.moderation.rules import Closed, Draft, Duplicate, Flood, Refused, Verdict, assess

__all__ = [
    "AlreadyDecided",
    "Closed",
    "Draft",
    "Duplicate",
    "Flood",
    "Refused",
    "Verdict",
    "approve",
    "assess",
    "mark_spam",
    "receive",
    "remove",
    "reopen",
    "set_mode",
]
