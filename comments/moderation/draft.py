"""What somebody wants to post, before anything is decided of it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Q

from articles.models.edition import Edition
from articles.models.taxonomy import Author
from comments import spam, text
from comments.models import Block, Comment, Discussion, Policy

# Neither an address nor a network.
NOBODY = " "


@dataclass(frozen=True)
class Draft:
    """A comment that somebody wants to post, and how it reached us."""

    edition: Edition
    discussion: Discussion
    text: str
    name: str
    email: str = ""
    website: str = ""
    parent: Comment | None = None
    user: User | None = None
    """Who is signed in, if the name is theirs."""
    network: str = ""
    stamp: str = ""
    """The form's mark, as it came back: `comments.signed`."""
    trap: str = ""
    """What stood in the field that people do not see."""
    notify: str = ""
    """What mail on answers the writer wants: one of `Comment.Notify`."""
    edits: Comment | None = None
    """The comment whose words these are to replace: `comments.moderation.own`."""
    met: dict[datetime, Block | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The block that its writer meets at a time, once it was looked for; two rules ask."""

    @cached_property
    def badge(self) -> str:
        if self.user is None:
            return ""
        authors = [author["id"] for author in self.edition.byline]
        if Author.objects.filter(user=self.user, pk__in=authors).exists():
            return Comment.Badge.AUTHOR
        return Comment.Badge.STAFF if self.user.is_staff else ""

    @cached_property
    def is_trusted(self) -> bool:
        """Moderators and the authors of the story answer as they please."""
        if self.user is None:
            return False
        return self.badge == Comment.Badge.AUTHOR or self.user.has_perm("comments.moderate_comment")

    @cached_property
    def policy(self) -> Policy:
        return Policy.current()

    @cached_property
    def judgement(self) -> spam.Judgement:
        return spam.judge(self)

    @cached_property
    def email_key(self) -> str:
        return text.key(self.email)

    @cached_property
    def fingerprint(self) -> str:
        return text.fingerprint(self.text)

    @property
    def hold_first(self) -> int:
        own = self.discussion.hold_first
        return self.policy.hold_first if own is None else own

    @property
    def hold_links(self) -> int:
        own = self.discussion.hold_links
        return self.policy.hold_links if own is None else own

    @property
    def writer(self) -> dict[str, str]:
        """By what comments of the same address or network are found; nobody has what stands for none."""
        return {"address": self.email_key or NOBODY, "network": self.network or NOBODY}

    @property
    def same_address(self) -> Q:
        """Comments from this address; empty where none is given."""
        return Q(email_key=self.email_key) if self.email_key else Q()

    @property
    def same_network(self) -> Q:
        return Q(network=self.network) if self.network else Q()
