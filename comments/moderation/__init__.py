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
from comments.moderation.own import Decided, Over, edit, take_back
from comments.moderation.rules import Closed, Draft, Duplicate, Flood, Refused, Verdict, assess, refuse_closed

__all__ = [
    "AlreadyDecided",
    "Closed",
    "Decided",
    "Draft",
    "Duplicate",
    "Flood",
    "Over",
    "Refused",
    "Verdict",
    "approve",
    "assess",
    "edit",
    "mark_spam",
    "receive",
    "refuse_closed",
    "remove",
    "reopen",
    "set_mode",
    "take_back",
]
