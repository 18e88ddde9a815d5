"""Documents of search: which words an edition is found by, and storing them in the transaction that stores the edition.

A document is a row of terms in the order of the text. A term with `HEAD` before it stands in the headline, one with
`TOP` in the headline or the standfirst; section, authors and tags are terms too, so that a filter reads no other table.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles import html, languages, tags
from articles.models.edition import Edition
from articles.models.prepared import LONGEST_LIST, Prepared
from articles.models.search import ROOM, SearchDocument, SearchLanguage, SearchWord, place
from articles.public.search import databases
from articles.public.search.terms import BREAK, HEAD, TOP, author_term, section_term, tag_term
from articles.public.search.words import plain, stem, words

# The rules below. Whoever changes them counts up, and `manage.py rebuild_search` makes old documents anew.
RULES = 1
# Characters of a text that are looked at: more than any story has, and as much as an index can bear.
LONGEST_TEXT = 300_000
SHORTEST_WORD = 3


def store(edition: Edition) -> None:
    """Let a new edition be found while it is live. Whatever of its article is over by now is found no more anyway."""
    now = timezone.now()
    if gone := _over(article=edition.article_id, at=now):
        SearchDocument.objects.filter(place__in=gone).delete()
    if not edition.is_withdrawn:
        _add([edition])


_over = Prepared(
    lambda article, at: SearchDocument.objects.filter(edition__article=article, live_until__lte=at).values_list(
        "place", flat=True
    ),
    article=int,
    at=datetime,
)


@transaction.atomic
def store_all(editions: Iterable[Edition]) -> None:
    """Make the documents of these editions, in place of those that they have."""
    listed = [edition for edition in editions if not edition.is_withdrawn]
    SearchDocument.objects.filter(edition__in=listed).delete()
    _add(listed)


def _add(listed: list[Edition]) -> None:
    known: dict[str, str] = {}
    placed = dict(zip(_places(listed), listed, strict=True))
    SearchDocument.objects.bulk_create(
        SearchDocument(
            place=where, edition=edition, live_from=edition.live_from, live_until=edition.live_until, rules=RULES
        )
        for where, edition in placed.items()
    )
    databases.current().write((where, terms(edition, known)) for where, edition in placed.items())
    # Most are there: asking first is cheaper than having each refused. Others may store the same ones meanwhile.
    there = {word for some in _portions(sorted(known)) for word in _there(words=some)}
    SearchWord.objects.bulk_create(
        (SearchWord(plain=key, shown=known[key][:80]) for key in sorted(known.keys() - there)), ignore_conflicts=True
    )
    foreign = {edition.language for edition in listed if edition.language} - {settings.LANGUAGE_CODE}
    SearchLanguage.objects.bulk_create((SearchLanguage(code=code) for code in sorted(foreign)), ignore_conflicts=True)


_there = Prepared(
    lambda words: SearchWord.objects.filter(plain__in=words).values_list("plain", flat=True), words=list[str]
)


def _portions(words: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(words), LONGEST_LIST):
        yield words[start : start + LONGEST_LIST]


def _places(editions: list[Edition]) -> Iterator[int]:
    """A place for each that no other has."""
    wanted = [place(edition.published_at, -edition.pk) for edition in editions]
    taken = set(SearchDocument.objects.filter(place__in=wanted).values_list("place", flat=True))
    for where in wanted:
        free = next(one for one in range(where, where + ROOM) if one not in taken)
        taken.add(free)
        yield free


def terms(edition: Edition, known: dict[str, str] | None = None) -> list[str]:
    """The terms of an edition in order. Words that spelling may propose are added to `known`, by their plain form."""
    language, known = languages.spoken(edition.language), {} if known is None else known
    headline, standfirst = (_stems(text, language, known) for text in (edition.headline, edition.standfirst))
    body = _stems(html.plain_text(edition.body)[:LONGEST_TEXT], language, known)
    names = [entry["name"] for entry in [*edition.byline, *edition.tag_list]]
    return [
        *(HEAD + term for term in headline),
        *(TOP + term for term in [*headline, BREAK, *standfirst]),
        *(term for part in (headline, standfirst, body) for term in [BREAK, *part]),
        *(term for name in [edition.dateline_place, *names] for term in [BREAK, *_stems(name, language, known)]),
        *facets(edition),
    ]


def facets(edition: Edition) -> list[str]:
    section = [section_term(edition.section_id)] if edition.section_id else []
    authors = [author_term(author["id"]) for author in edition.byline]
    return [*section, *authors, *(tag_term(tags.key(tag["name"])) for tag in edition.tag_list)]


def over(at: datetime) -> int:
    """Drop documents that readers can find no more. Returns how many."""
    return SearchDocument.objects.filter(live_until__lte=at).delete()[0]


def _stems(text: str, language: str, known: dict[str, str]) -> list[str]:
    found = []
    for word in words(text):
        bare = plain(word)
        if len(bare) >= SHORTEST_WORD or not bare.isascii():
            known.setdefault(bare, word)
        found.append(stem(bare, language))
    return found
