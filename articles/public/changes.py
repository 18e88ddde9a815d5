"""What changed in a story since it was first published, edition by edition, as far as readers have seen it.

Words that were taken down with the story, or withdrawn, do not come back here: editions are compared only as far back as
the story has been up without a break. What was said about a change stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.differences.blocks import Change, State, Stretch, compare_blocks, folded, rewritten
from articles.differences.reading import blocks_of, plain
from articles.differences.words import Budget
from articles.models.edition import Edition
from articles.public import views
from articles.public.paging import page_number, page_of_rows

PER_PAGE = 10
# What all comparisons of a page may cost together; beyond that, texts are said to replace each other.
WORK = 400_000
TOLD = (Edition.Change.FIRST, *Edition.MATERIAL)
HISTORY_FIELDS = ("article", "number", "change", "note", "live_from", "live_until", "correction__kind")


@dataclass(frozen=True)
class Part:
    """What became of one part of a story."""

    label: str
    changes: tuple[Change, ...]

    @property
    def stretches(self) -> list[Stretch]:
        return folded(self.changes)


@dataclass(frozen=True)
class Entry:
    """A change that readers were told of. Without `before` it is not shown what it was a change of."""

    edition: Edition
    before: Edition | None
    parts: tuple[Part, ...] = ()


@require_safe
def page(request: HttpRequest, date: str, slug: str) -> HttpResponse:
    at, path = timezone.now(), f"/{date}/{slug}/"
    edition = views.find_edition(path, at)
    if edition is None:
        return views.moved_or_gone(request, path, at, "{}changes/")
    history = Edition.objects.ever_live().filter(article_id=edition.article_id, live_from__lte=at)
    history = history.select_related("correction").only(*HISTORY_FIELDS)
    editions = list(history.order_by("-live_from"))
    shown = page_of_rows(_entries(editions), page_number(request.GET.get("page")), PER_PAGE)
    context = {"edition": edition, "page": shown, "entries": _with_texts(shown.rows), "first": editions[-1]}
    return render(request, "articles/changes.html", context, status=410 if edition.is_withdrawn else 200)


def _entries(editions: Sequence[Edition]) -> list[Entry]:
    """The changes that may be told of, newest first; of a story that is withdrawn, only what stays public for good."""
    unbroken = {edition.pk for edition in _unbroken(editions)}
    told = [edition for edition in editions if edition.change in TOLD]
    entries = []
    for edition, older in zip(told, [*told[1:], None], strict=True):
        is_seen = older is not None and older.pk in unbroken
        if edition.change in Edition.MATERIAL:
            entries.append(Entry(edition, older if is_seen else None))
    if editions[0].is_withdrawn:
        lasting = (Edition.Change.CORRECTION, Edition.Change.WITHDRAWAL)
        entries = [entry for entry in entries if entry.edition.change in lasting]
    return entries


def _unbroken(editions: Sequence[Edition]) -> Iterator[Edition]:
    """From what is live now, back to where readers last found nothing or a notice."""
    since = editions[0].live_until
    for edition in editions:
        if edition.is_withdrawn or edition.live_until != since:
            return
        since = edition.live_from
        yield edition


def _with_texts(entries: Sequence[Entry]) -> list[Entry]:
    """The same entries with what changed. One query for all texts, or none."""
    pairs = [(entry.edition.pk, entry.before.pk) for entry in entries if entry.before]
    wanted = {pk for pair in pairs for pk in pair}
    texts = Edition.objects.select_related("section", "illustration").in_bulk(wanted) if wanted else {}
    befores, budget = dict(pairs), Budget(left=WORK)
    return [
        Entry(entry.edition, entry.before, tuple(_parts(texts[befores[pk]], texts[pk], budget)))
        if (pk := entry.edition.pk) in befores
        else entry
        for entry in entries
    ]


# --- Comparing two editions ---


def _parts(old: Edition, new: Edition, budget: Budget) -> Iterator[Part]:
    """The parts of the story that differ."""
    yield from _rewritten(_("Headline"), old.headline, new.headline, budget)
    yield from _rewritten(_("Standfirst"), old.standfirst, new.standfirst, budget)
    if old.illustration_id == new.illustration_id:
        yield from _rewritten(_("Caption"), old.illustration_caption, new.illustration_caption, budget)
    # A text that had to be blanked is not there to compare with.
    if old.body and new.body:
        yield from _part(_("Text"), compare_blocks(blocks_of(old.body), blocks_of(new.body), budget))
    for (label, befores), (_same, afters) in zip(_facts(old), _facts(new), strict=True):
        yield from _listed(label, befores, afters, budget)


def _facts(edition: Edition) -> list[tuple[str, list[str]]]:
    """What takes the place of another when it changes, rather than being rewritten."""
    return [
        (_("Byline"), [author["name"] for author in edition.byline]),
        (_("Picture"), _picture(edition)),
        (_("Dateline"), [edition.dateline]),
        (_("Sources"), [source["name"] for source in edition.sources]),
        (_("Section"), [str(edition.section or "")]),
        (_("Label"), [edition.get_label_display()]),
        (_("Tags"), [tag["name"] for tag in edition.tag_list]),
    ]


def _rewritten(label: str, old: str, new: str, budget: Budget) -> Iterator[Part]:
    if old and new:
        yield from _part(label, [rewritten(plain(old), plain(new), budget)])
    else:
        yield from _listed(label, [old], [new], budget)


def _listed(label: str, old: list[str], new: list[str], budget: Budget) -> Iterator[Part]:
    """Of names, each is there or not; which stands first may matter, as in a byline."""
    befores, afters = ([plain(text, "item") for text in texts if text] for texts in (old, new))
    yield from _part(label, compare_blocks(befores, afters, budget, similar=False))


def _part(label: str, changes: Sequence[Change]) -> Iterator[Part]:
    if any(change.state != State.SAME for change in changes):
        yield Part(label, tuple(changes))


def _picture(edition: Edition) -> list[str]:
    """The picture in words. What this story says of it is compared as its caption."""
    picture = edition.illustration
    if picture is None:
        return []
    words = picture.caption or picture.alt or _("A picture without a description")
    return [" ".join(filter(None, [words, picture.credit]))]
