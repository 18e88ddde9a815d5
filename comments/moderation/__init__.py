"""What becomes of a comment: the rules for a new one, and every change of state, one function each."""

from comments.moderation.blocks import block, lift
from comments.moderation.confirming import confirmed
from comments.moderation.decisions import (
    AFTER_DECISION,
    AFTER_RECEIPT,
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
from comments.moderation.erasing import Erased, erase
from comments.moderation.mentions import hide_mentions, show_mentions
from comments.moderation.notes import NoteChanged, note, note_on_person
from comments.moderation.overtaken import AlreadyDecided, Seen, TakenBack, WordsChanged
from comments.moderation.own import Decided, Over, edit, take_back
from comments.moderation.policy import set_holds, set_policy
from comments.moderation.reports import AlreadySettled, NotShown, report, report_error, settle_error
from comments.moderation.rules import (
    Closed,
    Draft,
    Duplicate,
    Finding,
    Flood,
    KeptOut,
    Refused,
    SignInNeeded,
    TooMany,
    Verdict,
    assess,
    judge,
    refuse_closed,
)
from comments.moderation.watching import unwatch, watch

__all__ = [
    "AFTER_DECISION",
    "AFTER_RECEIPT",
    "AlreadyDecided",
    "AlreadySettled",
    "Closed",
    "Decided",
    "Draft",
    "Duplicate",
    "Erased",
    "Finding",
    "Flood",
    "KeptOut",
    "NoteChanged",
    "NotShown",
    "Over",
    "Refused",
    "Seen",
    "SignInNeeded",
    "TakenBack",
    "TooMany",
    "Verdict",
    "WordsChanged",
    "answer",
    "approve",
    "assess",
    "block",
    "confirmed",
    "edit",
    "erase",
    "hide_mentions",
    "judge",
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
    "set_holds",
    "set_mode",
    "set_policy",
    "settle_error",
    "show_mentions",
    "take_back",
    "undo",
    "unwatch",
    "watch",
]
