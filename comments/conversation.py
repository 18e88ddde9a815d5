"""Everything that stands under a story: its comments, and the form for the next one."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models.edition import Edition
from comments import visitors
from comments.forms import CommentForm, blank, find_parent
from comments.models import Comment, Discussion
from comments.threads import NoSuchPage, Thread, page_of, thread

LONGEST_PAGE_NUMBER = 6


@dataclass(frozen=True)
class Conversation:
    edition: Edition
    thread: Thread
    form: CommentForm | None
    """This visitor's own form; None for a guest who has not written yet, who gets everybody's."""
    parent: Comment | None
    """Whom the form answers."""
    member_name: str
    """Who is signed in; then the page is theirs alone."""
    csrf_token: str
    mine: int | None
    """The held comment that this visitor may see."""

    @property
    def path(self) -> str:
        return self.edition.get_absolute_url()

    @property
    def count(self) -> int:
        return self.thread.discussion.count

    @property
    def closed_since(self) -> datetime | None:
        return self.thread.closed_since

    # The three below are asked by every comment, so each is made once.

    @cached_property
    def takes_replies(self) -> bool:
        return self.closed_since is None

    @cached_property
    def reply_links(self) -> str:
        """Address of the page with the form under a comment, but for the number of the comment."""
        page = f"page={self.thread.number}&" if self.thread.number > 1 else ""
        return f"{self.path}?{page}reply="

    @cached_property
    def permalinks(self) -> str:
        """Address that leads to a comment, but for its number and the last slash."""
        return reverse("comments:comment", args=[0]).removesuffix("0/")

    @cached_property
    def form_below(self) -> int | None:
        """The comment under which the form stands; None if it stands at the end, or there is none."""
        if self.parent is None or not self.takes_replies:
            return None
        return self.parent.pk if self.parent.pk in self.thread.nodes else None

    @property
    def blank_form(self) -> SafeString | str:
        """The form as every guest gets it; empty if this one is its visitor's own."""
        return "" if self.form else blank(self.edition, self.parent)

    @property
    def awaits_moderation(self) -> bool:
        node = self.thread.nodes.get(self.mine or 0)
        return node is not None and node.is_held


def conversation(
    request: HttpRequest, edition: Edition, form: CommentForm | None = None, parent: Comment | None = None
) -> Conversation:
    """What this visitor is to see under the story; `form` comes back with what they typed. Raises Http404."""
    at, mine, member = timezone.now(), visitors.mine(request), visitors.member(request)
    if form is None:
        parent = find_parent(edition, request.GET.get("reply", ""))
        remembered = visitors.remembered(request)
        if member or remembered:
            form = CommentForm(edition=edition, member=member, remembered=remembered, reply_to=parent)
    discussion = getattr(edition, "discussion", None) or Discussion.objects.of(edition.article_id)
    focus = parent.pk if parent else None
    try:
        shown = thread(edition.article_id, _page(request, parent, mine), at, mine, focus=focus, discussion=discussion)
    except NoSuchPage:
        raise Http404 from None
    return Conversation(
        edition=edition,
        thread=shown,
        form=form,
        parent=parent,
        member_name=visitors.public_name(form.member) if form and form.member else "",
        csrf_token=get_token(request) if member else "",
        mine=mine,
    )


def _page(request: HttpRequest, parent: Comment | None, mine: int | None) -> int:
    number = request.GET.get("page")
    if number is None or request.method == "POST":
        return page_of(parent, mine) if parent else 1
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_PAGE_NUMBER and int(number)):
        raise Http404
    return int(number)
