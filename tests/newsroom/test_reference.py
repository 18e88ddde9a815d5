"""The page of settings says what the settings say."""

from pathlib import Path

from newsroom import reference

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "settings.md"
SOURCE = """
# Where it is.
FOLDER = env.str("NEWSROOM_FOLDER", default="var")
# How many, and how large.
MANY = whole("NEWSROOM_MANY", 3, 1, 9)
LARGE = choice("NEWSROOM_LARGE", "wide" if PRODUCTION else "small", ("small", "wide"))

# --- Other things ---

if MANY:
    # Whether it is.
    IS = flag("NEWSROOM_IS", True) and flag("NEWSROOM_IS", True)
    # That something is not misspelt; it reads nothing.
    needs("NEWSROOM_IS", "module", "extra")
"""


def test_the_page_is_what_the_command_prints():
    assert PAGE.read_text(encoding="utf-8") == reference.markdown(), "manage.py settings_reference > docs/settings.md"


def test_every_variable_is_explained():
    entries = [entry for chapter in reference.chapters() for entry in chapter.entries]

    assert len(entries) > 20
    assert [entry.variables[0].name for entry in entries if not entry.meaning] == []


def test_words_above_a_variable_explain_it_and_those_that_follow_at_once():
    first, second = reference.chapters(SOURCE)

    assert [(entry.meaning, [one.name for one in entry.variables]) for entry in first.entries] == [
        ("Where it is.", ["NEWSROOM_FOLDER"]),
        ("How many, and how large.", ["NEWSROOM_MANY", "NEWSROOM_LARGE"]),
    ]
    assert second.title == "Other things"
    assert [(entry.meaning, [one.name for one in entry.variables]) for entry in second.entries] == [
        ("Whether it is.", ["NEWSROOM_IS"])
    ]


def test_what_a_variable_may_be_and_what_it_is_by_itself_are_told():
    (folder, many, large), (switch,) = (
        [one for entry in chapter.entries for one in entry.variables] for chapter in reference.chapters(SOURCE)
    )

    assert (folder.kind, folder.default) == ("text", "var")
    assert (many.kind, many.default) == ("a whole number from 1 to 9", "3")
    assert (large.kind, large.default) == ("`small` or `wide`", "wide` in production, else `small")
    assert (switch.kind, switch.default) == ("`1` or `0`", "1")
