"""How much work a regular expression makes: a backtracking matcher that counts its steps, fed by what the pattern is made of.

The standard library's own engine cannot be asked how far it went, and a clock says nothing for certain. So the parsed
pattern is walked here, as that engine would walk it, without what it skips by being clever.
"""

import re
from collections.abc import Iterator
from re import _constants as c
from re import _parser as parser

MOST_STEPS = 200_000
SHORT, LONG = 10, 80
# Who writes so many means an end, however far away: the work for each letter is bounded.
MOST_BOUNDED = 300
# A text twice as long makes twice the work; of a square it would be four times.
LINEAR = 2.9
CATEGORIES = {
    c.CATEGORY_DIGIT: str.isdigit,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: lambda letter: letter.isalnum() or letter == "_",
}
OPPOSITE = {
    c.CATEGORY_NOT_DIGIT: c.CATEGORY_DIGIT,
    c.CATEGORY_NOT_SPACE: c.CATEGORY_SPACE,
    c.CATEGORY_NOT_WORD: c.CATEGORY_WORD,
}
REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
LETTERS = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)


class TooMany(Exception):
    """The steps are without end."""


class Walk:
    """One text, and the steps that were made in it so far."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.tree, self.text, self.flags = parser.parse(pattern.pattern, pattern.flags), text, pattern.flags
        self.steps = 0
        self.groups: dict[int, str] = {}

    def find_all(self) -> int:
        """The steps it takes to go through the whole text, as `finditer` and `sub` do."""
        at = 0
        while at <= len(self.text):
            end = next(self.sequence(self.tree, 0, at), None)
            at = end if end is not None and end > at else at + 1
        return self.steps

    def match(self, *, whole: bool) -> int:
        """The steps of `match`, or of `fullmatch`."""
        for end in self.sequence(self.tree, 0, 0):
            if not whole or end == len(self.text):
                break
        return self.steps

    def sequence(self, items, number: int, at: int) -> Iterator[int]:
        if number == len(items):
            yield at
            return
        for end in self.item(*items[number], at):
            yield from self.sequence(items, number + 1, end)

    def item(self, kind, what, at: int) -> Iterator[int]:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooMany
        if kind in LETTERS:
            if at < len(self.text) and self.takes(kind, what, self.text[at]):
                yield at + 1
        elif kind is c.BRANCH:
            for way in what[1]:
                yield from self.sequence(way, 0, at)
        elif kind is c.SUBPATTERN:
            for end in self.sequence(what[3], 0, at):
                self.groups[what[0]] = self.text[at:end]
                yield end
        elif kind is c.ATOMIC_GROUP:
            yield from self.first(self.sequence(what, 0, at))
        elif kind in REPEATS:
            ends = self.repeated(*what, kind is not c.MIN_REPEAT, 0, at)
            yield from self.first(ends) if kind is c.POSSESSIVE_REPEAT else ends
        elif kind in (c.ASSERT, c.ASSERT_NOT):
            start = at if what[0] > 0 else at - what[1].getwidth()[0]
            found = start >= 0 and next(self.sequence(what[1], 0, start), None) is not None
            if found is (kind is c.ASSERT):
                yield at
        elif kind is c.GROUPREF:
            said = self.groups.get(what, "\0")
            if self.text.startswith(said, at):
                yield at + len(said)
        elif kind is c.AT:
            if self.stands(what, at):
                yield at
        else:
            raise NotImplementedError(kind)

    @staticmethod
    def first(ends: Iterator[int]) -> Iterator[int]:
        for end in ends:
            yield end
            return

    def repeated(self, least, most, body, is_greedy: bool, number: int, at: int) -> Iterator[int]:
        if is_greedy and not number and len(body) == 1 and body[0][0] in LETTERS:
            yield from self.run(least, most, *body[0], at)
            return
        if not is_greedy and number >= least:
            yield at
        if most is c.MAXREPEAT or number < most:
            for end in self.sequence(body, 0, at):
                if end > at or number < least:
                    yield from self.repeated(least, most, body, is_greedy, number + 1, end)
        if is_greedy and number >= least:
            yield at

    def run(self, least, most, kind, what, at: int) -> Iterator[int]:
        """The same for one letter after the other: as many as there are, then fewer and fewer."""
        end, last = at, len(self.text) if most is c.MAXREPEAT else min(len(self.text), at + most)
        while end < last and self.takes(kind, what, self.text[end]):
            end += 1
        self.steps += end - at
        for fewer in range(end, at + least - 1, -1):
            self.steps += 1
            yield fewer

    def takes(self, kind, what, letter: str) -> bool:
        if self.flags & re.IGNORECASE:
            return any(self.is_one(kind, what, form) for form in {letter.lower(), letter.upper()})
        return self.is_one(kind, what, letter)

    def is_one(self, kind, what, letter: str) -> bool:
        if kind is c.ANY:
            return letter != "\n" or bool(self.flags & re.DOTALL)
        if kind in (c.LITERAL, c.NOT_LITERAL):
            return (ord(letter) == what) is (kind is c.LITERAL)
        is_negated = what[0][0] is c.NEGATE
        return is_negated is not any(self.is_among(*one, letter) for one in what[is_negated:])

    def is_among(self, kind, what, letter: str) -> bool:
        if kind is c.RANGE:
            return what[0] <= ord(letter) <= what[1]
        if kind is c.CATEGORY:
            known = OPPOSITE.get(what, what)
            holds = CATEGORIES[known](letter) and (letter.isascii() or not self.flags & re.ASCII)
            return holds is (known is what)
        return ord(letter) == what

    def stands(self, where, at: int) -> bool:
        before, after = self.text[at - 1 : at] if at else "", self.text[at : at + 1]
        if where in (c.AT_BOUNDARY, c.AT_NON_BOUNDARY):
            word = CATEGORIES[c.CATEGORY_WORD]
            is_edge = bool(before and word(before)) is not bool(after and word(after))
            return is_edge is (where is c.AT_BOUNDARY)
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return not at or (where is c.AT_BEGINNING and bool(self.flags & re.MULTILINE) and before == "\n")
        if where is c.AT_END_STRING:
            return not after
        return not after or (after == "\n" and (bool(self.flags & re.MULTILINE) or at + 1 == len(self.text)))


# --- What it is fed ---


def samples(items) -> list[str]:
    """Texts that these parts of a pattern take, or nearly; a few."""
    found = [""]
    for kind, what in items:
        found = [before + one for before in found for one in sample(kind, what)][:4]
    return found


def sample(kind, what) -> list[str]:
    if kind is c.LITERAL:
        return [chr(what)]
    if kind in (c.NOT_LITERAL, c.ANY):
        return ["a", " "]
    if kind is c.IN:
        return in_class(what)
    if kind is c.BRANCH:
        return [samples(way)[0] for way in what[1]][:4]
    if kind is c.SUBPATTERN:
        return samples(what[3])
    if kind is c.ATOMIC_GROUP:
        return samples(what)
    if kind in REPEATS:
        return [one * max(1, min(what[0], 8)) for one in samples(what[2])]
    return [""]


def in_class(what) -> list[str]:
    members = [one for one in what if one[0] is not c.NEGATE]
    if len(members) < len(what):
        held = {chr(value) for kind, value in members if kind is c.LITERAL}
        return [letter for letter in "a 1<" if letter not in held][:2]
    known = {c.CATEGORY_DIGIT: "1", c.CATEGORY_SPACE: " ", c.CATEGORY_WORD: "a"}
    return [
        chr(value) if kind is c.LITERAL else chr(value[0]) if kind is c.RANGE else known.get(value, "a")
        for kind, value in members
    ][:3]


def repeats(items, before: str = "") -> Iterator[tuple[str, list[str]]]:
    """What leads to each repetition without end, and what it repeats."""
    for kind, what in items:
        if kind in REPEATS:
            if what[1] is c.MAXREPEAT or what[1] > MOST_BOUNDED:
                yield before, samples(what[2])
            yield from repeats(what[2], before)
        elif kind is c.BRANCH:
            for way in what[1]:
                yield from repeats(way, before)
        elif kind is c.SUBPATTERN:
            yield from repeats(what[3], before)
        elif kind in (c.ASSERT, c.ASSERT_NOT):
            yield from repeats(what[1], before)
        before += sample(kind, what)[0]


def attacks(pattern: re.Pattern[str]) -> set[tuple[str, str, str]]:
    """What stands before, what is said again and again, and what stands behind so that it comes to nothing."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    made = set()
    for before, bodies in repeats(tree):
        for body in bodies:
            made |= {(before, body, "\0"), ("", before + body, "\0"), ("", before + body, ""), ("", before, "\0")}
    whole = samples(tree)[0]
    made |= {("", whole[:cut], "\0") for cut in range(1, min(len(whole), 12) + 1)}
    return {attack for attack in made if attack[1]}


def cost(pattern: re.Pattern[str], text: str, way: str) -> int:
    walk = Walk(pattern, text)
    return walk.find_all() if way == "search" else walk.match(whole=way == "fullmatch")


def grows(pattern: re.Pattern[str], way: str) -> str:
    """The text of which the work grows faster than it does; empty if there is none."""
    for before, body, behind in sorted(attacks(pattern)):
        try:
            # What is bounded stops growing, so what seems to grow is looked at where it is long.
            if all(growth(pattern, before, body, behind, way, size) > LINEAR for size in (SHORT, LONG)):
                return f"{before!r} {body!r}… {behind!r}"
        except TooMany:
            return f"{before!r} {body!r}… without end"
    return ""


def growth(pattern: re.Pattern[str], before: str, body: str, behind: str, way: str, size: int) -> float:
    """How many times the work it is if it is said again twice as often."""
    short, long = (cost(pattern, before + body * number + behind, way) for number in (size, 2 * size))
    return long / short
