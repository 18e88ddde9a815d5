"""Everything that stands under a story: its comments, and the form for the next one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models.edition import Edition
from articles.models.prepared import Prepared
from comments import markup, own, visitors
from comments.closing import Closing
from comments.forms import CommentForm, blank, find_parent
from comments.models import Comment, Discussion, Mention, Policy
from comments.threads import ORDERS, NoSuchPage, Part, Thread, place_of, thread

LONGEST_PAGE_NUMBER = 6
LONGEST_ID = 18
# Pages elsewhere that are told of.
MENTIONS = 50


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
    stays: Mapping[int, own.Stay]
    """Comments that this visitor may still change, by id."""
    must_sign_in: bool
    """This visitor cannot write before they sign in."""
    member: User | None = None
    """Who is signed in."""
    was_posted: bool = False
    """This visitor has just posted what stands on the page now."""

    @property
    def path(self) -> str:
        return self.edition.get_absolute_url()

    @property
    def count(self) -> int:
        return self.thread.discussion.count

    @property
    def closing(self) -> Closing | None:
        """Why nobody can write, and since when."""
        return self.thread.closing

    # Those below are asked by every comment, so each is made once.

    @cached_property
    def takes_replies(self) -> bool:
        return self.closing is None and not self.must_sign_in

    @cached_property
    def reply_links(self) -> str:
        """Address of the page with the form under a comment, but for the number of the comment."""
        query = self.thread.part.query()
        return f"{self.path}{query}{'&' if query else '?'}reply="

    @cached_property
    def permalinks(self) -> str:
        """Address that leads to a comment, but for its number and the last slash."""
        return reverse("comments:comment", args=[0]).removesuffix("0/")

    @cached_property
    def order_query(self) -> str:
        """The end of an address that keeps the order of the threads."""
        return Part(order=self.thread.part.order).query()

    @cached_property
    def desk_links(self) -> str:
        """Address of comment 0 in the desk, for who may decide about comments; empty for readers."""
        member = self.member
        may = member is not None and member.is_staff and member.has_perm("comments.moderate_comment")
        return reverse("admin:comments_comment_change", args=[0]) if may else ""

    @cached_property
    def looks(self) -> tuple[str | None, ...]:
        """All of this page that shows in how a comment is drawn."""
        replies = self.reply_links if self.takes_replies else None
        language, zone = get_language(), timezone.get_current_timezone_name()
        return (language, zone, replies, self.permalinks, self.order_query, self.desk_links)

    @cached_property
    def rules(self) -> str:
        return reverse("comments:rules")

    def permalink(self, comment_id: int) -> str:
        """Leads to the comment wherever it stands, in the order that was chosen."""
        return f"{self.permalinks}{comment_id}/{self.order_query}"

    def address_of_thread(self, root_id: int) -> str:
        return f"{self.path}{Part(thread=root_id).query()}#comments"

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

    # --- Around the threads ---

    @property
    def threads(self) -> SafeString:
        return markup.draw(self)

    @property
    def here(self) -> str:
        """The address of this page, without a fragment."""
        return f"{self.path}{self.thread.part.query()}"

    @property
    def previous(self) -> str:
        return self._address(self.thread.previous)

    @property
    def next(self) -> str:
        return self._address(self.thread.next)

    @property
    def is_part(self) -> bool:
        """One thread, or the picks: something else than a page of all threads."""
        return bool(self.thread.part.thread or self.thread.part.picks)

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """The orders that threads can stand in: word, address, and whether it is this one. Empty where it is all one."""
        if self.thread.pages == 1 and len(self.thread.roots) < 2 and not self.is_part:
            return []
        words = {"": _("Oldest"), "newest": _("Newest"), "replies": _("Most replied")}
        chosen = None if self.is_part else self.thread.part.order
        return [(words[order], self._address(Part(order=order)), order == chosen) for order in ORDERS]

    @property
    def picks(self) -> str:
        """Address of what editors picked; empty if they picked nothing, or the page knows nothing of it."""
        return self._address(Part(picks=True)) if self.thread.picks or self.thread.part.picks else ""

    @property
    def newest(self) -> str:
        return self._address(Part(order="newest"))

    @property
    def is_live(self) -> bool:
        """New comments may come, and this page is one that tells of them."""
        return self.takes_replies and not self.is_part

    @cached_property
    def mentions(self) -> list[Mention]:
        """The newest pages elsewhere that link to the story, below the first page of its conversation."""
        is_first = not self.is_part and self.thread.number == 1
        return list(_mentions(article=self.edition.article_id)) if is_first and self.thread.discussion.mentions else []

    def _address(self, part: Part | None) -> str:
        return f"{self.path}{part.query()}#comments" if part else ""

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
        part = _part(request, parent, mine)
        shown = thread(
            edition.article_id,
            at=at,
            mine=mine,
            part=part,
            focus=focus,
            discussion=discussion,
            published_at=edition.published_at,
        )
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
        stays=own.stays(request, at),
        must_sign_in=not (form and form.member) and Policy.current().must_sign_in,
        member=member,
        was_posted="posted" in request.GET,
    )


def _part(request: HttpRequest, parent: Comment | None, mine: int | None) -> Part:
    """The part of the conversation that the address asks for, or where the comment stands that is answered."""
    order, picks = request.GET.get("order", ""), request.GET.get("picks", "")
    page = _number(request.GET.get("page"), LONGEST_PAGE_NUMBER)
    root = _number(request.GET.get("thread"), LONGEST_ID)
    if order not in ORDERS or picks not in ("", "1"):
        raise Http404
    if parent and (request.method == "POST" or page is root is None):
        return place_of(parent, mine, order)
    if request.method == "POST":
        return Part()
    if root:
        return Part(page or 1, thread=root)
    return Part(page or 1, picks=True) if picks else Part(page or 1, order)


def _number(typed: str | None, longest: int) -> int | None:
    """A number from 1 on; None where none was given. Raises Http404."""
    if typed is None:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= longest and int(typed)):
        raise Http404
    return int(typed)


_mentions = Prepared(
    lambda article: Mention.objects.approved().filter(discussion=article).newest_first()[:MENTIONS], article=int
)
