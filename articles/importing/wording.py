"""Words of an old site, made to fit where they go."""

from django.utils.text import slugify

from articles import languages


def line(text: str, most: int) -> str:
    """The text on one line, in at most so many characters: cut between words, with an ellipsis."""
    tidy = " ".join(text.replace("\x00", "").split())
    if len(tidy) <= most:
        return tidy
    return tidy[: most - 1].rsplit(" ", 1)[0] + "…"


def slug(*wishes: str, most: int) -> str:
    """A slug of the first of these that leaves one."""
    made = (slugify(wish)[:most].strip("-_") for wish in wishes)
    return next(filter(None, made), "")


def whole_slug(wish: str, most: int) -> str:
    """The wish itself if it is a slug; empty if letters would be lost: many wishes leave the same rest."""
    made = slug(wish, most=most)
    return made if made == wish.lower() else ""


def numbered(stem: str, number: int, most: int) -> str:
    """The slug, or another one that tells it from its namesakes."""
    end = f"-{number}" if number > 1 else ""
    return stem[: most - len(end)].rstrip("-_") + end


def language(code: str) -> str:
    """The language as stories here name it; empty for none that is known."""
    wanted = code.lower().replace("_", "-")
    plain = wanted.partition("-")[0]
    return next((known for known in (wanted, plain) if known in languages.CODES), "")
