"""What becomes of a comment: the rules for a new one, and every change of state, one function each."""

from comments.moderation.blocks import block, lift
from comments.moderation.decisions import (
    AFTER_DECISION,
    AlreadyDecided,
    answer,
    approve,
    keep,
    mark_spam,
    pick,
    receive,
    remove,
    reopen,
    set_mode,
    undo,
)
from comments.moderation.notes import note, note_on_person
from comments.moderation.own import Decided, Over, edit, take_back
from comments.moderation.reports import AlreadySettled, NotShown, report, report_error, settle_error
from comments.moderation.rules import Closed, Draft, Duplicate, Flood, Refused, Verdict, assess, refuse_closed

__all__ = [
    "AFTER_DECISION",
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
    "answer",
    "approve",
    "assess",
    "block",
    "edit",
    "keep",
    "lift",
    "mark_spam",
    "note",
    "note_on_person",
    "pick",
    "receive",
    "refuse_closed",
    "remove",
    "reopen",
    "report",
    "report_error",
    "set_mode",
    "settle_error",
    "take_back",
    "undo",
]
