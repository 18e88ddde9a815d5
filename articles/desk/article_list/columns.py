"""The columns of the list. Each reads what `changelist` has fetched, and asks nothing."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import html
from articles.desk import people
from articles.desk.checks import examine
from articles.desk.draft import Draft
from articles.desk.screens import lines, thumb
from articles.desk.status import Status, moment, status_of
from articles.models import Article

COLUMNS: list[Any] = ["picture", "story", "state", "place", "byline", "out", "words", "problems", "saved"]
# What another form's pop-up shows, where the story is to be picked.
PICKED_BY: list[Any] = ["picture", "__str__", "state", "place", "out"]
NOTHING = format_html('<span class="none">{}</span>', "–")


class ArticleColumns:
    @admin.display(description=gettext_lazy("picture"))
    def picture(self, obj: Article) -> SafeString:
        return thumb(obj.illustration, 48)

    @admin.display(description=gettext_lazy("story"), ordering="headline")
    def story(self, obj: Article) -> SafeString:
        return format_html(
            '<a class="headline" href="{}">{}</a><span class="slug">{}</span><span class="row-acts">{}</span>',
            _address("change", obj),
            str(obj),
            obj.slug or _("no slug yet"),
            _acts(obj),
        )

    @admin.display(description=gettext_lazy("status"))
    def state(self, obj: Article) -> SafeString:
        status = status_of(obj)
        stage = obj.get_stage_display() if obj.stage not in (Article.Stage.DRAFT, status.code) else ""
        holder = _("with %(name)s") % {"name": people.name_of(obj.assignee)} if obj.assignee else ""
        said = format_html_join("", '<span class="line">{}</span>', ((text,) for text in (stage, holder) if text))
        return format_html("{}{}{}", status_tag(status), said, _due(obj))

    @admin.display(description=gettext_lazy("section"), ordering="section__name")
    def place(self, obj: Article) -> SafeString | str:
        return str(obj.section) if obj.section else NOTHING

    @admin.display(description=gettext_lazy("byline"))
    def byline(self, obj: Article) -> SafeString | str:
        return ", ".join(str(byline.author) for byline in obj.bylines.all()) or NOTHING

    @admin.display(description=gettext_lazy("out"))
    def out(self, obj: Article) -> SafeString | str:
        status = status_of(obj)
        when = status.moment or obj.planned_for
        return lines(_going(status), moment(when)) if when else NOTHING

    @admin.display(description=gettext_lazy("words"))
    def words(self, obj: Article) -> SafeString:
        return _labelled(html.count_words(obj.body), _("words"))

    @admin.display(description=gettext_lazy("checks"))
    def problems(self, obj: Article) -> SafeString:
        """How many problems, and whether one of them stops publication."""
        found = examine(Draft.of(obj), quick=True)
        if not found:
            return format_html(
                '<span class="checks checks--none"><span aria-hidden="true">✓</span>'
                '<span class="cell-word"> {}:</span> {}</span>',
                _("checks"),
                _("none"),
            )
        missing = sum(problem.blocking for problem in found)
        said = ngettext("%(n)d check", "%(n)d checks", len(found)) % {"n": len(found)}
        stops = ngettext("%(n)d stops publication", "%(n)d stop publication", missing) % {"n": missing}
        return format_html(
            '<a class="checks{}" href="{}" title="{}"><b>{}</b><span class="cell-word"> {}</span>{}</a>',
            " checks--missing" if missing else "",
            _address("change", obj) + "?problems=1",
            "; ".join(problem.message for problem in found),
            len(found),
            said.partition(" ")[2],
            format_html('<span class="line">{}</span>', stops) if missing else "",
        )

    @admin.display(description=gettext_lazy("saved"), ordering="saved_at")
    def saved(self, obj: Article) -> SafeString:
        day, _comma, time = moment(obj.saved_at).partition(", ")
        return lines(day, ", ".join(filter(None, (time, getattr(obj, "saved_by", None)))))


def status_tag(status: Status) -> SafeString:
    """Word, shape and colour."""
    return format_html(
        '<span class="state state--{}"><span aria-hidden="true">{}</span> {}</span>',
        status.code,
        status.shape,
        status.word,
    )


def _acts(article: Article) -> SafeString:
    """What can be done with one story from its row; the headline opens the form."""
    live = status_of(article).live
    links = [(_address("change", article), _("Edit")), (_address("preview", article), _("Preview"))]
    if live is not None:
        links.insert(1, (live.get_absolute_url(), _("View live")))
    named = format_html_join(
        "", '<a href="{}">{}<span class="visually-hidden"> {}</span></a>', ((*link, str(article)) for link in links)
    )
    return format_html(
        '{}<button form="post" formaction="{}">{}<span class="visually-hidden"> {}</span></button>',
        named,
        _address("copy", article),
        _("Copy"),
        str(article),
    )


def _due(article: Article) -> SafeString | str:
    if article.due_at is None or article.stage != Article.Stage.DRAFT:
        return ""
    late = article.due_at <= timezone.now()
    said = (_("late, was due %(when)s") if late else _("due %(when)s")) % {"when": moment(article.due_at)}
    return format_html('<span class="line{}">{}</span>', " late" if late else "", said)


def _going(status: Status) -> str:
    if status.live:
        return _("Went out")
    if status.coming:
        return _("Goes out")
    return _("Came down") if status.last else _("Planned")


def _labelled(number: int, word: str) -> SafeString:
    """A number whose word is shown where the list has no headings, as on a telephone."""
    return format_html('{}<span class="cell-word"> {}</span>', number, word)


def _address(view: str, article: Article) -> str:
    return reverse(f"admin:articles_article_{view}", args=[article.pk])
