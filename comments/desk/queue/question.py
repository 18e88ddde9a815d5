"""What the address of the queue asks for: a tab, a place in it, and conditions."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Edition, EditionTag, Section
from comments import text
from comments.desk import masked
from comments.desk.queue.tabs import PENDING, TABS, Cursor, Tab
from comments.desk.shown import newest_headline
from comments.models import Comment, Watchlist
from comments.models.comment import CommentQuerySet

PAGE = 25
MOST = 99
# Comments that one search looks through before it says how far it came: what a page costs has a limit, whatever is kept.
WINDOW = 5000


class QuestionForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name or words"), max_length=200, required=False)
    section = forms.ModelChoiceField(
        Section.objects.order_by("name"),
        to_field_name="slug",
        required=False,
        label=gettext_lazy("Section"),
        empty_label=gettext_lazy("All"),
    )
    tag = forms.CharField(label=gettext_lazy("Tag"), max_length=100, required=False)
    story = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    group = forms.ModelChoiceField(Watchlist.objects.all(), required=False)
    tab = forms.ChoiceField(choices=[(name, name) for name in TABS], required=False)
    after = forms.CharField(max_length=40, required=False)


@dataclass(frozen=True)
class Question:
    form: QuestionForm
    tab: Tab
    after: Cursor | None
    asked: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, query: QueryDict) -> "Question":
        """Raises Http404 for what cannot be asked."""
        form = QuestionForm(query)
        if not form.is_valid():
            raise Http404
        asked = form.cleaned_data
        try:
            after = Cursor.read(asked["after"]) if asked["after"] else None
        except (ValueError, OverflowError) as nonsense:
            raise Http404 from nonsense
        conditions = {name: asked[name] for name in ("q", "section", "tag", "story", "group") if asked[name]}
        return cls(form, TABS[asked["tab"] or PENDING.name], after, conditions)

    # --- Rows ---

    def page(self, user: User | AnonymousUser) -> tuple[list[Comment], str]:
        """The comments of this page, and the query of what comes after them; empty where nothing does."""
        rows = self.tab.ordered()
        if self.after:
            rows = rows.filter(self.tab.beyond(self.after))
        edge = self._edge(rows)
        found = list(self._narrowed(rows, edge, user).select_related("decided_by", "parent", "user")[: PAGE + 1])
        if len(found) > PAGE:
            return found[:PAGE], self.query(after=self.tab.cursor(found[PAGE - 1]))
        return found, self.query(after=edge) if edge else ""

    def count(self, tab: Tab, user: User | AnonymousUser) -> str:
        """How many there are of these in a tab; from a hundred on, that there are many."""
        rows = tab.ordered()
        found = Question(self.form, tab, None, self.asked)
        number = found._narrowed(rows, found._edge(rows), user).order_by()[: MOST + 1].count()
        return _("%(n)d+") % {"n": MOST} if number > MOST else str(number or "")

    @property
    def is_search(self) -> bool:
        """Whether rows are looked at one by one. Those of one story are found by an index."""
        return bool(self.asked.keys() - {"story"}) and "story" not in self.asked

    def _edge(self, rows: CommentQuerySet) -> Cursor | None:
        """The last place that a search looks at; None if it comes to the end, or need not look."""
        if not self.is_search:
            return None
        last = rows.values_list(self.tab.time, "pk")[WINDOW - 1 : WINDOW].first()
        return Cursor(*last) if last else None

    def _narrowed(self, rows: CommentQuerySet, edge: Cursor | None, user: User | AnonymousUser) -> CommentQuerySet:
        if edge:
            rows = rows.exclude(self.tab.beyond(edge))
        asked, live = self.asked, Edition.objects.listed()
        if "story" in asked:
            rows = rows.filter(discussion=asked["story"])
        if "section" in asked:
            rows = rows.filter(discussion__in=live.filter(section=asked["section"]).values("article"))
        if "tag" in asked:
            tagged = EditionTag.objects.live().filter(tag__name__iexact=asked["tag"])
            rows = rows.filter(discussion__in=tagged.values("article"))
        if "group" in asked:
            rows = rows.filter(_of(asked["group"]))
        return rows.filter(_said(asked["q"], user)) if "q" in asked else rows

    # --- Addresses ---

    @property
    def path(self) -> str:
        return reverse("admin:comments_comment_changelist")

    def query(self, **changes: Any) -> str:
        """The query of this page with other values; None takes one away."""
        kept = {"tab": "" if self.tab is PENDING else self.tab.name}
        kept |= {name: _written(value) for name, value in self.asked.items()}
        kept |= {name: "" if value is None else str(value) for name, value in changes.items()}
        return urlencode({name: value for name, value in kept.items() if value})

    @property
    def here(self) -> str:
        return self.query(after=self.after)

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Each condition in words, with the query without it. The group in hand is marked among the groups."""
        words = {
            "q": _("Words: %(value)s"),
            "section": _("Section: %(value)s"),
            "tag": _("Tag: %(value)s"),
            "story": _("Story: %(value)s"),
        }
        values = self.asked | ({"story": newest_headline(self.asked["story"])} if "story" in self.asked else {})
        return [
            (words[name] % {"value": value}, self.query(**{name: None}))
            for name, value in values.items()
            if name in words
        ]


def _written(value: Any) -> str:
    if isinstance(value, Section):
        return value.slug
    return str(value.pk) if isinstance(value, Watchlist) else str(value)


def _of(group: Watchlist) -> Q:
    """Comments on the stories that a group names, or that stand in its sections or carry its tags today."""
    live = Edition.objects.listed().filter(section__in=group.sections.all())
    tagged = EditionTag.objects.live().filter(tag__in=group.tags.all())
    return (
        Q(discussion__in=group.articles.values("pk"))
        | Q(discussion__in=live.values("article"))
        | Q(discussion__in=tagged.values("article"))
    )


def _said(words: str, user: User | AnonymousUser) -> Q:
    """Names and texts; an address only as a whole, and only for whoever may see it."""
    found = Q(name__icontains=words) | Q(text__icontains=words)
    return found | Q(email_key=text.key(words)) if "@" in words and user.has_perm(masked.PERMISSION) else found
