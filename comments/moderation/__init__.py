"""What becomes of a comment: the rules for a new one, and every change of state, one function each."""

from comments.moderation.confirming import confirmed
from comments.moderation.decisions import (
    AFTER_DECISION,
    AFTER_RECEIPT,
    AlreadyDecided,
    approve,
    mark_spam,
    receive,
    remove,
    reopen,
    set_mode,
)
from comments.moderation.erasing import Erased, erase
from comments.moderation.rules import Closed, Draft, Duplicate, Flood, Refused, Verdict, assess

__all__ = [
    "AFTER_DECISION",
    "AFTER_RECEIPT",
    "AlreadyDecided",
    "Closed",
    "Draft",
    "Duplicate",
    "Erased",
    "Flood",
    "Refused",
    "Verdict",
    "approve",
    "assess",
    "confirmed",
    "erase",
    "mark_spam",
    "receive",
    "remove",
    "reopen",
    "set_mode",
]
