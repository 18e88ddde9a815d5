"""Two changed copies of a story become one, and nothing that either side typed is lost."""

from hypothesis import given
from hypothesis import strategies as st

from articles.desk.merge import Merged, Side, merge, settle
from articles.desk.merge.piece import Piece
from articles.desk.merge.texts import blocks_of, merge_sequences
from articles.html import sanitise

WORDS = st.sampled_from(["ports", "ships", "bees", "tides", "salt"])
BLOCKS = st.lists(WORDS, max_size=6).map(lambda words: "".join(f"<p>{word}</p>" for word in words))
ROWS = st.builds(lambda name, url: {"name": name, "url": url, "relation": "based_on"}, WORDS, WORDS)
SNAPSHOTS = st.builds(
    lambda headline, section, body, tags, bylines, sources: {
        "fields": {"headline": headline, "section_id": section, "body": body},
        "tags": tags,
        "bylines": bylines,
        "sources": sources,
    },
    WORDS,
    st.none() | st.integers(1, 3),
    BLOCKS,
    st.lists(WORDS, unique=True, max_size=5),
    st.lists(st.integers(1, 4), unique=True, max_size=4),
    st.lists(ROWS, max_size=4),
)


def snapshot(body="", *, tags=(), bylines=(), sources=(), **fields):
    fields = {"headline": "Old", "standfirst": "", "body": body} | fields
    return {"fields": fields, "tags": list(tags), "bylines": list(bylines), "sources": list(sources)}


def source(name, url="", relation="based_on"):
    return {"name": name, "url": url, "relation": relation}


def text(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def all_of(merged: Merged, side: Side) -> dict[str, Side]:
    return {conflict.key: side for conflict in merged.conflicts}


def merged_body(base, mine, theirs) -> Merged:
    return merge(snapshot(text(*base)), snapshot(text(*mine)), snapshot(text(*theirs)))


@given(SNAPSHOTS, SNAPSHOTS)
def test_what_only_one_side_changed_is_taken_whole(base, changed):
    assert merge(base, changed, base).snapshot == changed
    assert merge(base, base, changed).snapshot == changed
    assert not merge(base, changed, base).conflicts
    assert not merge(base, changed, changed).conflicts


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_it_does_not_matter_who_saved_first(base, one, other):
    forth, back = merge(base, one, other), merge(base, other, one)
    assert [(c.name, c.mine, c.theirs) for c in forth.conflicts] == [
        (c.name, c.theirs, c.mine) for c in back.conflicts
    ]
    everything = {conflict.key: Side.THEIRS for conflict in forth.conflicts}
    assert forth.resolved(everything) == back.values


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_no_block_that_either_side_typed_disappears(base, mine, theirs):
    result = settle(base, mine, theirs)
    there = result.values["body"] + "".join(c.mine + c.theirs for c in result.conflicts if c.name == "body")
    for side in (mine, theirs):
        new = set(blocks_of(side["fields"]["body"])) - set(blocks_of(base["fields"]["body"]))
        assert new <= set(blocks_of(there))


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_no_row_that_either_side_added_disappears(base, mine, theirs):
    result = merge(base, mine, theirs)
    for name in ("tags", "bylines"):
        there = result.snapshot[name] + [row for c in result.conflicts if c.name == name for row in c.theirs]
        for side in (mine, theirs):
            assert set(side[name]) - set(base[name]) <= set(there)


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_every_word_of_a_source_that_either_side_typed_is_there_or_asked_about(base, mine, theirs):
    result = merge(base, mine, theirs)
    there = result.snapshot["sources"] + [row for c in result.conflicts if c.name == "sources" for row in c.theirs]
    words = {(part, row[part]) for row in there for part in row}
    for side in (mine, theirs):
        typed = [row for row in side["sources"] if row not in base["sources"]]
        before = {(part, row[part]) for row in base["sources"] for part in row}
        assert {(part, row[part]) for row in typed for part in row} - before <= words


def rewritten(side: str):
    """A text of five paragraphs of which one side took some out, rewrote some, and wrote some more behind some."""
    fates = st.lists(st.sampled_from(["", "{0}", "{0}", "{0} {1}", "{0}|more {0} {1}"]), min_size=5, max_size=5)
    return fates.map(
        lambda kept: text(*(p for n, fate in enumerate(kept) for p in fate.format(n, side).split("|") if p))
    )


@given(rewritten("mine"), rewritten("theirs"))
def test_merging_what_was_merged_asks_the_same_and_changes_nothing(mine, theirs):
    """So a form with open conflicts can be sent again and again, and its choices stay the same ones."""
    base = snapshot(text(*map(str, range(5))))
    once = settle(base, snapshot(mine), snapshot(theirs))
    again = merge(base, once.snapshot, snapshot(theirs))
    assert not once.conflicts or again.snapshot == once.snapshot
    assert not once.conflicts or [c.key for c in again.conflicts] == [c.key for c in once.conflicts]


@given(st.text(), st.lists(st.sampled_from(["<p>", "</p>", "<ul><li>", "</ul>", "a &amp; b", "<br>", "<hr>", "<b>x"])))
def test_blocks_are_the_whole_text(words, tags):
    clean = sanitise(words + "".join(tags))
    assert "".join("".join(blocks_of(clean)).split()) == "".join(clean.split())


def test_two_paragraphs_that_follow_each_other_are_corrected_by_two():
    result = merged_body(["a", "b", "c"], ["A", "b", "c"], ["a", "B", "c"])
    assert (result.values["body"], result.conflicts) == (text("A", "B", "c"), [])


def test_one_writes_on_where_the_other_corrects():
    result = merged_body(["a", "b"], ["a", "b", "more"], ["a", "B"])
    assert (result.values["body"], result.conflicts) == (text("a", "B", "more"), [])


def test_paragraph_that_both_rewrote_is_a_conflict_and_the_rest_is_merged():
    result = merged_body(["a", "b", "c", "d"], ["a", "mine", "c", "d"], ["a", "theirs", "c", "D"])
    assert [(c.mine, c.theirs) for c in result.conflicts] == [(text("mine"), text("theirs"))]
    assert result.values["body"] == text("a", "mine", "c", "D")
    assert result.resolved(all_of(result, Side.THEIRS))["body"] == text("a", "theirs", "c", "D")


def test_repeated_paragraphs_are_told_apart_the_same_way_whoever_saved_first():
    forth = merged_body(["b", "b"], ["a", "c"], ["c", "c"])
    back = merged_body(["b", "b"], ["c", "c"], ["a", "c"])
    assert [(c.mine, c.theirs) for c in forth.conflicts] == [(text("a", "c"), text("c", "c"))]
    assert [(c.mine, c.theirs) for c in back.conflicts] == [(text("c", "c"), text("a", "c"))]


def test_two_who_write_on_at_one_place_are_asked_for_the_order():
    result = merged_body(["a"], ["a", "mine"], ["a", "theirs"])
    assert [(c.mine, c.theirs) for c in result.conflicts] == [(text("mine"), text("theirs"))]


def test_paragraph_that_one_took_out_and_the_other_rewrote_is_a_conflict():
    result = merged_body(["a", "b", "c"], ["a", "c"], ["a", "B", "c"])
    assert [(c.mine, c.theirs) for c in result.conflicts] == [("", text("B"))]


def test_the_same_change_of_both_is_no_conflict():
    result = merged_body(["a", "b"], ["a", "x", "b"], ["a", "x", "b"])
    assert (result.values["body"], result.conflicts) == (text("a", "x", "b"), [])


def test_choices_are_made_one_by_one():
    result = merged_body(["a", "-", "b"], ["a1", "-", "b1"], ["a2", "-", "b2"])
    assert result.resolved({result.conflicts[1].key: Side.THEIRS})["body"] == text("a1", "-", "b2")


def test_tags_of_both_sides_are_together_and_what_one_took_out_is_gone():
    result = merge(
        snapshot(tags=["ports", "ships"]), snapshot(tags=["ports", "tides"]), snapshot(tags=["bees", "ships"])
    )
    assert (result.snapshot["tags"], result.conflicts) == (["bees", "tides"], [])


def test_order_that_one_side_changed_stands():
    result = merge(snapshot(bylines=[1, 2, 3]), snapshot(bylines=[3, 1, 2]), snapshot(bylines=[1, 2, 3, 4]))
    assert (result.snapshot["bylines"], result.conflicts) == ([3, 4, 1, 2], [])


def test_two_orders_are_a_conflict():
    result = merge(snapshot(bylines=[1, 2, 3]), snapshot(bylines=[3, 1, 2]), snapshot(bylines=[2, 1, 3]))
    assert [(c.mine, c.theirs) for c in result.conflicts] == [([3, 1, 2], [2, 1, 3])]


def test_source_of_which_one_wrote_the_name_and_the_other_the_link_has_both():
    base, mine, theirs = (
        source("Wire", "https://a.example/"),
        source("The Wire", "https://a.example/"),
        source("Wire", "https://b.example/"),
    )
    result = merge(snapshot(sources=[base]), snapshot(sources=[mine]), snapshot(sources=[theirs]))
    assert (result.snapshot["sources"], result.conflicts) == ([source("The Wire", "https://b.example/")], [])


def test_source_whose_name_both_rewrote_is_a_conflict():
    url = "https://a.example/"
    sides = [snapshot(sources=[source(name, url), source("Other")]) for name in ("Wire", "Mine", "Theirs")]
    result = merge(*sides)
    assert [(c.mine, c.theirs) for c in result.conflicts] == [([source("Mine", url)], [source("Theirs", url)])]
    assert result.resolved(all_of(result, Side.THEIRS))["sources"] == [source("Theirs", url), source("Other")]


def test_without_a_base_all_that_differs_is_asked_about():
    result = merge(None, snapshot(text("a"), headline="Mine"), snapshot(text("b"), headline="Theirs"))
    assert [c.name for c in result.conflicts] == ["headline", "body"]


def test_both_can_be_kept_where_a_part_holds_both():
    result = merged_body(["a"], ["a", "mine"], ["a", "theirs"])
    assert result.resolved(all_of(result, Side.BOTH))["body"] == text("a", "mine", "theirs")
    assert result.conflicts[0].may_keep_both
    assert not merge(None, snapshot(headline="Mine"), snapshot(headline="Theirs")).conflicts[0].may_keep_both


def test_choice_counts_only_for_the_text_that_it_was_made_of():
    first = merged_body(["a"], ["mine"], ["theirs"])
    later = merged_body(["a"], ["mine"], ["theirs again"])
    assert later.resolved(all_of(first, Side.THEIRS))["body"] == text("mine")


def test_muddle_too_large_to_tell_apart_is_still_all_there():
    base, mine, theirs = ["x"] * 3000, ["y", *["x"] * 2000, "y"], ["z", *["x"] * 2500, "z"]
    assert merge_sequences(base, mine, theirs) == [Piece(mine, theirs)]
