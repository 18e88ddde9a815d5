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
from comments.moderation.reports import AlreadySettled, NotShown, report, report_error, settle_error
from comments.moderation.rules import Closed, Draft, Duplicate, Flood, Refused, Verdict, assess, refuse_closed

__all__ = [
    "AlreadyDecided",
    "AlreadySettled",
    "Closed",
    "Decided",
    "Draft",
    "Duplicate",
    "Flood",
    "NotShown",
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
    "report",
    "report_error",
    "set_mode",
    "settle_error",
    "take_back",
]
