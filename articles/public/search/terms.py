"""Terms of an index: stems of words, marked by where in a story they stand, and what filters look for."""

from hashlib import blake2b

# No letter of any word is one of these; ASCII signs would part words on SQLite. A term with HEAD before it stands in the
# headline, one with TOP in the headline or the standfirst.
HEAD, TOP, FACET = "¹", "²", "§"
# Between two parts of a text, so that no phrase reaches from one into the other.
BREAK = FACET


def is_top(term: str) -> bool:
    """Whether a term is one of the few that a document has beside the words of its text."""
    return term[0] in (HEAD, TOP, FACET)


def section_term(section_id: int) -> str:
    return f"{FACET}s{section_id}"


def author_term(author_id: int) -> str:
    return f"{FACET}a{author_id}"


def tag_term(key: str) -> str:
    """The term of a tag by its key, which leads to the tag that it was renamed to or merged into since."""
    return f"{FACET}t{blake2b(key.encode(), digest_size=6).hexdigest()}"
