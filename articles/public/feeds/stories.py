"""Stories as entries of a feed: the whole text as readers of the page get it, and what has been corrected in it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.db.models import Exists, OuterRef
from django.template.defaultfilters import linebreaksbr
from django.utils import formats, timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import html
from articles.addresses import address
from articles.models.correction import Correction
from articles.models.edition import Edition, EditionAuthor, EditionQuerySet, EditionTag
from articles.models.illustration import Illustration
from articles.models.prepared import Prepared
from articles.public import text
from articles.public.feeds.entry import Category, Entry, Gone, Person, lasting_id, whole
from articles.public.selection import Selection
from articles.templatetags.pictures import File, share_picture, text_picture

# How many withdrawals a feed tells of.
TOLD = 20

# A pull-quote says again, larger, what stands in the text; where there is no style it is only said twice.
_PULL_QUOTE = re.compile(r"<aside>.*?</aside>\s*", re.DOTALL)
_RELATIVE_LINK = re.compile(r'<a href="(?!https?:|mailto:)([^"]*)"')


class Corrected(NamedTuple):
    kind: str
    text: str
    at: datetime

    @property
    def name(self) -> str:
        return str(Correction.Kind(self.kind).label)


def entries(ids: Sequence[int], at: datetime) -> dict[int, Entry]:
    """The editions of these ids, by id. At most three queries."""
    editions = list(Edition.objects.filter(pk__in=ids).for_page())
    pictures = _pictures(editions)
    corrections = corrections_of(editions, at)
    return {edition.pk: _entry(edition, pictures, corrections[edition.article_id]) for edition in editions}


def full_text(edition: Edition, pictures: dict[int, Illustration], corrections: Sequence[Corrected] = ()) -> str:
    """Everything that the page says of the story itself, with whole addresses. It stands alone, also without a style.

    What kind of text it is and what was corrected come first, so that nobody reads on without knowing.
    """
    here = whole(edition.get_absolute_url())
    body = _PULL_QUOTE.sub("", text.body(edition, pictures, draw_figure))
    parts = [
        format_html("<p><b>{}</b></p>\n", edition.get_label_display()) if _is_labelled(edition) else "",
        *(correction_html(one) for one in corrections),
        format_html("<p><b>{}</b></p>\n", edition.standfirst) if edition.standfirst else "",
        _lead(edition),
        _RELATIVE_LINK.sub(lambda link: f'<a href="{escape(whole_from(here, unescape(link[1])))}"', body),
        *(_source(source) for source in edition.sources),
    ]
    return "".join(parts)


def whole_from(here: str, link: str) -> str:
    """Where a link in the text at `here` leads; a link that is broken beyond that leads to the story."""
    try:
        return urljoin(here, link)
    except ValueError:
        return here


def title(edition: Edition) -> str:
    """The headline; before it what kind of text it is, unless it is news. Lists of entries show nothing else."""
    return f"{edition.get_label_display()}: {edition.headline}" if _is_labelled(edition) else edition.headline


def entry_id(edition: Edition) -> str:
    return lasting_id("article", edition.article_id, edition.published_at)


def withdrawn(selection: Selection, at: datetime) -> list[Gone]:
    """The last stories of this list, by one condition or none, that were withdrawn and stay so, newest first. One query."""
    for kind in _WITHDRAWN_FROM:
        if one := getattr(selection, kind):
            gone = _WITHDRAWN_FROM[kind](at=at, pk=one.pk)
            break
    else:
        gone = _withdrawn(at=at)
    return [Gone(entry_id(one), whole(one.get_absolute_url()), one.live_from, one.note) for one in gone]


def _told(gone: EditionQuerySet) -> EditionQuerySet:
    told = gone.filter(change=Edition.Change.WITHDRAWAL).select_related("address")
    fields = ("article", "published_at", "live_from", "note", "address__path")
    return told.only(*fields).order_by("-live_from", "-pk")[:TOLD]


def _once_had(links: type[EditionTag | EditionAuthor], name: str) -> Prepared[Edition]:
    """The notice has no tags and no links to its authors; editions before it had."""

    def gone(at: Any, pk: Any) -> EditionQuerySet:
        had = links.objects.filter(**{name: pk}).ever_live().filter(article_id=OuterRef("article_id"))
        return _told(Edition.objects.live(at).filter(Exists(had.filter(live_from__lte=at))))

    return Prepared(gone, at=datetime, pk=int)


_withdrawn = Prepared(lambda at: _told(Edition.objects.live(at)), at=datetime)
_WITHDRAWN_FROM = {
    "section": Prepared(lambda at, pk: _told(Edition.objects.live(at).filter(section=pk)), at=datetime, pk=int),
    "tag": _once_had(EditionTag, "tag"),
    "author": _once_had(EditionAuthor, "author"),
}


# --- One entry ---


def _entry(edition: Edition, pictures: dict[int, Illustration], corrections: Sequence[Corrected]) -> Entry:
    illustration = edition.illustration
    return Entry(
        id=entry_id(edition),
        url=whole(edition.get_absolute_url()),
        title=title(edition),
        html=full_text(edition, pictures, corrections),
        published=edition.published_at,
        updated=edition.updated_at,
        summary=edition.standfirst or html.excerpt(edition.body),
        language=edition.language,
        authors=people(edition),
        categories=_categories(edition),
        picture=share_picture(illustration),
        picture_credit=illustration.credit if illustration else "",
        picture_alt=edition.illustration_text if illustration else "",
        more=_more(edition, corrections),
    )


def people(edition: Edition) -> list[Person]:
    return [Person(one["name"], whole(address("author", one["slug"]))) for one in edition.byline]


def _categories(edition: Edition) -> list[Category]:
    """Label, section and tags; their schemes tell which is which, and stand where the lists of each do."""
    label = [Category(edition.get_label_display(), whole("/feeds/#labels"))] if _is_labelled(edition) else []
    section = [Category(edition.section.name, whole("/section/"))] if edition.section else []
    return [*label, *section, *(Category(tag["name"], whole("/tag/")) for tag in edition.tag_list)]


def _more(edition: Edition, corrections: Sequence[Corrected]) -> dict[str, Any]:
    told = [{"kind": one.kind, "text": one.text, "date": one.at.isoformat()} for one in corrections]
    return {"label": edition.label, **({"corrections": told} if told else {})}


def _is_labelled(edition: Edition) -> bool:
    return edition.label != Edition.Label.NEWS


# --- Its text ---


def draw_figure(picture: Illustration, alt: str, caption: SafeString | str) -> SafeString | str:
    """A figure as `articles.public.text.body` wants it: one file, with its whole address."""
    file = text_picture(picture)
    return _figure(file, alt, caption, picture) if file else ""


def _lead(edition: Edition) -> SafeString | str:
    illustration, file = edition.illustration, share_picture(edition.illustration)
    if illustration is None or file is None:
        return ""
    return _figure(file, edition.illustration_text, edition.illustration_caption or illustration.caption, illustration)


def _figure(file: File, alt: str, caption: SafeString | str, picture: Illustration) -> SafeString:
    said = (caption, picture.credit, _("Made with AI.") if picture.ai_made else "")
    below = mark_safe(" · ".join(conditional_escape(one) for one in said if one))  # noqa: S308 (escaped)
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}">{}</figure>\n',
        file.url,
        file.width,
        file.height,
        alt,
        format_html("<figcaption>{}</figcaption>", below) if below else "",
    )


def correction_html(one: Corrected) -> SafeString:
    when = formats.date_format(timezone.localtime(one.at), "DATETIME_FORMAT")
    return format_html("<p><b>{}, {}:</b> {}</p>\n", one.name, when, linebreaksbr(one.text))


def _source(source: dict[str, str]) -> SafeString:
    words = {
        "first_reported_by": _("First reported by"),
        "document": _("Document:"),
        "interview": _("Interview:"),
    }.get(source["relation"], _("Based on"))
    name = format_html('<a href="{}">{}</a>', source["url"], source["name"]) if source["url"] else source["name"]
    return format_html("\n<p>{} {}.</p>", words, name)


# --- What they need from the database ---


def _pictures(editions: Iterable[Edition]) -> dict[int, Illustration]:
    ids = {pk for edition in editions for pk in html.figure_ids(edition.body)}
    return Illustration.objects.in_bulk(ids) if ids else {}


def corrections_of(editions: Iterable[Edition], at: datetime) -> dict[int, list[Corrected]]:
    """What was corrected in these stories, newest first, by article."""
    found: dict[int, list[Corrected]] = defaultdict(list)
    if changed := [edition.article_id for edition in editions if edition.was_updated]:
        told = Correction.objects.public(at).filter(edition__article__in=changed).newest_first()
        fields = ("edition__article_id", "kind", "text", "edition__live_from")
        for article_id, kind, words, since in told.values_list(*fields):
            found[article_id].append(Corrected(kind, words, since))
    return found
