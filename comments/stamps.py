"""What readers see of the conversation, for articles.models.stamp: a comment that waits for a moderator is not among it."""

from articles.models.stamp import ARTICLE, FRAME, Watch

# How a comment stands to readers, who see nothing of a held one unless somebody has answered it.
_HIDDEN = "({row}.status IN ('pending', 'spam') AND {row}.answers = 0)"
_SHOWN_BEFORE, _SHOWN_AFTER = (f"NOT {_HIDDEN.format(row=row)}" for row in ("OLD", "NEW"))
_COLUMNS = [
    "parent_id",
    "root_id",
    "name",
    "website",
    "text",
    "badge",
    "status",
    "removal_reason",
    "is_pick",
    "answers",
    "edited_at",
]

WATCHED = (
    Watch("comments_policy", FRAME),
    Watch(
        "comments_comment",
        ARTICLE,
        of="discussion_id",
        columns=tuple(_COLUMNS),
        on_insert=_SHOWN_AFTER,
        on_update=f"{_SHOWN_BEFORE} OR {_SHOWN_AFTER}",
        on_delete=_SHOWN_BEFORE,
    ),
    Watch(
        "comments_mention",
        ARTICLE,
        of="discussion_id",
        columns=("title", "address", "status", "created_at"),
        on_insert="NEW.status = 'approved'",
        on_update="OLD.status = 'approved' OR NEW.status = 'approved'",
        on_delete="OLD.status = 'approved'",
    ),
    Watch(
        "comments_discussion",
        ARTICLE,
        of="article_id",
        columns=("mode", "mode_since", "closes_at", "count", "mentions"),
        on_insert="NEW.mode <> 'site' OR NEW.closes_at IS NOT NULL OR NEW.count > 0 OR NEW.mentions > 0",
    ),
)
