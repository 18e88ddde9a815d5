"""Two versions of a story: what is said to have changed is what has changed, and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from articles import html
from articles.desk.compare import Names, compare
from articles.differences.blocks import State, compare_blocks, folded
from articles.differences.reading import blocks_of, plain
from articles.differences.words import Budget, Kind, compare_words, steps, text_of, tokens_of

EMPTY = {"fields": {"headline": "", "body": ""}, "tags": [], "bylines": [], "sources": []}
WORDS = st.lists(
    st.sampled_from(
        ["a", "the", "ferry", "harbour", "–", "left,", "late.", "“No”", "it’s", "北京", "Straße", "1,200"]
    ),
    max_size=14,
)
INLINE = st.sampled_from(["{}", "<strong>{}</strong>", "<em>{}</em>", '<a href="https://a.example/">{}</a>', "x{}"])
BLOCK = st.sampled_from(
    ["<p>{}</p>", "<h2>{}</h2>", "<ul><li><p>{}</p></li><li>end</li></ul>", "<blockquote><p>{}</p></blockquote>", "{}"]
)
BODIES = st.lists(
    st.builds(lambda block, inline, words: block.format(inline.format(" ".join(words))), BLOCK, INLINE, WORDS),
    max_size=8,
).map(lambda blocks: html.sanitise("".join(blocks)))


def snapshot(**values):
    lists = {name: values.pop(name) for name in ("tags", "bylines", "sources") if name in values}
    return EMPTY | {"fields": EMPTY["fields"] | values} | lists


def parts(old, new, names=None):
    return {part.name: part for part in compare(old, new, names or Names()).parts}


def body(old, new, budget=None):
    return compare_blocks(blocks_of(old), blocks_of(new), budget or Budget())


def states(old, new):
    return [change.state for change in body(old, new)]


def runs(old, new):
    found = compare_words(list(tokens_of(old)), list(tokens_of(new)), Budget())
    return [(run.kind.value, text_of(run.tokens)) for run in found]


def letters(text):
    return "".join(text.split())


def side(changes, name, place):
    """The letters of one side of a comparison, its blocks in the order of that side."""
    there = sorted((getattr(change, place), change) for change in changes if getattr(change, place))
    return "".join(letters(text_of(run.tokens)) for _place, change in there for run in getattr(change, name))


def test_words_that_came_and_went_are_told_apart():
    assert runs("The ferry left on time.", "The old ferry left late.") == [
        ("same", "The"),
        ("added", "old"),
        ("same", "ferry left"),
        ("removed", "on time"),
        ("added", "late"),
        ("same", "."),
    ]


def test_texts_that_alternate_word_by_word_are_not_searched_for_ever():
    old, new = ([f"{n // 2}" if n % 2 else f"{side}{n}" for n in range(40_000)] for side in "ab")
    assert steps(old, new, Budget()) is None
    assert len(steps(old[:400], new[:400], Budget())) == 400


def test_a_sentence_written_anew_is_shown_whole():
    found = runs("He said that a of no great interest to them.", "Nobody who came here of any other kind for it.")
    assert [kind for kind, _text in found] == ["removed", "added", "same"]


def test_blocks_that_come_go_and_change_are_told_apart():
    old = "<p>First of all of them.</p><p>The ferry left the harbour on time.</p><p>Then came nothing.</p>"
    new = "<h2>News</h2><p>First of all of them.</p><p>The ferry left the harbour very late.</p>"
    assert states(old, new) == [State.ADDED, State.SAME, State.CHANGED, State.REMOVED]


def test_a_moved_block_is_named_with_the_place_it_comes_from():
    old = "<p>One came first.</p><p>Two was next.</p><p>Three is last.</p>"
    new = "<p>Three is last.</p><p>One came first.</p><p>Two was next.</p>"
    changes = body(old, new)
    assert changes[0].went_up
    assert [(change.state, change.place_before) for change in changes] == [
        (State.MOVED, 3),
        (State.SAME, 1),
        (State.SAME, 2),
    ]


def test_a_block_that_moved_and_changed_is_one_block():
    old = "<p>Alpha is the first word here.</p><p>Two was next.</p><p>Three is last.</p>"
    new = "<p>Two was next.</p><p>Three is last.</p><p>Alpha is the very first word here.</p>"
    assert states(old, new) == [State.SAME, State.SAME, State.MOVED_AND_CHANGED]
    assert not body(old, new)[-1].went_up


def test_a_changed_link_and_emphasis_are_changes():
    old = '<p>See <a href="https://a.example/">the report</a> and stay calm.</p>'
    new = '<p>See <a href="https://b.example/">the report</a> and <strong>stay</strong> calm.</p>'
    (change,) = body(old, new)
    marked = [run for run in change.runs if run.kind == Kind.MARKED]
    assert [(text_of(run.tokens), run.remarks) for run in marked] == [
        ("the report", ["link changed from https://a.example/ to https://b.example/"]),
        ("stay", ["now bold"]),
    ]


def test_a_paragraph_that_becomes_a_heading_says_what_it_was():
    (change,) = body("<p>What follows</p>", "<h2>What follows</h2>")
    assert (change.state, change.kind_word_before, change.kind_word) == (State.CHANGED, "paragraph", "heading")


def test_another_picture_in_the_text_is_a_change():
    figure = '<figure><img data-file="{}" alt="a" src="/a.jpg"></figure>'
    changes = body(figure.format(7), figure.format(8))
    assert [change.state for change in changes] == [State.REMOVED, State.ADDED]
    assert changes[1].runs[0].tokens[0].picture == 8


def test_a_rule_and_a_list_are_blocks():
    assert states("<p>A</p>", "<p>A</p><hr><ul><li>One</li><li>Two</li></ul>") == [
        State.SAME,
        State.ADDED,
        State.ADDED,
    ]


def test_each_part_is_compared_by_the_name_that_brings_it_back():
    old = snapshot(headline="Ferry late", section_id=1, tags=["sea"], bylines=[1, 2], label="news")
    new = snapshot(headline="Ferry lost", section_id=2, tags=["sea", "harbour"], bylines=[2, 1], label="opinion")
    names = Names(sections={1: "World"}, authors={1: "Ada Flint", 2: "Bo Tan"})
    found = parts(old, new, names)
    assert list(found) == ["headline", "tags", "bylines", "section_id", "label"]
    words = [text_of(run.tokens) for change in found["section_id"].changes for run in change.runs]
    assert words == ["World", "A section that is gone (number 2)"]
    assert sorted(change.state for change in found["bylines"].changes) == [State.MOVED, State.SAME]


def test_a_source_whose_link_changed_is_one_changed_line():
    source = {"name": "AI Business", "url": "https://a.example/1", "relation": "based_on"}
    (change,) = parts(snapshot(sources=[source]), snapshot(sources=[source | {"relation": "document"}]))[
        "sources"
    ].changes
    assert change.state == State.CHANGED


def test_what_cannot_be_seen_is_no_visible_difference():
    part = parts(snapshot(headline="A  ferry"), snapshot(headline="A ferry "))["headline"]
    assert not part.differs_visibly


def test_long_runs_of_unchanged_blocks_are_folded():
    old = [plain(f"Paragraph {number}") for number in range(9)]
    stretches = folded(compare_blocks(old, [*old, plain("New")], Budget()))
    assert [(len(stretch.changes), stretch.folded) for stretch in stretches] == [
        (1, False),
        (7, True),
        (1, False),
        (1, False),
    ]


@given(old=BODIES, new=BODIES)
def test_either_side_of_a_comparison_is_that_text(old, new):
    changes = body(old, new)
    assert side(changes, "before", "place_before") == letters(html.plain_text(old))
    assert side(changes, "after", "place") == letters(html.plain_text(new))


@given(old=BODIES, new=BODIES)
def test_either_side_is_that_text_when_nothing_may_be_spent(old, new):
    changes = body(old, new, Budget(left=0))
    assert side(changes, "before", "place_before") == letters(html.plain_text(old))
    assert side(changes, "after", "place") == letters(html.plain_text(new))


@given(old=st.text(max_size=60), new=st.text(max_size=60))
def test_words_of_either_side_are_those_of_the_text(old, new):
    found = compare_words(list(tokens_of(old)), list(tokens_of(new)), Budget())
    before = [token for run in found if run.kind != Kind.ADDED for token in run.tokens]
    after = [token for run in found if run.kind != Kind.REMOVED for token in run.tokens]
    assert text_of(before) == " ".join(old.split())
    assert text_of(after) == " ".join(new.split())


@given(text=BODIES)
def test_a_text_is_the_same_as_itself(text):
    assert set(states(text, text)) <= {State.SAME}
    assert compare(snapshot(body=text), snapshot(body=text), Names()).parts == ()


@settings(max_examples=60)
@given(st.permutations(range(7)))
def test_moved_blocks_are_found_wherever_they_go(order):
    paragraphs = [f"<p>Paragraph {number} of {number * 17} has words.</p>" for number in range(7)]
    changes = body("".join(paragraphs), "".join(paragraphs[number] for number in order))
    assert {change.state for change in changes} <= {State.SAME, State.MOVED}
    assert [change.place_before - 1 for change in changes] == list(order)
    assert (State.MOVED in {change.state for change in changes}) == (list(order) != sorted(order))
