"""The comments under stories, each after what WordPress needs to hang it in its thread, and the pages elsewhere that link
there, which it keeps among them. Network addresses are not kept here.
"""

from collections import defaultdict
from collections.abc import Iterator

from comments.models import Comment, Mention
from newsroom.leaving.wordpress import numbers, xml
from newsroom.leaving.wordpress.xml import element

Status = Comment.Status
STANDINGS = {Status.APPROVED: "1", Status.PENDING: "0", Status.SPAM: "spam", Status.REMOVED: "trash"}
FIELDS = ("parent", "name", "email", "website", "text", "status", "created_at")


class Talk:
    """What is told under these stories: four queries for all of them. Their lines are asked for in the order of the ids."""

    def __init__(self, article_ids: list[int], *, all_of_them: bool) -> None:
        under = Comment.objects.filter(discussion__in=article_ids)
        told = under.exclude(removal_reason__in=Comment.BY_WRITERS) if all_of_them else under.approved()
        self.parents: dict[int, int | None] = dict(under.values_list("pk", "parent"))
        self.told = set(told.values_list("pk", flat=True)) if self.parents else set()
        rows = told.only("discussion", *FIELDS).order_by("discussion", "created_at", "pk")
        self.rows = rows.iterator(chunk_size=1000) if self.told else iter(())
        self.row = next(self.rows, None)
        links = Mention.objects.filter(discussion__in=article_ids).order_by("created_at", "pk")
        self.mentions: dict[int, list[Mention]] = defaultdict(list)
        for one in links if all_of_them else links.approved():
            self.mentions[one.discussion_id].append(one)

    def lines(self, article_id: int) -> Iterator[str]:
        while self.row and self.row.discussion_id == article_id:
            yield _comment(self.row, self._above(self.row.parent_id))
            self.row = next(self.rows, None)
        yield from map(_mention, self.mentions.get(article_id, ()))

    def _above(self, pk: int | None) -> int:
        """The nearest one above that is told too: an answer to one that is not stands where that would stand."""
        while pk and pk not in self.told:
            pk = self.parents.get(pk)
        return pk or 0


def _comment(comment: Comment, parent: int) -> str:
    number, above = numbers.of_comment(comment.pk), numbers.of_comment(parent) if parent else 0
    return _line(comment, number, "comment", (comment.name, comment.email, comment.website), above)


def _mention(mention: Mention) -> str:
    return _line(mention, numbers.of_mention(mention.pk), mention.kind, (mention.title, "", mention.address))


def _line(said: Comment | Mention, number: int, kind: str, who: tuple[str, str, str], parent: int = 0) -> str:
    """`who` has a name, a mail address and a web address."""
    name, email, website = who
    parts = [
        element("wp:comment_id", number),
        element("wp:comment_author", xml.words(name)),
        element("wp:comment_author_email", email),
        element("wp:comment_author_url", website),
        element("wp:comment_author_IP", ""),
        element("wp:comment_date", xml.local(said.created_at)),
        element("wp:comment_date_gmt", xml.greenwich(said.created_at)),
        # It is plain text here and HTML there.
        element("wp:comment_content", xml.words(said.text)),
        element("wp:comment_approved", STANDINGS[Status(said.status)]),
        element("wp:comment_type", kind),
        element("wp:comment_parent", parent),
        element("wp:comment_user_id", 0),
    ]
    return f"<wp:comment>{''.join(parts)}</wp:comment>"
