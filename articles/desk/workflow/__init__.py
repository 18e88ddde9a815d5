"""Every change of an article's state, one function each.

Each checks the permission (`articles.desk.rules`), takes a lock on the article, changes all or nothing, and leaves a
line in the log. Saving is not here: it changes no state that readers can see.
"""

from articles.desk.workflow.arriving import Arriving, arrive
from articles.desk.workflow.colleagues import (
    answer,
    opened,
    reopen_note,
    resolve_note,
    revoke,
    share,
    write_note,
)
from articles.desk.workflow.publishing import (
    backdate,
    cancel,
    edition_values,
    keep_up,
    publish,
    reschedule,
    schedule,
    unpublish,
    withdraw,
)
from articles.desk.workflow.refusals import NotPossible, NotReady
from articles.desk.workflow.stages import (
    approve,
    assign,
    plan,
    put_under_embargo,
    reopen_if_approved,
    send_back,
    submit,
)

__all__ = [
    "Arriving",
    "NotPossible",
    "NotReady",
    "answer",
    "approve",
    "arrive",
    "assign",
    "backdate",
    "cancel",
    "edition_values",
    "keep_up",
    "opened",
    "plan",
    "publish",
    "put_under_embargo",
    "reopen_if_approved",
    "reopen_note",
    "reschedule",
    "resolve_note",
    "revoke",
    "schedule",
    "send_back",
    "share",
    "submit",
    "unpublish",
    "withdraw",
    "write_note",
]
