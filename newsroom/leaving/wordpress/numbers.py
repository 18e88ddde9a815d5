"""Numbers of WordPress, which counts all that it stores in one row. Ours are woven into it, so that none is met twice.

They are the same in every export, but for those of pages, which have no number here and are counted by their slug.
"""

KINDS = 4


def of_story(pk: int) -> int:
    return KINDS * pk


def of_picture(pk: int) -> int:
    return KINDS * pk + 1


def of_page(place: int) -> int:
    """`place` counts from 1."""
    return KINDS * place + 2


def of_correction(pk: int) -> int:
    return KINDS * pk + 3


def of_comment(pk: int) -> int:
    return 2 * pk


def of_mention(pk: int) -> int:
    return 2 * pk + 1


def of_section(pk: int) -> int:
    return 2 * pk


def of_tag(pk: int) -> int:
    return 2 * pk + 1
