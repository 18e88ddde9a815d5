"""Another spelling, from the site's own words, where a question finds nothing.

A proposal is one letter away: changed, left out, put in, or two of them swapped (F. Damerau, “A technique for computer
detection and correction of spelling errors”, 1964, found four errors in five to be so). It is made only if stories that
readers may see say it, so it tells of nothing that is not public.
"""

from dataclasses import replace
from datetime import datetime

from articles.models.edition import Edition
from articles.models.search import SearchWord
from articles.public.search import documents
from articles.public.search.finding import Search
from articles.public.search.question import Asked, Question, read

SHORTEST = 4
# Words of a question that are looked at, spellings of one that are tried, and stories that are counted for each.
WORDS, TRIED, COUNTED = 3, 8, 50
# Stories that are read for the form in which they write a word.
READ = 5
# A word is taken for a slip where another is so many times as frequent.
SELDOM = 10
ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "αβγδεζηθικλμνξοπρστυφχψως",
    "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىپچژگکی",
]


def proposal(search: Search, at: datetime) -> str:
    """The question with other spellings, if it finds something then."""
    text = search.question.text
    for part in search.question.wanted[:WORDS]:
        if len(part.words) == 1 and not part.is_beginning and len(part.words[0]) >= SHORTEST:
            better = _better(search, part, at)
            text = text.replace(part.typed, better, 1) if better else text
    if text == search.question.text:
        return ""
    return text if replace(search, question=read(text)).count(at, 1) else ""


def _better(search: Search, part: Asked, at: datetime) -> str:
    """The most frequent of the words that are one letter away, if this one is hardly ever said beside it."""
    near = SearchWord.objects.filter(plain__in=_near(part.words[0])).order_by("plain")
    counts = [(_for(search, word).count(at, COUNTED), word) for word in near.values_list("plain", flat=True)[:TRIED]]
    most, word = max(counts, default=(0, ""), key=lambda pair: pair[0])
    is_better = most > SELDOM * _for(search, part.words[0]).count(at, COUNTED)
    return _as_written(_for(search, word), word, at) if is_better else ""


def _as_written(search: Search, word: str, at: datetime) -> str:
    """The word as the newest stories write it that readers may see. Another form of it is no proof that it is public."""
    known: dict[str, str] = {}
    for edition in Edition.objects.filter(pk__in=[hit.edition_id for hit in search.hits(at, READ)]):
        documents.terms(edition, known)
    return known.get(word, "")


def _for(search: Search, word: str) -> Search:
    return Search(Question(word, (Asked((word,)),)), languages=search.languages, database=search.database)


def _near(word: str) -> set[str]:
    letters = max(ALPHABETS, key=lambda alphabet: sum(letter in alphabet for letter in word))
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in parts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in parts if b for letter in letters}
    put_in = {a + letter + b for a, b in parts for letter in letters}
    return (left_out | swapped | changed | put_in) - {word}
