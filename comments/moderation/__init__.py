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
from comments.moderation.rules import Closed, Draft, Duplicate, Flood, Refused, Verdict, assess

__all__ = [
    "AFTER_DECISION",
    "AlreadyDecided",
    "Closed",
    "Draft",
    "Duplicate",
    "Flood",
    "Refused",
    "Verdict",
    "answer",
    "approve",
    "assess",
    "block",
    "keep",
    "lift",
    "mark_spam",
    "note",
    "note_on_person",
    "pick",
    "receive",
    "remove",
    "reopen",
    "set_mode",
    "undo",
]
