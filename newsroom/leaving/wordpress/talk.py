"""The comments under a story, each after what WordPress needs to hang it in its thread. Network addresses are not kept here."""

from collections.abc import Iterator

from django.utils.html import escape

from comments.models import Comment
from newsroom.leaving.wordpress import xml
from newsroom.leaving.wordpress.xml import element

Status = Comment.Status
STANDINGS = {Status.APPROVED: "1", Status.PENDING: "0", Status.SPAM: "spam", Status.REMOVED: "trash"}
FIELDS = ("parent", "name", "email", "website", "text", "status", "created_at")


def lines(article_id: int, *, all_of_them: bool) -> Iterator[str]:
    """Those that readers see, or all but what its writer has taken back."""
    under = Comment.objects.filter(discussion=article_id).oldest_first()
    told = under.exclude(removal_reason__in=Comment.BY_WRITERS) if all_of_them else under.approved()
    parents = dict(under.values_list("pk", "parent"))
    here = parents if all_of_them else set(told.values_list("pk", flat=True))
    for comment in told.only(*FIELDS).iterator(chunk_size=1000):
        yield _comment(comment, _above(comment.parent_id, parents, here))


def _above(pk: int | None, parents: dict[int, int | None], here: "set[int] | dict[int, int | None]") -> int:
    """The nearest one above that is told too: an answer to one that is not stands where that would stand."""
    while pk and pk not in here:
        pk = parents.get(pk)
    return pk or 0


def _comment(comment: Comment, parent: int) -> str:
    parts = [
        element("wp:comment_id", comment.pk),
        element("wp:comment_author", comment.name),
        element("wp:comment_author_email", comment.email),
        element("wp:comment_author_url", comment.website),
        element("wp:comment_author_IP", ""),
        element("wp:comment_date", xml.local(comment.created_at)),
        element("wp:comment_date_gmt", xml.greenwich(comment.created_at)),
        # It is plain text here and HTML there.
        element("wp:comment_content", escape(comment.text)),
        element("wp:comment_approved", STANDINGS[Status(comment.status)]),
        element("wp:comment_type", "comment"),
        element("wp:comment_parent", parent),
        element("wp:comment_user_id", 0),
    ]
    return f"<wp:comment>{''.join(parts)}</wp:comment>"
