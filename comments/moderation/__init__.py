"""What becomes of a comment: the rules for a new one, and every change of state, one function each."""

from comments.moderation.blocks import block, lift
from comments.moderation.decisions import (
    AlreadyDecided,
    approve,
    mark_spam,
    receive,
    remove,
    reopen,
    set_mode,
)
from comments.moderation.policy import set_holds, set_policy
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
)

__all__ = [
    "AlreadyDecided",
    "Closed",
    "Draft",
    "Duplicate",
    "Finding",
    "Flood",
    "KeptOut",
    "Refused",
    "SignInNeeded",
    "TooMany",
    "Verdict",
    "approve",
    "assess",
    "block",
    "judge",
    "lift",
    "mark_spam",
    "receive",
    "remove",
    "reopen",
    "set_holds",
    "set_mode",
    "set_policy",
]
